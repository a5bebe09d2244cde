// biome-ignore-all lint/a11y/useSemanticElements: a grid of virtual rows cannot be a <table>; the rows carry the focus, not the cells
// biome-ignore-all lint/a11y/useFocusableInteractive: a grid of virtual rows cannot be a <table>; the rows carry the focus, not the cells
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './data-table.module.css'
import type { Column, Sort } from './data-table.tsx'

type SortHeaderProps<Row> = {
  column: Column<Row>
  sort: Sort | undefined
  onSort: ((sort: Sort) => void) | undefined
}

export function SortHeader<Row>({ column, sort, onSort }: SortHeaderProps<Row>) {
  const { t } = useTranslation()
  const direction = sort?.key === column.key ? sort.direction : undefined
  if (!column.sortable || !onSort) {
    return (
      <div role="columnheader" className={classes.cell} data-align={column.align}>
        {column.header}
      </div>
    )
  }
  const Icon = direction === 'asc' ? IconArrowUp : direction === 'desc' ? IconArrowDown : IconArrowsSort
  return (
    <div
      role="columnheader"
      className={classes.cell}
      data-align={column.align}
      aria-sort={direction === 'asc' ? 'ascending' : direction === 'desc' ? 'descending' : 'none'}
    >
      <button
        type="button"
        className={classes.sort}
        data-sorted={direction}
        title={direction && t(direction === 'asc' ? 'ui.table.sortedUp' : 'ui.table.sortedDown')}
        onClick={() => onSort({ key: column.key, direction: direction === 'asc' ? 'desc' : 'asc' })}
      >
        {column.header}
        <Icon size={14} stroke={2} aria-hidden />
      </button>
    </div>
  )
}
