import {
  IconBulb,
  IconClipboardText,
  IconFolder,
  IconFolderCheck,
  IconGift,
  IconHeartHandshake,
  IconLockOpen,
  IconNote,
  IconPhone,
  IconShoppingBag,
  IconStar,
  IconTargetArrow,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import { MoneyText } from '../../../web/ui/money-text.tsx'
import { PersonText } from '../../../web/ui/person-text.tsx'
import type { Tone } from '../../../web/ui/status-badge.tsx'
import { TimelineItem } from '../../../web/ui/timeline.tsx'
import { CHANNEL_ICONS } from '../../cases/web/case-marks.tsx'
import { promiseTone } from './card-promises.tsx'
import classes from './card-timeline.module.css'
import type { CustomerCard } from './customer-types.ts'

type Entry = CustomerCard['timeline']['items'][number]
type Of<K extends Entry['kind']> = Extract<Entry, { kind: K }>
type Props = { entry: Entry; customerId: string }

const caseTone: Record<Of<'case'>['change'], Tone> = {
  opened: 'accent',
  solved: 'good',
  judged: 'good',
  reopened: 'warn',
  refused: 'neutral',
}

/** One fact of the story in its own words. */
export function TimelineEntry({ entry, customerId }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  switch (entry.kind) {
    case 'interaction':
      return <InteractionEntry entry={entry} customerId={customerId} />
    case 'case':
      return (
        <TimelineItem
          icon={entry.change === 'opened' || entry.change === 'reopened' ? IconFolder : IconFolderCheck}
          tone={caseTone[entry.change]}
          at={entry.at}
          title={t(`customers.timeline.case.${entry.change}`, { code: format.trackingCode(entry.caseCode) })}
        >
          <CaseLink customerId={customerId} caseId={entry.caseId}>
            <bdi>{entry.subject}</bdi>
          </CaseLink>
        </TimelineItem>
      )
    case 'promise':
      return (
        <TimelineItem
          icon={IconHeartHandshake}
          tone={entry.change === 'made' ? 'info' : promiseTone[entry.change]}
          at={entry.at}
          title={t(`customers.timeline.promise.${entry.change}`, { name: entry.keeperName })}
        >
          <CaseLink customerId={customerId} caseId={entry.caseId}>
            <bdi>{entry.text}</bdi>
          </CaseLink>{' '}
          {entry.change === 'made' && (
            <small>{t('customers.timeline.promiseDue', { dueAt: entry.dueAt })}</small>
          )}
          {entry.reason && <div>{entry.reason}</div>}
        </TimelineItem>
      )
    case 'compensation':
      return (
        <TimelineItem
          icon={IconGift}
          tone={entry.status === 'pending' ? 'warn' : entry.status === 'rejected' ? 'neutral' : 'good'}
          at={entry.at}
          title={t('customers.timeline.compensation', {
            kind: t(`compensations.kind.${entry.compensationKind}`),
          })}
        >
          {entry.amountRials > 0 && (
            <>
              <MoneyText rials={entry.amountRials} /> ·{' '}
            </>
          )}
          {t(`compensations.status.${entry.status}`)} · <PersonText name={entry.requestedByName} />
          {entry.reason && <div>{entry.reason}</div>}
        </TimelineItem>
      )
    case 'verdict':
      return (
        <TimelineItem
          icon={IconStar}
          tone={entry.score >= 7 ? 'good' : entry.score >= 5 ? 'warn' : 'bad'}
          at={entry.at}
          title={t('customers.timeline.verdict', { score: entry.score })}
          look={entry.comment ? 'bubble' : 'plain'}
        >
          {entry.comment || (
            <CaseLink customerId={customerId} caseId={entry.caseId}>
              {t('customers.timeline.onCase', { code: format.trackingCode(entry.caseCode) })}
            </CaseLink>
          )}
        </TimelineItem>
      )
    case 'purchase':
      return (
        <TimelineItem
          icon={IconShoppingBag}
          // A purchase has a day and no hour.
          at={entry.purchasedOn}
          relative
          title={
            <>
              {t('customers.timeline.purchase')} <MoneyText rials={entry.totalRials} />
            </>
          }
        >
          {entry.products.length > 0 ? (
            <bdi>{entry.products.join('، ')}</bdi>
          ) : (
            t('customers.purchases.number', { number: format.digits(entry.number) })
          )}
        </TimelineItem>
      )
    case 'survey':
      return (
        <TimelineItem
          icon={IconClipboardText}
          at={entry.answeredOn}
          relative
          title={
            entry.survey ? (
              <>
                {t('customers.timeline.survey')} <bdi>{entry.survey}</bdi>
              </>
            ) : (
              t('customers.timeline.surveyUnnamed')
            )
          }
        >
          <dl className={classes.answers}>
            {entry.answers.map((one) => (
              <div key={one.question}>
                <dt>
                  <bdi>{one.question}</bdi>
                </dt>
                <dd>
                  {one.answer && <bdi>{one.answer}</bdi>}
                  {one.score !== null && format.number(one.score) !== format.digits(one.answer) && (
                    <small>{t('customers.timeline.surveyScore', { score: one.score })}</small>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </TimelineItem>
      )
    case 'facet':
      return (
        <TimelineItem icon={IconBulb} at={entry.at} title={t(`customers.facets.kind.${entry.facetKind}`)}>
          <bdi>{entry.value}</bdi>{' '}
          <small>
            <bdi>{t('customers.facets.from', { source: entry.source })}</bdi>
          </small>
        </TimelineItem>
      )
    case 'need':
      return (
        <TimelineItem
          icon={IconTargetArrow}
          tone={entry.change === 'fulfilled' ? 'good' : 'neutral'}
          at={entry.at}
          title={t(`customers.timeline.need.${entry.change}`)}
        >
          <bdi>{entry.text}</bdi>
        </TimelineItem>
      )
  }
}

function InteractionEntry({ entry, customerId }: { entry: Of<'interaction'>; customerId: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const icon =
    entry.direction === 'internal'
      ? IconNote
      : entry.interactionKind === 'call'
        ? IconPhone
        : (CHANNEL_ICONS[entry.channel] ?? IconLockOpen)
  return (
    <TimelineItem
      icon={icon}
      tone={entry.direction === 'inbound' ? 'accent' : entry.direction === 'outbound' ? 'info' : 'neutral'}
      at={entry.at}
      title={t(`customers.timeline.interaction.${entry.direction}`, { name: entry.authorName })}
      look={entry.direction === 'inbound' ? 'bubble' : entry.direction === 'outbound' ? 'own' : 'plain'}
    >
      {entry.text}
      {entry.caseId && (
        <div>
          <CaseLink customerId={customerId} caseId={entry.caseId}>
            <small>
              {entry.isExcerpt
                ? t('customers.timeline.readAll')
                : t('customers.timeline.onCase', { code: format.trackingCode(entry.caseCode ?? '') })}
            </small>
          </CaseLink>
        </div>
      )}
    </TimelineItem>
  )
}

function CaseLink({
  customerId,
  caseId,
  children,
}: {
  customerId: string
  caseId: string | null
  children: React.ReactNode
}) {
  if (!caseId) return children
  return (
    <Link
      to="/customers/$customerId/cases/$caseId"
      params={{ customerId, caseId }}
      style={{ color: 'inherit', textDecorationColor: 'var(--h-line-strong)' }}
    >
      {children}
    </Link>
  )
}
