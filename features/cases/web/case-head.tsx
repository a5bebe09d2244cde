import { ActionIcon, Button, Menu, TextInput } from '@mantine/core'
import {
  IconBan,
  IconDotsVertical,
  IconExternalLink,
  IconGavel,
  IconGift,
  IconPencil,
  IconRotate,
  IconUserCheck,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan, useSession } from '../../../web/session.ts'
import { Copyable } from '../../../web/ui/copyable.tsx'
import { DateText } from '../../../web/ui/date-text.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { KeyHint } from '../../../web/ui/key-hint.tsx'
import { PrintButton } from '../../../web/ui/print-button.tsx'
import type { CaseDialog } from './case-dialogs.tsx'
import classes from './case-head.module.css'
import { ChannelIcon } from './case-marks.tsx'
import type { CaseDetail } from './case-types.ts'
import { useChangeCase } from './change-case.ts'

type CaseHeadProps = {
  kase: CaseDetail
  /** On its own page the subject is the title of the page. */
  isPage: boolean
  onTake: () => void
  onDialog: (dialog: CaseDialog) => void
}

export function CaseHead({ kase, isPage, onTake, onDialog }: CaseHeadProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const can = useCan()
  const me = useSession()?.person.id
  const isClosed = kase.status === 'solved' || kase.status === 'judged'
  return (
    <div className={classes.head}>
      <div className={classes.main}>
        <Subject kase={kase} isPage={isPage} />
        <div className={classes.about}>
          <bdi>
            <Link
              to="/customers/$customerId"
              params={{ customerId: kase.customerId }}
              className={classes.customer}
            >
              {kase.customerName}
            </Link>
          </bdi>
          <Copyable value={kase.code}>{format.trackingCode(kase.code)}</Copyable>
          <span className={classes.opened}>
            <ChannelIcon channel={kase.channel} />
            <span className="no-print">
              <DateText value={kase.openedAt} show="relative" />
            </span>
            <span className={classes.paper}>
              <DateText value={kase.openedAt} />
            </span>
          </span>
          {kase.reopenedCount > 0 && <span>{t('cases.facts.reopened', { count: kase.reopenedCount })}</span>}
        </div>
      </div>
      <div className={`${classes.actions} no-print`}>
        {kase.ownerId === null && can('case.manage') && (
          <Button
            size="compact-md"
            leftSection={<IconUserCheck size={17} stroke={1.8} aria-hidden />}
            rightSection={<KeyHint keys="a" />}
            onClick={onTake}
          >
            {t('cases.action.take')}
          </Button>
        )}
        {can('compensation.grant') && kase.outcome !== 'refused' && (
          <Button
            size="compact-md"
            variant="default"
            leftSection={<IconGift size={17} stroke={1.8} aria-hidden />}
            onClick={() => onDialog('compensation')}
          >
            {t('cases.action.compensate')}
          </Button>
        )}
        {isPage && <PrintButton size="compact-md" />}
        <Menu position="bottom-end" shadow="md" width={240}>
          <Menu.Target>
            <ActionIcon variant="default" size={30} aria-label={t('cases.action.more')}>
              <IconDotsVertical size={18} stroke={1.8} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {!isPage && (
              <Menu.Item
                leftSection={<IconExternalLink size={16} aria-hidden />}
                component={Link}
                {...({
                  to: '/customers/$customerId/cases/$caseId',
                  params: { customerId: kase.customerId, caseId: kase.id },
                } as object)}
              >
                {t('cases.action.openPage')}
              </Menu.Item>
            )}
            {kase.status === 'solved' && can('case.reply') && (
              <Menu.Item
                leftSection={<IconGavel size={16} aria-hidden />}
                disabled={kase.ownerId === me}
                title={kase.ownerId === me ? t('errors.verdict_by_owner') : undefined}
                onClick={() => onDialog('verdict')}
              >
                {t('cases.action.verdict')}
              </Menu.Item>
            )}
            {isClosed && can('case.manage') && (
              <Menu.Item
                leftSection={<IconRotate size={16} aria-hidden />}
                onClick={() => onDialog('reopen')}
              >
                {t('cases.action.reopen')}
              </Menu.Item>
            )}
            {!isClosed && can('case.refuse') && (
              <Menu.Item
                leftSection={<IconBan size={16} aria-hidden />}
                disabled={kase.refusals.some((one) => one.status === 'pending')}
                onClick={() => onDialog('refusal')}
              >
                {t('cases.action.refuse')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </div>
    </div>
  )
}

function Subject({ kase, isPage }: { kase: CaseDetail; isPage: boolean }) {
  const { t } = useTranslation()
  const can = useCan()
  const change = useChangeCase(kase)
  const [text, setText] = useState<string>()
  const button = useRef<HTMLButtonElement>(null)
  const Title = isPage ? 'h1' : 'h2'
  const leave = () => {
    setText(undefined)
    setTimeout(() => button.current?.focus(), 0)
  }
  const save = async () => {
    const subject = text?.trim()
    if (!subject || subject === kase.subject) return leave()
    // Not done: what was typed stays in the field.
    if (await change({ subject }, t('cases.done.subject'))) leave()
  }
  if (text !== undefined)
    return (
      <TextInput
        autoFocus
        size="sm"
        aria-label={t('cases.facts.subject')}
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) void save()
          if (event.key === 'Escape') leave()
        }}
      />
    )
  return (
    <Title className={classes.subject} data-page={isPage || undefined}>
      <bdi>{kase.subject}</bdi>
      {can('case.manage') && (
        <ActionIcon
          ref={button}
          className="no-print"
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={t('cases.action.editSubject')}
          title={t('cases.action.editSubject')}
          onClick={() => setText(kase.subject)}
        >
          <IconPencil size={15} stroke={1.8} />
        </ActionIcon>
      )}
    </Title>
  )
}
