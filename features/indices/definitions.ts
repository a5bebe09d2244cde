import { sql } from 'kysely'
import type { z } from 'zod'
import { type Context, personOf } from '../../server/lib/context.ts'
import { conflict, invalid } from '../../server/lib/errors.ts'
import { newId } from '../../server/lib/id.ts'
import { audit } from '../../server/lib/outbox.ts'
import { bindModel, type ModelSpec } from './index-model.ts'
import { instrumentVersions } from './run-start.ts'
import { accessDefinition, type DefinitionRow } from './structural-access.ts'
import type { createDefinition, updateDefinition } from './structural-schema.ts'

type Create = z.output<typeof createDefinition>
type Update = z.output<typeof updateDefinition>

/**
 * Says what an index is computed from and how. 404 index_instrument_not_found; 422 index_model_invalid (with the engine's
 * sentence), index_items_missing (with the codes that the instrument does not ask), index_model_choice.
 */
export async function createIndexDefinition(ctx: Context, input: Create): Promise<string> {
  const spec = await checkModel(ctx, input.instrumentId, input)
  checkPopulation(input.population)
  const id = newId()
  const { name, scheme, metric, missing, population, floor, resamples, schedule } = input
  await ctx.db
    .insertInto('index_definitions')
    .values({
      id,
      name,
      instrument_id: input.instrumentId,
      model: JSON.stringify(spec),
      scheme,
      metric,
      missing,
      population: JSON.stringify(population),
      floor,
      resamples,
      schedule,
      created_by: personOf(ctx).id,
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute()
  audit(ctx, {
    action: 'createIndexDefinition',
    entity: 'index_definition',
    entityId: id,
    branchId: population.branchId ?? null,
    after: input,
  })
  return id
}

/** Changes a definition; runs keep the one they were asked with. 409 version_conflict. */
export async function updateIndexDefinition(ctx: Context, id: string, input: Update): Promise<void> {
  const row = await accessDefinition(ctx, id, 'index.write', { lock: true })
  if (row.version !== input.version) throw conflict('version_conflict', { version: row.version })
  const { version, modelId, model, importance, population, ...rest } = input
  const spec =
    modelId !== undefined || model !== undefined || importance !== undefined
      ? await checkModel(ctx, row.instrument_id, mergeModel(row, input))
      : undefined
  if (population) checkPopulation(population)
  await write(ctx, row, {
    ...rest,
    ...(spec ? { model: JSON.stringify(spec) } : {}),
    ...(population ? { population: JSON.stringify(population) } : {}),
  })
  audit(ctx, {
    action: 'updateIndexDefinition',
    entity: 'index_definition',
    entityId: id,
    branchId: population?.branchId ?? row.population.branchId ?? null,
    before: {
      name: row.name,
      model: row.model,
      population: row.population,
      floor: row.floor,
      resamples: row.resamples,
    },
    after: { ...rest, model: spec, population },
  })
}

/** An archived definition computes nothing more; its runs stay. */
export async function archiveIndexDefinition(
  ctx: Context,
  id: string,
  input: { version: number; isArchived: boolean },
): Promise<void> {
  const row = await accessDefinition(ctx, id, 'index.write', { lock: true })
  if (row.version !== input.version) throw conflict('version_conflict', { version: row.version })
  await write(ctx, row, { is_archived: input.isArchived })
  audit(ctx, {
    action: 'archiveIndexDefinition',
    entity: 'index_definition',
    entityId: id,
    branchId: row.population.branchId ?? null,
    before: { isArchived: row.is_archived },
    after: { isArchived: input.isArchived },
  })
}

function write(ctx: Context, row: DefinitionRow, values: Record<string, unknown>) {
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
  return ctx.db
    .updateTable('index_definitions')
    .set({ ...given, updated_at: ctx.now, version: sql`version + 1` })
    .where('id', '=', row.id)
    .execute()
}

/** A new choice of model replaces the old one; importances stay until others are given. */
function mergeModel(row: DefinitionRow, input: Update): Parameters<typeof checkModel>[2] {
  const old = row.model as unknown as ModelSpec
  const isChosen = input.modelId !== undefined || input.model !== undefined
  return {
    ...(isChosen
      ? { modelId: input.modelId, model: input.model }
      : { modelId: old.id, model: old.definition }),
    importance: input.importance === undefined ? old.importance : (input.importance ?? undefined),
  }
}

async function checkModel(
  ctx: Context,
  instrumentId: string,
  input: {
    modelId?: string | undefined
    model?: Record<string, unknown> | undefined
    importance?: Record<string, number> | null | undefined
  },
): Promise<ModelSpec> {
  if ((input.modelId === undefined) === (input.model === undefined))
    throw invalid('index_model_choice', {}, { model: 'index_model_choice' })
  const spec: ModelSpec = {
    ...(input.modelId === undefined ? { definition: input.model } : { id: input.modelId }),
    ...(input.importance ? { importance: input.importance } : {}),
  }
  const [newest] = await instrumentVersions(ctx, instrumentId)
  const { compiled } = bindModel(spec, newest!.definition, ctx.locale)
  const lacking = spec.importance
    ? compiled.items.filter((item) => !((spec.importance![item] ?? -1) >= 0))
    : []
  if (lacking.length > 0)
    throw invalid(
      'index_importance_missing',
      { items: lacking.join(', ') },
      { importance: 'index_importance_missing' },
    )
  return spec
}

function checkPopulation({ from, to }: { from?: string | undefined; to?: string | undefined }): void {
  if (from && to && from > to) throw invalid('index_period_invalid', {}, { from: 'index_period_invalid' })
}
