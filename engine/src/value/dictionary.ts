/** The distinct values of a column in ascending order, and for every entry the position of its value among them. */
export interface Dictionary {
  /** distinct values, ascending */
  values: Float64Array<ArrayBuffer>
  /** for every entry, its index into `values` */
  codes: Int32Array<ArrayBuffer>
}

/** Whole numbers below this are coded by a table of counters, unless there are few entries. */
const SMALL = 65_536
const FEW = 4096

/**
 * Codes a column of numbers (no NaN): a table for small whole numbers, otherwise open addressing over the bits of the
 * doubles; no objects, no strings. The distinct values ascend, so the coding does not depend on the order of the
 * entries. A few nanoseconds an entry while the distinct values fit into the processor's cache.
 */
export function dictionary(column: Float64Array): Dictionary {
  return (column.length >= FEW ? smallWholeNumbers(column) : undefined) ?? byHash(column)
}

function smallWholeNumbers(column: Float64Array): Dictionary | undefined {
  const n = column.length
  const codes = new Int32Array(n)
  const seen = new Int32Array(SMALL)
  for (let i = 0; i < n; i++) {
    const value = column[i]!
    const whole = value & 0xffff
    if (whole !== value) return
    codes[i] = whole
    seen[whole] = 1
  }
  let count = 0
  for (let value = 0; value < SMALL; value++) if (seen[value] === 1) seen[value] = count++ + 1
  const values = new Float64Array(count)
  for (let value = 0; value < SMALL; value++) if (seen[value]! > 0) values[seen[value]! - 1] = value
  for (let i = 0; i < n; i++) codes[i] = seen[codes[i]!]! - 1
  return { values, codes }
}

function hash(low: number, high: number, bits: number): number {
  const mixed = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b)
  return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) >>> (32 - bits)
}

/** An open-addressing table from doubles to numbers 0, 1, … in the order of their first appearance. */
interface Table {
  bits: number
  /** number + 1 of the value in a slot, 0 for an empty slot */
  slots: Int32Array
  values: Float64Array
  count: number
}

function byHash(column: Float64Array): Dictionary {
  const n = column.length
  const codes = new Int32Array(n)
  const words = new Int32Array(column.buffer, column.byteOffset, 2 * n)
  const table: Table = { bits: 10, slots: new Int32Array(1024), values: new Float64Array(512), count: 0 }
  let { bits, slots, values } = table
  for (let i = 0; i < n; i++) {
    // Most entries are found in the first slot that is asked.
    const entry = slots[hash(words[2 * i]!, words[2 * i + 1]!, bits)]!
    if (entry !== 0 && values[entry - 1] === column[i]!) codes[i] = entry - 1
    else {
      codes[i] = numberOf(table, column[i]!)
      ;({ bits, slots, values } = table)
    }
  }
  const sorted = table.values.slice(0, table.count).sort()
  const rank = new Int32Array(table.count)
  for (let k = 0; k < sorted.length; k++) rank[numberOf(table, sorted[k]!)] = k
  for (let i = 0; i < n; i++) codes[i] = rank[codes[i]!]!
  return { values: sorted, codes }
}

const scratch = new Float64Array(1)
const scratchWords = new Int32Array(scratch.buffer)

/** The number of a value, which is entered when it is new. */
function numberOf(table: Table, value: number): number {
  // Adding zero turns −0, which has other bits, into 0.
  const slot = place(table, value + 0)
  const entry = table.slots[slot]!
  if (entry !== 0) return entry - 1
  table.values[table.count] = value + 0
  table.slots[slot] = ++table.count
  if (table.count === table.values.length) grow(table)
  return table.count - 1
}

function place({ slots, values, bits }: Table, value: number): number {
  scratch[0] = value
  let slot = hash(scratchWords[0]!, scratchWords[1]!, bits)
  for (;;) {
    const entry = slots[slot]!
    if (entry === 0 || values[entry - 1] === value) return slot
    slot = (slot + 1) & (slots.length - 1)
  }
}

function grow(table: Table): void {
  table.bits += 2
  table.slots = new Int32Array(1 << table.bits)
  const wider = new Float64Array(1 << (table.bits - 1))
  wider.set(table.values)
  table.values = wider
  for (let number = 0; number < table.count; number++) table.slots[place(table, wider[number]!)] = number + 1
}
