import { EngineError } from '../errors.ts'

/** One row per purchase. `day` counts days from any fixed day (1970-01-01 by habit). */
export interface Purchases {
  /** Customer numbers, 0 … customers − 1. */
  customer: Int32Array
  day: Int32Array
  /** Amounts in any unit of money. */
  amount: Float64Array
  customers: number
}

/** n values each, by customer number. */
export interface RfmMeasures {
  /** Last day with a purchase; −2147483648 where none. */
  lastDay: Int32Array
  /** Days from the last purchase to the day of the look. */
  recency: Int32Array
  /** Days with at least one purchase. */
  days: Int32Array
  /** Rows. */
  purchases: Int32Array
  monetary: Float64Array
  customersWithPurchases: number
  /** Rows after the day of the look, left out. */
  laterPurchases: number
}

const NEVER = -0x80000000
/** A thousand years: wider than that, somebody passed seconds or an amount for a day. */
const WIDEST = 366_000
/** Bits that say "this customer bought on this day" for one block of customers stay within a core's cache. */
const BLOCK_WORDS = 1 << 17

/**
 * Recency, frequency and amount of every customer from unordered rows.
 * Rows are first dealt into blocks of neighbouring customers; within a block everything fits into the cache, and a bit
 * per customer and day finds distinct days without sorting. Ten million rows need two passes over them.
 * Amounts are added in the order of the rows.
 * @throws EngineError purchases_lengths, purchase_customer, purchase_amount, purchase_days_wide
 */
export function measurePurchases(
  purchases: Purchases,
  asOf: number,
  frequency: 'days' | 'purchases' = 'days',
): RfmMeasures {
  const { customer, day, amount, customers: n } = purchases
  const rows = customer.length
  if (day.length !== rows || amount.length !== rows) {
    throw new EngineError('purchases_lengths', { customer: rows, day: day.length, amount: amount.length })
  }
  const { first, last } = dayRange(day, asOf)
  const width = Math.max(0, last - first + 1)
  if (width > WIDEST) throw new EngineError('purchase_days_wide', { first, last })

  const words = (width + 31) >> 5
  let shift = 14
  while (shift > 3 && words << shift > BLOCK_WORDS) shift--
  const blocks = n === 0 ? 0 : ((n - 1) >> shift) + 1
  const dealt = dealRows(purchases, asOf, shift, blocks)

  const measures: RfmMeasures = {
    lastDay: new Int32Array(n).fill(NEVER),
    recency: new Int32Array(n),
    days: new Int32Array(n),
    purchases: new Int32Array(n),
    monetary: new Float64Array(n),
    customersWithPurchases: 0,
    laterPurchases: rows - dealt.customer.length,
  }
  const bits = new Int32Array(words << shift)
  for (let b = 0; b < blocks; b++) {
    const from = dealt.start[b]!
    const to = dealt.start[b + 1]!
    const total = addBlock(dealt, from, to, measures)
    if (!Number.isFinite(total)) {
      const row = 1 + amount.findIndex((value) => !Number.isFinite(value))
      throw new EngineError('purchase_amount', { row })
    }
    if (frequency === 'days') countDays(dealt, from, to, b << shift, first, words, bits, measures.days)
  }
  for (let c = 0; c < n; c++) {
    if (measures.purchases[c]! === 0) continue
    measures.customersWithPurchases++
    measures.recency[c] = asOf - measures.lastDay[c]!
  }
  return measures
}

function dayRange(day: Int32Array, asOf: number): { first: number; last: number } {
  let first = 0x7fffffff
  let last = NEVER
  for (let i = 0; i < day.length; i++) {
    const d = day[i]!
    if (d > asOf) continue
    if (d < first) first = d
    if (d > last) last = d
  }
  return last === NEVER ? { first: 0, last: -1 } : { first, last }
}

interface Dealt {
  customer: Int32Array
  day: Int32Array
  amount: Float64Array
  /** blocks + 1 */
  start: Int32Array
}

/** One step of a radix sort by the customer's upper bits; the order of rows within a block is kept. */
function dealRows(
  { customer, day, amount, customers }: Purchases,
  asOf: number,
  shift: number,
  blocks: number,
): Dealt {
  const rows = customer.length
  const start = new Int32Array(blocks + 1)
  for (let i = 0; i < rows; i++) {
    const c = customer[i]!
    if (c < 0 || c >= customers) throw new EngineError('purchase_customer', { row: i + 1, customer: c })
    if (day[i]! <= asOf) start[(c >> shift) + 1]!++
  }
  for (let b = 0; b < blocks; b++) start[b + 1]! += start[b]!
  const kept = start[blocks]!
  const dealt = {
    customer: new Int32Array(kept),
    day: new Int32Array(kept),
    amount: new Float64Array(kept),
    start,
  }
  const next = start.slice()
  for (let i = 0; i < rows; i++) {
    if (day[i]! > asOf) continue
    const c = customer[i]!
    const at = next[c >> shift]!++
    dealt.customer[at] = c
    dealt.day[at] = day[i]!
    dealt.amount[at] = amount[i]!
  }
  return dealt
}

/** @returns the sum of the amounts: finite where each of them is */
function addBlock(dealt: Dealt, from: number, to: number, measures: RfmMeasures): number {
  const { lastDay, purchases, monetary } = measures
  let total = 0
  for (let i = from; i < to; i++) {
    const c = dealt.customer[i]!
    const d = dealt.day[i]!
    const value = dealt.amount[i]!
    purchases[c]!++
    monetary[c]! += value
    total += value
    if (d > lastDay[c]!) lastDay[c] = d
  }
  return total
}

function countDays(
  dealt: Dealt,
  from: number,
  to: number,
  base: number,
  first: number,
  words: number,
  bits: Int32Array,
  days: Int32Array,
): void {
  for (let i = from; i < to; i++) {
    const c = dealt.customer[i]!
    const d = dealt.day[i]! - first
    const word = (c - base) * words + (d >> 5)
    const bit = 1 << (d & 31)
    if ((bits[word]! & bit) === 0) {
      bits[word]! |= bit
      days[c]!++
    }
  }
  // Few rows over a long time: wiping what was written is cheaper than wiping everything.
  if (to - from > bits.length) bits.fill(0)
  else {
    for (let i = from; i < to; i++) {
      bits[(dealt.customer[i]! - base) * words + ((dealt.day[i]! - first) >> 5)] = 0
    }
  }
}
