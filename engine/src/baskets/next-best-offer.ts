import type { AssociationRule, AssociationRules } from './association-rules.ts'

export interface Offer {
  item: string
  /** The rule behind the offer: the items of the basket that speak for it. */
  because: string[]
  confidence: number
  lift: number
  count: number
}

export interface OfferOptions {
  /** Number of offers; 3 where left out. */
  limit?: number
  /** 'confidence': most likely to be bought. 'lift': most surprising. 'confidence' where left out. */
  by?: 'confidence' | 'lift'
  /** Rules at or below this lift say nothing beyond the item's popularity; 1 where left out. */
  minimumLift?: number
  /** Items not to offer (sold out, already offered). */
  without?: readonly string[]
}

/**
 * What to offer to a basket: of the rules whose left side lies in the basket, the best one per item that is not in it.
 * Unknown items of the basket are ignored.
 * @returns best first; empty where no rule applies
 */
export function nextBestOffers(
  found: Pick<AssociationRules, 'items' | 'rules'>,
  basket: readonly string[],
  options: OfferOptions = {},
): Offer[] {
  const { limit = 3, by = 'confidence', minimumLift = 1, without = [] } = options
  const held = new Uint8Array(found.items.length)
  const names = new Set(basket)
  const barred = new Set(without)
  for (let k = 0; k < held.length; k++) if (names.has(found.items[k]!)) held[k] = 1
  const best = new Map<number, AssociationRule>()
  for (const rule of found.rules) {
    if (held[rule.right] === 1 || rule.lift <= minimumLift || barred.has(found.items[rule.right]!)) continue
    if (!rule.left.every((item) => held[item] === 1)) continue
    const other = best.get(rule.right)
    if (!other || better(rule, other, by) < 0) best.set(rule.right, rule)
  }
  return [...best.values()]
    .sort((a, b) => better(a, b, by))
    .slice(0, limit)
    .map((rule) => ({
      item: found.items[rule.right]!,
      because: rule.left.map((item) => found.items[item]!),
      confidence: rule.confidence,
      lift: rule.lift,
      count: rule.count,
    }))
}

function better(a: AssociationRule, b: AssociationRule, by: 'confidence' | 'lift'): number {
  const other = by === 'confidence' ? 'lift' : 'confidence'
  return b[by] - a[by] || b[other] - a[other] || b.count - a.count || a.right - b.right
}
