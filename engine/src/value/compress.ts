import { type Dictionary, dictionary } from './dictionary.ts'
import { checkHistory, type PurchaseHistory } from './rows.ts'

/**
 * The distinct (x, t_x, T) of n customers with their counts. The likelihood depends on nothing else, so a million
 * customers become about a hundred thousand rows. Rows ascend by x, then T, then t_x, whatever the order of the
 * customers: permuting customers does not change a single bit of a fit.
 */
export interface CompressedHistory {
  /** n */
  customers: number
  /** number of distinct rows */
  rows: number
  /** per row */
  x: Float64Array<ArrayBuffer>
  tx: Float64Array<ArrayBuffer>
  T: Float64Array<ArrayBuffer>
  /** customers with that row */
  count: Float64Array<ArrayBuffer>
  /** per row: index into the distinct values below */
  xCode: Int32Array<ArrayBuffer>
  txCode: Int32Array<ArrayBuffer>
  TCode: Int32Array<ArrayBuffer>
  xValues: Float64Array<ArrayBuffer>
  txValues: Float64Array<ArrayBuffer>
  TValues: Float64Array<ArrayBuffer>
  /** per customer: the row */
  rowOf: Int32Array<ArrayBuffer>
}

/**
 * Compresses checked columns of length n; O(n), typed arrays only.
 * @throws value_empty, value_length, value_invalid (see checkHistory)
 */
export function compressHistory(history: PurchaseHistory): CompressedHistory {
  const checked = checkHistory(history)
  const x = dictionary(checked.x)
  const tx = dictionary(checked.tx)
  const T = dictionary(checked.T)
  const n = x.codes.length
  const cells = x.values.length * T.values.length * tx.values.length
  const { keys, rowOf, count } =
    cells <= Math.max(65_536, 8 * n) ? countCells(x, T, tx, cells) : countByHash(x, T, tx, cells)

  const rows = keys.length
  const result: CompressedHistory = {
    customers: n,
    rows,
    x: new Float64Array(rows),
    tx: new Float64Array(rows),
    T: new Float64Array(rows),
    count,
    xCode: new Int32Array(rows),
    txCode: new Int32Array(rows),
    TCode: new Int32Array(rows),
    xValues: x.values,
    txValues: tx.values,
    TValues: T.values,
    rowOf,
  }
  // Every customer of a row has the same codes: whoever comes last may write them.
  for (let i = 0; i < n; i++) {
    const row = rowOf[i]!
    result.xCode[row] = x.codes[i]!
    result.txCode[row] = tx.codes[i]!
    result.TCode[row] = T.codes[i]!
  }
  for (let row = 0; row < rows; row++) {
    result.x[row] = x.values[result.xCode[row]!]!
    result.tx[row] = tx.values[result.txCode[row]!]!
    result.T[row] = T.values[result.TCode[row]!]!
  }
  return result
}

interface Counted {
  /** ascending; only their number is used */
  keys: { length: number }
  rowOf: Int32Array<ArrayBuffer>
  count: Float64Array<ArrayBuffer>
}

/** When the cells of the three-way table are few: one counter per cell. */
function countCells(x: Dictionary, T: Dictionary, tx: Dictionary, cells: number): Counted {
  const n = x.codes.length
  const rowOf = new Int32Array(n)
  const counters = new Int32Array(cells)
  const ages = T.values.length
  const recencies = tx.values.length
  for (let i = 0; i < n; i++) {
    const cell = (x.codes[i]! * ages + T.codes[i]!) * recencies + tx.codes[i]!
    rowOf[i] = cell
    counters[cell]!++
  }
  let rows = 0
  for (let cell = 0; cell < cells; cell++) if (counters[cell] !== 0) rows++
  const count = new Float64Array(rows)
  let row = 0
  for (let cell = 0; cell < cells; cell++) {
    const customers = counters[cell]!
    if (customers === 0) continue
    count[row] = customers
    counters[cell] = row++
  }
  for (let i = 0; i < n; i++) rowOf[i] = counters[rowOf[i]!]!
  return { keys: { length: rows }, rowOf, count }
}

/** Otherwise code the combined number of the cell; two steps when it would not fit into 53 bits. */
function countByHash(x: Dictionary, T: Dictionary, tx: Dictionary, cells: number): Counted {
  const n = x.codes.length
  const ages = T.values.length
  const recencies = tx.values.length
  const keys = new Float64Array(n)
  for (let i = 0; i < n; i++) keys[i] = x.codes[i]! * ages + T.codes[i]!
  if (cells >= 2 ** 53) keys.set(dictionary(keys).codes)
  for (let i = 0; i < n; i++) keys[i] = keys[i]! * recencies + tx.codes[i]!
  const coded = dictionary(keys)
  const count = new Float64Array(coded.values.length)
  for (let i = 0; i < n; i++) count[coded.codes[i]!]!++
  return { keys: coded.values, rowOf: coded.codes, count }
}
