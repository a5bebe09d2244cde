import { normalBelow } from '../bootstrap/normal.ts'
import { EngineError } from '../errors.ts'
import { compressHistory } from './compress.ts'
import type { TransactionFit } from './fit.ts'
import { LOG_BOUND } from './maximise.ts'
import { aliveProbability, checkHorizon, expectedWhileAlive, perCustomer } from './predict.ts'
import { purchaseTails } from './purchase-counts.ts'
import type { PurchaseHistory } from './rows.ts'
import { drawNormal, type Uniform } from './simulate.ts'

export interface IntervalOptions {
  /** coverage, for example 0.95 */
  level?: number
  /** parameter draws; 200 by default */
  draws?: number
  uniform: Uniform
}

/** Arrays per customer. */
export interface PurchaseIntervals {
  /** whole numbers: with probability ≥ level the customer's purchases in the horizon lie in lower … upper */
  lower: Float64Array<ArrayBuffer>
  upper: Float64Array<ArrayBuffer>
  /** interval of the expected purchases from the uncertainty of the parameters alone */
  expectedLower: Float64Array<ArrayBuffer>
  expectedUpper: Float64Array<ArrayBuffer>
  /** interval of P(alive) from the uncertainty of the parameters */
  aliveLower: Float64Array<ArrayBuffer>
  aliveUpper: Float64Array<ArrayBuffer>
  /** of the sum over all customers: expected (parameters alone) and realised (normal around each draw) */
  total: { expectedLower: number; expectedUpper: number; lower: number; upper: number }
  level: number
  draws: number
  /** copied from the fit: on a flat ridge the draws spread over the whole ridge and intervals are only indicative */
  flatRidge: boolean
}

const MOST_PURCHASES = 10_000

/**
 * Prediction intervals of each customer's purchases within `horizon`.
 *
 * Method: parameters are drawn from the normal approximation of their maximum-likelihood distribution on the logarithmic
 * scale, N(ln θ̂, inverse observed information), held inside ±8. For each draw the distribution of the purchases given
 * (x, t_x, T) is exact: P(X > n) = P(alive) · P(X > n | alive), see purchase-counts.ts. The predictive distribution is
 * its mean over the draws, and its quantiles are the interval; no purchase is simulated, so the only Monte Carlo error is
 * that of the draws. Cost: distinct rows × draws × purchases.
 * @throws option_invalid for a level outside (0, 1) or fewer than 20 draws; value_… for the data
 */
export function purchaseIntervals(
  fit: TransactionFit,
  history: PurchaseHistory,
  horizon: number,
  { level = 0.95, draws = 200, uniform }: IntervalOptions,
): PurchaseIntervals {
  checkHorizon(horizon)
  if (!(level > 0 && level < 1)) refuse('level', level, 'between 0 and 1')
  if (!(Number.isInteger(draws) && draws >= 20 && draws <= 100_000))
    refuse('draws', draws, 'from 20 to 100000')
  const rows = compressHistory(history)
  const parameters = drawParameters(fit, draws, uniform)
  const size = rows.rows
  const below = (1 - level) / 2
  const lower = new Float64Array(size)
  const upper = new Float64Array(size)
  const expectedLower = new Float64Array(size)
  const expectedUpper = new Float64Array(size)
  const aliveLower = new Float64Array(size)
  const aliveUpper = new Float64Array(size)
  const alive = new Float64Array(draws)
  const expected = new Float64Array(draws)
  const totals = new Float64Array(draws)
  // Given x and T the distribution while alive is the same for all t_x; rows with the same x and T are neighbours.
  const whileAlive = new Float64Array(draws)
  const tails: Float64Array[] = Array.from({ length: draws }, () => new Float64Array(0))
  const scratch = new Float64Array(MOST_PURCHASES)
  let variance = 0

  for (let row = 0; row < size; row++) {
    const x = rows.x[row]!
    const T = rows.T[row]!
    const fresh =
      row === 0 || rows.xCode[row] !== rows.xCode[row - 1] || rows.TCode[row] !== rows.TCode[row - 1]
    const n = rows.count[row]!
    let longest = 0
    let secondMoment = 0
    let mean = 0
    for (let draw = 0; draw < draws; draw++) {
      const theta = parameters[draw]!
      if (fresh) {
        whileAlive[draw] = expectedWhileAlive(fit.model, theta, x, T, horizon)
        const filled = purchaseTails(fit.model, theta, x, T, horizon, scratch, 1e-9)
        tails[draw] = scratch.slice(0, filled)
      }
      const p = aliveProbability(fit.model, theta, x, rows.tx[row]!, T)
      alive[draw] = p
      expected[draw] = p * whileAlive[draw]!
      totals[draw]! += n * expected[draw]!
      const tail = tails[draw]!
      longest = Math.max(longest, tail.length)
      let second = 0
      for (let k = 0; k < tail.length; k++) second += (2 * k + 1) * tail[k]!
      secondMoment += (p * second - expected[draw]! ** 2) / draws
      mean += expected[draw]! / draws
    }
    variance += n * Math.max(0, secondMoment)

    let from = mean > 0 ? -1 : 0
    let to = 0
    for (let k = 0; k <= longest; k++) {
      let tail = 0
      for (let draw = 0; draw < draws; draw++) tail += alive[draw]! * (tails[draw]![k] ?? 0)
      tail /= draws
      if (from < 0 && tail <= 1 - below) from = k
      to = k
      if (tail <= below) break
    }
    lower[row] = Math.max(0, from)
    upper[row] = to
    ;[expectedLower[row], expectedUpper[row]] = quantiles(expected, below)
    ;[aliveLower[row], aliveUpper[row]] = quantiles(alive, below)
  }

  const [totalLower, totalUpper] = quantiles(totals, below)
  const deviation = Math.sqrt(variance)
  return {
    lower: perCustomer(rows, lower),
    upper: perCustomer(rows, upper),
    expectedLower: perCustomer(rows, expectedLower),
    expectedUpper: perCustomer(rows, expectedUpper),
    aliveLower: perCustomer(rows, aliveLower),
    aliveUpper: perCustomer(rows, aliveUpper),
    total: {
      expectedLower: totalLower,
      expectedUpper: totalUpper,
      lower: Math.max(0, mixtureQuantile(totals, deviation, below)),
      upper: mixtureQuantile(totals, deviation, 1 - below),
    },
    level,
    draws,
    flatRidge: fit.flatRidge,
  }
}

