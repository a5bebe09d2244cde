import { sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import { newId } from '../../server/lib/id.ts'
import type { Change } from './changes.ts'
import { column } from './columns.ts'

export interface PurchaseKey {
  customerId: string
  source: string
  number: string
}

export interface StoredItem {
  id: string
  product: string
  quantity: number
  amount: bigint | null
}

export interface StoredPurchase extends PurchaseKey {
  id: string
  date: string
  total: bigint
  importId: string | null
  updatedAt: string
  items: Map<number, StoredItem>
}

export const keyOf = (key: PurchaseKey) => `${key.customerId}|${key.source}|${key.number}`

/** Purchases already there under these keys, with their items where the file has lines. */
export async function findPurchases(
  ctx: Context,
  keys: readonly PurchaseKey[],
  withItems: boolean,
): Promise<Map<string, StoredPurchase>> {
  if (keys.length === 0) return new Map()
  const { rows } = await sql<{
    id: string
    customer_id: string
    source: string
    number: string
    purchased_on: string
    total_rials: bigint
    import_id: string | null
    updated_at: Date
  }>`
    select p.id, p.customer_id, p.source, p.number, p.purchased_on, p.total_rials, p.import_id, p.updated_at
    from unnest(
      ${column(
        keys.map((k) => k.customerId),
        'uuid',
      )}, ${column(
        keys.map((k) => k.source),
        'text',
      )},
      ${column(
        keys.map((k) => k.number),
        'text',
      )}
    ) as u (customer_id, source, number)
    join purchases p on p.customer_id = u.customer_id and p.source = u.source and p.number = u.number`.execute(
    ctx.db,
  )
  const found = new Map<string, StoredPurchase>()
  const byId = new Map<string, StoredPurchase>()
  for (const row of rows) {
    const purchase: StoredPurchase = {
      id: row.id,
      customerId: row.customer_id,
      source: row.source,
      number: row.number,
      date: row.purchased_on,
      total: row.total_rials,
      importId: row.import_id,
      updatedAt: row.updated_at.toISOString(),
      items: new Map(),
    }
    found.set(keyOf(purchase), purchase)
    byId.set(purchase.id, purchase)
  }
  if (!withItems || rows.length === 0) return found
  const { rows: items } = await sql<{
    id: string
    purchase_id: string
    position: number
    product: string
    quantity: number
    amount_rials: bigint | null
  }>`
    select i.id, i.purchase_id, i.position, i.product, i.quantity, i.amount_rials
    from unnest(${column(
      rows.map((r) => r.customer_id),
      'uuid',
    )}, ${column(
      rows.map((r) => r.id),
      'uuid',
    )}) as u (customer_id, purchase_id)
    join purchase_items i on i.customer_id = u.customer_id and i.purchase_id = u.purchase_id`.execute(ctx.db)
  for (const item of items)
    byId.get(item.purchase_id)!.items.set(item.position, {
      id: item.id,
      product: item.product,
      quantity: item.quantity,
      amount: item.amount_rials,
    })
  return found
}

export interface PurchaseWrites {
  inserts: StoredPurchase[]
  /** Purchases whose day or total changed, or whose lines did. */
  updates: StoredPurchase[]
  newItems: { purchase: StoredPurchase; position: number; item: StoredItem }[]
  changedItems: { purchase: StoredPurchase; item: StoredItem }[]
  changes: Change[]
}

export async function writePurchases(
  ctx: Context,
  facts: { importId: string; branchId: string },
  writes: PurchaseWrites,
): Promise<void> {
  const { inserts, updates, newItems, changedItems } = writes
  if (inserts.length)
    await sql`
      insert into purchases (customer_id, id, source, number, purchased_on, total_rials, branch_id, import_id, created_at, updated_at)
      select u.customer_id, u.id, u.source, u.number, u.purchased_on, u.total, ${facts.branchId}::uuid, ${facts.importId}::uuid,
        ${ctx.now}::timestamptz, ${ctx.now}::timestamptz
      from unnest(
        ${column(
          inserts.map((p) => p.customerId),
          'uuid',
        )}, ${column(
          inserts.map((p) => p.id),
          'uuid',
        )},
        ${column(
          inserts.map((p) => p.source),
          'text',
        )}, ${column(
          inserts.map((p) => p.number),
          'text',
        )},
        ${column(
          inserts.map((p) => p.date),
          'date',
        )}, ${column(
          inserts.map((p) => p.total),
          'bigint',
        )}
      ) as u (customer_id, id, source, number, purchased_on, total)`.execute(ctx.db)
  if (updates.length)
    // A purchase this import made keeps its time: undo knows by it that nobody touched the purchase since.
    await sql`
      update purchases p set purchased_on = u.purchased_on, total_rials = u.total,
        updated_at = case when p.import_id = ${facts.importId}::uuid then p.updated_at else ${ctx.now}::timestamptz end
      from unnest(
        ${column(
          updates.map((p) => p.customerId),
          'uuid',
        )}, ${column(
          updates.map((p) => p.id),
          'uuid',
        )},
        ${column(
          updates.map((p) => p.date),
          'date',
        )}, ${column(
          updates.map((p) => p.total),
          'bigint',
        )}
      ) as u (customer_id, id, purchased_on, total)
      where p.customer_id = u.customer_id and p.id = u.id`.execute(ctx.db)
  if (newItems.length)
    await sql`
      insert into purchase_items (customer_id, id, purchase_id, position, product, quantity, amount_rials)
      select * from unnest(
        ${column(
          newItems.map((n) => n.purchase.customerId),
          'uuid',
        )}, ${column(
          newItems.map((n) => n.item.id),
          'uuid',
        )},
        ${column(
          newItems.map((n) => n.purchase.id),
          'uuid',
        )}, ${column(
          newItems.map((n) => n.position),
          'int',
        )},
        ${column(
          newItems.map((n) => n.item.product),
          'text',
        )}, ${column(
          newItems.map((n) => n.item.quantity),
          'numeric',
        )},
        ${column(
          newItems.map((n) => n.item.amount),
          'bigint',
        )}
      )`.execute(ctx.db)
  if (changedItems.length)
    await sql`
      update purchase_items i set product = u.product, quantity = u.quantity, amount_rials = u.amount
      from unnest(
        ${column(
          changedItems.map((n) => n.purchase.customerId),
          'uuid',
        )}, ${column(
          changedItems.map((n) => n.item.id),
          'uuid',
        )},
        ${column(
          changedItems.map((n) => n.item.product),
          'text',
        )}, ${column(
          changedItems.map((n) => n.item.quantity),
          'numeric',
        )},
        ${column(
          changedItems.map((n) => n.item.amount),
          'bigint',
        )}
      ) as u (customer_id, id, product, quantity, amount)
      where i.customer_id = u.customer_id and i.id = u.id`.execute(ctx.db)
}

export const newPurchase = (key: PurchaseKey, date: string, importId: string): StoredPurchase => ({
  ...key,
  id: newId(),
  date,
  total: 0n,
  importId,
  updatedAt: '',
  items: new Map(),
})
