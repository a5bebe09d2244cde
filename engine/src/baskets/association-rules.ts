import { EngineError } from '../errors.ts'
import type { Baskets } from './baskets.ts'
import { type FrequentSetOptions, type FrequentSets, findFrequentSets } from './frequent-sets.ts'

/** Who buys `left` also buys `right`. Shares are of all baskets. */
export interface AssociationRule {
  /** Item numbers, ascending. */
  left: number[]
  right: number
  /** Baskets with left and right; with left; with right. */
  count: number
  leftCount: number
  rightCount: number
  /** P(left and right) */
  support: number
  /** P(left) */
  coverage: number
  /** P(right | left) */
  confidence: number
  /** confidence / P(right); 1 means independent. */
  lift: number
  /** P(left and right) − P(left) · P(right) (Piatetsky-Shapiro 1991). */
  leverage: number
  /** (1 − P(right)) / (1 − confidence) (Brin et al. 1997); Infinity where the rule has no exception. */
  conviction: number
}

export interface AssociationRules {
  baskets: number
  items: string[]
  sets: FrequentSets
  /** By falling lift, then confidence, then count; then by the items' numbers. */
  rules: AssociationRule[]
}

export interface AssociationOptions extends FrequentSetOptions {
  /** Smallest P(right | left), 0 … 1. */
  confidence: number
  /** Smallest number of items on both sides together; 2 where left out, so no rule has an empty left side. */
  minimumSize?: number
}

/**
 * Association rules with one item on the right (Agrawal, Imieliński & Swami 1993), as arules' apriori finds them with
 * minlen 2 and maxlen 10.
 * @throws EngineError option_invalid, baskets_empty, baskets_too_many_sets
 */
export function findRules(baskets: Baskets, options: AssociationOptions): AssociationRules {
  const { confidence, minimumSize = 2 } = options
  if (!(confidence >= 0 && confidence <= 1)) {
    throw new EngineError('option_invalid', { option: 'confidence', value: confidence, expected: '0 … 1' })
  }
  const sets = findFrequentSets(baskets, options)
  const children = indexChildren(sets, baskets.items.length)
  const n = sets.baskets
  const single = new Int32Array(baskets.items.length)
  for (let k = 0; k < sets.item.length; k++) if (sets.size[k] === 1) single[sets.item[k]!] = sets.count[k]!

  const rules: AssociationRule[] = []
  const chain: number[] = []
  for (let k = 0; k < sets.item.length; k++) {
    const size = sets.size[k]!
    if (size < Math.max(2, minimumSize)) continue
    for (let at = k, j = size - 1; j >= 0; j--, at = sets.parent[at]!) chain[j] = at
    for (let out = 0; out < size; out++) {
      // The set without one item: its prefix is an ancestor, the rest is looked up item by item.
      let left = out === 0 ? -1 : chain[out - 1]!
      for (let j = out + 1; j < size; j++) left = children.find(left, sets.item[chain[j]!]!)
      const leftCount = sets.count[left]!
      const count = sets.count[k]!
      if (count / leftCount < confidence) continue
      const right = sets.item[chain[out]!]!
      const items = []
      for (let j = 0; j < size; j++) if (j !== out) items.push(sets.item[chain[j]!]!)
      rules.push(measureRule(items.sort(ascending), right, count, leftCount, single[right]!, n))
    }
  }
  rules.sort(byLift)
  return { baskets: n, items: baskets.items, sets, rules }
}

/** The measures of one rule from its four counts. */
export function measureRule(
  left: number[],
  right: number,
  count: number,
  leftCount: number,
  rightCount: number,
  baskets: number,
): AssociationRule {
  const support = count / baskets
  const coverage = leftCount / baskets
  const confidence = count / leftCount
  const base = rightCount / baskets
  return {
    left,
    right,
    count,
    leftCount,
    rightCount,
    support,
    coverage,
    confidence,
    lift: confidence / base,
    leverage: support - coverage * base,
    conviction: count === leftCount ? Number.POSITIVE_INFINITY : (1 - base) / (1 - confidence),
  }
}

const ascending = (a: number, b: number) => a - b

function byLift(a: AssociationRule, b: AssociationRule): number {
  const order = b.lift - a.lift || b.confidence - a.confidence || b.count - a.count || a.right - b.right
  if (order !== 0) return order
  for (let j = 0; j < a.left.length; j++) if (a.left[j] !== b.left[j]) return a.left[j]! - (b.left[j] ?? -1)
  return a.left.length - b.left.length
}

/** Finds the set made of another set and one more item: open addressing, keys (set + 1) · items + item. */
function indexChildren(sets: FrequentSets, items: number) {
  let capacity = 16
  while (capacity < 2 * sets.item.length) capacity *= 2
  const mask = capacity - 1
  const slots = new Int32Array(capacity).fill(-1)
  const slotOf = (set: number, item: number) =>
    (Math.imul(set + 1, 0x9e3779b1) ^ Math.imul(item + items, 0x85ebca6b)) >>> 7
  for (let k = 0; k < sets.item.length; k++) {
    let slot = slotOf(sets.parent[k]!, sets.item[k]!) & mask
    while (slots[slot] !== -1) slot = (slot + 1) & mask
    slots[slot] = k
  }
  return {
    find(set: number, item: number): number {
      let slot = slotOf(set, item) & mask
      for (;;) {
        const k = slots[slot]!
        // Every subset of a frequent set is frequent: the search always ends with a hit.
        if (sets.item[k] === item && sets.parent[k] === set) return k
        slot = (slot + 1) & mask
      }
    },
  }
}
