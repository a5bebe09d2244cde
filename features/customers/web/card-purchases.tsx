import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { components } from '../../../api/types.ts'
import { useCan } from '../../../web/session.ts'
import { DateText } from '../../../web/ui/date-text.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { MoneyText } from '../../../web/ui/money-text.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { TextSkeleton } from '../../../web/ui/skeletons.tsx'
import list from './card-list.module.css'
import classes from './card-purchases.module.css'
import type { CustomerCard } from './customer-types.ts'
import { purchasesQuery } from './purchases-query.ts'

const FIRST = 5
const STEP = 20

/** Invoices, newest first; what was in one opens under it. */
export function CardPurchases({ card }: { card: CustomerCard }) {
  const { t } = useTranslation()
  const format = useFormat()
  const can = useCan()
  const [shown, setShown] = useState(FIRST)
  const query = useInfiniteQuery({ ...purchasesQuery(card.customer.id), enabled: can('purchase.read') })
  if (!can('purchase.read')) return null
  const all = query.data?.pages.flatMap((page) => page.items)
  const more = () => {
    setShown(shown + STEP)
    if (query.hasNextPage && (all?.length ?? 0) < shown + STEP) void query.fetchNextPage()
  }
  return (
    <Section
      title={t('customers.purchases.title')}
      note={card.value.purchaseCount > 0 ? format.number(card.value.purchaseCount) : undefined}
    >
      {query.error && !all ? (
        <ErrorState compact error={query.error} onRetry={query.refetch} />
      ) : !all ? (
        <TextSkeleton />
      ) : all.length === 0 ? (
        <p className={list.empty}>
          {t('customers.purchases.empty')} {can('import.run') && t('customers.purchases.emptyHint')}
        </p>
      ) : (
        <div className={list.list}>
          {all.slice(0, shown).map((purchase) => (
            <PurchaseLine key={purchase.id} purchase={purchase} />
          ))}
        </div>
      )}
      {all && (all.length > shown || query.hasNextPage) && (
        <Button variant="subtle" size="compact-md" loading={query.isFetchingNextPage} onClick={more}>
          {t('customers.purchases.more')}
        </Button>
      )}
    </Section>
  )
}

function PurchaseLine({ purchase }: { purchase: components['schemas']['Purchase'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <details className={classes.purchase}>
      <summary>
        <span className={classes.what}>
          <DateText value={purchase.purchasedOn} />
          <span className={list.small}>
            {t('customers.purchases.number', { number: format.digits(purchase.number) })}
            {purchase.items.length > 0 &&
              ` · ${t('customers.purchases.itemCount', { count: purchase.items.length })}`}
          </span>
        </span>
        <strong>
          <MoneyText rials={purchase.totalRials} />
        </strong>
      </summary>
      {purchase.items.length === 0 ? (
        <p className={list.empty}>{t('customers.purchases.noItems')}</p>
      ) : (
        <ul className={classes.items} aria-label={t('customers.purchases.items')}>
          {purchase.items.map((item, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: items have no id and never move
            <li key={i}>
              <bdi>{item.product}</bdi>
              <span>
                {item.quantity !== 1 && `${format.number(item.quantity)} × `}
                <MoneyText rials={item.amountRials} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </details>
  )
}
