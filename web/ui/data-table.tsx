// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid hears the keys of its rows
// biome-ignore-all lint/a11y/useSemanticElements: a grid of virtual rows cannot be a <table>; the rows carry the focus, not the cells
// biome-ignore-all lint/a11y/useFocusableInteractive: a grid of virtual rows cannot be a <table>; the rows carry the focus, not the cells
import { Button, Checkbox, useDirection } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ColumnChoice, useShownColumns } from './column-choice.tsx'
import classes from './data-table.module.css'
import { EmptyState } from './empty-state.tsx'
import { ErrorState } from './error-state.tsx'
import { TableSkeleton } from './skeletons.tsx'
import { SortHeader } from './sort-header.tsx'
import { TableCards } from './table-cards.tsx'

export type Column<Row> = {
  key: string
  header: string
  cell: (row: Row) => ReactNode
  /** A CSS grid track. Default `minmax(7rem, 1fr)`. */
  width?: string
  /** Numbers and amounts stand at the end. */
  align?: 'start' | 'end'
  sortable?: boolean
  /** Hidden until chosen. */
  isOptional?: boolean
  /** Where it goes in a phone's card: first line, beside the first line, a labelled line (default), or nowhere. */
  card?: 'title' | 'badge' | 'line' | 'none'
}
export type Sort = { key: string; direction: 'asc' | 'desc' }

export type DataTableProps<Row> = {
  /** What the rows are, for screen readers. */
  label: string
  columns: Column<Row>[]
  rows: Row[] | undefined
  rowKey: (row: Row) => string
  /** Opens a row: click, Enter. With `rowHref` a path of the app, so that it also opens in a new tab. */
  onOpen?: (row: Row) => void
  rowHref?: (row: Row) => string
  sort?: Sort
  onSort?: (sort: Sort) => void
  selected?: ReadonlySet<string>
  onSelect?: (selected: Set<string>) => void
  /** What can be done with the selected rows. */
  bulkActions?: ReactNode
  /** Cursor paging: loads by itself near the end, and by a button. */
  more?: { hasMore: boolean; isLoading: boolean; load: () => void }
  error?: unknown
  onRetry?: () => unknown
  /** Shown for zero rows. */
  empty?: ReactNode
  /** Remembers the chosen columns under this name. */
  name?: string
  /** Height of the scrolling part; `none` lets the table grow with the page. */
  height?: string
  rowTone?: (row: Row) => 'warn' | 'bad' | 'muted' | undefined
}

const ROW_HEIGHT = 48
/** Below this the browser is quick enough, and find-in-page and printing see every row. */
const VIRTUAL_FROM = 100
const PHONE = '(max-width: 47.99em)'

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, error, onRetry, empty, name, selected, bulkActions } = props
  const { t } = useTranslation()
  const isPhone = useMediaQuery(PHONE) ?? false
  const choice = useShownColumns(name, columns)
  if (error && !rows) return <ErrorState error={error} onRetry={onRetry} />
  if (!rows) return <TableSkeleton columns={Math.min(choice.shown.length, 6)} />
  if (!rows.length) return empty ?? <EmptyState title={t('ui.table.nothing')} />
  const count = selected?.size ?? 0
  const hasBar = (name && !isPhone) || count > 0
  return (
    <div className={classes.holder}>
      {hasBar && (
        <div className={`${classes.bar} no-print`}>
          <div className={classes.bulk} role="status">
            {count > 0 && (
              <>
                <span>{t('ui.table.selected', { count })}</span>
                {bulkActions}
              </>
            )}
          </div>
          {name && !isPhone && <ColumnChoice {...choice} />}
        </div>
      )}
      {isPhone ? (
        <TableCards {...props} rows={rows} columns={choice.shown} />
      ) : (
        <Rows {...props} rows={rows} columns={choice.shown} />
      )}
    </div>
  )
}

