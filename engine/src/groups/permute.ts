import { EngineError } from '../errors.ts'
import type { Moments } from '../indices/types.ts'
import { makeStream } from '../random.ts'

/** Two groups of complete rows (n × p each), prepared so that a permutation costs one pass over the smaller group. */
export interface TwoGroups {
  /** p */
  items: number
  nA: number
  nB: number
  a: Moments
  b: Moments
  pooled: Moments
  /**
   * Moments of both groups after the rows were dealt anew, by the stream of (seed, index). The objects are filled again by
   * every call: read them before the next.
   */
  deal(seed: number, index: number): { a: Moments; b: Moments }
}

/** Throws `group_too_small` where a group has fewer than three rows. */
export function twoGroups(rowsA: Float64Array, rowsB: Float64Array, items: number): TwoGroups {
  const p = items
  const nA = rowsA.length / p
  const nB = rowsB.length / p
  for (const [group, rows] of [
    ['A', nA],
    ['B', nB],
  ] as const)
    if (!(rows >= 3)) throw new EngineError('group_too_small', { group, rows, needed: 3 })
  const n = nA + nB
  const centre = new Float64Array(p)
  const rows = new Float64Array(n * p)
  rows.set(rowsA)
  rows.set(rowsB, nA * p)
  for (let at = 0; at < n * p; at++) centre[at % p]! += rows[at]! / n
  // About the pooled means, so that differences of sums of squares lose no digits.
  for (let at = 0; at < n * p; at++) rows[at]! -= centre[at % p]!

  const all = new Int32Array(n).map((_, row) => row)
  const total = { sums: new Float64Array(p), products: new Float64Array(p * p) }
  accumulate(rows, p, all, 0, n, total)
  const part = { sums: new Float64Array(p), products: new Float64Array(p * p) }
  const moments = (size: number): Moments => ({
    n: size,
    means: new Float64Array(p),
    covariance: new Float64Array(p * p),
  })
  const dealt = { a: moments(nA), b: moments(nB) }

  const summarise = (order: Int32Array, target: { a: Moments; b: Moments }) => {
    const smallIsA = nA <= nB
    accumulate(rows, p, order, smallIsA ? 0 : nA, smallIsA ? nA : n, part)
    toMoments(part, undefined, centre, smallIsA ? target.a : target.b)
    toMoments(total, part, centre, smallIsA ? target.b : target.a)
    return target
  }
  const pooled = moments(n)
  toMoments(total, undefined, centre, pooled)
  const original = summarise(all, { a: moments(nA), b: moments(nB) })
  const order = all.slice()
  return {
    items,
    nA,
    nB,
    a: original.a,
    b: original.b,
    pooled,
    deal(seed, index) {
      // Shuffled from the same start every time: a permutation depends on its number only, not on those before it.
      order.set(all)
      const stream = makeStream(seed, index)
      for (let i = n - 1; i > 0; i--) {
        const j = stream.below(i + 1)
        const held = order[i]!
        order[i] = order[j]!
        order[j] = held
      }
      return summarise(order, dealt)
    },
  }
}

interface Part {
  sums: Float64Array
  products: Float64Array
}

function accumulate(
  rows: Float64Array,
  p: number,
  order: Int32Array,
  from: number,
  to: number,
  part: Part,
): void {
  const { sums, products } = part
  sums.fill(0)
  products.fill(0)
  for (let r = from; r < to; r++) {
    const at = order[r]! * p
    for (let i = 0; i < p; i++) {
      const x = rows[at + i]!
      sums[i]! += x
      for (let j = 0; j <= i; j++) products[i * p + j]! += x * rows[at + j]!
    }
  }
}

function toMoments(
  whole: Part,
  less: Part | undefined,
  centre: Float64Array,
  { n, means, covariance }: Moments,
): void {
  const p = means.length
  const sum = (i: number) => whole.sums[i]! - (less ? less.sums[i]! : 0)
  for (let i = 0; i < p; i++) {
    means[i] = centre[i]! + sum(i) / n
    for (let j = 0; j <= i; j++) {
      const product = whole.products[i * p + j]! - (less ? less.products[i * p + j]! : 0)
      covariance[i * p + j] = covariance[j * p + i] = (product - (sum(i) * sum(j)) / n) / (n - 1)
    }
  }
}
