import { JALALI_MONTHS, tehranDay, toJalali } from '@hamdel/persian'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../web/session.ts'
import { useFormat } from '../../../web/ui/format.ts'
import classes from './purchase-spark.module.css'
import { purchasesQuery } from './purchases-query.ts'

const MONTHS = 24
const monthOf = (day: string) => {
  const { year, month } = toJalali(day)
  return year * 12 + month - 1
}

/** What was bought in each of the last 24 Jalali months; nothing while the first page does not reach back that far. */
export function PurchaseSpark({ customerId }: { customerId: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const can = useCan()
  const { data } = useInfiniteQuery({ ...purchasesQuery(customerId), enabled: can('purchase.read') })
  const first = monthOf(tehranDay(new Date())) - MONTHS + 1
  const page = data?.pages[0]
  const oldest = page?.items.at(-1)
  const isWhole = page && (!page.nextCursor || (oldest && monthOf(oldest.purchasedOn) < first))
  if (!isWhole) return <span className={classes.space} />
  const sums = Array.from({ length: MONTHS }, () => 0)
  for (const purchase of page.items) {
    const at = monthOf(purchase.purchasedOn) - first
    if (at >= 0 && at < MONTHS) sums[at]! += purchase.totalRials
  }
  const most = Math.max(...sums, 1)
  const name = (at: number) =>
    `${JALALI_MONTHS[format.locale][(first + at) % 12]} ${format.digits(Math.floor((first + at) / 12))}`
  return (
    <svg viewBox={`0 0 ${MONTHS * 5} 24`} className={classes.spark} role="img" preserveAspectRatio="none">
      <title>{t('customers.value.spark')}</title>
      {sums.map((sum, at) => {
        const height = sum > 0 ? Math.max(2, (sum / most) * 24) : 1
        return (
          <rect
            key={name(at)}
            x={at * 5}
            y={24 - height}
            width={4}
            height={height}
            data-empty={sum <= 0 || undefined}
          >
            <title>{`${name(at)}: ${format.money(sum)}`}</title>
          </rect>
        )
      })}
    </svg>
  )
}
