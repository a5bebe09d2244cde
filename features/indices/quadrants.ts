import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { Context } from '../../server/lib/context.ts'
import { conflict } from '../../server/lib/errors.ts'
import { branchLimit } from '../people/access.ts'
import { goodNumber, sheetsWhere } from './population.ts'
import type { RunRecipe, RunResult } from './run-result.ts'
import { accessResult, type RunRow } from './structural-access.ts'
import type { indexCustomer, quadrantCounts } from './structural-schema.ts'

export const QUADRANTS = [
  'loyal_satisfied',
  'loyal_unsatisfied',
  'disloyal_satisfied',
  'disloyal_unsatisfied',
] as const
export const STATES = ['dissatisfied', 'satisfied', 'delighted'] as const

export interface Cuts {
  satisfaction: number
  loyalty: number
  delight: number
}

type ResultRow = RunRow & { result: RunResult }

/** Weights and means by which a respondent's index follows from the answers; of a plain index equal or importances. */
function readingOf({ whole, plain }: RunResult, recipe: RunRecipe) {
  const weights = whole?.normalisedWeights ?? plain?.normalisedWeights
  if (!weights) throw conflict('index_run_without_result')
  const mean = (code: string, min: number, max: number) =>
    whole ? whole.means[code]! : min + ((max - min) * plain!.performance[code]!) / 100
  return (construct: string) =>
    recipe.model.constructs
      .find(({ name }) => name === construct)!
      .items.map((code) => {
        const source = recipe.sources.find((one) => one.code === code)!
        const { min, max } = source
        return { source, share: (100 * weights[code]!) / (max - min), mean: mean(code, min, max) }
      })
}

/** A respondent's index of a construct, 0–100, as the engine's respondentScores has it; missing answers as in the run. */
export function respondentIndex(
  row: Pick<ResultRow, 'result' | 'definition'>,
  construct: string,
): RawBuilder<number> {
  const { definition, result } = row
  const terms = readingOf(
    result,
    definition,
  )(construct).map(({ source, share, mean }) => {
    const answer =
      definition.missing === 'mean'
        ? sql`coalesce(${goodNumber(source)}, ${mean}::float8)`
        : goodNumber(source)
    return sql`${share}::float8 * (${answer} - ${source.min}::float8)`
  })
  return sql`(${sql.join(terms, sql` + `)})`
}

/** The newest sheet of every customer of the run who may be named: nobody of an anonymous survey. */
function respondents(row: ResultRow): RawBuilder<unknown> {
  const { definition: recipe } = row
  if (!recipe.loyalty) throw conflict('index_run_without_loyalty')
  const sheets = { ...recipe.sheets, until: row.started_at!.toISOString() }
  const answered = sql.join(recipe.sources.map(goodNumber))
  const numbers = sql`array_remove(array[${answered}]::float8[], null)`
  const enough = recipe.missing === 'mean' ? sql`>= 1` : sql`= ${recipe.sources.length}`
  return sql`
    select distinct on (s.customer_id) s.customer_id, s.id as sheet_id, s.submitted_at,
      ${respondentIndex(row, recipe.target)} as satisfaction, ${respondentIndex(row, recipe.loyalty)} as loyalty
    from answer_sheets s
    where ${sheetsWhere(sheets)} and s.customer_id is not null and cardinality(${numbers}) ${enough}
      and not exists (select 1 from surveys v where v.id = s.survey_id and v.is_anonymous)
    order by s.customer_id, s.submitted_at desc, s.id desc`
}

const quadrant = (cuts: Cuts) => sql<string>`
  case when x.loyalty >= ${cuts.loyalty}::float8 then 'loyal' else 'disloyal' end
    || case when x.satisfaction >= ${cuts.satisfaction}::float8 then '_satisfied' else '_unsatisfied' end`
const state = (cuts: Cuts) => sql<string>`
  case when x.satisfaction >= ${cuts.delight}::float8 then 'delighted'
    when x.satisfaction >= ${cuts.satisfaction}::float8 then 'satisfied' else 'dissatisfied' end`

/** Customers of whom the asker sees the card. */
function seen(ctx: Context): RawBuilder<boolean> {
  const limit = branchLimit(ctx, 'customer.read')
  return limit
    ? sql`c.deleted_at is null and c.branch_id = ${limit}::uuid`
    : sql<boolean>`c.deleted_at is null`
}

/** How many customers stand where: loyal or not × satisfied or not, and the three states. */
export async function countQuadrants(
  ctx: Context,
  runId: string,
  cuts: Cuts,
): Promise<z.input<typeof quadrantCounts>> {
  const row = await accessResult(ctx, runId)
  const { rows } = await sql<{ quadrant: string; state: string; n: number }>`
    select ${quadrant(cuts)} as quadrant, ${state(cuts)} as state, count(*)::int as n
    from (${respondents(row)}) x join customers c on c.id = x.customer_id where ${seen(ctx)} group by 1, 2`.execute(
    ctx.db,
  )
  const count = (by: 'quadrant' | 'state', word: string) =>
    rows.filter((one) => one[by] === word).reduce((sum, one) => sum + one.n, 0)
  return {
    runId,
    cuts,
    target: row.definition.target,
    loyalty: row.definition.loyalty!,
    n: rows.reduce((sum, one) => sum + one.n, 0),
    quadrants: QUADRANTS.map((name) => ({ name, count: count('quadrant', name) })),
    states: STATES.map((name) => ({ name, count: count('state', name) })),
  }
}

/** The customers of a quadrant or a state by name, those who bought most first. */
export async function listQuadrant(
  ctx: Context,
  runId: string,
  input: {
    cuts: Cuts
    quadrant?: string | undefined
    state?: string | undefined
    after?: { rials: string; id: string } | undefined
    limit: number
  },
): Promise<(Omit<z.input<typeof indexCustomer>, 'purchaseTotalRials'> & { purchaseTotalRials: bigint })[]> {
  const row = await accessResult(ctx, runId)
  const { cuts, after } = input
  const wanted = [seen(ctx)]
  if (input.quadrant) wanted.push(sql`${quadrant(cuts)} = ${input.quadrant}`)
  if (input.state) wanted.push(sql`${state(cuts)} = ${input.state}`)
  if (after) wanted.push(sql`(c.purchase_total_rials, c.id) < (${after.rials}::bigint, ${after.id}::uuid)`)
  const { rows } = await sql<never>`
    select c.id as "customerId", c.full_name as "fullName", c.branch_id as "branchId", c.tier, c.stage,
      c.purchase_total_rials as "purchaseTotalRials", x.sheet_id as "sheetId", x.submitted_at as "answeredAt",
      x.satisfaction, x.loyalty, ${quadrant(cuts)} as quadrant, ${state(cuts)} as state
    from (${respondents(row)}) x join customers c on c.id = x.customer_id
    where ${sql.join(wanted, sql` and `)}
    order by c.purchase_total_rials desc, c.id desc limit ${input.limit}`.execute(ctx.db)
  return rows
}
