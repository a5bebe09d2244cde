import { EngineError } from '../errors.ts'
import { type CompressedHistory, compressHistory } from './compress.ts'
import { parametersOf } from './fit.ts'
import { aliveRows, expectedOfNewCustomer, expectedRows, type FittedModel } from './predict.ts'
import { purchaseTails } from './purchase-counts.ts'
import { asDoubles, type Numbers, type PurchaseHistory } from './rows.ts'

/** One line of the hold-out table: customers with so many purchases in the calibration period. */
export interface HoldoutLine {
  /** repeat purchases in the calibration period */
  x: number
  /** true for the last line: x or more */
  orMore: boolean
  customers: number
  /** mean purchases in the hold-out period: what happened and what the model expected */
  actual: number
  expected: number
}

export interface HoldoutTable {
  lines: HoldoutLine[]
  /** sums over all customers */
  actual: number
  expected: number
  /** mean absolute and root mean squared error per customer */
  meanAbsoluteError: number
  rootMeanSquaredError: number
}

/**
 * Conditional expectations against the hold-out period, by purchases in the calibration period (the table of Fader,
 * Hardie & Lee 2005, figure 4).
 * @param actual purchases of each customer in the hold-out period; @param horizon its length in units of T
 * @param last the last line holds `last` or more purchases
 * @throws value_length, value_invalid; option_invalid for the horizon
 */
export function holdoutTable(
  fit: FittedModel,
  history: PurchaseHistory,
  actual: Numbers,
  horizon: number,
  last = 7,
): HoldoutTable {
  const rows = compressHistory(history)
  const happened = asDoubles(actual)
  if (happened.length !== rows.customers)
    throw new EngineError('value_length', {
      column: 'holdout',
      rows: happened.length,
      expected: rows.customers,
    })
  const expected = expectedRows(fit, rows, horizon, aliveRows(fit, rows))
  const lines: HoldoutLine[] = Array.from({ length: last + 1 }, (_, x) => ({
    x,
    orMore: x === last,
    customers: 0,
    actual: 0,
    expected: 0,
  }))
  let absolute = 0
  let squared = 0
  let actualTotal = 0
  let expectedTotal = 0
  for (let i = 0; i < happened.length; i++) {
    const row = rows.rowOf[i]!
    const real = happened[i]!
    if (!(real >= 0 && real < Number.POSITIVE_INFINITY))
      throw new EngineError('value_invalid', {
        row: i + 1,
        column: 'holdout',
        value: String(real),
        expected: 'a number of purchases',
      })
    const line = lines[Math.min(last, rows.x[row]!)]!
    line.customers++
    line.actual += real
    line.expected += expected[row]!
    const error = expected[row]! - real
    absolute += Math.abs(error)
    squared += error * error
    actualTotal += real
    expectedTotal += expected[row]!
  }
  for (const line of lines)
    if (line.customers > 0) {
      line.actual /= line.customers
      line.expected /= line.customers
    }
  return {
    lines,
    actual: actualTotal,
    expected: expectedTotal,
    meanAbsoluteError: absolute / happened.length,
    rootMeanSquaredError: Math.sqrt(squared / happened.length),
  }
}

/** Customers with x = 0, 1, … purchases in the calibration period: counted, and expected under the model. */
export interface FrequencyLine {
  x: number
  orMore: boolean
  actual: number
  expected: number
}

/**
 * How well the model reproduces the data it was fitted to: Σ over customers of P(X(T) = x), with each customer's own T.
 * @param last the last line holds `last` or more purchases
 */
export function frequencyTable(fit: FittedModel, history: PurchaseHistory, last = 7): FrequencyLine[] {
  const rows = compressHistory(history)
  const parameters = parametersOf(fit)
  const lines: FrequencyLine[] = Array.from({ length: last + 1 }, (_, x) => ({
    x,
    orMore: x === last,
    actual: 0,
    expected: 0,
  }))
  for (let row = 0; row < rows.rows; row++) lines[Math.min(last, rows.x[row]!)]!.actual += rows.count[row]!
  const tails = new Float64Array(last)
  // The modified model: a customer may be gone before the first repeat purchase.
  const start = fit.model === 'mbgnbd' ? parameters[3]! / (parameters[2]! + parameters[3]!) : 1
  customersByAge(rows).forEach((customers, code) => {
    purchaseTails(fit.model, parameters, 0, 0, rows.TValues[code]!, tails)
    let before = 1
    for (let x = 0; x <= last; x++) {
      const after = x === last ? 0 : start * tails[x]!
      lines[x]!.expected += customers * (before - after)
      before = after
    }
  })
  return lines
}

/**
 * Expected cumulative repeat purchases of the whole cohort at the given calendar times, for a tracking plot: a customer
 * first seen T before the end of the observation has been a customer for time − (end − T).
 * @param times units of T since the first customer's first purchase (the customer with the largest T starts at 0)
 */
export function expectedCumulative(
  fit: FittedModel,
  history: PurchaseHistory,
  times: Numbers,
): Float64Array<ArrayBuffer> {
  const rows = compressHistory(history)
  const oldest = rows.TValues[rows.TValues.length - 1]!
  const customers = customersByAge(rows)
  return Float64Array.from(times as ArrayLike<number>, (time) => {
    let sum = 0
    for (let code = 0; code < customers.length; code++) {
      const age = time - (oldest - rows.TValues[code]!)
      if (age > 0) sum += customers[code]! * expectedOfNewCustomer(fit, age)
    }
    return sum
  })
}

function customersByAge(rows: CompressedHistory): Float64Array {
  const customers = new Float64Array(rows.TValues.length)
  for (let row = 0; row < rows.rows; row++) customers[rows.TCode[row]!]! += rows.count[row]!
  return customers
}
