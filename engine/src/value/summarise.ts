import { EngineError } from '../errors.ts'

/** n purchases in any order; columns of equal length. */
export interface PurchaseRows {
  /** code of the customer, a whole number ≥ 0 (small: arrays are as long as the largest code) */
  customer: Int32Array | Uint32Array
  /** day number, whole, any origin */
  day: Int32Array
  /** amount of the purchase; without it there is no m */
  amount?: Float64Array
}

export interface SummaryOptions {
  /** last day of the observation, inclusive */
  end: number
  /** last day of the hold-out that follows; without it nothing is counted there */
  holdoutEnd?: number
  /** days in a unit of time; 7 makes weeks */
  daysPerUnit?: number
}

/** One entry per customer who bought by `end`, ascending by code. */
export interface Summary {
  customer: Int32Array<ArrayBuffer>
  x: Float64Array<ArrayBuffer>
  tx: Float64Array<ArrayBuffer>
  T: Float64Array<ArrayBuffer>
  /** mean amount per repeat purchase (day), 0 without repeats */
  m: Float64Array<ArrayBuffer>
  /** day of the first purchase */
  firstDay: Int32Array<ArrayBuffer>
  /** days with a purchase after `end` and until `holdoutEnd` */
  holdout: Float64Array<ArrayBuffer>
  /** customers whose first purchase lies after `end`: left out */
  acquiredLater: number
}

/**
 * (x, t_x, T, m) per customer by the convention of the BTYD literature: several purchases on one day are one, of their
 * summed amount; the first purchase (day) is not counted in x nor in m; t_x = last − first day, T = end − first day, in
 * units of `daysPerUnit` days. O(n): a counting sort by customer, then each customer's days in place.
 * @throws value_empty when nobody bought by `end`; value_length; value_invalid with the row (from 1) and column
 */
export function summarisePurchases(purchases: PurchaseRows, options: SummaryOptions): Summary {
  const { end, holdoutEnd = end, daysPerUnit = 7 } = options
  if (!Number.isInteger(end)) refuseOption('end', end, 'a day number')
  if (!(Number.isInteger(holdoutEnd) && holdoutEnd >= end))
    refuseOption('holdoutEnd', holdoutEnd, 'not before end')
  if (!(daysPerUnit > 0 && daysPerUnit < 1e6)) refuseOption('daysPerUnit', daysPerUnit, 'above 0')
  const { start, day, amount } = groupByCustomer(purchases)

  const codes = start.length - 1
  let size = 0
  let bought = 0
  for (let code = 0; code < codes; code++) {
    const from = start[code]!
    const to = start[code + 1]!
    if (from === to) continue
    bought++
    sortByDay(day, amount, from, to)
    if (day[from]! <= end) size++
  }
  if (size === 0) throw new EngineError('value_empty')

  const summary: Summary = {
    customer: new Int32Array(size),
    x: new Float64Array(size),
    tx: new Float64Array(size),
    T: new Float64Array(size),
    m: new Float64Array(size),
    firstDay: new Int32Array(size),
    holdout: new Float64Array(size),
    acquiredLater: bought - size,
  }
  let at = 0
  for (let code = 0; code < codes; code++) {
    const from = start[code]!
    const to = start[code + 1]!
    if (from === to || day[from]! > end) continue
    const first = day[from]!
    let last = first
    let repeats = 0
    let holdout = 0
    let spent = 0
    let previous = first
    for (let i = from; i < to; i++) {
      const today = day[i]!
      if (today > holdoutEnd) break
      if (today > end) {
        if (today !== previous) holdout++
      } else if (today !== first) {
        if (today !== previous) repeats++
        if (amount) spent += amount[i]!
        last = today
      }
      previous = today
    }
    summary.customer[at] = code
    summary.x[at] = repeats
    summary.tx[at] = (last - first) / daysPerUnit
    summary.T[at] = (end - first) / daysPerUnit
    summary.m[at] = repeats > 0 ? spent / repeats : 0
    summary.firstDay[at] = first
    summary.holdout[at++] = holdout
  }
  return summary
}

