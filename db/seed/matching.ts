// Finds somebody who bought what a conversation is about, before it began.
import { PRODUCTS } from './content/catalogue.ts'
import type { Script } from './content/scripts/script.ts'
import type { Random } from './random.ts'
import type { DemoCustomer, DemoPurchase } from './types.ts'

export type Match = { customer: DemoCustomer; purchase: DemoPurchase; product: string; unitRials: number }

const DAY = 86_400_000

export function matcher(
  customers: readonly DemoCustomer[],
  purchases: readonly DemoPurchase[],
  excluded: ReadonlySet<number>,
) {
  const byKey = new Map(customers.map((customer) => [customer.key, customer]))
  const all = purchases.flatMap((purchase) =>
    purchase.items.map((item) => ({ purchase, item, at: Date.parse(purchase.purchasedOn) + 12 * 3_600_000 })),
  )
  const byProduct = Map.groupBy(all, (row) => row.item.product)
  const casesOf = new Map<number, number>()
  const busy = new Set<number>()

  function candidates(script: Script) {
    const names =
      script.products ??
      PRODUCTS.filter((product) => !script.about || script.about.includes(product.group)).map(
        (product) => product.name,
      )
    return names.flatMap((name) => byProduct.get(name) ?? [])
  }

  return function match(random: Random, script: Script, openedAt: number, isActive: boolean): Match | null {
    const pool = candidates(script)
    // First a recent purchase, then any earlier one; a customer has at most four cases and one active.
    for (const [days, tries] of [
      [45, 60],
      [200, 80],
      [800, 200],
    ] as const) {
      for (let i = 0; i < tries && pool.length > 0; i++) {
        const row = random.pick(pool)
        if (row.at > openedAt - DAY || row.at < openedAt - days * DAY) continue
        const customer = byKey.get(row.purchase.customerKey)!
        if (excluded.has(customer.key) || customer.kind !== (script.customer ?? 'person')) continue
        if ((casesOf.get(customer.key) ?? 0) >= 4 || (isActive && busy.has(customer.key))) continue
        casesOf.set(customer.key, (casesOf.get(customer.key) ?? 0) + 1)
        if (isActive) busy.add(customer.key)
        return {
          customer,
          purchase: row.purchase,
          product: row.item.product,
          unitRials: row.item.amountRials / row.item.quantity,
        }
      }
    }
    return null
  }
}
