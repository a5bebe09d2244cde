import { EngineError } from '../errors.ts'
import { type CompressedHistory, compressHistory } from './compress.ts'
import { parametersOf, type TransactionFit, type TransactionModel } from './fit.ts'
import { paretoAlive } from './pareto.ts'
import type { PurchaseHistory } from './rows.ts'
import { purchasesWhileAlive, timeAlive } from './while-alive.ts'

/** A model with its parameters: a fit, or published numbers. */
export type FittedModel = Pick<TransactionFit, 'model' | 'params' | 'parameterNames'>

export interface Prediction {
  /** per customer: probability to be still a customer at the end of the observation */
  alive: Float64Array<ArrayBuffer>
  /** per customer: 1 − alive */
  churn: Float64Array<ArrayBuffer>
  /** per customer: expected purchases in the horizon that follows the observation */
  expected: Float64Array<ArrayBuffer>
  /** sum of `expected` */
  total: number
  /** expected repeat purchases of a customer who makes the first purchase now, in the same horizon */
  newCustomer: number
}

/**
 * P(alive), churn and expected purchases in the next `horizon` units of time for every customer.
 * BG/NBD has P(alive) = 1 for x = 0 by construction: a customer can leave only after a repeat purchase.
 * @throws option_invalid when the horizon is not a number ≥ 0; value_… for the data
 */
export function predictPurchases(fit: FittedModel, history: PurchaseHistory, horizon: number): Prediction {
  const rows = compressHistory(history)
  const alive = aliveRows(fit, rows)
  const expected = expectedRows(fit, rows, horizon, alive)
  let total = 0
  for (let row = 0; row < rows.rows; row++) total += rows.count[row]! * expected[row]!
  return {
    alive: perCustomer(rows, alive),
    churn: perCustomer(
      rows,
      alive.map((p) => 1 - p),
    ),
    expected: perCustomer(rows, expected),
    total,
    newCustomer: expectedOfNewCustomer(fit, horizon),
  }
}

/** Spreads values of rows to the customers. */
export function perCustomer(rows: CompressedHistory, values: Float64Array): Float64Array<ArrayBuffer> {
  const result = new Float64Array(rows.customers)
  for (let i = 0; i < result.length; i++) result[i] = values[rows.rowOf[i]!]!
  return result
}

/** P(alive | x, t_x, T) of every distinct row. */
export function aliveRows(fit: FittedModel, rows: CompressedHistory): Float64Array<ArrayBuffer> {
  const parameters = parametersOf(fit)
  const result = new Float64Array(rows.rows)
  for (let row = 0; row < rows.rows; row++)
    result[row] = aliveProbability(fit.model, parameters, rows.x[row]!, rows.tx[row]!, rows.T[row]!)
  return result
}

/**
 * P(alive at T | x, t_x, T). BG/NBD (Fader, Hardie & Lee 2005; 1 for x = 0), modified BG/NBD (Batislam et al. 2007):
 * 1 / (1 + eᵘ) with eᵘ = a / (b + y − 1) · ((α + T)/(α + t_x))^(r + x), y the chances to leave. Pareto/NBD: see pareto.ts.
 */
export function aliveProbability(
  model: TransactionModel,
  parameters: ArrayLike<number>,
  x: number,
  tx: number,
  T: number,
): number {
  if (model === 'paretonbd') return paretoAlive(parameters, x, tx, T)
  const chances = model === 'mbgnbd' ? x + 1 : x
  if (chances === 0) return 1
  const alpha = parameters[1]!
  const growth = (parameters[0]! + x) * Math.log1p((T - tx) / (alpha + tx))
  return 1 / (1 + (parameters[2]! / (parameters[3]! + chances - 1)) * Math.exp(growth))
}

/** Expected purchases within `horizon` after T of every distinct row: P(alive) times the expectation while alive. */
export function expectedRows(
  fit: FittedModel,
  rows: CompressedHistory,
  horizon: number,
  alive: Float64Array = aliveRows(fit, rows),
): Float64Array<ArrayBuffer> {
  checkHorizon(horizon)
  const parameters = parametersOf(fit)
  const result = new Float64Array(rows.rows)
  let value = 0
  for (let row = 0; row < rows.rows; row++) {
    // Rows ascend by x and T, on which alone the expectation while alive depends.
    if (row === 0 || rows.xCode[row] !== rows.xCode[row - 1] || rows.TCode[row] !== rows.TCode[row - 1])
      value = expectedWhileAlive(fit.model, parameters, rows.x[row]!, rows.T[row]!, horizon)
    result[row] = alive[row]! * value
  }
  return result
}

/** Expected purchases within `horizon` after T of a customer known to be alive at T. */
export function expectedWhileAlive(
  model: TransactionModel,
  parameters: ArrayLike<number>,
  x: number,
  T: number,
  horizon: number,
): number {
  const k = parameters[0]! + x
  const age = parameters[1]! + T
  if (model === 'paretonbd') return (k / age) * timeAlive(parameters[2]!, parameters[3]! + T, horizon)
  const stay = parameters[3]! + x + (model === 'mbgnbd' ? 1 : 0)
  return purchasesWhileAlive(k, horizon / age, parameters[2]!, stay)
}

/** Expected repeat purchases of a new customer in the `horizon` after the first purchase. */
export function expectedOfNewCustomer(fit: FittedModel, horizon: number): number {
  checkHorizon(horizon)
  const parameters = parametersOf(fit)
  const value = expectedWhileAlive(fit.model, parameters, 0, 0, horizon)
  // The modified model lets a customer leave right after the first purchase.
  return fit.model === 'mbgnbd' ? (value * parameters[3]!) / (parameters[2]! + parameters[3]!) : value
}

export function checkHorizon(horizon: number): void {
  if (!(horizon >= 0 && horizon <= 1e9))
    throw new EngineError('option_invalid', {
      option: 'horizon',
      value: String(horizon),
      expected: 'a time from 0 to 1e9',
    })
}
