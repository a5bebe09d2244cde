import { useTranslation } from 'react-i18next'
import type { components } from '../../../../api/types.ts'
import { type Column, DataTable } from '../../../../web/ui/data-table.tsx'
import { DateText } from '../../../../web/ui/date-text.tsx'
import { EmptyState } from '../../../../web/ui/empty-state.tsx'
import { MoneyText } from '../../../../web/ui/money-text.tsx'
import { StatusBadge, type Tone } from '../../../../web/ui/status-badge.tsx'
import { useWords } from './use-words.ts'

const S = 'indices.structuralScreens'
type Row = components['schemas']['IndexCustomer']
type List = {
  error: unknown
  refetch: () => unknown
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
}
const TONES: Record<Row['state'], Tone> = { delighted: 'good', satisfied: 'info', dissatisfied: 'bad' }

export function CustomerRows({ list, rows }: { list: List; rows: Row[] | undefined }) {
  const { t } = useTranslation()
  const words = useWords()
  const columns: Column<Row>[] = [
    {
      key: 'name',
      header: t(`${S}.rows.customer`),
      cell: (row) => <bdi>{row.fullName}</bdi>,
      card: 'title',
      width: 'minmax(11rem, 2fr)',
    },
    {
      key: 'satisfaction',
      header: t(`${S}.rows.satisfaction`),
      cell: (row) => words.number(row.satisfaction),
      align: 'end',
    },
    {
      key: 'loyalty',
      header: t(`${S}.rows.loyalty`),
      cell: (row) => words.number(row.loyalty),
      align: 'end',
    },
    {
      key: 'state',
      header: t(`${S}.rows.state`),
      cell: (row) => (
        <StatusBadge size="sm" tone={TONES[row.state]}>
          {t(`indices.structural.state.${row.state}`)}
        </StatusBadge>
      ),
      card: 'badge',
    },
    { key: 'tier', header: t(`${S}.rows.tier`), cell: (row) => t(`customers.tier.${row.tier}`) },
    {
      key: 'purchases',
      header: t(`${S}.rows.purchases`),
      cell: (row) => <MoneyText rials={row.purchaseTotalRials} />,
      align: 'end',
      width: 'minmax(10rem, 1fr)',
    },
    { key: 'at', header: t(`${S}.rows.at`), cell: (row) => <DateText value={row.answeredAt} show="date" /> },
  ]
  return (
    <DataTable
      label={t(`${S}.lists.title`)}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.customerId}
      rowHref={(row) => `/customers/${row.customerId}`}
      error={list.error}
      onRetry={list.refetch}
      more={moreOf(list)}
      empty={<EmptyState title={t(`${S}.rows.empty`)} hint={t(`${S}.rows.emptyHint`)} />}
    />
  )
}

export const moreOf = (list: List) => ({
  hasMore: list.hasNextPage,
  isLoading: list.isFetchingNextPage,
  load: () => void list.fetchNextPage(),
})
