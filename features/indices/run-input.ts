import { createHash } from 'node:crypto'
import { jalaliMonthOf, tehranDay } from '@hamdel/persian'
import { sql } from 'kysely'
import type { Db } from '../../server/lib/database.ts'
import type { ItemSource } from './index-model.ts'
import { type Grouping, groupOf, itemNumber, type Sheets, sheetsWhere } from './population.ts'

export interface ReadSheets {
  /** Sheets with at least one of the items answered. */
  n: number
  columns: Record<string, Float64Array>
  /** The group of every row; null: of none. */
  labels: (string | null)[]
  /** SHA-256 of the codes, the answers column by column, and the groups. */
  digest: string
}

/**
 * Reads what goes into a run by one statement, in the order in which it was answered: sheets that answer at least one of
 * `sources`, with the answers to `further` beside them.
 */
export async function readSheets(
  db: Db,
  sheets: Sheets,
  sources: readonly ItemSource[],
  groupBy: Grouping | null,
  further: readonly ItemSource[] = [],
): Promise<ReadSheets> {
  const all = [...sources, ...further]
  const numbers = all.map(itemNumber)
  const group =
    groupBy === null
      ? sql`null`
      : groupBy === 'month'
        ? sql`(extract(epoch from s.submitted_at) * 1000)::float8`
        : groupOf(groupBy)
  const { rows } = await sql<{ answers: (number | null)[]; label: string | number | null }>`
    select * from (
      select array[${sql.join(numbers)}]::float8[] as answers, ${group} as label, s.submitted_at as at, s.id
      from answer_sheets s where ${sheetsWhere(sheets)}
    ) as given
    where array_remove(answers[1:${sources.length}], null) <> '{}'
    order by at, id`.execute(db)
  const columns: Record<string, Float64Array> = {}
  for (const [i, { code }] of all.entries())
    columns[code] = Float64Array.from(rows, (row) => row.answers[i] ?? Number.NaN)
  const monthOf = monthsByDay()
  const labels = rows.map(({ label }) =>
    groupBy === 'month' ? monthOf(Number(label)) : (label as string | null),
  )
  const hash = createHash('sha256').update(JSON.stringify([all.map(({ code }) => code), rows.length]))
  for (const { code } of all) hash.update(new Uint8Array(columns[code]!.buffer))
  hash.update(JSON.stringify(labels))
  return { n: rows.length, columns, labels, digest: hash.digest('hex') }
}

/** The first day of an instant's Jalali month; each day is looked up once. */
function monthsByDay(): (milliseconds: number) => string {
  const known = new Map<string, string>()
  return (milliseconds) => {
    const day = tehranDay(new Date(milliseconds))
    const month = known.get(day) ?? jalaliMonthOf(day).from
    known.set(day, month)
    return month
  }
}
