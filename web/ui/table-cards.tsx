import { useNavigate } from '@tanstack/react-router'
import type { DataTableProps } from './data-table.tsx'
import { More } from './data-table.tsx'
import classes from './table-cards.module.css'

/** The rows of a table on a phone: one card each, the whole card opens it. */
export function TableCards<Row>({
  label,
  columns,
  rows,
  rowKey,
  rowHref,
  onOpen,
  more,
  rowTone,
}: DataTableProps<Row> & { rows: Row[] }) {
  const navigate = useNavigate()
  const of = (place: string) =>
    columns.filter((column, i) => (column.card ?? (i === 0 ? 'title' : 'line')) === place)
  return (
    <>
      <ul className={classes.cards} aria-label={label}>
        {rows.map((row) => {
          const title = of('title').map((column) => <span key={column.key}>{column.cell(row)}</span>)
          return (
            <li key={rowKey(row)} className={classes.card} data-tone={rowTone?.(row)}>
              <div className={classes.head}>
                {rowHref ? (
                  <a
                    href={rowHref(row)}
                    className={classes.open}
                    onClick={(event) => {
                      event.preventDefault()
                      if (onOpen) onOpen(row)
                      else navigate({ href: rowHref(row) })
                    }}
                  >
                    {title}
                  </a>
                ) : onOpen ? (
                  <button type="button" className={classes.open} onClick={() => onOpen(row)}>
                    {title}
                  </button>
                ) : (
                  <span className={classes.title}>{title}</span>
                )}
                <span className={classes.badges}>
                  {of('badge').map((column) => (
                    <span key={column.key}>{column.cell(row)}</span>
                  ))}
                </span>
              </div>
              <dl className={classes.lines}>
                {of('line').map((column) => (
                  <div key={column.key}>
                    <dt>{column.header}</dt>
                    <dd>{column.cell(row)}</dd>
                  </div>
                ))}
              </dl>
            </li>
          )
        })}
      </ul>
      {more && <More {...more} />}
    </>
  )
}
