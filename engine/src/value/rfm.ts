import { EngineError } from '../errors.ts'
import { measurePurchases, type Purchases, type RfmMeasures } from './purchase-measures.ts'
import { cutGroups, rankGroups, type Ties } from './rank-groups.ts'

export interface RfmOptions {
  /** Number of groups by rank; 5 (quintiles) where left out. At most 9, so that a cell reads as three digits. */
  groups?: number
  /** How equal values meet a boundary; 'order' (by customer number) where left out. */
  ties?: Ties
  /** 'days': days with a purchase (as in "repeat purchases"); 'purchases': every row. 'days' where left out. */
  frequency?: 'days' | 'purchases'
  /**
   * Fixed cuts instead of ranks, each ascending: score = 1 + cuts at or below the value. For recency the cuts are days
   * since the last purchase and the score falls: groups − (cuts at or below the value), with groups = cuts + 1.
   */
  cuts?: { recency: readonly number[]; frequency: readonly number[]; monetary: readonly number[] }
}

export interface Rfm extends RfmMeasures {
  /** The rule in words, for reports. */
  rule: string
  groups: number
  /** n: what the frequency score was made of, `days` or `purchases`. */
  frequency: Int32Array
  /** n scores each, 1 … groups, best = groups; 0 for a customer without a purchase up to the day. */
  recencyScore: Uint8Array
  frequencyScore: Uint8Array
  monetaryScore: Uint8Array
  /** n: 100 · R + 10 · F + M, 0 where without purchases. */
  cell: Uint16Array
  /** Customers per cell, by its three digits; empty cells left out. */
  cells: Record<string, number>
}

/**
 * Recency, frequency and monetary scores (Hughes 1994; Bult & Wansbeek 1995).
 * Rule unless told otherwise: quintile = 1 + ⌊5 · (rank − 1) / n⌋ of the rank by last day, by number of days with a
 * purchase and by total amount, equal values ranked in the order of the customers' numbers; recent, often and much = 5.
 * @param purchases rows in any order; customers numbered 0 … customers − 1
 * @param asOf day number of the look; later purchases are left out
 * @throws EngineError no_purchases, option_invalid and those of measurePurchases
 */
export function rfm(purchases: Purchases, asOf: number, options: RfmOptions = {}): Rfm {
  const measures = measurePurchases(purchases, asOf, options.frequency ?? 'days')
  return scoreRfm(measures, options)
}

/** Scores from measures that exist already, for example from a database's summary. */
export function scoreRfm(measures: RfmMeasures, options: RfmOptions = {}): Rfm {
  const { cuts, ties = 'order' } = options
  const groups = cuts ? cuts.recency.length + 1 : (options.groups ?? 5)
  checkOptions(groups, options)
  const n = measures.recency.length
  const present = measures.customersWithPurchases
  if (present === 0) throw new EngineError('no_purchases')
  const frequency = options.frequency === 'purchases' ? measures.purchases : measures.days
  const score = (values: Float64Array | Int32Array, from: readonly number[] | undefined) => {
    const known = present === n ? values : values.filter((_, i) => measures.purchases[i]! > 0)
    const scored = from ? cutGroups(known, from) : rankGroups(known, groups, ties)
    return present === n ? scored : spread(scored, measures.purchases)
  }
  const recencyScore = score(cuts ? measures.recency : measures.lastDay, cuts?.recency)
  if (cuts)
    for (let i = 0; i < n; i++) if (recencyScore[i]! > 0) recencyScore[i] = groups + 1 - recencyScore[i]!
  const frequencyScore = score(frequency, cuts?.frequency)
  const monetaryScore = score(measures.monetary, cuts?.monetary)
  const cell = new Uint16Array(n)
  const counts = new Int32Array(1000)
  for (let i = 0; i < n; i++) {
    cell[i] = 100 * recencyScore[i]! + 10 * frequencyScore[i]! + monetaryScore[i]!
    counts[cell[i]!]!++
  }
  const cells: Record<string, number> = {}
  for (let c = 1; c < 1000; c++) if (counts[c]! > 0) cells[c] = counts[c]!
  return {
    ...measures,
    rule: describeRule(groups, options),
    groups,
    frequency,
    recencyScore,
    frequencyScore,
    monetaryScore,
    cell,
    cells,
  }
}

function spread(scored: Uint8Array, purchases: Int32Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(purchases.length)
  let next = 0
  for (let i = 0; i < all.length; i++) if (purchases[i]! > 0) all[i] = scored[next++]!
  return all
}

function checkOptions(groups: number, { cuts }: RfmOptions): void {
  if (!Number.isInteger(groups) || groups < 2 || groups > 9) {
    throw new EngineError('option_invalid', { option: 'groups', value: groups, expected: '2 … 9' })
  }
  if (!cuts) return
  for (const measure of ['recency', 'frequency', 'monetary'] as const) {
    const list = cuts[measure]
    if (
      list.length !== groups - 1 ||
      list.some((cut, k) => !(Number.isFinite(cut) && (k === 0 || cut > list[k - 1]!)))
    ) {
      throw new EngineError('option_invalid', {
        option: `cuts.${measure}`,
        value: list.join(', '),
        expected: `${groups - 1} ascending numbers`,
      })
    }
  }
}

function describeRule(groups: number, { cuts, ties = 'order', frequency = 'days' }: RfmOptions): string {
  const often = frequency === 'days' ? 'days with a purchase' : 'purchases'
  if (cuts) {
    return `fixed cuts; recency (days) ${cuts.recency.join('/')}, ${often} ${cuts.frequency.join('/')}, amount ${cuts.monetary.join('/')}`
  }
  const tied = {
    order: 'equal values in the order of the customers',
    lowest: 'equal values share their lowest rank',
    average: 'equal values share their mean rank',
    highest: 'equal values share their highest rank',
  }[ties]
  return `score = 1 + floor(${groups} * (rank - 1) / n) by last day, ${often} and total amount; ${tied}; ${groups} is best`
}
