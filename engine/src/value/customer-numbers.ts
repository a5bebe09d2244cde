import { EngineError } from '../errors.ts'

/**
 * Numbers customers 0 … n − 1 in ascending order of their numeric ids.
 * @param ids whole numbers, one per row, in any order
 * @returns `customer`: the number of each row; `ids`: id of each number
 * @throws EngineError purchase_id where an id is not a whole number
 */
export function numberCustomers(ids: Int32Array | Float64Array): {
  customer: Int32Array<ArrayBuffer>
  ids: Float64Array<ArrayBuffer>
} {
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  const whole = ids instanceof Int32Array
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!
    if (!whole && !Number.isSafeInteger(id)) throw new EngineError('purchase_id', { row: i + 1, id })
    if (id < least) least = id
    if (id > most) most = id
  }
  return most - least < 8 * ids.length + 1024 ? byTable(ids, least, most) : byMap(ids)
}

/** Ids close together: one table entry per possible id. */
function byTable(ids: Int32Array | Float64Array, least: number, most: number) {
  const range = ids.length === 0 ? 0 : most - least + 1
  const present = new Uint8Array(range)
  for (let i = 0; i < ids.length; i++) present[ids[i]! - least] = 1
  const numberOf = new Int32Array(range)
  const known = new Float64Array(present.reduce((sum, one) => sum + one, 0))
  let n = 0
  for (let k = 0; k < range; k++) {
    if (present[k] === 0) continue
    numberOf[k] = n
    known[n++] = k + least
  }
  const customer = new Int32Array(ids.length)
  // Without gaps the number is the id itself, and the table need not be asked.
  if (n === range) for (let i = 0; i < ids.length; i++) customer[i] = ids[i]! - least
  else for (let i = 0; i < ids.length; i++) customer[i] = numberOf[ids[i]! - least]!
  return { customer, ids: known }
}

function byMap(ids: Int32Array | Float64Array) {
  const known = Float64Array.from(new Set(ids)).sort()
  const numberOf = new Map<number, number>()
  for (let k = 0; k < known.length; k++) numberOf.set(known[k]!, k)
  const customer = new Int32Array(ids.length)
  for (let i = 0; i < ids.length; i++) customer[i] = numberOf.get(ids[i]!)!
  return { customer, ids: known }
}
