import { addDays, addJalaliMonths, fromJalali, tehranDay, tehranMidnight, toJalali } from '@hamdel/persian'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Context } from '../../server/lib/context.ts'
import { conflict } from '../../server/lib/errors.ts'
import { branchLimit } from '../people/access.ts'
import { goodNumber, groupOf, sheetsWhere } from './population.ts'
import { linkProfit, MINIMUM_POINTS, type ProfitPoint } from './profit-rules.ts'
import { respondentIndex } from './quadrants.ts'
import { ANONYMITY_FLOOR } from './run-result.ts'
import { accessDefinition, accessResult } from './structural-access.ts'
import type { profitLink } from './structural-schema.ts'
import { latestOf } from './values.ts'

const QUARTERS = 20

/** First days of the last complete Jalali quarters that have a complete quarter after them, the oldest first. */
export function quartersBefore(today: string): string[] {
  const { year, month } = toJalali(today)
  const current = fromJalali(year, 3 * Math.floor((month - 1) / 3) + 1, 1)
  return Array.from({ length: QUARTERS }, (_, i) => addJalaliMonths(current, -3 * (QUARTERS + 1 - i)))
}

/**
 * The index of each segment and Jalali quarter against the purchases of the same segment in the next one. Weights are those
 * of the newest finished run, the same everywhere. A customer's tier, stage and city are today's. 409
 * index_definition_without_run before the first run.
 */
export async function getProfitLink(
  ctx: Context,
  definitionId: string,
  by: 'branch' | 'tier' | 'stage' | 'city',
): Promise<z.input<typeof profitLink>> {
  await accessDefinition(ctx, definitionId, 'index.read')
  const limit = branchLimit(ctx, 'purchase.read')
  const [head] = await latestOf(ctx, [definitionId])
  if (!head) throw conflict('index_definition_without_run')
  const run = await accessResult(ctx, head.runId)
  const { definition: recipe } = run
  const quarters = quartersBefore(tehranDay(ctx.now))
  const next = quarters.map((on) => addJalaliMonths(on, 3))
  const { from: _, to: __, ...population } = recipe.sheets.population
  const sheets = { ...recipe.sheets, population, until: ctx.now.toISOString() }
  const { sources } = recipe
  const items = recipe.model.constructs.find(({ name }) => name === recipe.target)!.items
  const answered = sources.filter(({ code }) => items.includes(code)).map(goodNumber)
  const segment = by === 'branch' ? sql`c.branch_id::text` : sql`nullif(c.${sql.ref(by)}, '')`
  const { rows } = await sql<ProfitPoint>`
    with quarters as (
      select * from unnest(${quarters}::date[], ${quarters.map(tehranMidnight)}::timestamptz[], ${next.map(tehranMidnight)}::timestamptz[],
        ${next}::date[], ${next.map((on) => addJalaliMonths(on, 3))}::date[]) as q (quarter_on, from_at, to_at, next_from, next_to)
    ), satisfied as (
      select ${groupOf(by)} as segment, q.quarter_on, avg(${respondentIndex(run, recipe.target)}) as index, count(*)::int as answers
      from answer_sheets s join quarters q on s.submitted_at >= q.from_at and s.submitted_at < q.to_at
      where ${sheetsWhere(sheets)} and cardinality(array_remove(array[${sql.join(answered)}]::float8[], null)) > 0
      group by 1, 2 having count(*) >= ${ANONYMITY_FLOOR}::int
    ), members as (
      select ${segment} as segment, count(*) as customers from customers c
      where c.deleted_at is null ${limit ? sql`and c.branch_id = ${limit}::uuid` : sql``} group by 1
    ), bought as (
      select ${segment} as segment, q.quarter_on, sum(p.total_rials)::float8 as rials
      from quarters q join purchases p on p.purchased_on >= q.next_from and p.purchased_on < q.next_to
      join customers c on c.id = p.customer_id and c.deleted_at is null ${limit ? sql`and c.branch_id = ${limit}::uuid` : sql``}
      group by 1, 2
    )
    select i.segment, i.quarter_on::text as "quarterOn", i.index, i.answers,
      coalesce(b.rials, 0) / m.customers as "perCustomerRials"
    from satisfied i join members m on m.segment = i.segment
    left join bought b on b.segment = i.segment and b.quarter_on = i.quarter_on
    order by i.segment, i.quarter_on`.execute(ctx.db)
  const { pooled, within } = linkProfit(rows)
  return {
    definitionId,
    runId: run.id,
    by,
    fromOn: quarters[0]!,
    toOn: addDays(next.at(-1)!, -1),
    status: rows.length < MINIMUM_POINTS ? 'refused' : 'association',
    needed: MINIMUM_POINTS,
    points: rows,
    pooled,
    within,
  }
}
