import { newId } from '../../server/lib/id.ts'
import type { Change } from './changes.ts'
import type { Outcome } from './match.ts'
import type { PurchaseRow } from './purchases-rows.ts'
import {
  keyOf,
  newPurchase,
  type PurchaseWrites,
  type StoredItem,
  type StoredPurchase,
} from './write-purchases.ts'

/**
 * Decides what each row does to the purchases: a new one, a line more, a correction, or nothing. Pure but for new ids.
 * `found` are the purchases there before; lines of one invoice are recognised by their place in it.
 */
export function planPurchases(
  rows: readonly { row: PurchaseRow; customerId: string }[],
  found: ReadonlyMap<string, StoredPurchase>,
  facts: { importId: string; policy: 'update' | 'skip'; now: string },
): { outcomes: Outcome[]; writes: PurchaseWrites } {
  const open = new Map<string, StoredPurchase>(found)
  const inserts = new Set<StoredPurchase>()
  const updates = new Set<StoredPurchase>()
  const newItems = new Map<StoredItem, { purchase: StoredPurchase; position: number; item: StoredItem }>()
  const changedItems = new Map<StoredItem, { purchase: StoredPurchase; item: StoredItem }>()
  const changes = new Map<string, Change>()
  const fixedTotals = new Set<StoredPurchase>()

  const remember = (
    purchase: StoredPurchase,
    entity: Change['entity'],
    entityId: string,
    before: Change['before'],
  ) => {
    if (purchase.importId === facts.importId || changes.has(entityId)) return
    changes.set(entityId, { entity, customerId: purchase.customerId, entityId, before })
  }
  const change = (purchase: StoredPurchase) => {
    if (inserts.has(purchase)) return
    remember(purchase, 'purchase', purchase.id, {
      purchased_on: purchase.date,
      total_rials: String(purchase.total),
      updated_at: purchase.updatedAt,
      leftAt: facts.now,
    })
    updates.add(purchase)
  }

  const outcomes = rows.map(({ row, customerId }): Outcome => {
    const key = { customerId, source: row.source, number: row.number }
    let purchase = open.get(keyOf(key))
    if (row.isRepeat && purchase) return 'unchanged'
    let outcome: Outcome = 'unchanged'
    if (!purchase) {
      purchase = newPurchase(key, row.date, facts.importId)
      open.set(keyOf(key), purchase)
      inserts.add(purchase)
      outcome = 'inserted'
    } else if (facts.policy === 'skip' && purchase.importId !== facts.importId) return 'unchanged'
    const isLine = row.position > 0
    const given = row.total || (isLine ? '' : row.amount)
    const wasInserted = outcome === 'inserted'
    if (row.product !== '') {
      const position = row.position || 1
      const amount = row.amount === '' ? null : BigInt(row.amount)
      const item = purchase.items.get(position)
      const next = { product: row.product, quantity: row.quantity, amount }
      if (!item) {
        change(purchase)
        const made = { id: newId(), ...next }
        purchase.items.set(position, made)
        newItems.set(made, { purchase, position, item: made })
        if (!inserts.has(purchase)) remember(purchase, 'purchase_item', made.id, null)
        outcome = 'inserted'
      } else if (
        item.product !== next.product ||
        item.quantity !== next.quantity ||
        item.amount !== next.amount
      ) {
        change(purchase)
        remember(purchase, 'purchase_item', item.id, {
          product: item.product,
          quantity: item.quantity,
          amount_rials: item.amount === null ? null : String(item.amount),
        })
        Object.assign(item, next)
        if (!newItems.has(item)) changedItems.set(item, { purchase, item })
        outcome = 'updated'
      }
    }
    let total = purchase.total
    if (given !== '') {
      total = BigInt(given)
      fixedTotals.add(purchase)
    } else if (isLine && !fixedTotals.has(purchase)) {
      total = 0n
      for (const item of purchase.items.values()) total += item.amount ?? 0n
    }
    if (purchase.date !== row.date || purchase.total !== total) {
      if (!wasInserted) {
        change(purchase)
        if (outcome === 'unchanged') outcome = 'updated'
      }
      purchase.date = row.date
      purchase.total = total
    }
    return outcome
  })
  return {
    outcomes,
    writes: {
      inserts: [...inserts],
      updates: [...updates],
      newItems: [...newItems.values()],
      changedItems: [...changedItems.values()],
      changes: [...changes.values()],
    },
  }
}
