import { EngineError } from '../errors.ts'
import { type Fit, fitOf } from './fit.ts'
import { maximise } from './maximise.ts'
import { asDoubles, type Numbers } from './rows.ts'
import { spendLikelihood } from './spend-likelihood.ts'

export interface SpendFit extends Fit {
  /** customers with repeat purchases whose mean amount is not above zero: left out */
  leftOut: number
  /** customers without repeat purchases: they carry no information on spend */
  withoutRepeats: number
  /** expected mean amount of a customer about whom nothing is known, p v / (q − 1); null when q ≤ 1 (infinite) */
  meanSpend: number | null
  /** correlation of x and m over the fitted customers: the model assumes spend independent of frequency */
  correlation: number | null
  /** |correlation| above 0.3: by custom too much for the assumption of independence */
  dependent: boolean
}

const NAMES = ['p', 'q', 'v'] as const
const NOTABLE_CORRELATION = 0.3

/**
 * Gamma–Gamma model of spend (Fader, Hardie & Lee 2005, JMR 42(4); Fader & Hardie 2013, "The gamma-gamma model of
 * monetary value"): amounts are Gamma(p, ν) with ν ~ Gamma(q, v); with x amounts of mean m,
 *
 *   ln L = ln Γ(px + q) − ln Γ(px) − ln Γ(q) + q ln v + (px − 1) ln m + px ln x − (px + q) ln(v + xm).
 *
 * Only customers with x > 0 and m > 0 enter; how many do not is reported. Newton's method from (1, 3, 3 mean(m)),
 * log-parameters inside ±8 (v in units of the mean amount, so that the currency does not matter).
 * @param x repeat purchases per customer, whole numbers; @param m their mean amounts
 * @throws value_length, value_invalid, value_no_spend
 */
export function fitSpend(x: Numbers, m: Numbers): SpendFit {
  const counts = asDoubles(x)
  const means = asDoubles(m)
  if (means.length !== counts.length)
    throw new EngineError('value_length', { column: 'm', rows: means.length, expected: counts.length })
  const chosen = choose(counts, means)
  const { likelihood, scale, rows } = spendLikelihood(chosen.x, chosen.m)
  const maximum = maximise(likelihood, [1, 3, 3])
  const fit = fitOf(maximum, NAMES, chosen.x.length, rows)
  fit.params.v! *= scale
  const error = fit.standardErrors.v
  if (typeof error === 'number') fit.standardErrors.v = error * scale
  const { p, q, v } = fit.params as { p: number; q: number; v: number }
  const correlation = correlationOf(chosen.x, chosen.m)
  return {
    ...fit,
    leftOut: chosen.leftOut,
    withoutRepeats: chosen.withoutRepeats,
    meanSpend: q > 1 ? (p * v) / (q - 1) : null,
    correlation,
    dependent: correlation !== null && Math.abs(correlation) > NOTABLE_CORRELATION,
  }
}

function choose(x: Float64Array, m: Float64Array) {
  const n = x.length
  let kept = 0
  let withoutRepeats = 0
  for (let i = 0; i < n; i++) {
    const purchases = x[i]!
    if (!(purchases >= 0 && purchases <= 1e9 && Math.floor(purchases) === purchases))
      refuse(i, 'x', purchases)
    if (!Number.isFinite(m[i]!)) refuse(i, 'm', m[i]!)
    if (purchases === 0) withoutRepeats++
    else if (m[i]! > 0) kept++
  }
  // Three parameters: two customers can never determine them.
  if (kept < 3) throw new EngineError('value_no_spend', { customers: kept, needed: 3 })
  const chosenX = new Float64Array(kept)
  const chosenM = new Float64Array(kept)
  let at = 0
  for (let i = 0; i < n; i++)
    if (x[i]! > 0 && m[i]! > 0) {
      chosenX[at] = x[i]!
      chosenM[at++] = m[i]!
    }
  return { x: chosenX, m: chosenM, withoutRepeats, leftOut: n - withoutRepeats - kept }
}

function refuse(index: number, column: string, value: number): never {
  throw new EngineError('value_invalid', {
    row: index + 1,
    column,
    value: String(value),
    expected: column === 'x' ? 'a whole number from 0 to 1e9' : 'a number',
  })
}

function correlationOf(x: Float64Array, m: Float64Array): number | null {
  const n = x.length
  let meanX = 0
  let meanM = 0
  for (let i = 0; i < n; i++) {
    meanX += x[i]! / n
    meanM += m[i]! / n
  }
  let xx = 0
  let mm = 0
  let xm = 0
  for (let i = 0; i < n; i++) {
    const dx = x[i]! - meanX
    const dm = m[i]! - meanM
    xx += dx * dx
    mm += dm * dm
    xm += dx * dm
  }
  return xx > 0 && mm > 0 ? xm / Math.sqrt(xx * mm) : null
}

/**
 * Expected mean amount of each customer's future purchases given x amounts of mean m:
 * p (v + x m) / (p x + q − 1), a weighted mean of the customer's own m and of all customers'.
 * Customers without repeats get the mean of all; +∞ where that is not finite (q ≤ 1 and x = 0).
 * @param spend a fit, or its three parameters
 */
export function expectedSpend(
  spend: { params: Record<string, number> },
  x: Numbers,
  m: Numbers,
): Float64Array<ArrayBuffer> {
  const { p, q, v } = spend.params as { p: number; q: number; v: number }
  const result = new Float64Array(x.length)
  for (let i = 0; i < result.length; i++) {
    // A mean of zero cannot come from the model, but it is evidence of small amounts; refunds below zero count as zero.
    const amount = Math.max(0, m[i]!)
    const purchases = x[i]!
    const below = p * purchases + q - 1
    result[i] = below > 0 ? (p * (v + purchases * amount)) / below : Number.POSITIVE_INFINITY
  }
  return result
}
