import type { Columns } from '../src/indices/answers.ts'
import { CliError } from './cli-error.ts'
import type { NumberColumn, TextColumn } from './column.ts'
import { columnMissing, findAnyColumn, findColumn } from './find-column.ts'
import { readTable, type TableOptions, type Wish } from './read-table.ts'

const MOST_GROUPS = 500

export interface AnswerFile {
  rows: number
  columns: Columns
  /** Rows of each value of the --by column, blank last; undefined without --by. */
  groups: Map<string, Int32Array> | undefined
}

/** Reads the items of a model, and the column to split by. */
export function readAnswerFile(
  file: string,
  items: readonly string[],
  by: string | undefined,
  options: TableOptions,
): AnswerFile {
  const { rows, columns } = readTable(
    file,
    (header, separator) => {
      const wishes: Wish[] = items.map((item) => {
        const index = findAnyColumn(file, header, [item])
        return { index: index ?? columnMissing(file, header, separator, item), kind: 'number' as const }
      })
      if (by === undefined) return wishes
      const index = findColumn(file, header, separator, by)
      const same = wishes.findIndex((wish) => wish.index === index)
      if (same >= 0) throw new CliError('column_same', { column: by, first: '--by', second: items[same]! })
      return [...wishes, { index, kind: 'text' }]
    },
    options,
  )
  const answers = Object.fromEntries(items.map((item, k) => [item, (columns[k] as NumberColumn).values]))
  if (by === undefined) return { rows, columns: answers, groups: undefined }
  const split = columns[items.length] as TextColumn
  if (split.texts.length > MOST_GROUPS)
    throw new CliError('by_too_many', { column: by, groups: split.texts.length, maximum: MOST_GROUPS })
  return { rows, columns: answers, groups: rowsOfGroups(split) }
}

export function takeRows(columns: Columns, rows: Int32Array): Columns {
  return Object.fromEntries(
    Object.entries(columns).map(([item, values]) => [item, Float64Array.from(rows, (row) => values[row]!)]),
  )
}

function rowsOfGroups({ codes, texts }: TextColumn): Map<string, Int32Array> {
  const counts = new Int32Array(texts.length)
  for (const code of codes) counts[code]!++
  const rows = Array.from(counts, (count) => new Int32Array(count))
  counts.fill(0)
  for (let row = 0; row < codes.length; row++) rows[codes[row]!]![counts[codes[row]!]!++] = row
  const order = Array.from(texts.keys()).sort((a, b) => compareLabels(texts[a]!, texts[b]!))
  return new Map(order.map((code) => [texts[code]!, rows[code]!]))
}

/** Numbers by size, words by code point, blank last. */
function compareLabels(a: string, b: string): number {
  if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1
  const difference = Number(a) - Number(b)
  return Number.isNaN(difference) ? (a < b ? -1 : a > b ? 1 : 0) : difference
}
