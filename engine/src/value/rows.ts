import { EngineError } from '../errors.ts'

/** Numbers of any shape: what comes out of a database, a CSV file or another computation. */
export type Numbers = Float64Array | Float32Array | Int32Array | readonly number[]

/**
 * What the transaction models need to know of n customers; `x`, `tx` and `T` have length n.
 * - `x`: repeat purchases, whole numbers ≥ 0 (the first purchase is not counted);
 * - `tx`: time from the first to the last purchase (0 when x = 0), in the unit of `T`;
 * - `T`: time from the first purchase to the end of the observation, usually weeks.
 */
export interface PurchaseHistory {
  x: Numbers
  tx: Numbers
  T: Numbers
}

/** The same, plus `m`, the mean amount of a repeat purchase (0 when there is none). */
export interface PurchaseHistoryWithSpend extends PurchaseHistory {
  m: Numbers
}

/** A Float64Array of the same numbers; the very same object when it already is one. */
export function asDoubles(values: Numbers): Float64Array {
  return values instanceof Float64Array ? values : Float64Array.from(values)
}

export interface Columns {
  x: Float64Array
  tx: Float64Array
  T: Float64Array
}

/** The columns as doubles of one length. @throws value_empty, value_length */
export function columnsOf(history: PurchaseHistory): Columns {
  const x = asDoubles(history.x)
  const tx = asDoubles(history.tx)
  const T = asDoubles(history.T)
  const n = x.length
  if (n === 0) throw new EngineError('value_empty')
  if (tx.length !== n) throw new EngineError('value_length', { column: 't_x', rows: tx.length, expected: n })
  if (T.length !== n) throw new EngineError('value_length', { column: 'T', rows: T.length, expected: n })
  return { x, tx, T }
}

/** Whether there can be a customer like this; false for NaN anywhere. */
export function isPossible(x: number, tx: number, T: number): boolean {
  return (
    x >= 0 && x <= 1e9 && Math.floor(x) === x && T >= 0 && T <= 1e9 && tx <= T && (x > 0 ? tx > 0 : tx === 0)
  )
}

/** Names the first row (counted from 1) and column that cannot be. @throws value_invalid */
export function refuseImpossible({ x, tx, T }: Columns): void {
  for (let i = 0; i < x.length; i++) if (!isPossible(x[i]!, tx[i]!, T[i]!)) refuse(i, x[i]!, tx[i]!, T[i]!)
}

function refuse(index: number, x: number, tx: number, T: number): never {
  const row = index + 1
  const wrong = (column: string, value: number, expected: string): never => {
    throw new EngineError('value_invalid', { row, column, value: String(value), expected })
  }
  if (!(x >= 0 && x <= 1e9 && Math.floor(x) === x)) wrong('x', x, 'a whole number from 0 to 1e9')
  if (!(T >= 0 && T <= 1e9)) wrong('T', T, 'a number from 0 to 1e9')
  if (!(tx >= 0 && tx <= T)) wrong('t_x', tx, `between 0 and T (${T})`)
  if (x > 0) wrong('t_x', tx, `above 0, because x is ${x}`)
  return wrong('t_x', tx, '0, because x is 0')
}
