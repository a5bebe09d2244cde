import { sql } from 'kysely'
import type { z } from 'zod'
import type { Context } from '../../server/lib/context.ts'
import { branchLimit } from '../people/access.ts'
import { bindModel, loyaltyOf, type ModelSpec } from './index-model.ts'
import { instrumentVersions } from './run-start.ts'
import { accessDefinition, type DefinitionRow } from './structural-access.ts'
import type { indexDefinition } from './structural-schema.ts'
import { latestOf, trendOf, unfinishedOf } from './values.ts'

type Shown = z.input<typeof indexDefinition>
type Titled = DefinitionRow & { title: string; title_en: string; kind: string }

/** Definitions with the newest value, its trend by Jalali month, and what is under way. */
export async function listDefinitions(ctx: Context, isArchived: boolean): Promise<Shown[]> {
  const limit = branchLimit(ctx, 'index.read')
  const { rows } = await sql<Titled>`
    select d.*, i.title, i.title_en, i.kind from index_definitions d join instruments i on i.id = d.instrument_id
    where d.is_archived = ${isArchived}
      ${limit ? sql`and coalesce(d.population->>'branchId', ${limit}) = ${limit}` : sql``}
    order by d.created_at desc, d.id desc limit 200`.execute(ctx.db)
  return showAll(ctx, rows)
}

export async function showDefinition(ctx: Context, id: string): Promise<Shown> {
  await accessDefinition(ctx, id, 'index.read')
  const { rows } = await sql<Titled>`
    select d.*, i.title, i.title_en, i.kind from index_definitions d join instruments i on i.id = d.instrument_id
    where d.id = ${id}::uuid`.execute(ctx.db)
  return (await showAll(ctx, rows))[0]!
}

async function showAll(ctx: Context, rows: readonly Titled[]): Promise<Shown[]> {
  const ids = rows.map((row) => row.id)
  const [latest, trend, unfinished] = await Promise.all([
    latestOf(ctx, ids),
    trendOf(ctx, ids),
    unfinishedOf(ctx, ids),
  ])
  const shown: Shown[] = []
  for (const row of rows) {
    const spec = row.model as unknown as ModelSpec
    const [newest] = await instrumentVersions(ctx, row.instrument_id)
    // The instrument may have changed since: an index that cannot be computed any more is still listed.
    const bound = tryTo(() => bindModel(spec, newest!.definition, ctx.locale))
    const head = latest.find((one) => one.definitionId === row.id)
    const running = unfinished.find((one) => one.definitionId === row.id)
    shown.push({
      id: row.id,
      name: row.name,
      instrumentId: row.instrument_id,
      instrumentTitle: (ctx.locale === 'en' && row.title_en) || row.title,
      instrumentKind: row.kind,
      modelId: spec.id ?? null,
      model: (bound?.model ?? null) as never,
      importance: spec.importance ?? null,
      target: bound ? bound.compiled.constructs[bound.compiled.target]! : null,
      loyalty: bound ? loyaltyOf(bound.model) : null,
      isComputable: bound !== undefined,
      scheme: row.scheme as never,
      metric: row.metric as never,
      missing: row.missing as never,
      population: row.population as never,
      floor: row.floor,
      resamples: row.resamples,
      schedule: row.schedule as never,
      isArchived: row.is_archived,
      version: row.version,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      latest: head
        ? {
            ...head,
            value: head.value ?? null,
            low: head.low ?? null,
            high: head.high ?? null,
            n: head.n ?? null,
            method: head.method ?? null,
          }
        : null,
      unfinished: (running ?? null) as never,
      trend: trend.filter((point) => point.definitionId === row.id),
    })
  }
  return shown
}

function tryTo<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
