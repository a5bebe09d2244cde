import type { TransactionModel } from './fit.ts'
import { gaussLegendre } from './quadrature.ts'
import { logRising } from './special.ts'

/**
 * P(X > n), n = 0 … tails.length − 1, for the purchases X within `horizon` after T of a customer alive at T with x
 * purchases so far (x = 0, T = 0: a new customer; then 1 − tails are the cumulative probabilities of the model).
 *
 * BG/NBD and modified: without leaving, N is negative binomial (k = r + x, z = t/(α + T + t)); the customer makes more
 * than n purchases when N > n and they stayed n times: P(N > n) E[qⁿ], two independent events.
 * Pareto/NBD: the (n + 1)-th purchase of an immortal customer comes at time u with density
 * Γ(k + n + 1)/(Γ(k) n!) vⁿ (1 − v)^(k−1) dv, v = u/(α + T + u); the integral over u < t of it times S(u), by
 * Gauss–Legendre in v.
 * @param stop fills only until the tail falls below it; the rest is 0
 * @returns how many entries were filled
 */
export function purchaseTails(
  model: TransactionModel,
  parameters: ArrayLike<number>,
  x: number,
  T: number,
  horizon: number,
  tails: Float64Array,
  stop = 0,
): number {
  tails.fill(0)
  if (!(horizon > 0)) return 0
  return model === 'paretonbd'
    ? paretoTails(parameters, x, T, horizon, tails, stop)
    : geometricTails(model, parameters, x, T, horizon, tails, stop)
}

function geometricTails(
  model: TransactionModel,
  parameters: ArrayLike<number>,
  x: number,
  T: number,
  horizon: number,
  tails: Float64Array,
  stop: number,
): number {
  const k = parameters[0]! + x
  const z = horizon / (parameters[1]! + T + horizon)
  const leave = parameters[2]!
  const stay = parameters[3]! + x + (model === 'mbgnbd' ? 1 : 0)
  // ln P(N = n), because P(N = 0) may underflow although the rest does not.
  let log = k * Math.log1p(-z)
  const logZ = Math.log(z)
  let probability = Math.exp(log)
  let above = -Math.expm1(log)
  let stayed = 1
  for (let n = 0; n < tails.length; n++) {
    const tail = Math.max(0, above) * stayed
    tails[n] = tail
    if (tail <= stop) return n + 1
    if (probability > 1e-280) probability *= ((k + n) / (n + 1)) * z
    else {
      log += Math.log((k + n) / (n + 1)) + logZ
      probability = Math.exp(log)
    }
    above -= probability
    stayed *= (stay + n) / (leave + stay + n)
  }
  return tails.length
}

const RULE = gaussLegendre(48)

function paretoTails(
  parameters: ArrayLike<number>,
  x: number,
  T: number,
  horizon: number,
  tails: Float64Array,
  stop: number,
): number {
  const k = parameters[0]! + x
  const age = parameters[1]! + T
  const s = parameters[2]!
  const lifeAge = parameters[3]! + T
  const z = horizon / (age + horizon)
  // The density is a peak of width about √(v(1 − v)/k): enough panels to see it.
  const panels = Math.max(1, Math.ceil(Math.sqrt(k) / 8))
  const count = panels * 48
  const v = new Float64Array(count)
  // Logarithm of weight · S(u) · (1 − v)^(k − 1).
  const logs = new Float64Array(count)
  for (let panel = 0; panel < panels; panel++)
    for (let node = 0; node < 48; node++) {
      const i = panel * 48 + node
      const at = (z / panels) * (panel + (1 + RULE.nodes[node]!) / 2)
      v[i] = at
      const u = (age * at) / (1 - at)
      logs[i] =
        Math.log((RULE.weights[node]! * z) / (2 * panels)) +
        (k - 1) * Math.log1p(-at) -
        s * Math.log1p(u / lifeAge)
    }
  // Small k: multiply on from n to n + 1. Large k: the first factors underflow, so every term from its logarithm.
  const direct = -k * Math.log1p(-z) < 500
  if (direct) for (let i = 0; i < count; i++) logs[i] = k * Math.exp(logs[i]!)
  for (let n = 0; n < tails.length; n++) {
    let sum = 0
    if (direct) {
      const step = (k + n + 1) / (n + 1)
      for (let i = 0; i < count; i++) {
        const term = logs[i]!
        sum += term
        logs[i] = term * step * v[i]!
      }
    } else {
      const constant = logRising(k, n + 1) - logRising(1, n)
      for (let i = 0; i < count; i++) sum += Math.exp(constant + logs[i]! + n * Math.log(v[i]!))
    }
    tails[n] = Math.min(1, sum)
    if (sum <= stop) return n + 1
  }
  return tails.length
}