interface Grouped {
  /** purchases of code c lie from start[c] to start[c + 1] */
  start: Int32Array
  day: Int32Array
  amount: Float64Array | undefined
}

/** A stable counting sort by customer code, with the checks of the columns. */
function groupByCustomer({ customer, day, amount }: PurchaseRows): Grouped {
  const n = customer.length
  if (n === 0) throw new EngineError('value_empty')
  if (day.length !== n)
    throw new EngineError('value_length', { column: 'day', rows: day.length, expected: n })
  if (amount && amount.length !== n)
    throw new EngineError('value_length', { column: 'amount', rows: amount.length, expected: n })
  let largest = 0
  for (let i = 0; i < n; i++) {
    const code = customer[i]!
    if (code < 0) refuse(i, 'customer', code, 'a code of 0 or above')
    if (code > largest) largest = code
  }
  if (largest > 200_000_000)
    refuse(customer.indexOf(largest), 'customer', largest, 'a code below 200,000,000')
  const start = new Int32Array(largest + 2)
  for (let i = 0; i < n; i++) start[customer[i]! + 1]!++
  for (let code = 0; code <= largest; code++) start[code + 1]! += start[code]!
  const next = start.slice(0, largest + 1)
  const days = new Int32Array(n)
  const amounts = amount ? new Float64Array(n) : undefined
  for (let i = 0; i < n; i++) {
    const slot = next[customer[i]!]!++
    days[slot] = day[i]!
    if (amounts) {
      const value = amount![i]!
      if (!(Math.abs(value) < 1e300)) refuse(i, 'amount', value, 'a number')
      amounts[slot] = value
    }
  }
  return { start, day: days, amount: amounts }
}

/** Sorts one customer's purchases by day: usually they are sorted already. */
function sortByDay(day: Int32Array, amount: Float64Array | undefined, from: number, to: number): void {
  let sorted = true
  for (let i = from + 1; i < to && sorted; i++) sorted = day[i - 1]! <= day[i]!
  if (sorted) return
  if (to - from <= 48) {
    for (let i = from + 1; i < to; i++) {
      const here = day[i]!
      const spent = amount ? amount[i]! : 0
      let j = i - 1
      for (; j >= from && day[j]! > here; j--) {
        day[j + 1] = day[j]!
        if (amount) amount[j + 1] = amount[j]!
      }
      day[j + 1] = here
      if (amount) amount[j + 1] = spent
    }
    return
  }
  // Day and position in one number: the native sort is then stable, too.
  const length = to - from
  const keys = new Float64Array(length)
  for (let i = 0; i < length; i++) keys[i] = day[from + i]! * length + i
  keys.sort()
  const spent = amount?.slice(from, to)
  for (let i = 0; i < length; i++) {
    const today = Math.floor(keys[i]! / length)
    day[from + i] = today
    if (amount && spent) amount[from + i] = spent[keys[i]! - today * length]!
  }
}

function refuse(index: number, column: string, value: number, expected: string): never {
  throw new EngineError('value_invalid', { row: index + 1, column, value: String(value), expected })
}

function refuseOption(option: string, value: number, expected: string): never {
  throw new EngineError('option_invalid', { option, value: String(value), expected })
}

/** Repeat purchases (days) per unit of time after `start`, for tracking a model against what happened. */
export function repeatsPerUnit(
  purchases: PurchaseRows,
  start: number,
  units: number,
  daysPerUnit = 7,
): Float64Array<ArrayBuffer> {
  const grouped = groupByCustomer(purchases)
  const result = new Float64Array(units)
  for (let code = 0; code + 1 < grouped.start.length; code++) {
    const from = grouped.start[code]!
    const to = grouped.start[code + 1]!
    sortByDay(grouped.day, undefined, from, to)
    for (let i = from + 1; i < to; i++) {
      const today = grouped.day[i]!
      if (today === grouped.day[i - 1]) continue
      // A purchase within the first unit after `start` belongs to unit 0.
      const unit = Math.floor((today - start - 1e-9) / daysPerUnit)
      if (unit >= 0 && unit < units) result[unit]!++
    }
  }
  return result
}
