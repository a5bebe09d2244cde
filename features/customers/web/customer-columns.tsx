import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../../web/ui/data-table.tsx'
import { DateText } from '../../../web/ui/date-text.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { MoneyText } from '../../../web/ui/money-text.tsx'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { MoodBadge, StageBadge, TierBadge } from './customer-badges.tsx'
import type { CustomerListItem } from './customer-types.ts'

export function useCustomerColumns(): Column<CustomerListItem>[] {
  const { t } = useTranslation()
  const format = useFormat()
  return useMemo(
    () => [
      {
        key: 'name',
        header: t('customers.field.name'),
        sortable: true,
        width: 'minmax(13rem, 1.6fr)',
        cell: (row) => <PersonText name={row.fullName} avatar />,
      },
      {
        key: 'stage',
        header: t('customers.field.stage'),
        width: 'minmax(7rem, 0.7fr)',
        card: 'badge',
        cell: (row) => <StageBadge stage={row.stage} />,
      },
      {
        key: 'tier',
        header: t('customers.field.tier'),
        width: '6.5rem',
        card: 'none',
        isOptional: true,
        cell: (row) => (row.tier === 'normal' ? '—' : <TierBadge tier={row.tier} />),
      },
      {
        key: 'mood',
        header: t('customers.field.mood'),
        width: '7.5rem',
        card: 'badge',
        cell: (row) => row.mood !== 'unknown' && <MoodBadge mood={row.mood} />,
      },
      {
        key: 'phone',
        header: t('customers.field.phone'),
        width: '9.5rem',
        cell: (row) =>
          row.primaryPhone ? (
            <a href={`tel:${row.primaryPhone}`} style={{ color: 'inherit', position: 'relative', zIndex: 1 }}>
              <bdi>{format.phone(row.primaryPhone)}</bdi>
            </a>
          ) : (
            '—'
          ),
      },
      {
        key: 'openCases',
        header: t('customers.field.openCases'),
        width: '7rem',
        cell: (row) =>
          row.openCaseCount ? (
            <StatusBadge tone="warn" size="sm">
              {format.number(row.openCaseCount)}
            </StatusBadge>
          ) : (
            '—'
          ),
      },
      {
        key: 'lastContact',
        header: t('customers.field.lastContact'),
        card: 'none',
        sortable: true,
        width: '8rem',
        cell: (row) => <DateText value={row.lastContactAt} show="relative" />,
      },
      {
        key: 'lastPurchase',
        header: t('customers.field.lastPurchase'),
        sortable: true,
        width: '8rem',
        cell: (row) => <DateText value={row.lastPurchaseOn} style="short" />,
      },
      {
        key: 'purchaseCount',
        header: t('customers.field.purchaseCount'),
        align: 'end',
        width: '6.5rem',
        isOptional: true,
        cell: (row) => format.number(row.purchaseCount),
      },
      {
        key: 'total',
        header: t('customers.field.total'),
        sortable: true,
        align: 'end',
        width: 'minmax(10rem, 0.9fr)',
        cell: (row) => (row.purchaseCount ? <MoneyText rials={row.purchaseTotalRials} /> : '—'),
      },
      {
        key: 'owner',
        header: t('customers.field.owner'),
        card: 'none',
        width: 'minmax(9rem, 1fr)',
        cell: (row) => <PersonText name={row.ownerName} />,
      },
      {
        key: 'branch',
        header: t('customers.field.branch'),
        isOptional: true,
        cell: (row) => <bdi>{row.branchName}</bdi>,
      },
      {
        key: 'city',
        header: t('customers.field.city'),
        isOptional: true,
        cell: (row) => <bdi>{row.city || '—'}</bdi>,
      },
      {
        key: 'tags',
        header: t('customers.field.tags'),
        isOptional: true,
        cell: (row) => row.tags.join('، ') || '—',
      },
      {
        key: 'updated',
        header: t('customers.field.updated'),
        sortable: true,
        isOptional: true,
        width: '8rem',
        cell: (row) => <DateText value={row.updatedAt} show="relative" />,
      },
    ],
    [t, format],
  )
}