function Rows<Row>(props: DataTableProps<Row> & { rows: Row[] }) {
  const {
    label,
    columns,
    rows,
    rowKey,
    onOpen,
    rowHref,
    sort,
    onSort,
    selected,
    onSelect,
    more,
    height = 'calc(100dvh - 15rem)',
    rowTone,
  } = props
  const { t } = useTranslation()
  const { dir } = useDirection()
  const navigate = useNavigate()
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)
  const movedByKey = useRef(false)
  const at = Math.min(active, rows.length - 1)
  const isVirtual = rows.length >= VIRTUAL_FROM && height !== 'none'
  const virtual = useVirtualizer({
    count: rows.length,
    enabled: isVirtual,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    // The focused row stays, or the focus would fall out of the table while scrolling.
    rangeExtractor: (range) => [...new Set([at, ...defaultRangeExtractor(range)])].sort((a, b) => a - b),
  })

  useEffect(() => {
    if (!movedByKey.current) return
    movedByKey.current = false
    if (isVirtual) virtual.scrollToIndex(at, { align: 'auto' })
    const focus = () =>
      scroller.current?.querySelector<HTMLElement>(`[data-row="${at}"]`)?.focus({ preventScroll: isVirtual })
    if (isVirtual) requestAnimationFrame(focus)
    else focus()
  }, [at, isVirtual, virtual])

  const open = (row: Row) => (onOpen ? onOpen(row) : rowHref ? navigate({ href: rowHref(row) }) : undefined)
  const isOpenable = onOpen !== undefined || rowHref !== undefined
  const toggle = (row: Row) => {
    if (!onSelect) return
    const next = new Set(selected)
    if (!next.delete(rowKey(row))) next.add(rowKey(row))
    onSelect(next)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    // Keys belong to the row only while the row itself has the focus, not a button inside it.
    if (!(event.target as HTMLElement).matches('[data-row]')) return
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      j: at + 1,
      k: at - 1,
      Home: 0,
      End: rows.length - 1,
      PageDown: at + 10,
      PageUp: at - 10,
    }
    const key = event.code === 'KeyJ' ? 'j' : event.code === 'KeyK' ? 'k' : event.key
    const to = moves[key]
    if (to !== undefined && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      movedByKey.current = true
      setActive(Math.max(0, Math.min(rows.length - 1, to)))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      open(rows[at]!)
    } else if (event.key === ' ' && onSelect) {
      event.preventDefault()
      toggle(rows[at]!)
    }
  }
  const onClick = (event: MouseEvent, row: Row) => {
    if ((event.target as HTMLElement).closest('a,button,input,label') || window.getSelection()?.toString())
      return
    if (rowHref && (event.ctrlKey || event.metaKey)) window.open(rowHref(row), '_blank')
    else open(row)
  }
  const tracks = [
    onSelect ? '3rem' : '',
    ...columns.map((column) => column.width ?? 'minmax(7rem, 1fr)'),
  ].join(' ')
  const allSelected = selected !== undefined && rows.every((row) => selected.has(rowKey(row)))

  const renderRow = (row: Row, i: number, start?: number) => (
    <div
      key={rowKey(row)}
      data-row={i}
      role="row"
      aria-rowindex={i + 2}
      aria-selected={onSelect ? (selected?.has(rowKey(row)) ?? false) : undefined}
      tabIndex={i === at ? 0 : -1}
      className={classes.row}
      data-openable={isOpenable || undefined}
      data-tone={rowTone?.(row)}
      style={
        start === undefined
          ? undefined
          : { position: 'absolute', insetInline: 0, insetBlockStart: 0, transform: `translateY(${start}px)` }
      }
      onFocus={() => setActive(i)}
      onClick={(event) => onClick(event, row)}
    >
      {onSelect && (
        <div role="gridcell" className={classes.cell}>
          <Checkbox
            size="xs"
            tabIndex={-1}
            checked={selected?.has(rowKey(row)) ?? false}
            onChange={() => toggle(row)}
            aria-label={t('ui.table.selectRow')}
          />
        </div>
      )}
      {columns.map((column, c) => (
        <div key={column.key} role="gridcell" className={classes.cell} data-align={column.align}>
          {c === 0 && rowHref ? (
            <a
              href={rowHref(row)}
              tabIndex={-1}
              className={classes.link}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return
                event.preventDefault()
                open(row)
              }}
            >
              {column.cell(row)}
            </a>
          ) : (
            column.cell(row)
          )}
        </div>
      ))}
    </div>
  )

  return (
    <div
      ref={scroller}
      className={classes.scroller}
      style={{ maxBlockSize: height === 'none' ? undefined : height }}
      dir={dir}
    >
      <div
        role="grid"
        aria-label={label}
        aria-rowcount={more?.hasMore ? -1 : rows.length + 1}
        className={classes.grid}
        style={{ '--tracks': tracks } as React.CSSProperties}
        onKeyDown={onKeyDown}
      >
        <div role="row" aria-rowindex={1} className={classes.head}>
          {onSelect && (
            <div role="columnheader" className={classes.cell}>
              <Checkbox
                size="xs"
                aria-label={t('ui.table.selectAll')}
                checked={allSelected}
                indeterminate={!allSelected && (selected?.size ?? 0) > 0}
                onChange={() => onSelect(allSelected ? new Set() : new Set(rows.map(rowKey)))}
              />
            </div>
          )}
          {columns.map((column) => (
            <SortHeader key={column.key} column={column} sort={sort} onSort={onSort} />
          ))}
        </div>
        {isVirtual ? (
          <div role="rowgroup" style={{ position: 'relative', blockSize: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => renderRow(rows[item.index]!, item.index, item.start))}
          </div>
        ) : (
          <div role="rowgroup">{rows.map((row, i) => renderRow(row, i))}</div>
        )}
      </div>
      {more && <More {...more} />}
    </div>
  )
}

/** "More rows": a button that presses itself when it comes into view. */
export function More({ hasMore, isLoading, load }: NonNullable<DataTableProps<unknown>['more']>) {
  const { t } = useTranslation()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!hasMore || isLoading || !place.current) return
    const observer = new IntersectionObserver((entries) => entries[0]?.isIntersecting && load(), {
      rootMargin: '200px',
    })
    observer.observe(place.current)
    return () => observer.disconnect()
  }, [hasMore, isLoading, load])
  if (!hasMore) return null
  return (
    <div ref={place} className={classes.more}>
      <Button variant="subtle" size="compact-md" loading={isLoading} onClick={load}>
        {t('ui.table.loadMore')}
      </Button>
    </div>
  )
}
