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
/** 2^22 bits that say "this customer bought on this day" for one block of customers stay within a core's cache. */
const BLOCK_SHIFT = 22

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

  // A power of two of bits per customer, so that a row's place among the bits is also its customer and its day.
  let dayShift = 5
  while (1 << dayShift < width) dayShift++
  let shift = 14
  while (shift > 3 && shift + dayShift > BLOCK_SHIFT) shift--
  const layout: Layout = { shift, dayShift, first, blocks: n === 0 ? 0 : ((n - 1) >> shift) + 1 }
  const dealt = dealRows(purchases, asOf, layout)

  const measures: RfmMeasures = {
    lastDay: new Int32Array(n).fill(NEVER),
    recency: new Int32Array(n),
    days: new Int32Array(n),
    purchases: new Int32Array(n),
    monetary: new Float64Array(n),
    customersWithPurchases: 0,
    laterPurchases: rows - dealt.place.length,
  }
  const bits = frequency === 'days' ? new Int32Array(1 << (shift + dayShift - 5)) : undefined
  for (let b = 0; b < layout.blocks; b++) {
    const total = addBlock(dealt, b, layout, measures, bits)
    if (!Number.isFinite(total)) {
      const row = 1 + amount.findIndex((value) => !Number.isFinite(value))
      throw new EngineError('purchase_amount', { row })
    }
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

/** Blocks of 2^shift customers; 2^dayShift days each. */
interface Layout {
  shift: number
  dayShift: number
  first: number
  blocks: number
}

interface Dealt {
  /** Per row: customer within its block · 2^dayShift + day since the first. */
  place: Int32Array
  amount: Float64Array
  /** blocks + 1 */
  start: Int32Array
}

/** One step of a radix sort by the customer's upper bits; the order of rows within a block is kept. */
function dealRows({ customer, day, amount, customers }: Purchases, asOf: number, layout: Layout): Dealt {
  const { shift, dayShift, first, blocks } = layout
  const rows = customer.length
  const start = new Int32Array(blocks + 1)
  for (let i = 0; i < rows; i++) {
    const c = customer[i]!
    if (c < 0 || c >= customers) throw new EngineError('purchase_customer', { row: i + 1, customer: c })
    if (day[i]! <= asOf) start[(c >> shift) + 1]!++
  }
  for (let b = 0; b < blocks; b++) start[b + 1]! += start[b]!
  const kept = start[blocks]!
  const place = new Int32Array(kept)
  const amounts = new Float64Array(kept)
  const next = start.slice()
  const within = (1 << shift) - 1
  for (let i = 0; i < rows; i++) {
    const d = day[i]!
    if (d > asOf) continue
    const c = customer[i]!
    const at = next[c >> shift]!++
    place[at] = ((c & within) << dayShift) | (d - first)
    amounts[at] = amount[i]!
  }
  return { place, amount: amounts, start }
}

/** Adds one block's rows to the measures. @returns the sum of the amounts: finite where each of them is */
function addBlock(
  dealt: Dealt,
  block: number,
  { shift, dayShift, first }: Layout,
  measures: RfmMeasures,
  bits: Int32Array | undefined,
): number {
  const { lastDay, purchases, monetary, days } = measures
  const { place, amount } = dealt
  const from = dealt.start[block]!
  const to = dealt.start[block + 1]!
  const base = block << shift
  const mask = (1 << dayShift) - 1
  let total = 0
  for (let i = from; i < to; i++) {
    const at = place[i]!
    const c = base + (at >> dayShift)
    const d = first + (at & mask)
    const value = amount[i]!
    purchases[c]!++
    monetary[c]! += value
    total += value
    if (d > lastDay[c]!) lastDay[c] = d
    if (bits === undefined) continue
    const bit = 1 << (at & 31)
    const seen = bits[at >> 5]!
    if ((seen & bit) === 0) {
      bits[at >> 5] = seen | bit
      days[c]!++
    }
  }
  // Few rows over a long time: wiping what was written is cheaper than wiping everything.
  if (bits && to - from > bits.length / 4) bits.fill(0)
  else if (bits) for (let i = from; i < to; i++) bits[place[i]! >> 5] = 0
  return total
}
