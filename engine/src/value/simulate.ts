import type { FittedModel } from './predict.ts'

/** Uniform numbers on [0, 1): `makeStream(seed, index).uniform`. */
export type Uniform = () => number

/** A standard normal number (Box–Muller, one of the pair). */
export function drawNormal(uniform: Uniform): number {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
}

/** An exponential number of rate 1. */
export function drawExponential(uniform: Uniform): number {
  return -Math.log(1 - uniform())
}

/** Gamma(shape, rate 1): Marsaglia & Tsang (2000, ACM TOMS 26(3)); below shape 1 by the power of a uniform. */
export function drawGamma(shape: number, uniform: Uniform): number {
  if (shape < 1) return drawGamma(shape + 1, uniform) * (1 - uniform()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const z = drawNormal(uniform)
    const root = 1 + c * z
    if (root <= 0) continue
    const v = root * root * root
    if (Math.log(1 - uniform()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v
  }
}

/** Beta(a, b) by two gammas. */
export function drawBeta(a: number, b: number, uniform: Uniform): number {
  const first = drawGamma(a, uniform)
  const second = drawGamma(b, uniform)
  return first + second > 0 ? first / (first + second) : uniform() < a / (a + b) ? 1 : 0
}

/**
 * Customers that behave as the model says, for tests, benchmarks and what-if questions.
 * @param ages T of each customer; @param grain time of the last purchase is rounded up to multiples of it (1/7: days of
 * weekly time), as recorded purchases are; 0 keeps it as drawn
 */
export function simulateHistory(
  fit: FittedModel,
  ages: Float64Array,
  uniform: Uniform,
  grain = 0,
): { x: Float64Array<ArrayBuffer>; tx: Float64Array<ArrayBuffer>; T: Float64Array<ArrayBuffer> } {
  const n = ages.length
  const x = new Float64Array(n)
  const tx = new Float64Array(n)
  const { r, alpha, a, b, s, beta } = fit.params as Record<string, number>
  for (let i = 0; i < n; i++) {
    const T = ages[i]!
    const rate = drawGamma(r!, uniform) / alpha!
    let leave = 0
    let end = T
    if (fit.model === 'paretonbd')
      end = Math.min(T, drawExponential(uniform) / (drawGamma(s!, uniform) / beta!))
    else {
      leave = drawBeta(a!, b!, uniform)
      if (fit.model === 'mbgnbd' && uniform() < leave) continue
    }
    let time = 0
    for (;;) {
      time += drawExponential(uniform) / rate
      // A rate of zero gives an infinite or undefined time: nothing is bought.
      if (!(time <= end)) break
      x[i]!++
      tx[i] = grain > 0 ? Math.min(T, Math.ceil(time / grain) * grain) : time
      if (leave > 0 && uniform() < leave) break
    }
  }
  return { x, tx, T: ages.slice() }
}

/** Mean amounts of x purchases of each customer under the Gamma–Gamma model; 0 where x = 0. */
export function simulateSpend(
  params: { p: number; q: number; v: number },
  x: Float64Array,
  uniform: Uniform,
): Float64Array<ArrayBuffer> {
  const m = new Float64Array(x.length)
  for (let i = 0; i < m.length; i++)
    if (x[i]! > 0) {
      const rate = drawGamma(params.q, uniform) / params.v
      m[i] = drawGamma(params.p * x[i]!, uniform) / rate / x[i]!
    }
  return m
}
