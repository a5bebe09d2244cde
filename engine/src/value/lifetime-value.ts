import { EngineError } from '../errors.ts'
import { type CompressedHistory, compressHistory } from './compress.ts'
import { parametersOf } from './fit.ts'
import { expectedSpend } from './gamma-gamma.ts'
import { aliveRows, expectedRows, type FittedModel, perCustomer } from './predict.ts'
import type { Numbers, PurchaseHistoryWithSpend } from './rows.ts'
import { timeAlive } from './while-alive.ts'

/**
 * 'monthly': the expected purchases of each month are discounted at its end, (1 + rate)^−i for month i (the convention
 * of the Python package lifetimes). 'continuous': e^(−δu) at every moment u, Pareto/NBD only (Fader, Hardie & Lee 2005,
 * JMR 42(4): DERT, discounted expected residual transactions, when there is no horizon).
 */
export type Discounting =
  | { kind: 'monthly'; months: number; rate: number; unitsPerMonth?: number }
  | { kind: 'continuous'; rate: number; horizon?: number }

/** Weeks in a month as lifetimes has it. */
export const WEEKS_PER_MONTH = 4.345

export interface LifetimeValue {
  /** per customer: discounted expected purchases */
  purchases: Float64Array<ArrayBuffer>
  /** per customer: expected mean amount of a purchase */
  spend: Float64Array<ArrayBuffer>
  /** per customer: product of the two, in the currency of m */
  value: Float64Array<ArrayBuffer>
  total: number
}

/**
 * Customer lifetime value: discounted expected purchases times expected spend (independent by assumption).
 * Rates are per month ('monthly') or per unit of time ('continuous'); units of time are those of T.
 * @throws option_invalid for an impossible discounting; value_spend_infinite (q ≤ 1); value_… for the data
 */
export function lifetimeValue(
  fit: FittedModel,
  spend: { params: Record<string, number> },
  history: PurchaseHistoryWithSpend,
  discounting: Discounting,
): LifetimeValue {
  const rows = compressHistory(history)
  checkSpend(history.m, rows.customers)
  const purchases = perCustomer(rows, discountedRows(fit, rows, discounting))
  const amounts = expectedSpend(spend, history.x, history.m)
  if (amounts.includes(Number.POSITIVE_INFINITY))
    throw new EngineError('value_spend_infinite', { q: spend.params.q! })
  const value = new Float64Array(purchases.length)
  let total = 0
  for (let i = 0; i < value.length; i++) {
    value[i] = purchases[i]! * amounts[i]!
    total += value[i]!
  }
  return { purchases, spend: amounts, value, total }
}

/** Discounted expected purchases of every distinct row. */
export function discountedRows(
  fit: FittedModel,
  rows: CompressedHistory,
  discounting: Discounting,
): Float64Array<ArrayBuffer> {
  return discounting.kind === 'monthly'
    ? discountedByMonth(fit, rows, discounting)
    : discountedContinuously(fit, rows, discounting)
}

function discountedByMonth(
  fit: FittedModel,
  rows: CompressedHistory,
  { months, rate, unitsPerMonth = WEEKS_PER_MONTH }: Extract<Discounting, { kind: 'monthly' }>,
): Float64Array<ArrayBuffer> {
  if (!(Number.isInteger(months) && months >= 1 && months <= 1200))
    refuse('months', months, 'a whole number from 1 to 1200')
  if (!(rate > -1 && Number.isFinite(rate))) refuse('rate', rate, 'a number above −1')
  if (!(unitsPerMonth > 0 && unitsPerMonth <= 1e6)) refuse('unitsPerMonth', unitsPerMonth, 'above 0')
  const alive = aliveRows(fit, rows)
  const result = new Float64Array(rows.rows)
  let before: Float64Array = new Float64Array(rows.rows)
  for (let month = 1; month <= months; month++) {
    const until = expectedRows(fit, rows, month * unitsPerMonth, alive)
    const factor = (1 + rate) ** -month
    for (let row = 0; row < result.length; row++) result[row]! += (until[row]! - before[row]!) * factor
    before = until
  }
  return result
}

function discountedContinuously(
  fit: FittedModel,
  rows: CompressedHistory,
  { rate, horizon = Number.POSITIVE_INFINITY }: Extract<Discounting, { kind: 'continuous' }>,
): Float64Array<ArrayBuffer> {
  if (fit.model !== 'paretonbd') refuse('discounting', 'continuous', 'monthly, unless the model is paretonbd')
  if (!(rate >= 0 && rate <= 1e6)) refuse('rate', rate, '0 or above')
  if (!(horizon > 0)) refuse('horizon', horizon, 'above 0')
  if (rate === 0 && horizon === Number.POSITIVE_INFINITY)
    refuse('rate', rate, 'above 0 when there is no horizon')
  const [r, alpha, s, beta] = parametersOf(fit) as unknown as [number, number, number, number]
  const times = rows.TValues.map((T) => timeAlive(s, beta + T, horizon, rate))
  return aliveRows(fit, rows).map(
    (alive, row) => (alive * (r + rows.x[row]!) * times[rows.TCode[row]!]!) / (alpha + rows.T[row]!),
  )
}

function checkSpend(m: Numbers, customers: number): void {
  if (m.length !== customers)
    throw new EngineError('value_length', { column: 'm', rows: m.length, expected: customers })
  for (let i = 0; i < customers; i++)
    if (!Number.isFinite(m[i]!))
      throw new EngineError('value_invalid', {
        row: i + 1,
        column: 'm',
        value: String(m[i]),
        expected: 'a number',
      })
}

function refuse(option: string, value: string | number, expected: string): never {
  throw new EngineError('option_invalid', { option, value: String(value), expected })
}
