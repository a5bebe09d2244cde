import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DateText } from '../../../web/ui/date-text.tsx'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { StatusBadge, type Tone } from '../../../web/ui/status-badge.tsx'
import list from './card-list.module.css'
import classes from './card-needs.module.css'
import type { CustomerCard } from './customer-types.ts'

type Promised = CustomerCard['promises'][number]
export const promiseTone: Record<Promised['status'], Tone> = {
  open: 'info',
  kept: 'good',
  late: 'warn',
  broken: 'bad',
  withdrawn: 'neutral',
}

/** What we still owe them by word; what we kept and broke behind a line. */
export function CardPromises({ card }: { card: CustomerCard }) {
  const { t } = useTranslation()
  const open = card.promises.filter((one) => one.status === 'open')
  const closed = card.promises.filter((one) => one.status !== 'open')
  if (card.promises.length === 0) return null
  return (
    <Section title={t('customers.promises.title')}>
      <ul className={list.list}>
        {open.map((one) => (
          <PromiseLine key={one.id} promise={one} customerId={card.customer.id} />
        ))}
      </ul>
      {closed.length > 0 && (
        <details className={classes.closed} open={open.length === 0}>
          <summary>{t('customers.promises.closed')}</summary>
          <ul className={list.list}>
            {closed.map((one) => (
              <PromiseLine key={one.id} promise={one} customerId={card.customer.id} />
            ))}
          </ul>
        </details>
      )}
    </Section>
  )
}

function PromiseLine({ promise, customerId }: { promise: Promised; customerId: string }) {
  const { t } = useTranslation()
  const isOverdue = promise.status === 'open' && Date.parse(promise.dueAt) < Date.now()
  return (
    <li className={list.item}>
      <div className={list.text}>
        {promise.caseId ? (
          <Link to="/customers/$customerId/cases/$caseId" params={{ customerId, caseId: promise.caseId }}>
            <bdi>{promise.text}</bdi>
          </Link>
        ) : (
          <bdi>{promise.text}</bdi>
        )}
        <div className={`${list.line} ${list.small}`}>
          <PersonText name={promise.keeperName} />
          <span>
            {t('customers.promises.due')} <DateText value={promise.dueAt} />
          </span>
        </div>
      </div>
      <StatusBadge size="sm" tone={isOverdue ? 'bad' : promiseTone[promise.status]}>
        {isOverdue ? (
          <DateText value={promise.dueAt} show="relative" />
        ) : (
          t(`promises.status.${promise.status}`)
        )}
      </StatusBadge>
    </li>
  )
}
