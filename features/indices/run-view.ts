import { type ErrorCode, type ErrorParams, errorSentence } from '@hamdel/engine'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Context } from '../../server/lib/context.ts'
import { invalid } from '../../server/lib/errors.ts'
import { errorSentence as ownSentence } from '../../server/lib/words.ts'
import { branchLimit } from '../people/access.ts'
import type { Fault, RunResult } from './run-result.ts'
import { accessDefinition, accessResult, accessRun, type RunRow } from './structural-access.ts'
import type { indexRun, indexRunDetail, whatIf } from './structural-schema.ts'

export function showRun(ctx: Context, row: RunRow): z.input<typeof indexRun> {
  return {
    id: row.id,
    definitionId: row.definition_id,
    definitionVersion: row.definition_version,
    name: row.definition.name,
    status: row.status as never,
    progress: row.progress,
    fromOn: row.from_on as string | null,
    toOn: row.to_on as string | null,
    branchId: row.branch_id,
    groupBy: row.group_by as never,
    compare: row.compare,
    seed: Number(row.seed),
    engineVersion: row.engine_version,
    inputDigest: row.input_digest?.toString('hex') ?? null,
    n: row.n,
    floor: row.definition.floor,
    resamples: row.definition.resamples,
    error: row.error ? sentenceOf(ctx, row.error as unknown as Fault) : null,
    requestedBy: row.requested_by,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  }
}

/** A fault of the engine or of ours, as a sentence in the asker's language. */
export function sentenceOf(ctx: Context, { code, params }: { code: string; params: ErrorParams }) {
  const own = ownSentence(ctx.locale, code, params)
  const detail = own === code ? errorSentence({ code: code as ErrorCode, params }, ctx.locale) : own
  return { code, detail }
}

export async function listRuns(
  ctx: Context,
  definitionId: string,
  page: { limit: number; before: { at: string; id: string } | undefined },
): Promise<RunRow[]> {
  await accessDefinition(ctx, definitionId, 'index.read')
  const limit = branchLimit(ctx, 'index.read')
  // Results are large; a list shows none.
  const { rows } = await sql<RunRow>`
    select id, definition_id, definition_version, jsonb_build_object('name', definition->'name', 'floor', definition->'floor',
        'resamples', definition->'resamples') as definition,
      from_on, to_on, group_by, compare, branch_id, status, progress, seed, engine_version, input_digest, n, error, requested_by,
      created_at, started_at, finished_at
    from index_runs where definition_id = ${definitionId}::uuid
      ${limit ? sql`and branch_id = ${limit}::uuid` : sql``}
      ${page.before ? sql`and (created_at, id) < (${page.before.at}::timestamptz, ${page.before.id}::uuid)` : sql``}
    order by created_at desc, id desc limit ${page.limit}`.execute(ctx.db)
  return rows
}

/** A run with all it found out, the names of its groups, and its drivers with their intervals. */
export async function showRunDetail(ctx: Context, id: string): Promise<z.input<typeof indexRunDetail>> {
  const row = await accessRun(ctx, id, 'index.read')
  const { definition: recipe, result } = row
  const names = row.group_by === 'branch' && result ? await branchNames(ctx, result) : new Map()
  return {
    run: showRun(ctx, row),
    model: recipe.model as never,
    target: recipe.target,
    loyalty: recipe.loyalty,
    population: recipe.sheets.population as never,
    instrumentVersions: recipe.sheets.versions,
    result: result && {
      ...(result as never as object),
      groups: result.groups.map((group) => ({
        ...group,
        label: names.get(group.key) ?? null,
        fault: group.fault && sentenceOf(ctx, group.fault),
      })),
      comparison: result.comparison && {
        ...result.comparison,
        fault: result.comparison.fault && sentenceOf(ctx, result.comparison.fault),
      },
      models: result.models.map((line) => ({
        ...line,
        fault: line.fault && sentenceOf(ctx, line.fault),
      })),
    },
    drivers: result ? driversOf(result, recipe.target) : [],
    loyaltyDrivers: result && recipe.loyalty ? driversOf(result, recipe.loyalty) : [],
  } as z.input<typeof indexRunDetail>
}

async function branchNames(ctx: Context, result: RunResult): Promise<Map<string, string>> {
  const ids = result.groups.map(({ key }) => key)
  if (ids.length === 0) return new Map()
  const rows = await ctx.db.selectFrom('branches').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** Importance × performance of one construct's drivers, the most important first. */
export function driversOf({ whole }: RunResult, target: string) {
  const map = whole?.importancePerformance[target]
  if (!whole || !map) return []
  return Object.entries(map.constructs)
    .map(([construct, { importance, standardised, performance }]) => {
      const interval = effectInterval(whole, construct, target, importance)
      return { construct, importance, standardised, performance, ...interval }
    })
    .sort((a, b) => b.importance - a.importance)
}

type Whole = NonNullable<RunResult['whole']>

/**
 * Limits of an importance: those of the standardised total effect over the resamples, in points by the ratio of the two
 * indices' deviations as estimated. Null where nothing was resampled.
 */
function effectInterval(whole: Whole, from: string, to: string, importance: number) {
  const total = 'intervals' in whole ? whole.intervals.totalEffects[`${from}->${to}`] : undefined
  if (!total || total.estimate === 0 || total.low === null || total.high === null)
    return { low: null, high: null, p: null }
  const ratio = importance / total.estimate
  return { low: total.low * ratio, high: total.high * ratio, p: total.p }
}

/** What a driver's index moved by some points would do to satisfaction and loyalty, everything else as it is. */
export async function computeWhatIf(
  ctx: Context,
  id: string,
  query: { driver: string; points: number },
): Promise<z.input<typeof whatIf>> {
  const { result, definition } = await accessResult(ctx, id)
  const whole = result.whole
  const now = whole?.indices[query.driver]
  const targets = [...new Set([definition.target, definition.loyalty])].filter((name) => name !== null)
  const isDriver = targets.some((t) => whole?.importancePerformance[t]?.constructs[query.driver])
  if (!whole || now === undefined || now === null || !isDriver)
    throw invalid('index_driver_unknown', { driver: query.driver }, { driver: 'index_driver_unknown' })
  const points = Math.max(-now, Math.min(100 - now, query.points))
  return {
    driver: query.driver,
    now,
    points,
    method: 'intervals' in whole ? 'percentile_of_total_effect' : 'none',
    expected: targets.flatMap((construct) => {
      const entry = whole.importancePerformance[construct]?.constructs[query.driver]
      const before = whole.indices[construct]
      if (!entry || before === undefined || before === null) return []
      const { low, high } = effectInterval(whole, query.driver, construct, entry.importance)
      const ends = low === null || high === null ? null : [low * points, high * points].sort((a, b) => a - b)
      const change = entry.importance * points
      return [
        {
          construct,
          now: before,
          change,
          low: ends ? ends[0]! : null,
          high: ends ? ends[1]! : null,
          after: Math.max(0, Math.min(100, before + change)),
        },
      ]
    }),
  }
}
