import { useTranslation } from 'react-i18next'
import type { components } from '../../../../api/types.ts'
import { type Column, DataTable } from '../../../../web/ui/data-table.tsx'
import { DateText } from '../../../../web/ui/date-text.tsx'
import { EmptyState } from '../../../../web/ui/empty-state.tsx'
import { moreOf } from './customer-rows.tsx'
import classes from './structural.module.css'

const S = 'indices.structuralScreens'
type Row = components['schemas']['IndexSheetPage']['items'][number]
type Props = {
  list: Parameters<typeof moreOf>[0]
  rows: Row[] | undefined
  named: number | undefined
  anonymous: number | undefined
}

export function SheetRows({ list, rows, named, anonymous }: Props) {
  const { t } = useTranslation()
  const columns: Column<Row>[] = [
    {
      key: 'customer',
      header: t(`${S}.rows.customer`),
      cell: (row) => <bdi>{row.customerName}</bdi>,
      card: 'title',
      width: 'minmax(11rem, 2fr)',
    },
    { key: 'mode', header: t(`${S}.rows.mode`), cell: (row) => t(`${S}.modes.${row.mode}`) },
    { key: 'at', header: t(`${S}.rows.at`), cell: (row) => <DateText value={row.submittedAt} /> },
  ]
  return (
    <>
      {named !== undefined && (
        <p className={classes.rowsNote}>
          {t(`${S}.rows.named`, { count: named })}
          {anonymous ? ` · ${t(`${S}.rows.anonymous`, { count: anonymous })}` : ''}
        </p>
      )}
      <DataTable
        label={t(`${S}.rows.sheets`)}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        rowHref={(row) => `/customers/${row.customerId}`}
        error={list.error}
        onRetry={list.refetch}
        more={moreOf(list)}
        empty={<EmptyState title={t(`${S}.rows.empty`)} hint={t(`${S}.rows.emptyHint`)} />}
      />
    </>
  )
}
