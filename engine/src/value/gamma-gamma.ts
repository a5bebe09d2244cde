import { EngineError } from '../errors.ts'
import { dictionary } from './dictionary.ts'
import { type Fit, fitOf } from './fit.ts'
import { type Derivatives, type Likelihood, maximise } from './maximise.ts'
import { asDoubles, type Numbers } from './rows.ts'
import { digamma, logGamma, logRising, trigamma } from './special.ts'

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

/**
 * ln L with derivatives by (p, q, v / scale), scale = mean amount. Amounts are grouped by x, so that a customer costs
 * one logarithm and one division, and the gamma functions are evaluated once per distinct x.
 */
export function spendLikelihood(
  x: Float64Array,
  m: Float64Array,
): { likelihood: Likelihood; scale: number; rows: number } {
  const n = x.length
  const { values, codes } = dictionary(x)
  const kinds = values.length
  const start = new Int32Array(kinds + 1)
  for (let i = 0; i < n; i++) start[codes[i]! + 1]!++
  for (let kind = 0; kind < kinds; kind++) start[kind + 1]! += start[kind]!
  const next = start.slice()
  const totals = new Float64Array(n)
  let scale = 0
  for (let i = 0; i < n; i++) scale += m[i]!
  scale /= n
  const logMeans = new Float64Array(kinds)
  for (let i = 0; i < n; i++) {
    const kind = codes[i]!
    totals[next[kind]!++] = (x[i]! * m[i]!) / scale
    logMeans[kind]! += Math.log(m[i]! / scale)
  }
  const logScale = Math.log(scale)
  // Ascending within an x: sums do not depend on the order of the customers, and equal totals meet.
  for (let kind = 0; kind < kinds; kind++) totals.subarray(start[kind]!, start[kind + 1]!).sort()

  const likelihood = (parameters: Float64Array, out: Derivatives): void => {
    const p = parameters[0]!
    const q = parameters[1]!
    const v = parameters[2]!
    const logV = Math.log(v)
    // The densities are of m in its own currency: ln m = ln(m / scale) + ln scale.
    let value = n * (q * logV - logGamma(q) - logScale)
    let gp = 0
    let gq = n * (logV - digamma(q))
    let gv = (n * q) / v
    let pp = 0
    let pq = 0
    let pv = 0
    let qq = -n * trigamma(q)
    let qv = n / v
    let vv = -(n * q) / (v * v)
    for (let kind = 0; kind < kinds; kind++) {
      const from = start[kind]!
      const to = start[kind + 1]!
      const customers = to - from
      const purchases = values[kind]!
      const shape = p * purchases
      const all = shape + q
      let logs = 0
      let inverses = 0
      let squares = 0
      // Four amounts share one logarithm of their product, which cannot overflow: amounts are relative to the mean.
      let i = from
      for (; i + 3 < to; i += 4) {
        const s0 = v + totals[i]!
        const s1 = v + totals[i + 1]!
        const s2 = v + totals[i + 2]!
        const s3 = v + totals[i + 3]!
        logs += Math.log(s0 * s1 * (s2 * s3))
        const i0 = 1 / s0
        const i1 = 1 / s1
        const i2 = 1 / s2
        const i3 = 1 / s3
        inverses += i0 + i1 + (i2 + i3)
        squares += i0 * i0 + i1 * i1 + (i2 * i2 + i3 * i3)
      }
      for (; i < to; i++) {
        const s = v + totals[i]!
        logs += Math.log(s)
        inverses += 1 / s
        squares += 1 / (s * s)
      }
      const logX = Math.log(purchases)
      const psiAll = digamma(all)
      const psiShape = digamma(shape)
      const psi1All = trigamma(all)
      const psi1Shape = trigamma(shape)
      value += customers * (logRising(shape, q) + shape * logX) + (shape - 1) * logMeans[kind]! - all * logs
      gp += purchases * (customers * (psiAll - psiShape + logX) + logMeans[kind]! - logs)
      gq += customers * psiAll - logs
      gv -= all * inverses
      pp += purchases * purchases * customers * (psi1All - psi1Shape)
      pq += purchases * customers * psi1All
      pv -= purchases * inverses
      qq += customers * psi1All
      qv -= inverses
      vv += all * squares
    }
    out.value = value
    out.gradient.set([gp, gq, gv])
    out.hessian.set([pp, pq, pv, pq, qq, qv, pv, qv, vv])
  }
  return { likelihood, scale, rows: n }
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
