import type { NumberColumn, TextColumn } from './column.ts'
import { columnMissing, findAnyColumn } from './find-column.ts'
import { readTable, type TableOptions, type Wish } from './read-table.ts'

/** Names under which the columns of a customer summary go about. */
const NAMES = {
  x: ['x', 'frequency', 'repeats'],
  t_x: ['t_x', 'tx', 't.x', 'recency'],
  T: ['T', 'T.cal', 'age'],
  m: ['m', 'monetary_value', 'monetary', 'zbar', 'spend', 'm_x'],
  id: ['id', 'customer_id', 'customer', 'cust'],
} as const

export interface SummaryFile {
  ids: string[]
  x: Float64Array
  tx: Float64Array
  T: Float64Array
  /** Undefined where the file has no amounts. */
  m: Float64Array | undefined
}

/** Reads id, x, t_x, T and m (optional: id, m) by their names; without a header in this order. */
export function readSummary(file: string, options: TableOptions): SummaryFile {
  let hasId = false
  let hasAmount = false
  const { rows, columns } = readTable(
    file,
    (header, separator) => {
      const place = (name: keyof typeof NAMES) =>
        options.noHeader
          ? { id: 0, x: 1, t_x: 2, T: 3, m: 4 }[name]
          : findAnyColumn(file, header, NAMES[name])
      const needed = (name: 'x' | 't_x' | 'T'): Wish => {
        const index = place(name)
        if (index === undefined || index >= header.length) return columnMissing(file, header, separator, name)
        return { index, kind: 'number', required: true }
      }
      const wishes: Wish[] = [needed('x'), needed('t_x'), needed('T')]
      const m = place('m')
      hasAmount = m !== undefined && m < header.length
      if (hasAmount) wishes.push({ index: m!, kind: 'number' })
      const id = place('id')
      hasId = id !== undefined && !wishes.some((wish) => wish.index === id)
      if (hasId) wishes.push({ index: id!, kind: 'text' })
      return wishes
    },
    options,
  )
  const numbers = columns.filter((column): column is NumberColumn => column.kind === 'number')
  const texts = columns.find((column): column is TextColumn => column.kind === 'text')
  const x = numbers[0]!.values
  const amounts = hasAmount ? numbers[3]!.values : undefined
  // A blank amount of somebody who never came back is no gap.
  if (amounts) for (let i = 0; i < rows; i++) if (Number.isNaN(amounts[i]!)) amounts[i] = 0
  return {
    ids: Array.from({ length: rows }, (_, i) => (texts ? texts.texts[texts.codes[i]!]! : String(i + 1))),
    x,
    tx: numbers[1]!.values,
    T: numbers[2]!.values,
    m: amounts,
  }
}
