import { sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'

/**
 * Makes `purchase_count`, `purchase_total_rials` and `last_purchase_on` of these customers what their purchases say;
 * returns how many rows changed. Call in the transaction that changed the purchases, after the change.
 *
 * The rows are locked by a statement of its own: one statement would add up purchases as they were before it waited for
 * another import of the same customer.
 */
export async function refreshPurchaseTotals(ctx: Context, customerIds: readonly string[]): Promise<number> {
  if (customerIds.length === 0) return 0
  const ids = sql`${[...new Set(customerIds)]}::uuid[]`
  await sql`select 1 from customers where id = any(${ids}) order by id for no key update`.execute(ctx.db)
  const result = await sql`
    update customers c
    set purchase_count = t.count, purchase_total_rials = t.total, last_purchase_on = t.last_on, updated_at = ${ctx.now}::timestamptz
    from (
      select a.id, count(p.id)::int as count, coalesce(sum(p.total_rials), 0)::bigint as total, max(p.purchased_on) as last_on
      from unnest(${ids}) as a (id) left join purchases p on p.customer_id = a.id group by a.id
    ) t
    where c.id = t.id and (c.purchase_count, c.purchase_total_rials, c.last_purchase_on) is distinct from (t.count, t.total, t.last_on)`.execute(
    ctx.db,
  )
  return Number(result.numAffectedRows ?? 0n)
}
