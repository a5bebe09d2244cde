import { useTranslation } from 'react-i18next'
import { DateText } from '../../../web/ui/date-text.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { MoneyText } from '../../../web/ui/money-text.tsx'
import { Stat, Stats } from '../../../web/ui/stat.tsx'
import classes from './card-value.module.css'
import type { CustomerCard } from './customer-types.ts'
import { PurchaseSpark } from './purchase-spark.tsx'

/** What they bought, and what we gave back. */
export function CardValue({ card }: { card: CustomerCard }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { value, compensations } = card
  const hasBought = value.purchaseCount > 0
  return (
    <Stats>
      <Stat
        label={t('customers.value.total')}
        value={<Amount rials={value.purchaseTotalRials} />}
        caption={hasBought ? <PurchaseSpark customerId={card.customer.id} /> : t('customers.value.none')}
      />
      <Stat
        label={t('customers.value.count')}
        value={format.number(value.purchaseCount)}
        caption={
          value.firstPurchaseOn ? t('customers.value.since', { sinceOn: value.firstPurchaseOn }) : undefined
        }
      />
      <Stat
        label={t('customers.value.last')}
        value={value.lastPurchaseOn ? <DateText value={value.lastPurchaseOn} /> : '—'}
        caption={
          value.daysSinceLastPurchase === null
            ? undefined
            : t('customers.value.daysAgo', { days: value.daysSinceLastPurchase })
        }
      />
      <Stat
        label={t('customers.value.average')}
        value={<Amount rials={roundBasket(value.averageBasketRials)} />}
      />
      <Stat
        label={t('customers.value.compensated')}
        value={<Amount rials={compensations.grantedTotalRials} />}
        caption={[
          compensations.grantedCount > 0 &&
            t('customers.value.compensatedCount', { count: compensations.grantedCount }),
          compensations.pendingCount > 0 &&
            t('customers.value.pending', { count: compensations.pendingCount }),
        ]
          .filter(Boolean)
          .join(' · ')}
      />
    </Stats>
  )
}

/** An average is no exact sum: whole thousands of tomans from a hundred thousand on, else whole tomans. */
const roundBasket = (rials: number | null) => {
  if (rials === null) return null
  const step = rials >= 1_000_000 ? 10_000 : 10
  return Math.round(rials / step) * step
}

/** Long amounts stay in one piece. */
function Amount({ rials }: { rials: number | null }) {
  return (
    <span className={classes.amount}>
      <MoneyText rials={rials} />
    </span>
  )
}
