import { normalBelow, normalQuantile } from './normal.ts'
import { quantile } from './quantile.ts'

/** Rows of the summary table, each Q numbers long. */
export const SUMMARY_FIELDS = [
  'mean',
  'standardError',
  'percentileLow',
  'percentileHigh',
  'bcaLow',
  'bcaHigh',
  'pValue',
  'biasCorrection',
  'acceleration',
  'count',
] as const
export type SummaryField = (typeof SUMMARY_FIELDS)[number]

/** What summarising one quantity gives. */
export type QuantitySummary = Record<SummaryField, number>

/** Sums over the jackknife of m·d, m·d², m·d³ (d: difference from the estimate; m: respondents) and of m. */
export interface JackknifeSums {
  weight: number
  first: number
  second: number
  third: number
}

/**
 * Acceleration of BCa: Σ(θ̄ − θᵢ)³ / (6·(Σ(θ̄ − θᵢ)²)^1.5) over the delete-one estimates θᵢ (Efron 1987). Zero where nothing
 * varies.
 */
export function accelerationOf({ weight, first, second, third }: JackknifeSums): number {
  const mean = first / weight
  const square = second - weight * mean * mean
  const cube = third - 3 * mean * second + 2 * weight * mean ** 3
  return square > 0 ? -cube / (6 * square ** 1.5) : 0
}

/**
 * Summary of the values of one quantity over usable resamples (values[0 … count − 1], reordered).
 * - mean and standard error (standard deviation with count − 1);
 * - percentile limits: type-7 quantiles at (1 ∓ level)/2;
 * - BCa limits (Efron 1987): z₀ = Φ⁻¹(share of values below the estimate), quantiles at Φ(z₀ + (z₀ + z)/(1 − a·(z₀ + z))).
 *   NaN where all values lie on one side of the estimate; the value itself where it never varies;
 * - two-sided p-value of "zero": min(1, 2·(1 + min(#θ* ≤ 0, #θ* ≥ 0))/(1 + count)) (Davison & Hinkley 1997).
 * `jackknife` left out: no BCa.
 */
export function summarise(
  values: Float64Array,
  count: number,
  estimate: number,
  level: number,
  jackknife?: JackknifeSums,
): QuantitySummary {
  let sum = 0
  let below = 0
  let notPositive = 0
  let notNegative = 0
  let smallest = Number.POSITIVE_INFINITY
  let largest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < count; i++) {
    const value = values[i]!
    sum += value
    if (value < estimate) below++
    if (value <= 0) notPositive++
    if (value >= 0) notNegative++
    if (value < smallest) smallest = value
    if (value > largest) largest = value
  }
  const mean = sum / count
  let squares = 0
  for (let i = 0; i < count; i++) squares += (values[i]! - mean) ** 2
  const tail = (1 - level) / 2
  const summary: QuantitySummary = {
    mean,
    standardError: Math.sqrt(squares / (count - 1)),
    percentileLow: quantile(values, count, tail),
    percentileHigh: quantile(values, count, 1 - tail),
    bcaLow: Number.NaN,
    bcaHigh: Number.NaN,
    pValue: Math.min(1, (2 * (1 + Math.min(notPositive, notNegative))) / (1 + count)),
    biasCorrection: normalQuantile(below / count),
    acceleration: jackknife ? accelerationOf(jackknife) : Number.NaN,
    count,
  }
  if (!jackknife) return summary
  if (smallest === largest) return { ...summary, bcaLow: smallest, bcaHigh: largest }
  const share = (z: number) => {
    const moved = summary.biasCorrection + z
    return normalBelow(summary.biasCorrection + moved / (1 - summary.acceleration * moved))
  }
  if (!Number.isFinite(summary.biasCorrection)) return summary
  summary.bcaLow = quantile(values, count, share(normalQuantile(tail)))
  summary.bcaHigh = quantile(values, count, share(-normalQuantile(tail)))
  return summary
}
