import { Button } from '@mantine/core'
import { IconChecks } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan, useSession } from '../../../web/session.ts'
import { DateText } from '../../../web/ui/date-text.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { MoneyText } from '../../../web/ui/money-text.tsx'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import { linkTo } from '../../../web/ui/stat.tsx'
import { casesHref } from '../../cases/web/case-filters.ts'
import { CompensationDecision } from './compensation-decision.tsx'
import classes from './lead.module.css'
import {
  DECISIONS,
  type PendingCompensation,
  pendingQuery,
  refusalsQuery,
  summaryQuery,
} from './lead-queries.ts'
import { RefusalDecision } from './refusal-decision.tsx'

/** What nobody else can decide: amends above somebody's authority, and refusals that need a second person. */
export function Decisions() {
  return (
    <div className={classes.halves}>
      <Compensations />
      <Refusals />
    </div>
  )
}

function Compensations() {
  const { t } = useTranslation()
  const format = useFormat()
  const can = useCan()
  const me = useSession()?.person.id
  const pending = useQuery(pendingQuery)
  const [open, setOpen] = useState<{ it: PendingCompensation; decision: 'approve' | 'reject' }>()
  const items = pending.data?.items ?? []
  const count = useCount('compensations', items.length)
  const why = (it: PendingCompensation) =>
    !can('compensation.approve')
      ? t('indices.decide.notYours')
      : t(it.requestedBy === me ? 'indices.decide.ownRequest' : 'indices.decide.aboveYou')
  return (
    <Section
      flush
      title={t('indices.decide.compensations')}
      note={items.length > 0 && format.number(count)}
      tone={items.length > 0 ? 'warn' : 'plain'}
    >
      {pending.error && !pending.data && (
        <ErrorState compact error={pending.error} onRetry={pending.refetch} />
      )}
      {!pending.data && !pending.error && <ListSkeleton count={2} />}
      {pending.data && items.length === 0 && (
        <EmptyState
          compact
          icon={IconChecks}
          title={t('indices.decide.noCompensations')}
          hint={t('indices.decide.noCompensationsHint')}
        />
      )}
      <ul className={classes.rows}>
        {items.map((it) => (
          <li key={it.id}>
            <div className={classes.line}>
              <b>
                {t(`compensations.kind.${it.kind}`)} <MoneyText rials={it.amountRials} />
              </b>
              <span className={classes.to}>
                {t('indices.decide.for')} <PersonText name={it.customerName} />
              </span>
            </div>
            <p className={classes.reason}>
              <bdi>{it.reason}</bdi>
            </p>
            <div className={classes.meta}>
              <PersonText name={it.requestedByName} /> · <DateText value={it.requestedAt} show="relative" /> ·{' '}
              <Link
                to="/customers/$customerId/cases/$caseId"
                params={{ customerId: it.customerId, caseId: it.caseId }}
                dir="auto"
              >
                {it.caseSubject}
              </Link>
            </div>
            {it.mayDecide ? (
              <div className={`${classes.buttons} no-print`}>
                <Button
                  size="compact-md"
                  variant="light"
                  aria-label={`${t('indices.decide.approve')} ${it.customerName}`}
                  onClick={() => setOpen({ it, decision: 'approve' })}
                >
                  {t('indices.decide.approve')}
                </Button>
                <Button
                  size="compact-md"
                  variant="default"
                  aria-label={`${t('indices.decide.reject')} ${it.customerName}`}
                  onClick={() => setOpen({ it, decision: 'reject' })}
                >
                  {t('indices.decide.reject')}
                </Button>
              </div>
            ) : (
              <div className={classes.meta}>{why(it)}</div>
            )}
          </li>
        ))}
      </ul>
      <More count={count - items.length} />
      {open && <CompensationDecision {...open} onClose={() => setOpen(undefined)} />}
    </Section>
  )
}

function Refusals() {
  const { t } = useTranslation()
  const format = useFormat()
  const refusals = useQuery(refusalsQuery)
  const [open, setOpen] = useState<{ customerId: string; caseId: string }>()
  const items = refusals.data?.items ?? []
  const count = useCount('refusals', items.length)
  return (
    <Section
      flush
      title={t('indices.decide.refusals')}
      note={items.length > 0 && format.number(count)}
      tone={items.length > 0 ? 'warn' : 'plain'}
    >
      {refusals.error && !refusals.data && (
        <ErrorState compact error={refusals.error} onRetry={refusals.refetch} />
      )}
      {!refusals.data && !refusals.error && <ListSkeleton count={2} />}
      {refusals.data && items.length === 0 && (
        <EmptyState
          compact
          icon={IconChecks}
          title={t('indices.decide.noRefusals')}
          hint={t('indices.decide.noRefusalsHint')}
        />
      )}
      <ul className={classes.rows}>
        {items.map((it) => (
          <li key={it.id}>
            <div className={classes.line}>
              <Link
                className={classes.subject}
                to="/customers/$customerId/cases/$caseId"
                params={{ customerId: it.customerId, caseId: it.id }}
                dir="auto"
              >
                {it.subject}
              </Link>
            </div>
            <div className={classes.meta}>
              <PersonText name={it.customerName} /> · {t(`cases.kind.${it.kind}`)} ·{' '}
              {t('indices.decide.opened')} <DateText value={it.openedAt} show="relative" />
            </div>
            <div className={`${classes.buttons} no-print`}>
              <Button
                size="compact-md"
                variant="light"
                aria-label={`${t('indices.decide.read')} ${it.subject}`}
                onClick={() => setOpen({ customerId: it.customerId, caseId: it.id })}
              >
                {t('indices.decide.read')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <More count={count - items.length}>
        <Link {...linkTo(casesHref({ refusal: 'pending' }))}>{t('indices.decide.all')}</Link>
      </More>
      {open && <RefusalDecision {...open} onClose={() => setOpen(undefined)} />}
    </Section>
  )
}

/** How many wait in all: the list below shows the oldest of them. */
function useCount(what: 'compensations' | 'refusals', shown: number): number {
  const summary = useQuery(summaryQuery)
  // A list of fewer than a page is newer than the summary.
  return shown < DECISIONS ? shown : Math.max(shown, summary.data?.[what].count ?? 0)
}

function More({ count, children }: { count: number; children?: ReactNode }) {
  const { t } = useTranslation()
  if (count <= 0) return null
  return (
    <p className={classes.unowned}>
      {t('indices.decide.more', { count })} {children}
    </p>
  )
}
