import { sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import { decodeCursor, encodeCursor } from '../../server/lib/fields.ts'

const DAY = /^\d{4}-\d\d-\d\d$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** An invoice of thousands of lines is shown by its first ones. */
const MAX_ITEMS = 200

interface PurchaseRow {
  id: string
  source: string
  number: string
  purchasedOn: string
  totalRials: bigint
  branchId: string | null
  branchName: string | null
  items: { product: string; quantity: number; amountRials: number | null }[]
}

/** A page of a customer's purchases with their items, newest first. */
export async function listPurchases(
  ctx: Context,
  customerId: string,
  query: { cursor?: string | undefined; limit: number },
) {
  const [day, id] = decodeCursor(query.cursor, 2) ?? []
  const after =
    DAY.test(String(day)) && UUID.test(String(id))
      ? sql`and (p.purchased_on, p.id) < (${String(day)}::date, ${String(id)}::uuid)`
      : sql``
  const { rows } = await sql<PurchaseRow>`
    select p.id, p.source, p.number, p.purchased_on as "purchasedOn", p.total_rials as "totalRials", p.branch_id as "branchId", b.name as "branchName",
      (select coalesce(json_agg(json_build_object('product', i.product, 'quantity', i.quantity, 'amountRials', i.amount_rials) order by i.position), '[]')
        from (select * from purchase_items i where i.customer_id = p.customer_id and i.purchase_id = p.id order by i.position limit ${sql.lit(MAX_ITEMS)}) i) as items
    from purchases p left join branches b on b.id = p.branch_id
    where p.customer_id = ${customerId}::uuid ${after}
    order by p.purchased_on desc, p.id desc limit ${query.limit + 1}::int`.execute(ctx.db)
  const items = rows.slice(0, query.limit)
  const last = items.at(-1)
  return {
    items,
    nextCursor: rows.length > query.limit && last ? encodeCursor([last.purchasedOn, last.id]) : null,
  }
}
