import { jalaliMonthOf, tehranMidnight } from '@hamdel/persian'
import { sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import { branchLimit } from '../people/access.ts'
import { type Grouping, groupOf, itemNumber, sheetsWhere } from './population.ts'
import { accessResult } from './structural-access.ts'

export interface SheetRow {
  id: string
  customerId: string
  customerName: string
  surveyId: string
  mode: string
  submittedAt: Date
}

/**
 * The answer sheets behind a run or one of its groups, the newest first; those of nobody in particular are counted, never
 * listed. Needs survey.read, within its scope.
 */
export async function listSheets(
  ctx: Context,
  runId: string,
  input: { group?: string | undefined; after?: { at: string; id: string } | undefined; limit: number },
): Promise<{ items: SheetRow[]; named: number; anonymous: number }> {
  const row = await accessResult(ctx, runId)
  const limits = [branchLimit(ctx, 'survey.read'), branchLimit(ctx, 'customer.read')]
  const { sources, sheets } = row.definition
  const answered = sql`cardinality(array_remove(array[${sql.join(sources.map(itemNumber))}]::float8[], null)) > 0`
  const by = row.group_by as Grouping | null
  const group = input.group === undefined || by === null ? sql`` : sql`and ${isIn(by, input.group)}`
  const own = limits.flatMap((limit) => (limit ? [sql`and s.branch_id = ${limit}::uuid`] : []))
  const from = sql`from answer_sheets s left join customers c on c.id = s.customer_id
    left join surveys v on v.id = s.survey_id
    where ${sheetsWhere({ ...sheets, until: row.started_at!.toISOString() })} and ${answered} ${group}
    ${own.length > 0 ? sql.join(own, sql` `) : sql``}`
  const named = sql`s.customer_id is not null and v.is_anonymous is not true`
  const page = await sql<SheetRow>`
    select s.id, s.customer_id as "customerId", c.full_name as "customerName", s.survey_id as "surveyId", s.mode,
      s.submitted_at as "submittedAt" ${from} and ${named}
      ${input.after ? sql`and (s.submitted_at, s.id) < (${input.after.at}::timestamptz, ${input.after.id}::uuid)` : sql``}
    order by s.submitted_at desc, s.id desc limit ${input.limit}`.execute(ctx.db)
  const counts = await sql<{ named: number; anonymous: number }>`
    select count(*) filter (where ${named})::int as named, count(*) filter (where not (${named}))::int as anonymous ${from}`.execute(
    ctx.db,
  )
  return { items: page.rows, ...counts.rows[0]! }
}

function isIn(by: Grouping, group: string) {
  if (by !== 'month') return sql`${groupOf(by)} = ${group}`
  if (!/^\d{4}-\d\d-\d\d$/.test(group)) return sql`false`
  const { from, to } = jalaliMonthOf(group)
  return sql`s.submitted_at >= ${tehranMidnight(from)}::timestamptz and s.submitted_at < ${tehranMidnight(to)}::timestamptz`
}
