import { logGamma } from './special.ts'

/** Beyond this many terms a series is given up (NaN): the region is documented, nothing is silently wrong. */
const MOST_TERMS = 2_000_000

/**
 * Gauss's hypergeometric function ₂F₁(a, b; c; z) for real a, b, c > 0 and z < 1.
 *
 * Transformations (Abramowitz & Stegun 15.3):
 * - z < 0: Pfaff, (1 − z)⁻ᵃ ₂F₁(a, c − b; c; z/(z − 1)), which leads to 0 < z < 1;
 * - 0 ≤ z ≤ 0.9: the defining series, or Euler's (1 − z)^(c−a−b) ₂F₁(c − a, c − b; c; z) where that has the smaller
 *   parameters and keeps its terms positive;
 * - 0.9 < z < 1: 15.3.6 in 1 − z when c − a − b is at least 0.05 away from a whole number and below 20 in size, else the series.
 *
 * Relative error about 1e-13 while the terms of the chosen series keep their sign (always so for a, b, c > 0, z ≥ 0);
 * where they alternate, as much as cancels is lost. @returns NaN when z ≥ 1, c ≤ 0 or no convergence.
 */
export function gaussHypergeometric(a: number, b: number, c: number, z: number): number {
  if (!(z < 1) || !(c > 0)) return Number.NaN
  if (z === 0 || a === 0 || b === 0) return 1
  if (z < 0) {
    // The transformed series has positive terms when c − b (or c − a) is positive.
    if (c - b >= 0 && a >= 0) return (1 - z) ** -a * gaussHypergeometric(a, c - b, c, z / (z - 1))
    return (1 - z) ** -b * gaussHypergeometric(c - a, b, c, z / (z - 1))
  }
  const excess = c - a - b
  if (z > 0.9) {
    const distance = Math.abs(excess - Math.round(excess))
    if (distance >= 0.05 && Math.abs(excess) < 20 && a > 0 && b > 0 && c - a > 0 && c - b > 0)
      return nearOne(a, b, c, z, excess)
  }
  if (excess < 0 && c - a >= 0 && c - b >= 0) return (1 - z) ** excess * series(c - a, c - b, c, z)
  return series(a, b, c, z)
}

/** Σ (a)ₙ(b)ₙ / (c)ₙ zⁿ / n!, stopped when the geometric bound of the rest is below 1e-17 of the sum. */
function series(a: number, b: number, c: number, z: number): number {
  let term = 1
  let sum = 1
  for (let n = 0; n < MOST_TERMS; n++) {
    const ratio = (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z
    term *= ratio
    sum += term
    if (term === 0) return sum
    const size = Math.abs(ratio)
    if (size < 1 && n > -a && n > -b) {
      // The ratio tends to z: bound the rest by the larger of the two.
      const bound = Math.max(size, z)
      if (Math.abs(term) * bound < 1e-17 * (1 - bound) * Math.abs(sum)) return sum
    }
  }
  return Number.NaN
}

/** A&S 15.3.6, for all of a, b, c, c − a, c − b positive and c − a − b not a whole number. */
function nearOne(a: number, b: number, c: number, z: number, excess: number): number {
  const rest = 1 - z
  const lead = signedGammaRatio([c, excess], [c - a, c - b]) * series(a, b, 1 - excess, rest)
  const follow =
    rest ** excess * signedGammaRatio([c, -excess], [a, b]) * series(c - a, c - b, 1 + excess, rest)
  return lead + follow
}

/** Π Γ(above) / Π Γ(below) with signs, by reflection for negative arguments. */
function signedGammaRatio(above: readonly number[], below: readonly number[]): number {
  let sign = 1
  let sum = 0
  for (const [list, direction] of [[above, 1] as const, [below, -1] as const])
    for (const x of list) {
      if (x > 0) sum += direction * logGamma(x)
      else {
        // Γ(x) Γ(1 − x) = π / sin πx
        const sine = Math.sin(Math.PI * x)
        if (sine < 0) sign = -sign
        sum += direction * (Math.log(Math.PI / Math.abs(sine)) - logGamma(1 - x))
      }
    }
  return sign * Math.exp(sum)
}
