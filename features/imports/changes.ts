import { sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import { column } from './columns.ts'

export interface Change {
  entity: 'customer' | 'contact_point' | 'purchase' | 'purchase_item' | 'survey_answer'
  customerId: string
  entityId: string
  before: Record<string, unknown> | null
}

/** Keeps the first image of each row; of later changes by the same import only where it was left. */
export async function rememberChanges(
  ctx: Context,
  importId: string,
  changes: readonly Change[],
): Promise<void> {
  if (changes.length === 0) return
  await sql`
    insert into import_changes (import_id, entity, customer_id, entity_id, before)
    select ${importId}::uuid, u.entity, u.customer_id, u.entity_id, u.before
    from unnest(
      ${column(
        changes.map((c) => c.entity),
        'text',
      )}, ${column(
        changes.map((c) => c.customerId),
        'uuid',
      )},
      ${column(
        changes.map((c) => c.entityId),
        'uuid',
      )},
      ${column(
        changes.map((c) => (c.before === null ? null : JSON.stringify(c.before))),
        'jsonb',
      )}
    ) as u (entity, customer_id, entity_id, before)
    on conflict (import_id, entity, customer_id, entity_id) do update set before = import_changes.before
      || jsonb_strip_nulls(jsonb_build_object('leftVersion', excluded.before -> 'leftVersion', 'leftAt', excluded.before -> 'leftAt'))
    where import_changes.before is not null`.execute(ctx.db)
}
