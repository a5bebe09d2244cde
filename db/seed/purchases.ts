// Two years of invoices. Each customer buys at a rate of their own (gamma) until they silently leave (exponential):
// few buy much, many buy little, some are former customers without having said so.
import { addDays, tehranDay, weekday } from '@hamdel/persian'
import { PRODUCTS, type Product, type ProductGroup } from './content/catalogue.ts'
import type { BranchKey } from './content/company.ts'
import { BRANCHES } from './content/company.ts'
import { HOLIDAYS } from './content/holidays.ts'
import type { Keys } from './customers.ts'
import type { Random } from './random.ts'
import type { DemoCustomer, DemoPurchase } from './types.ts'

const WINDOW_DAYS = 730
const BY_GROUP = Map.groupBy(PRODUCTS, (product) => product.group)
type Basket = readonly (readonly [ProductGroup, number])[]
const PERSON: Basket = [
  ['grocery', 52],
  ['kitchenware', 15],
  ['textile', 9],
  ['small_appliance', 14],
  ['large_appliance', 10],
]
const ORGANISATION: Basket = [
  ['grocery', 25],
  ['kitchenware', 30],
  ['textile', 15],
  ['small_appliance', 20],
  ['large_appliance', 10],
]

export function makePurchases(
  random: Random,
  now: Date,
  customers: DemoCustomer[],
  keys: Keys,
): DemoPurchase[] {
  const today = tehranDay(now)
  const closed = new Set(HOLIDAYS.map((holiday) => holiday.on))
  const drafts: { customer: DemoCustomer; daysAgo: number }[] = []
  for (const customer of customers) {
    const known = Math.floor((now.getTime() - customer.createdAt.getTime()) / 86_400_000)
    const rate = random.gamma(0.85, 0.016)
    const leavesAfter = random.exponential(customer.kind === 'organisation' ? 900 : 560)
    let daysAgo = Math.min(known, WINDOW_DAYS)
    const until = Math.max(0, daysAgo - leavesAfter)
    // A card made within the window is mostly made at the first purchase.
    if (known < WINDOW_DAYS && random.chance(0.8)) drafts.push({ customer, daysAgo })
    while (drafts.length < 200_000) {
      daysAgo -= Math.max(1, random.exponential(1 / rate))
      if (daysAgo < until) break
      drafts.push({ customer, daysAgo: Math.floor(daysAgo) })
    }
  }
  drafts.sort((a, b) => b.daysAgo - a.daysAgo || a.customer.key - b.customer.key)
  const serial: Record<number, number> = { 1: 10_240, 2: 8_100, 3: 7_350, 4: 5_020 }
  return drafts.map(({ customer, daysAgo }) => {
    let purchasedOn = addDays(today, -daysAgo)
    for (let i = 0; i < 4 && (weekday(purchasedOn) === 6 || closed.has(purchasedOn)); i++)
      purchasedOn = addDays(purchasedOn, -1)
    const branchKey: BranchKey = random.chance(0.93) ? customer.branchKey : random.pick(BRANCHES).key
    serial[branchKey] = serial[branchKey]! + 1
    const items = fillBasket(random, customer, daysAgo).map(
      ({ product, quantity, amountRials }, position) => ({
        key: keys.next(),
        position: position + 1,
        productKey: product.key,
        product: product.name,
        quantity,
        amountRials,
      }),
    )
    const totalRials = items.reduce((sum, item) => sum + item.amountRials, 0)
    customer.purchaseCount++
    customer.purchaseTotalRials += totalRials
    customer.lastPurchaseOn = purchasedOn
    return {
      key: keys.next(),
      customerKey: customer.key,
      branchKey,
      number: `${branchKey}${String(serial[branchKey]).padStart(6, '0')}`,
      purchasedOn,
      totalRials,
      items,
    }
  })
}

function fillBasket(random: Random, customer: DemoCustomer, daysAgo: number) {
  const isOrganisation = customer.kind === 'organisation'
  const group = random.weighted(isOrganisation ? ORGANISATION : PERSON)
  const lines =
    group === 'grocery'
      ? random.int(2, 7)
      : group === 'large_appliance'
        ? 1
        : random.weighted([
            [1, 6],
            [2, 3],
            [3, 1],
          ])
  const pool = BY_GROUP.get(group)!
  const chosen: Product[] = random.shuffle(pool).slice(0, lines)
  if (group !== 'grocery' && random.chance(0.2)) chosen.push(random.pick(BY_GROUP.get('grocery')!))
  return chosen.map((product) => {
    const many = product.group === 'large_appliance' ? random.int(1, 4) : random.int(3, 30)
    const quantity = isOrganisation
      ? many
      : product.group === 'grocery'
        ? random.weighted([
            [1, 7],
            [2, 3],
            [3, 1],
          ])
        : 1
    // Prices have risen about 35 % a year.
    const price = Math.round((product.priceRials * 1.35 ** (-daysAgo / 365)) / 10_000) * 10_000
    return { product, quantity, amountRials: price * quantity }
  })
}

/** Stage, tier and the sixty VIPs follow from what was bought. */
export function rankCustomers(
  random: Random,
  now: Date,
  customers: DemoCustomer[],
  ownersOf: (branchKey: BranchKey) => readonly number[],
) {
  const today = tehranDay(now)
  const daysSince = (day: string) => Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000)
  const ranking = customers.toSorted((a, b) => b.purchaseTotalRials - a.purchaseTotalRials || a.key - b.key)
  ranking.forEach((customer, place) => {
    if (place < customers.length * 0.03) {
      customer.tier = 'gold'
      customer.tags = ['ویژه', ...customer.tags]
      customer.ownerKey = random.pick(ownersOf(customer.branchKey))
    } else if (place < customers.length * 0.15) customer.tier = 'silver'
    if (!customer.lastPurchaseOn) return
    const recency = daysSince(customer.lastPurchaseOn)
    const age = (now.getTime() - customer.createdAt.getTime()) / 86_400_000
    customer.stage =
      recency > 300
        ? 'former'
        : recency > 170
          ? 'at_risk'
          : age < 75 && customer.purchaseCount <= 2
            ? 'new'
            : customer.purchaseCount >= 8
              ? 'loyal'
              : 'active'
  })
}
