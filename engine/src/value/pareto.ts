import type { CompressedHistory } from './compress.ts'
import type { Derivatives, Likelihood } from './maximise.ts'
import { gaussLegendre } from './quadrature.ts'
import { fillRisingTable, newRisingTable } from './rising-table.ts'

/** Gauss–Legendre of n points on e^(−Ex) is exact to 1e-16 up to about so many e-folds E. */
const RULES = [
  { points: 8, decay: 2.5, ...gaussLegendre(8) },
  { points: 12, decay: 7, ...gaussLegendre(12) },
  { points: 16, decay: 16, ...gaussLegendre(16) },
] as const
/** A panel of the integral spans at most so much of ln(c + τ), and its integrand falls by at most e^this. */
const PANEL_LENGTH = 2
const PANEL_DECAY = 9
/** What lies beyond so many e-folds is below half an ulp of the integral. */
const MOST_DECAY = 42

/**
 * Likelihood of the Pareto/NBD model (Schmittlein, Morrison & Colombo 1987, Management Science 33(1)), parameters
 * (r, α, s, β): purchases Poisson with rate λ ~ Gamma(r, α), lifetimes exponential with rate μ ~ Gamma(s, β).
 * With k = r + x:
 *
 *   L = (r)ₓ αʳ βˢ [ (α + T)⁻ᵏ (β + T)⁻ˢ + s ∫ over τ from t_x to T of (α + τ)⁻ᵏ (β + τ)⁻ˢ⁻¹ dτ ].
 *
 * The published form writes the integral as a difference of two ₂F₁, which cancels when t_x is near T and knows no
 * simple derivatives. Here the integral itself is evaluated by Gauss–Legendre (8 to 16 points) on panels of ln(c + τ),
 * c = min(α, β): smooth, positive, relative error about 1e-15. The bracket is a mixture (alive, or gone at τ), so with
 * ℓ the logarithm of a component: ∇ ln = E[∇ℓ] and ∇² ln = E[∇²ℓ] + Cov[∇ℓ], from the same nodes.
 */
export function paretoLikelihood(rows: CompressedHistory): Likelihood {
  const { xValues, TValues, txValues, count, xCode, TCode, txCode } = rows
  const rising = newRisingTable(xValues.length)
  const mixture = newMixture()
  return (parameters: Float64Array, out: Derivatives): void => {
    const r = parameters[0]!
    const alpha = parameters[1]!
    const s = parameters[2]!
    const beta = parameters[3]!
    fillRisingTable(rising, r, xValues)
    const n = rows.customers
    const gradient = out.gradient
    const hessian = out.hessian
    let value = n * (r * Math.log(alpha) + s * Math.log(beta))
    gradient[0] = n * Math.log(alpha)
    gradient[1] = (n * r) / alpha
    gradient[2] = n * Math.log(beta)
    gradient[3] = (n * s) / beta
    let rr = 0
    let rAlpha = n / alpha
    let rS = 0
    let rBeta = 0
    let alphaAlpha = -(n * r) / (alpha * alpha)
    let alphaS = 0
    let alphaBeta = 0
    let ss = 0
    let sBeta = n / beta
    let betaBeta = -(n * s) / (beta * beta)
    for (let row = 0; row < rows.rows; row++) {
      const weight = count[row]!
      const kind = xCode[row]!
      const k = r + xValues[kind]!
      mix(mixture, k, alpha, s, beta, txValues[txCode[row]!]!, TValues[TCode[row]!]!)
      const { g0, g1, g2, g3 } = mixture
      value += weight * (rising.log[kind]! + mixture.log)
      gradient[0]! += weight * (rising.first[kind]! + g0)
      gradient[1]! += weight * g1
      gradient[2]! += weight * g2
      gradient[3]! += weight * g3
      rr += weight * (rising.second[kind]! + mixture.h00 - g0 * g0)
      rAlpha += weight * (mixture.h01 - g0 * g1)
      rS += weight * (mixture.h02 - g0 * g2)
      rBeta += weight * (mixture.h03 - g0 * g3)
      alphaAlpha += weight * (mixture.h11 - g1 * g1)
      alphaS += weight * (mixture.h12 - g1 * g2)
      alphaBeta += weight * (mixture.h13 - g1 * g3)
      ss += weight * (mixture.h22 - g2 * g2)
      sBeta += weight * (mixture.h23 - g2 * g3)
      betaBeta += weight * (mixture.h33 - g3 * g3)
    }
    out.value = value
    hessian.set([rr, rAlpha, rS, rBeta, rAlpha, alphaAlpha, alphaS, alphaBeta])
    hessian.set([rS, alphaS, ss, sBeta, rBeta, alphaBeta, sBeta, betaBeta], 8)
  }
}

/** ln of the bracket, E[∇ℓ] and E[∇²ℓ + ∇ℓ∇ℓ'] for (r, α, s, β). */
interface Mixture {
  log: number
  /** share of the component "alive" */
  alive: number
  g0: number
  g1: number
  g2: number
  g3: number
  h00: number
  h01: number
  h02: number
  h03: number
  h11: number
  h12: number
  h13: number
  h22: number
  h23: number
  h33: number
}

