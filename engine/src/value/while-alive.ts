import { gaussLegendre } from './quadrature.ts'
import { logBeta, softplus, trigamma } from './special.ts'

/** Up to so many terms the series is used, above the quadrature over p. */
const MOST_TERMS = 4000

/**
 * Expected purchases in a time t of a customer who is alive now and may leave after each purchase with probability p:
 * λ ~ Gamma(k, age), 1 − p ~ Beta(stay, leave), y = t / age.
 *
 * Without leaving, the number N of purchases is negative binomial (k, z = y / (1 + y)); of N purchases
 * h_N = 1 + E[q] + … + E[q^(N−1)], q = 1 − p, would still be made by a customer who may leave. So E = Σ P(N = n) hₙ:
 * all terms positive. The closed form of Fader, Hardie & Lee (2005, eq. 10),
 * (a + b + x − 1)/(a − 1) · [1 − …₂F₁…], is 0/0 at a = 1 and cancels for short horizons; this does neither.
 * Long horizons (about 40 (1 + y) + k y terms): the trapezoidal rule over logit p of [1 − (1 + p y)⁻ᵏ] / p, which
 * converges geometrically.
 * @returns relative error about 1e-14
 */
export function purchasesWhileAlive(k: number, y: number, leave: number, stay: number): number {
  if (!(y > 0)) return 0
  return 40 * (1 + y) + 2 * k * y < MOST_TERMS ? bySeries(k, y, leave, stay) : byQuadrature(k, y, leave, stay)
}

export function bySeries(k: number, y: number, leave: number, stay: number): number {
  const z = y / (1 + y)
  // Weights of n relative to the weight of 0; sums are rescaled together before they overflow.
  let weight = 1
  let total = 1
  let sum = 0
  let expected = 0
  let stayed = 1
  for (let n = 1; ; n++) {
    expected += stayed
    stayed *= (stay + n - 1) / (leave + stay + n - 1)
    weight *= ((k + n - 1) / n) * z
    total += weight
    sum += weight * expected
    const ratio = ((k + n) / (n + 1)) * z
    // h grows by at most one a term.
    if (ratio < 1 && weight * (expected + 1 / (1 - ratio)) < 1e-17 * (1 - ratio) * sum) return sum / total
    if (weight > 1e280) {
      weight *= 1e-280
      total *= 1e-280
      sum *= 1e-280
    }
  }
}

export function byQuadrature(k: number, y: number, leave: number, stay: number): number {
  // Standard deviation of logit p, which sets the step; singularities lie π away from the real line.
  const spread = Math.sqrt(trigamma(leave) + trigamma(stay))
  const step = Math.min(0.45, 0.6 * spread)
  const constant = -logBeta(leave, stay)
  const term = (logit: number): number => {
    const p = 1 / (1 + Math.exp(-logit))
    if (p === 0) return Math.exp(constant + leave * logit) * k * y
    return (
      Math.exp(constant - leave * softplus(-logit) - stay * softplus(logit)) *
      (-Math.expm1(-k * Math.log1p(p * y)) / p)
    )
  }
  const centre = Math.log(leave / stay)
  // Left of this the bracket is k y, and the integrand falls like pᵃ.
  const left = Math.min(centre, -Math.log1p(k * y))
  let sum = term(centre)
  for (let logit = centre + step; ; logit += step) {
    const value = term(logit)
    sum += value
    if (value < 1e-18 * sum) break
  }
  for (let logit = centre - step; ; logit -= step) {
    const value = term(logit)
    sum += value
    if (logit < left && value < 1e-18 * sum) break
  }
  return sum * step
}

const RULE = gaussLegendre(16)

/**
 * ∫ from 0 to t of S(u) e^(−δu) du, the discounted time that a customer with exponential lifetime of rate
 * μ ~ Gamma(s, age) has still to live: S(u) = (age / (age + u))ˢ. δ = 0 gives the expected time alive until t, in closed
 * form; t = ∞ needs δ > 0 or s > 1.
 */
export function timeAlive(s: number, age: number, t: number, discount = 0): number {
  if (!(t > 0)) return 0
  if (discount === 0) {
    if (t === Number.POSITIVE_INFINITY) return s > 1 ? age / (s - 1) : t
    const length = Math.log1p(t / age)
    return s === 1 ? age * length : (age * -Math.expm1(-(s - 1) * length)) / (s - 1)
  }
  // u = age (eʷ − 1): panels short enough that the integrand changes by a few e-folds in each.
  const scaled = discount * age
  const end = t === Number.POSITIVE_INFINITY ? Math.log1p(50 / scaled) : Math.log1p(t / age)
  let sum = 0
  let left = 0
  while (left < end) {
    const slope = Math.abs(1 - s) + scaled * Math.exp(left)
    const width = Math.min(end - left, 1, 6 / slope)
    let panel = 0
    for (let node = 0; node < 16; node++) {
      const w = left + (width / 2) * (1 + RULE.nodes[node]!)
      panel += RULE.weights[node]! * Math.exp((1 - s) * w - scaled * Math.expm1(w))
    }
    sum += (panel * width) / 2
    left += width
    if (left > 1 && panel * width < 1e-18 * sum) break
  }
  return age * sum
}
