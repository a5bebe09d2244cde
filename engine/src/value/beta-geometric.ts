import type { CompressedHistory } from './compress.ts'
import type { Derivatives, Likelihood } from './maximise.ts'
import { fillRisingTable, newRisingTable } from './rising-table.ts'

/**
 * Likelihood of the BG/NBD model (Fader, Hardie & Lee 2005, Marketing Science 24(2)) and of the modified one
 * (MBG/NBD; Batislam, Denizel & Filiztekin 2007, IJRM 24(3)), parameters (r, α, a, b), with all derivatives.
 *
 * Purchases are Poisson with rate λ ~ Gamma(r, α) until the customer leaves, which happens after a purchase with
 * probability p ~ Beta(a, b): after every repeat purchase (BG/NBD), or after the first purchase too (modified).
 * With y = x or x + 1 chances to leave and k = r + x:
 *
 *   L = (r)ₓ αʳ (α + T)⁻ᵏ · (b)ᵧ / (a + b)ᵧ · (1 + eᵘ),   eᵘ = a / (b + y − 1) · ((α + T) / (α + t_x))ᵏ,
 *
 * without the last factor when y = 0. 1 / (1 + eᵘ) is P(alive). The first part needs sums per distinct x and T only;
 * a row costs one exponential and one logarithm.
 *
 * @param firstCounts 0 for BG/NBD, 1 for the modified model
 */
export function betaGeometricLikelihood(rows: CompressedHistory, firstCounts: 0 | 1): Likelihood {
  const { xValues, txValues, TValues, count, xCode, TCode, txCode } = rows
  const kinds = xValues.length
  const customersByX = new Float64Array(kinds)
  const customersByT = new Float64Array(TValues.length)
  const purchasesByT = new Float64Array(TValues.length)
  const rowsUpTo = new Int32Array(kinds)
  for (let row = 0; row < rows.rows; row++) {
    const n = count[row]!
    const kind = xCode[row]!
    customersByX[kind]! += n
    customersByT[TCode[row]!]! += n
    purchasesByT[TCode[row]!]! += n * xValues[kind]!
    rowsUpTo[kind] = row + 1
  }
  const customers = rows.customers
  const risingR = newRisingTable(kinds)
  const risingB = newRisingTable(kinds)
  const risingSum = newRisingTable(kinds)
  const logAge = new Float64Array(TValues.length)
  const inverseAge = new Float64Array(TValues.length)
  const logRecency = new Float64Array(txValues.length)
  const inverseRecency = new Float64Array(txValues.length)

  return (parameters: Float64Array, out: Derivatives): void => {
    const r = parameters[0]!
    const alpha = parameters[1]!
    const a = parameters[2]!
    const b = parameters[3]!
    fillRisingTable(risingR, r, xValues)
    fillRisingTable(risingB, b, xValues, firstCounts)
    fillRisingTable(risingSum, a + b, xValues, firstCounts)

    const logAlpha = Math.log(alpha)
    let value = customers * r * logAlpha
    let gradientR = customers * logAlpha
    let gradientAlpha = (customers * r) / alpha
    let gradientA = 0
    let gradientB = 0
    let rr = 0
    let rAlpha = customers / alpha
    let alphaAlpha = -(customers * r) / (alpha * alpha)
    let aa = 0
    let ab = 0
    let bb = 0
    let ra = 0
    let rb = 0
    let alphaA = 0
    let alphaB = 0

    for (let i = 0; i < TValues.length; i++) {
      const age = alpha + TValues[i]!
      const log = Math.log(age)
      const inverse = 1 / age
      logAge[i] = log
      inverseAge[i] = inverse
      const n = customersByT[i]!
      const weight = r * n + purchasesByT[i]!
      value -= weight * log
      gradientR -= n * log
      gradientAlpha -= weight * inverse
      rAlpha -= n * inverse
      alphaAlpha += weight * inverse * inverse
    }
    for (let i = 0; i < txValues.length; i++) {
      logRecency[i] = Math.log(alpha + txValues[i]!)
      inverseRecency[i] = 1 / (alpha + txValues[i]!)
    }

    let row = 0
    for (let kind = 0; kind < kinds; kind++) {
      const x = xValues[kind]!
      const y = x + firstCounts
      const k = r + x
      const end = rowsUpTo[kind]!
      const n = customersByX[kind]!
      value += n * (risingR.log[kind]! + risingB.log[kind]! - risingSum.log[kind]!)
      gradientR += n * risingR.first[kind]!
      rr += n * risingR.second[kind]!
      gradientA -= n * risingSum.first[kind]!
      gradientB += n * (risingB.first[kind]! - risingSum.first[kind]!)
      aa -= n * risingSum.second[kind]!
      ab -= n * risingSum.second[kind]!
      bb += n * (risingB.second[kind]! - risingSum.second[kind]!)
      if (y === 0) {
        row = end
        continue
      }
      const c = b + y - 1
      const ratio = a / c
      // Sums over the rows with this x: p = eᵘ / (1 + eᵘ), q = p (1 − p), D = ln((α + T)/(α + t_x)), δ = ∂D/∂α.
      let sumLog = 0
      let sumP = 0
      let sumPD = 0
      let sumPDelta = 0
      let sumPDelta2 = 0
      let sumQ = 0
      let sumQD = 0
      let sumQDelta = 0
      let sumQDD = 0
      let sumQDDelta = 0
      let sumQDeltaDelta = 0
      for (; row < end; row++) {
        const age = TCode[row]!
        const recency = txCode[row]!
        const D = logAge[age]! - logRecency[recency]!
        const inverseT = inverseAge[age]!
        const inverseX = inverseRecency[recency]!
        const delta = inverseT - inverseX
        const weight = count[row]!
        const e = ratio * Math.exp(k * D)
        let p: number
        let q: number
        if (e < 1e15) {
          const rest = 1 / (1 + e)
          p = e * rest
          q = p * rest * weight
          p *= weight
          sumLog += weight * Math.log(1 + e)
        } else {
          // eᵘ may have overflowed: ln(1 + eᵘ) = u to the last bit.
          p = weight
          q = 0
          sumLog += weight * (Math.log(ratio) + k * D)
        }
        sumP += p
        sumPD += p * D
        sumPDelta += p * delta
        sumPDelta2 += p * (inverseX * inverseX - inverseT * inverseT)
        sumQ += q
        const qD = q * D
        const qDelta = q * delta
        sumQD += qD
        sumQDelta += qDelta
        sumQDD += qD * D
        sumQDDelta += qD * delta
        sumQDeltaDelta += qDelta * delta
      }
      value += sumLog
      gradientR += sumPD
      gradientAlpha += k * sumPDelta
      gradientA += sumP / a
      gradientB -= sumP / c
      rr += sumQDD
      rAlpha += sumPDelta + k * sumQDDelta
      alphaAlpha += k * sumPDelta2 + k * k * sumQDeltaDelta
      ra += sumQD / a
      rb -= sumQD / c
      alphaA += (k * sumQDelta) / a
      alphaB -= (k * sumQDelta) / c
      aa += (sumQ - sumP) / (a * a)
      ab -= sumQ / (a * c)
      bb += (sumQ + sumP) / (c * c)
    }

    out.value = value
    out.gradient.set([gradientR, gradientAlpha, gradientA, gradientB])
    out.hessian.set([
      rr,
      rAlpha,
      ra,
      rb,
      rAlpha,
      alphaAlpha,
      alphaA,
      alphaB,
      ra,
      alphaA,
      aa,
      ab,
      rb,
      alphaB,
      ab,
      bb,
    ])
  }
}
