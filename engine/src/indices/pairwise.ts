import { EngineError } from '../errors.ts'
import type { Moments } from './types.ts'

/**
 * Moments from incomplete rows (n × p, NaN where missing): means and variances from every answer of the item, each
 * covariance from the rows that have both items, about the means of those rows and divided by their number less one.
 * `moments.n` is the smallest number behind any pair. The matrix need not be positive definite: the caller checks.
 * Throws `pair_never_together` where fewer than two rows have both items.
 */
export function pairwiseMoments(
  rows: Float64Array,
  n: number,
  items: readonly string[],
): { moments: Moments; smallest: number } {
  const p = items.length
  const means = new Float64Array(p)
  const covariance = new Float64Array(p * p)
  let smallest = n
  for (let i = 0; i < p; i++)
    for (let j = 0; j <= i; j++) {
      let count = 0
      let sumI = 0
      let sumJ = 0
      for (let r = 0; r < n; r++) {
        const x = rows[r * p + i]!
        const y = rows[r * p + j]!
        if (Number.isNaN(x) || Number.isNaN(y)) continue
        count++
        sumI += x
        sumJ += y
      }
      if (count < 2) throw new EngineError('pair_never_together', { first: items[j]!, second: items[i]! })
      smallest = Math.min(smallest, count)
      const meanI = sumI / count
      const meanJ = sumJ / count
      let scatter = 0
      for (let r = 0; r < n; r++) {
        const product = (rows[r * p + i]! - meanI) * (rows[r * p + j]! - meanJ)
        if (!Number.isNaN(product)) scatter += product
      }
      covariance[i * p + j] = covariance[j * p + i] = scatter / (count - 1)
      if (i === j) means[i] = meanI
    }
  return { moments: { n: smallest, means, covariance }, smallest }
}