function newMixture(): Mixture {
  return {
    log: 0,
    alive: 0,
    g0: 0,
    g1: 0,
    g2: 0,
    g3: 0,
    h00: 0,
    h01: 0,
    h02: 0,
    h03: 0,
    h11: 0,
    h12: 0,
    h13: 0,
    h22: 0,
    h23: 0,
    h33: 0,
  }
}

/** P(alive at T | x, t_x, T) of the Pareto/NBD model, one number. */
export function paretoAlive(parameters: ArrayLike<number>, x: number, tx: number, T: number): number {
  const mixture = newMixture()
  mix(mixture, parameters[0]! + x, parameters[1]!, parameters[2]!, parameters[3]!, tx, T)
  return mixture.alive
}

function mix(out: Mixture, k: number, alpha: number, s: number, beta: number, tx: number, T: number): void {
  // Everything relative to the value of the integrand at t_x, the largest of all components' scale.
  const origin = -k * Math.log(alpha + tx) - s * Math.log(beta + tx)
  const logAgeA = Math.log(alpha + T)
  const logAgeB = Math.log(beta + T)
  const aliveWeight = Math.exp(-k * logAgeA - s * logAgeB - origin)
  let inverseA = 1 / (alpha + T)
  let inverseB = 1 / (beta + T)
  let l1 = -k * inverseA
  let l3 = -s * inverseB
  let m0 = aliveWeight
  let g0 = -aliveWeight * logAgeA
  let g1 = aliveWeight * l1
  let g2 = -aliveWeight * logAgeB
  let g3 = aliveWeight * l3
  let h00 = aliveWeight * logAgeA * logAgeA
  let h01 = aliveWeight * (-logAgeA * l1 - inverseA)
  let h02 = aliveWeight * logAgeA * logAgeB
  let h03 = -aliveWeight * logAgeA * l3
  let h11 = aliveWeight * (l1 * l1 + k * inverseA * inverseA)
  let h12 = -aliveWeight * logAgeB * l1
  let h13 = aliveWeight * l1 * l3
  let h22 = aliveWeight * logAgeB * logAgeB
  let h23 = aliveWeight * (-logAgeB * l3 - inverseB)
  let h33 = aliveWeight * (l3 * l3 + s * inverseB * inverseB)

  if (T > tx) {
    const shift = Math.min(alpha, beta)
    const gapA = alpha - shift
    const gapB = beta - shift
    const inverseS = 1 / s
    const from = Math.log(shift + tx)
    const length = Math.log1p((T - tx) / (shift + tx))
    // The integrand in w falls at most this fast; panels are chosen by it, and the far tail is left out.
    const rate = k + s + 1
    const end = from + length
    let left = from
    while (left < end) {
      // Slope of the logarithm of the integrand in w at the left end of the panel.
      const atLeft = Math.exp(left)
      const slope = (k * atLeft) / (gapA + atLeft) + ((s + 1) * atLeft) / (gapB + atLeft)
      const width = Math.min(
        end - left,
        PANEL_LENGTH,
        Math.max(PANEL_DECAY / rate, Math.min(PANEL_DECAY / slope, 0.5)),
      )
      const half = width / 2
      const atRight = Math.exp(left + width)
      const decay = width * ((k * atRight) / (gapA + atRight) + ((s + 1) * atRight) / (gapB + atRight))
      const rule =
        width < 1 && decay < RULES[0].decay ? RULES[0] : decay < RULES[1].decay ? RULES[1] : RULES[2]
      const { points, nodes, weights } = rule
      const middle = left + half
      let largest = 0
      for (let node = 0; node < points; node++) {
        const c = Math.exp(middle + half * nodes[node]!)
        const A = gapA + c
        const B = gapB + c
        const logA = Math.log(A)
        const logB = Math.log(B)
        inverseA = 1 / A
        inverseB = 1 / B
        const weight = weights[node]! * half * c * s * inverseB * Math.exp(-k * logA - s * logB - origin)
        if (weight > largest) largest = weight
        l1 = -k * inverseA
        const l2 = inverseS - logB
        l3 = -(s + 1) * inverseB
        m0 += weight
        g0 -= weight * logA
        g1 += weight * l1
        g2 += weight * l2
        g3 += weight * l3
        h00 += weight * logA * logA
        h01 += weight * (-logA * l1 - inverseA)
        h02 -= weight * logA * l2
        h03 -= weight * logA * l3
        h11 += weight * (l1 * l1 + k * inverseA * inverseA)
        h12 += weight * l1 * l2
        h13 += weight * l1 * l3
        h22 += weight * (l2 * l2 - inverseS * inverseS)
        h23 += weight * (l2 * l3 - inverseB)
        h33 += weight * (l3 * l3 + (s + 1) * inverseB * inverseB)
      }
      left += width
      if (largest < m0 * Math.exp(-MOST_DECAY)) break
    }
  }
  const inverse = 1 / m0
  out.log = origin + Math.log(m0)
  out.alive = aliveWeight * inverse
  out.g0 = g0 * inverse
  out.g1 = g1 * inverse
  out.g2 = g2 * inverse
  out.g3 = g3 * inverse
  out.h00 = h00 * inverse
  out.h01 = h01 * inverse
  out.h02 = h02 * inverse
  out.h03 = h03 * inverse
  out.h11 = h11 * inverse
  out.h12 = h12 * inverse
  out.h13 = h13 * inverse
  out.h22 = h22 * inverse
  out.h23 = h23 * inverse
  out.h33 = h33 * inverse
}
