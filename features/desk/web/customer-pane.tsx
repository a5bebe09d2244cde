import { Button, TextInput } from '@mantine/core'
import { IconArrowUpLeft, IconCrown, IconPhone, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import type { components } from '../../../api/types.ts'
import { useAction } from '../../../web/query.ts'
import { useCan } from '../../../web/session.ts'
import { Copyable } from '../../../web/ui/copyable.tsx'
import { DateText } from '../../../web/ui/date-text.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { MoneyText } from '../../../web/ui/money-text.tsx'
import { PersonAvatar } from '../../../web/ui/person-avatar.tsx'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { MoodMark, SeverityMark } from '../../cases/web/case-marks.tsx'
import { PromiseMark } from '../../promises/web/promise-marks.tsx'
import classes from './customer-pane.module.css'
import { TimelineLines } from './timeline-lines.tsx'

type Card = components['schemas']['CustomerCard']
const SHOWN_ENTRIES = 10

/** Who is talking, at one glance: enough to speak to them as to somebody one knows. */
export function CustomerPane({ customerId, caseId }: { customerId: string; caseId?: string }) {
  const { t } = useTranslation()
  const card = useQuery({
    queryKey: ['customers', customerId, 'card'],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/customers/{customerId}/card', { params: { path: { customerId } }, signal })),
  })
  if (!card.data)
    return (
      <div className={classes.waiting}>
        {card.error ? (
          <ErrorState error={card.error} onRetry={card.refetch} compact />
        ) : (
          <ListSkeleton count={5} />
        )}
      </div>
    )
  const others = card.data.openCases.filter((one) => one.id !== caseId)
  const promises = card.data.promises.filter((one) => one.status === 'open')
  return (
    <div className={classes.pane}>
      <Who card={card.data} />
      <Value card={card.data} />
      {others.length > 0 && (
        <section>
          <h3>
            {t('desk.card.otherCases', {
              count: card.data.openCaseCount - (card.data.openCases.length - others.length),
            })}
          </h3>
          <ul className={classes.list}>
            {others.slice(0, 5).map((one) => (
              <li key={one.id}>
                <Link
                  to="/customers/$customerId/cases/$caseId"
                  params={{ customerId, caseId: one.id }}
                  className={classes.link}
                >
                  <bdi>{one.subject}</bdi>
                </Link>
                <span className={classes.small}>
                  {t(`cases.status.${one.status}`)} · <DateText value={one.openedAt} show="relative" />
                </span>
                <SeverityMark severity={one.severity} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {promises.length > 0 && (
        <section>
          <h3>{t('desk.card.promises', { count: promises.length })}</h3>
          <ul className={classes.list}>
            {promises.slice(0, 5).map((one) => (
              <li key={one.id}>
                <bdi>{one.text}</bdi>
                <span className={classes.small}>
                  <DateText value={one.dueAt} show="relative" /> · <bdi>{one.keeperName}</bdi>
                </span>
                <PromiseMark status={one.status} dueAt={one.dueAt} isQuiet />
              </li>
            ))}
          </ul>
        </section>
      )}
      <Needs card={card.data} caseId={caseId} />
      <section>
        <h3>{t('desk.card.timeline')}</h3>
        {card.data.timeline.items.length > 0 ? (
          <TimelineLines entries={card.data.timeline.items.slice(0, SHOWN_ENTRIES)} />
        ) : (
          <EmptyState compact title={t('desk.card.noTimeline')} />
        )}
      </section>
      <Link to="/customers/$customerId" params={{ customerId }} className={classes.full}>
        {t('desk.card.full')}
        <IconArrowUpLeft size={16} aria-hidden />
      </Link>
    </div>
  )
}

function Who({ card }: { card: Card }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { customer } = card
  const phones = card.contactPoints.filter((one) => one.kind === 'phone')
  return (
    <section>
      <div className={classes.who}>
        <PersonAvatar name={customer.fullName} size={42} />
        <div>
          <h2>
            <bdi>
              {customer.honorific} {customer.fullName}
            </bdi>
          </h2>
          <div className={classes.small}>
            {[customer.city, customer.branchName].filter(Boolean).join(' · ')}
          </div>
        </div>
      </div>
      <div className={classes.badges}>
        <StatusBadge size="sm" tone="info">
          {t(`desk.card.stage.${customer.stage}`)}
        </StatusBadge>
        {customer.tier !== 'normal' && (
          <StatusBadge size="sm" icon={IconCrown}>
            {t(`triage.queue.tier.${customer.tier}`)}
          </StatusBadge>
        )}
        <MoodMark mood={customer.mood} />
        {customer.worksHere && (
          <StatusBadge size="sm" tone="warn">
            {t(`desk.card.worksHere.${customer.worksHere}`)}
          </StatusBadge>
        )}
      </div>
      {phones.slice(0, 3).map((one) => (
        <div key={one.id} className={classes.phone}>
          <a href={`tel:${one.normalised}`}>
            <IconPhone size={15} stroke={1.8} aria-hidden />
            <span dir="ltr">{format.phone(one.normalised)}</span>
          </a>
          <Copyable value={one.normalised}>
            <span className="visually-hidden">{t('ui.copy.copy')}</span>
          </Copyable>
          {one.label && <span className={classes.small}>{one.label}</span>}
        </div>
      ))}
    </section>
  )
}

function Value({ card }: { card: Card }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { value } = card
  if (value.purchaseCount === 0) return <p className={classes.none}>{t('desk.card.noPurchase')}</p>
  return (
    <dl className={classes.value}>
      <div>
        <dt>{t('desk.card.purchases')}</dt>
        <dd>{format.number(value.purchaseCount)}</dd>
      </div>
      <div>
        <dt>{t('desk.card.total')}</dt>
        <dd>
          <MoneyText rials={value.purchaseTotalRials} />
        </dd>
      </div>
      <div>
        <dt>{t('desk.card.last')}</dt>
        <dd>
          <DateText value={value.lastPurchaseOn} show="relative" />
        </dd>
      </div>
    </dl>
  )
}

function Needs({ card, caseId }: { card: Card; caseId: string | undefined }) {
  const { t } = useTranslation()
  const can = useCan()
  const [text, setText] = useState('')
  const customerId = card.customer.id
  const stale = [['customers', customerId], ['needs']]
  const hear = useAction({
    run: (_: undefined, key: string) =>
      take(
        api.POST('/api/v1/customers/{customerId}/needs', {
          params: { path: { customerId } },
          body: { text, kind: 'explicit', isWant: false, ...(caseId ? { caseId } : {}) },
          headers: withKey(key),
        }),
      ),
    stale,
    onDone: () => setText(''),
  })
  const fulfil = useAction({
    run: (needId: string, key: string) =>
      api.POST('/api/v1/customers/{customerId}/needs/{needId}/fulfil', {
        params: { path: { customerId, needId } },
        headers: withKey(key),
      }),
    stale,
  })
  const open = card.needs.filter((one) => one.status === 'open')
  if (open.length === 0 && !can('need.write')) return null
  return (
    <section>
      <h3>{t('desk.card.needs')}</h3>
      {open.length > 0 && (
        <ul className={classes.list}>
          {open.slice(0, 5).map((one) => (
            <li key={one.id}>
              <bdi>{one.text}</bdi>
              {can('need.write') && (
                <Button
                  className={classes.met}
                  size="compact-xs"
                  variant="subtle"
                  disabled={fulfil.isRunning}
                  onClick={() => fulfil.run(one.id)}
                >
                  {t('desk.card.needMet')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {can('need.write') && (
        <form
          className={classes.hear}
          onSubmit={(event) => {
            event.preventDefault()
            if (text.trim()) hear.run(undefined)
          }}
        >
          <TextInput
            size="xs"
            aria-label={t('desk.card.needPlaceholder')}
            placeholder={t('desk.card.needPlaceholder')}
            maxLength={500}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button
            type="submit"
            size="xs"
            variant="light"
            loading={hear.isRunning}
            disabled={!text.trim()}
            leftSection={<IconPlus size={14} aria-hidden />}
          >
            {t('desk.card.heard')}
          </Button>
        </form>
      )}
      <ErrorLine error={hear.error ?? fulfil.error} />
    </section>
  )
}
