import { dictionary } from './dictionary.ts'
import type { Derivatives, Likelihood } from './maximise.ts'
import { digamma, logGamma, logRising, trigamma } from './special.ts'

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