/** Draws of the parameters around the estimates; a parameter at its bound has no variance and stays. */
function drawParameters(fit: TransactionFit, draws: number, uniform: Uniform): Float64Array[] {
  const names = fit.parameterNames
  const k = names.length
  const factor = semidefiniteFactor(fit.logCovariance, k)
  const normal = new Float64Array(k)
  return Array.from({ length: draws }, () => {
    for (let i = 0; i < k; i++) normal[i] = drawNormal(uniform)
    return Float64Array.from(names, (name, i) => {
      let log = Math.log(fit.params[name]!)
      for (let j = 0; j <= i; j++) log += factor[i * k + j]! * normal[j]!
      return Math.exp(Math.max(-LOG_BOUND, Math.min(LOG_BOUND, log)))
    })
  })
}

/** Lower Cholesky factor of a covariance that may have rows of zeros. */
function semidefiniteFactor(covariance: Float64Array, k: number): Float64Array {
  const factor = covariance.slice()
  for (let i = 0; i < k; i++)
    for (let j = 0; j <= i; j++) {
      let sum = factor[i * k + j]!
      for (let m = 0; m < j; m++) sum -= factor[i * k + m]! * factor[j * k + m]!
      if (i === j) factor[i * k + i] = sum > 0 ? Math.sqrt(sum) : 0
      else factor[i * k + j] = factor[j * k + j]! > 0 ? sum / factor[j * k + j]! : 0
    }
  return factor
}

/** Type-7 quantiles at `below` and 1 − `below`. */
function quantiles(values: Float64Array, below: number): [number, number] {
  const sorted = values.slice().sort()
  const at = (probability: number): number => {
    const position = probability * (sorted.length - 1)
    const floor = Math.floor(position)
    const low = sorted[floor]!
    return low + (position - floor) * ((sorted[floor + 1] ?? low) - low)
  }
  return [at(below), at(1 - below)]
}

/** Quantile of a mixture of normal distributions with these centres and one standard deviation, by bisection. */
function mixtureQuantile(centres: Float64Array, deviation: number, probability: number): number {
  let low =
    centres.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY) - 10 * deviation
  let high = centres.reduce((most, value) => Math.max(most, value), 0) + 10 * deviation
  if (deviation === 0)
    return quantiles(centres, Math.min(probability, 1 - probability))[probability < 0.5 ? 0 : 1]
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2
    let below = 0
    for (const centre of centres) below += normalBelow((middle - centre) / deviation)
    if (below < probability * centres.length) low = middle
    else high = middle
  }
  return (low + high) / 2
}

function refuse(option: string, value: number, expected: string): never {
  throw new EngineError('option_invalid', { option, value: String(value), expected })
}
