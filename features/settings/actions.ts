import type { z } from 'zod'
import type { Context } from '../../server/lib/context.ts'
import { conflict, invalid, notFound } from '../../server/lib/errors.ts'
import { newId } from '../../server/lib/id.ts'
import { listCategories, listPolicies, lockCategories } from './queries.ts'
import { policyFault } from './rules.ts'
import type { categoryChange, categoryInput, categoryOrder, clockPolicy } from './schema.ts'
import { settingsChanged } from './settings-changed.ts'

type Policy = z.output<typeof clockPolicy>

/**
 * Replaces the limits of time. Clocks that run keep their due time until their case changes. 422 when two rows speak of
 * one thing or a metric has no general row.
 */
export async function putClockPolicies(ctx: Context, policies: readonly Policy[]) {
  const fault = policyFault(policies)
  if (fault) throw invalid(fault)
  const before = await listPolicies(ctx.db)
  await ctx.db.deleteFrom('clock_policies').execute()
  await insertPolicies(ctx, policies)
  settingsChanged(ctx, { action: 'putClockPolicies', entity: 'clockPolicies', before, after: policies })
  return listPolicies(ctx.db)
}

export async function insertPolicies(
  ctx: Context,
  policies: readonly {
    metric: string
    kind: string | null
    severity: string | null
    tier: string | null
    businessSeconds: number
    nearRatio: number
  }[],
): Promise<void> {
  await ctx.db
    .insertInto('clock_policies')
    .values(
      policies.map((policy) => ({
        id: newId(),
        metric: policy.metric,
        kind: policy.kind,
        severity: policy.severity,
        tier: policy.tier,
        business_seconds: policy.businessSeconds,
        near_ratio: policy.nearRatio,
      })),
    )
    .onConflict((c) => c.doNothing())
    .execute()
}

async function findCategory(ctx: Context, id: string, name?: string) {
  await lockCategories(ctx.db)
  const all = await listCategories(ctx.db)
  if (name !== undefined && all.some((row) => row.name === name && row.id !== id))
    throw conflict('category_exists')
  return { all, found: all.find((row) => row.id === id) }
}

/** Adds a category at the end of the list. */
export async function addCategory(ctx: Context, input: z.output<typeof categoryInput>) {
  const id = newId()
  const { all } = await findCategory(ctx, id, input.name)
  const position = Math.max(0, ...all.map((row) => row.position)) + 1
  const category = { id, ...input, position, isActive: true, version: 1 }
  await ctx.db
    .insertInto('categories')
    .values({ id, name: input.name, name_en: input.nameEn, position })
    .execute()
  settingsChanged(ctx, { action: 'addCategory', entity: 'category', entityId: id, after: category })
  return category
}

/** Renames a category or takes it out of use; cases that have it keep it. 409 when somebody was faster. */
export async function updateCategory(
  ctx: Context,
  categoryId: string,
  change: z.output<typeof categoryChange>,
) {
  const { found: before } = await findCategory(ctx, categoryId, change.name)
  if (!before) throw notFound()
  if (before.version !== change.version) throw conflict('version_conflict')
  const after = { ...before, ...change, version: before.version + 1 }
  await ctx.db
    .updateTable('categories')
    .set({ name: after.name, name_en: after.nameEn, is_active: after.isActive, version: after.version })
    .where('id', '=', categoryId)
    .execute()
  settingsChanged(ctx, { action: 'updateCategory', entity: 'category', entityId: categoryId, before, after })
  return after
}

/**
 * Puts the categories in the given order; all of them must be named, each once (422 otherwise). 409 when the order is no
 * longer the one that was seen.
 */
export async function reorderCategories(ctx: Context, { ids, was }: z.output<typeof categoryOrder>) {
  await lockCategories(ctx.db)
  const before = await listCategories(ctx.db)
  if (before.map((row) => row.id).join() !== was.join()) throw conflict('version_conflict')
  if (ids.length !== before.length || new Set(ids).size !== ids.length) throw invalid('category_order_wrong')
  if (!before.every((row) => ids.includes(row.id))) throw invalid('category_order_wrong')
  for (const [position, id] of ids.entries())
    await ctx.db.updateTable('categories').set({ position }).where('id', '=', id).execute()
  settingsChanged(ctx, {
    action: 'reorderCategories',
    entity: 'category',
    entityId: 'order',
    before: before.map((row) => row.id),
    after: ids,
  })
  return listCategories(ctx.db)
}
