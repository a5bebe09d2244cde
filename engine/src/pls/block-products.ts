import type { PlsPlan } from './plan.ts'
import type { PlsWorkspace } from './workspace.ts'

/**
 * One packed block times the weights of its columns: products[t …] = R_ab·u_b (padded to pairs), and u_a'·R_ab·u_b as the
 * result. Two rows at a time, even and odd rows summed apart: the order in which SIMD lanes add, so that both round alike.
 */
function multiplyBlock(
  packed: Float64Array,
  q: number,
  left: Float64Array,
  start: number,
  stop: number,
  right: Float64Array,
  first: number,
  last: number,
  products: Float64Array,
  t: number,
): number {
  let even = 0
  let odd = 0
  let at = q
  for (let i = start; i < stop; i += 2) {
    let upper = packed[at]! * right[first]!
    let lower = packed[at + 1]! * right[first]!
    at += 2
    for (let j = first + 1; j < last; j++) {
      upper += packed[at]! * right[j]!
      lower += packed[at + 1]! * right[j]!
      at += 2
    }
    products[t + i - start] = upper
    products[t + i - start + 1] = lower
    even += upper * left[i]!
    if (i + 1 < stop) odd += lower * left[i + 1]!
  }
  return even + odd
}

/** For every link (k, l) the products R_kl·u_l (covariances of k's items with l's score) and the scores' correlation. */
export function multiplyLinks(plan: PlsPlan, space: PlsWorkspace): void {
  const { blockStart, linkStart, linkOther, constructCount } = plan
  const { packed, linkProducts, weights, constructCorrelations } = space
  let q = 0
  let t = 0
  for (let k = 0; k < constructCount; k++) {
    const start = blockStart[k]!
    const stop = blockStart[k + 1]!
    const padded = (stop - start + 1) & ~1
    for (let link = linkStart[k]!; link < linkStart[k + 1]!; link++) {
      const other = linkOther[link]!
      const first = blockStart[other]!
      const last = blockStart[other + 1]!
      const r = multiplyBlock(packed, q, weights, start, stop, weights, first, last, linkProducts, t)
      q += padded * (last - first)
      t += padded
      // Each pair comes twice and rounds twice: keep the first, so that the matrix is symmetric to the last bit.
      if (k < other) {
        constructCorrelations[k * constructCount + other] = r
        constructCorrelations[other * constructCount + k] = r
      }
    }
  }
}

/** Correlations of pairs that no path joins but that explain the same construct. */
export function multiplyExtraPairs(plan: PlsPlan, space: PlsWorkspace): void {
  const { blockStart, extraPairs, extraPackStart, constructCount } = plan
  const { packed, weights, constructCorrelations, blockProducts } = space
  let q = extraPackStart
  for (let pair = 0; pair < extraPairs.length; pair += 2) {
    const a = extraPairs[pair]!
    const b = extraPairs[pair + 1]!
    const start = blockStart[a]!
    const stop = blockStart[a + 1]!
    const first = blockStart[b]!
    const last = blockStart[b + 1]!
    const r = multiplyBlock(packed, q, weights, start, stop, weights, first, last, blockProducts, 0)
    q += ((stop - start + 1) & ~1) * (last - first)
    constructCorrelations[a * constructCount + b] = r
    constructCorrelations[b * constructCount + a] = r
  }
}

/** A score whose variance is below this share of its largest squared weight does not vary: the rest is rounding. */
export const SMALLEST_VARIANCE = 1e-14

/** Scales `next` so that every score has variance one, and fills the loadings. False where a score does not vary. */
export function toUnitVariance(plan: PlsPlan, space: PlsWorkspace): boolean {
  const { blockStart, ownPackStart, constructCount } = plan
  const { packed, next, loadings, blockProducts } = space
  let q = ownPackStart
  for (let k = 0; k < constructCount; k++) {
    const start = blockStart[k]!
    const stop = blockStart[k + 1]!
    const variance = multiplyBlock(packed, q, next, start, stop, next, start, stop, blockProducts, 0)
    q += ((stop - start + 1) & ~1) * (stop - start)
    let largest = 0
    for (let i = start; i < stop; i++) largest = Math.max(largest, Math.abs(next[i]!))
    // Written so that NaN fails too. Relative to the weights: they may be tiny before scaling.
    if (!(variance > SMALLEST_VARIANCE * (largest * largest))) return false
    if (stop - start === 1) {
      // Exactly ±1, so that a single item's loading does not vary by rounding over resamples.
      next[start] = loadings[start] = Math.sign(next[start]!)
      continue
    }
    const scale = 1 / Math.sqrt(variance)
    for (let i = start; i < stop; i++) {
      next[i]! *= scale
      loadings[i] = blockProducts[i - start]! * scale
    }
  }
  return true
}
