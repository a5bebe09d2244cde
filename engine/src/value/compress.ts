import { type Dictionary, dictionary } from './dictionary.ts'
import { columnsOf, isPossible, type PurchaseHistory, refuseImpossible } from './rows.ts'

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
 * Compresses columns of length n; O(n), typed arrays only. What cannot be a customer shows in the distinct rows, so the
 * columns themselves are searched only to name the culprit.
 * @throws value_empty, value_length, value_invalid (row, column)
 */
export function compressHistory(history: PurchaseHistory): CompressedHistory {
  const columns = columnsOf(history)
  // NaN equals nothing and cannot be coded; a sum betrays it.
  if (!Number.isFinite(sumOf(columns.x) + sumOf(columns.tx) + sumOf(columns.T))) refuseImpossible(columns)
  const x = dictionary(columns.x)
  const tx = dictionary(columns.tx)
  const T = dictionary(columns.T)
  const cells = x.values.length * T.values.length * tx.values.length
  const result =
    cells <= Math.max(65_536, 8 * x.codes.length) ? countCells(x, T, tx, cells) : countByHash(x, T, tx, cells)
  for (let row = 0; row < result.rows; row++)
    if (!isPossible(result.x[row]!, result.tx[row]!, result.T[row]!)) refuseImpossible(columns)
  return result
}

function sumOf(values: Float64Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return sum
}

type DistinctValues = Pick<CompressedHistory, 'xValues' | 'txValues' | 'TValues'>

/** Space for so many rows. */
function newHistory(
  rows: number,
  { xValues, txValues, TValues }: DistinctValues,
  rowOf: Int32Array<ArrayBuffer>,
): CompressedHistory {
  return {
    customers: rowOf.length,
    rows,
    x: new Float64Array(rows),
    tx: new Float64Array(rows),
    T: new Float64Array(rows),
    count: new Float64Array(rows),
    xCode: new Int32Array(rows),
    txCode: new Int32Array(rows),
    TCode: new Int32Array(rows),
    xValues,
    txValues,
    TValues,
    rowOf,
  }
}

const distinctOf = (x: Dictionary, T: Dictionary, tx: Dictionary): DistinctValues => ({
  xValues: x.values,
  txValues: tx.values,
  TValues: T.values,
})

function setRow(result: CompressedHistory, row: number, xCode: number, TCode: number, txCode: number): void {
  result.xCode[row] = xCode
  result.TCode[row] = TCode
  result.txCode[row] = txCode
  result.x[row] = result.xValues[xCode]!
  result.T[row] = result.TValues[TCode]!
  result.tx[row] = result.txValues[txCode]!
}

/** When the cells of the three-way table are few: one counter per cell. */
function countCells(x: Dictionary, T: Dictionary, tx: Dictionary, cells: number): CompressedHistory {
  const n = x.codes.length
  const ages = T.values.length
  const recencies = tx.values.length
  const counters = new Int32Array(cells)
  // The codes of x are not needed afterwards: their array becomes the row of each customer.
  const rowOf = x.codes
  for (let i = 0; i < n; i++) {
    const cell = (rowOf[i]! * ages + T.codes[i]!) * recencies + tx.codes[i]!
    rowOf[i] = cell
    counters[cell]!++
  }
  let rows = 0
  for (let cell = 0; cell < cells; cell++) if (counters[cell] !== 0) rows++
  const result = newHistory(rows, distinctOf(x, T, tx), rowOf)
  let row = 0
  let cell = 0
  for (let xCode = 0; xCode < x.values.length; xCode++)
    for (let TCode = 0; TCode < ages; TCode++)
      for (let txCode = 0; txCode < recencies; txCode++, cell++) {
        const customers = counters[cell]!
        if (customers === 0) continue
        result.count[row] = customers
        setRow(result, row, xCode, TCode, txCode)
        counters[cell] = row++
      }
  for (let i = 0; i < n; i++) rowOf[i] = counters[rowOf[i]!]!
  return result
}

/** Otherwise code the combined number of the cell; two steps when it would not fit into 53 bits. */
function countByHash(x: Dictionary, T: Dictionary, tx: Dictionary, cells: number): CompressedHistory {
  const n = x.codes.length
  const ages = T.values.length
  const recencies = tx.values.length
  const keys = new Float64Array(n)
  for (let i = 0; i < n; i++) keys[i] = x.codes[i]! * ages + T.codes[i]!
  if (cells >= 2 ** 53) keys.set(dictionary(keys).codes)
  for (let i = 0; i < n; i++) keys[i] = keys[i]! * recencies + tx.codes[i]!
  const { values, codes } = dictionary(keys)
  const result = newHistory(values.length, distinctOf(x, T, tx), codes)
  for (let i = 0; i < n; i++) {
    const row = codes[i]!
    // Every customer of a row has the same codes: the first one writes them.
    if (result.count[row]!++ === 0) setRow(result, row, x.codes[i]!, T.codes[i]!, tx.codes[i]!)
  }
  return result
}

/**
 * A systematic sample of the rows, one in `step`, for a first approximation. Rows with x = 0 are few and heavy: they are
 * all kept, with their share of the customers.
 */
export function thinHistory(rows: CompressedHistory, step: number): CompressedHistory {
  const heavy = (row: number): boolean => rows.x[row] === 0
  let kept = 0
  for (let row = 0; row < rows.rows; row++) if (heavy(row) || row % step === 0) kept++
  const thin = newHistory(kept, rows, new Int32Array(0))
  let to = 0
  for (let row = 0; row < rows.rows; row++) {
    if (!heavy(row) && row % step !== 0) continue
    setRow(thin, to, rows.xCode[row]!, rows.TCode[row]!, rows.txCode[row]!)
    thin.count[to] = heavy(row) ? rows.count[row]! / step : rows.count[row]!
    thin.customers += thin.count[to++]!
  }
  return thin
}
