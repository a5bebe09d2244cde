import { createHash, randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { type Context, personOf } from '../../server/lib/context.ts'
import { conflict, forbidden, invalid, notFound } from '../../server/lib/errors.ts'
import { newId } from '../../server/lib/id.ts'
import { addJob, audit, emit } from '../../server/lib/outbox.ts'
import { branchLimit } from '../people/access.ts'
import type { Definition } from '../surveys/definition.ts'
import { asksTheSame, bindModel, itemSources, loyaltyOf, type ModelSpec } from './index-model.ts'
import type { Grouping } from './population.ts'
import { stopRun } from './run-local.ts'
import type { RunRecipe } from './run-result.ts'
import { accessDefinition, accessRun, type DefinitionRow } from './structural-access.ts'

export interface RunRequest {
  definitionId: string
  from?: string | undefined
  to?: string | undefined
  branchId?: string | undefined
  groupBy?: Grouping | undefined
  compare?: string[] | undefined
  seed?: number | undefined
}

/** All versions of an instrument, the newest published one first; 404 without any. */
export async function instrumentVersions(ctx: Context, instrumentId: string) {
  const rows = await ctx.db
    .selectFrom('instrument_versions')
    .select(['version', 'definition', 'published_at'])
    .where('instrument_id', '=', instrumentId)
    .orderBy(sql`published_at is null`)
    .orderBy('version', 'desc')
    .execute()
  if (rows.length === 0) throw notFound('index_instrument_not_found')
  return rows.map(({ version, definition }) => ({ version, definition: definition as unknown as Definition }))
}

/** Writes a run down to be computed; who may ask for it is the caller's to say. */
export async function insertRun(ctx: Context, request: RunRequest, limit?: string): Promise<string> {
  const row = (await ctx.db
    .selectFrom('index_definitions')
    .selectAll()
    .where('id', '=', request.definitionId)
    .executeTakeFirstOrThrow()) as DefinitionRow
  const branchId = limit ?? request.branchId ?? row.population.branchId
  const population = { ...row.population, ...(branchId ? { branchId } : {}) }
  const from = laterOf(request.from, population.from)
  const to = earlierOf(request.to, population.to)
  if (from && to && from > to) throw invalid('index_period_invalid', {}, { from: 'index_period_invalid' })
  const versions = await instrumentVersions(ctx, row.instrument_id)
  const spec = row.model as unknown as ModelSpec
  const bound = bindModel(spec, versions[0]!.definition, ctx.locale)
  const recipe: RunRecipe = {
    name: row.name,
    model: bound.model,
    target: bound.compiled.constructs[bound.compiled.target]!,
    loyalty: loyaltyOf(bound.model),
    isStructural: bound.isStructural,
    sources: bound.sources,
    asked: [...itemSources(versions[0]!.definition).values()],
    importance: spec.importance ?? null,
    scheme: row.scheme as RunRecipe['scheme'],
    metric: row.metric as RunRecipe['metric'],
    missing: row.missing as RunRecipe['missing'],
    floor: row.floor,
    resamples: row.resamples,
    sheets: {
      instrumentId: row.instrument_id,
      versions: versions.filter((v) => asksTheSame(bound.sources, v.definition)).map((v) => v.version),
      population: { ...population, from, to },
    },
  }
  const id = newId()
  const compare = request.compare ?? null
  const seed = request.seed ?? randomInt(2 ** 47)
  const by = ctx.actor.kind === 'person' ? ctx.actor.id : null
  await sql`
    insert into index_runs (id, definition_id, definition_version, definition, from_on, to_on, group_by, compare, seed, branch_id,
      requested_by, created_at)
    values (${id}::uuid, ${row.id}::uuid, ${row.version}, ${JSON.stringify(recipe)}::jsonb, ${from ?? null}::date, ${to ?? null}::date,
      ${request.groupBy ?? null}, ${compare}::text[], ${seed}::bigint, ${branchId ?? null}::uuid, ${by}::uuid, ${ctx.now}::timestamptz)`.execute(
    ctx.db,
  )
  const after = {
    definitionId: row.id,
    definitionVersion: row.version,
    from,
    to,
    groupBy: request.groupBy,
    seed,
  }
  audit(ctx, {
    action: 'startIndexRun',
    entity: 'index_run',
    entityId: id,
    branchId: branchId ?? null,
    after: { ...after, compare, recipe: createHash('sha256').update(JSON.stringify(recipe)).digest('hex') },
  })
  emit(ctx, {
    name: 'index.run_started',
    branchId: branchId ?? null,
    payload: { runId: id, definitionId: row.id },
  })
  addJob(ctx, { name: 'indices.run', key: 'indices.run' })
  return id
}

/**
 * Asks for a computation. Whoever runs surveys of one branch only gets that branch's answers, whatever the definition
 * says. 409 index_definition_archived; 422 index_compare_needs_groups, index_period_invalid.
 */
export async function startRun(ctx: Context, request: RunRequest): Promise<string> {
  const row = await accessDefinition(ctx, request.definitionId, 'survey.run')
  const limit = branchLimit(ctx, 'survey.run')
  if (limit && request.branchId && request.branchId !== limit) throw forbidden()
  const about = row.population.branchId
  if (about && request.branchId && request.branchId !== about)
    throw invalid('index_branch_elsewhere', {}, { branchId: 'index_branch_elsewhere' })
  if (row.is_archived) throw conflict('index_definition_archived')
  if (request.compare && !request.groupBy)
    throw invalid('index_compare_needs_groups', {}, { groupBy: 'index_compare_needs_groups' })
  return insertRun(ctx, request, limit)
}

/** Ends a run that is waiting or under way; what it found so far is thrown away. 409 index_run_finished. */
export async function cancelRun(ctx: Context, id: string): Promise<void> {
  const row = await accessRun(ctx, id, 'survey.run', { lock: true })
  const limit = branchLimit(ctx, 'survey.run')
  if (limit && row.branch_id !== limit) throw forbidden()
  if (row.status !== 'queued' && row.status !== 'running')
    throw conflict('index_run_finished', { status: row.status })
  await sql`update index_runs set status = 'cancelled', runner = null, finished_at = ${ctx.now}::timestamptz where id = ${id}::uuid`.execute(
    ctx.db,
  )
  audit(ctx, {
    action: 'cancelIndexRun',
    entity: 'index_run',
    entityId: id,
    branchId: row.branch_id,
    before: { status: row.status },
    after: { status: 'cancelled', by: personOf(ctx).id },
  })
  emit(ctx, {
    name: 'index.run_finished',
    branchId: row.branch_id,
    payload: { runId: id, definitionId: row.definition_id, status: 'cancelled' },
  })
  ctx.outbox.afterCommit.push(() => stopRun(ctx.services, id))
}

const laterOf = (a?: string, b?: string) => (a && b ? (a > b ? a : b) : (a ?? b))
const earlierOf = (a?: string, b?: string) => (a && b ? (a < b ? a : b) : (a ?? b))
