import { z } from 'zod'
import { type Context, personOf } from '../../server/lib/context.ts'
import { conflict, forbidden, notFound } from '../../server/lib/errors.ts'
import { id, instant, line } from '../../server/lib/fields.ts'
import { newId } from '../../server/lib/id.ts'
import { audit } from '../../server/lib/outbox.ts'

export const viewEntity = z.enum(['customers', 'cases'])
export const savedViewInput = z
  .strictObject({
    entity: viewEntity,
    name: line(80),
    // The list's query as it stands in the address: {"filter[stage]": "loyal", "sort": "-total"}.
    query: z
      .record(z.string().max(60), z.string().max(400))
      .refine((query) => Object.keys(query).length <= 30),
    isShared: z.boolean().default(false),
  })
  .meta({ id: 'SavedViewRequest' })
export const savedView = z
  .object({
    id,
    entity: viewEntity,
    name: z.string(),
    query: z.record(z.string(), z.string()),
    isShared: z.boolean(),
    isMine: z.boolean(),
    ownerName: z.string(),
    createdAt: instant,
  })
  .meta({ id: 'SavedView' })

/** My own views of a list and those that colleagues share; what a view shows is still limited by one's own scope. */
export async function listSavedViews(ctx: Context, entity: z.output<typeof viewEntity>) {
  const me = personOf(ctx)
  const rows = await ctx.db
    .selectFrom('saved_views as v')
    .innerJoin('people as p', 'p.id', 'v.person_id')
    .select([
      'v.id',
      'v.entity',
      'v.name',
      'v.query',
      'v.is_shared',
      'v.person_id',
      'p.full_name',
      'v.created_at',
    ])
    .where('v.entity', '=', entity)
    .where((eb) => eb.or([eb('v.person_id', '=', me.id), eb('v.is_shared', '=', true)]))
    .orderBy((eb) => eb('v.person_id', '=', me.id), 'desc')
    .orderBy('v.name')
    .limit(200)
    .execute()
  return {
    items: rows.map((row) => ({
      id: row.id,
      entity: row.entity as 'customers' | 'cases',
      name: row.name,
      query: row.query as Record<string, string>,
      isShared: row.is_shared,
      isMine: row.person_id === me.id,
      ownerName: row.full_name,
      createdAt: row.created_at,
    })),
  }
}

/** Keeps a list's filters and order under a name of my own. */
export async function saveView(
  ctx: Context,
  input: z.output<typeof savedViewInput>,
): Promise<{ id: string }> {
  const viewId = newId()
  const inserted = await ctx.db
    .insertInto('saved_views')
    .values({
      id: viewId,
      person_id: personOf(ctx).id,
      entity: input.entity,
      name: input.name,
      query: JSON.stringify(input.query),
      is_shared: input.isShared,
      created_at: ctx.now,
    })
    .onConflict((c) => c.columns(['person_id', 'entity', 'name']).doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n) throw conflict('saved_view_exists')
  audit(ctx, { action: 'saveView', entity: 'saved_view', entityId: viewId, after: input })
  return { id: viewId }
}

/** Removes a view; a shared one only by whoever made it. */
export async function removeView(ctx: Context, viewId: string): Promise<void> {
  const me = personOf(ctx)
  const row = await ctx.db.selectFrom('saved_views').selectAll().where('id', '=', viewId).executeTakeFirst()
  if (!row || (row.person_id !== me.id && !row.is_shared)) throw notFound('saved_view_not_found')
  if (row.person_id !== me.id) throw forbidden()
  await ctx.db.deleteFrom('saved_views').where('id', '=', viewId).execute()
  audit(ctx, {
    action: 'removeView',
    entity: 'saved_view',
    entityId: viewId,
    before: { entity: row.entity, name: row.name },
  })
}
