/** Answers with identical rows collapsed, column after column, centred. */
export interface DistinctRows {
  /** Respondents. */
  n: number
  /** Different rows of answers. */
  count: number
  itemCount: number
  /** n: number of each respondent's row. */
  rowOf: Int32Array
  /** count: respondents behind each row. */
  multiplicity: Int32Array
  /** itemCount × count: answers minus the item's offset. */
  columns: Float64Array
  /** itemCount: near the item's mean, an integer where all answers are. Centred, sums keep their digits and stay small. */
  offsets: Float64Array
  /** Every answer is an integer. */
  integer: boolean
  /** Largest |answer − offset|. */
  largest: number
}

/** Collapses n × itemCount answers (row after row, no missing). Rows keep the order of their first appearance. */
export function distinctRows(answers: Float64Array, itemCount: number): DistinctRows {
  const n = answers.length / itemCount
  const { rowOf, first } = collapse(answers, itemCount, n)
  const count = first.length
  const multiplicity = new Int32Array(count)
  for (let row = 0; row < n; row++) multiplicity[rowOf[row]!]! += 1
  const integer = answers.every(Number.isSafeInteger)
  const offsets = new Float64Array(itemCount)
  const columns = new Float64Array(itemCount * count)
  let largest = 0
  for (let i = 0; i < itemCount; i++) {
    let sum = 0
    for (let row = 0; row < n; row++) sum += answers[row * itemCount + i]!
    const offset = integer ? Math.round(sum / n) : sum / n
    offsets[i] = offset
    for (let row = 0; row < count; row++) {
      const value = answers[first[row]! * itemCount + i]! - offset
      columns[i * count + row] = value
      largest = Math.max(largest, Math.abs(value))
    }
  }
  return { n, count, itemCount, rowOf, multiplicity, columns, offsets, integer, largest }
}

/** An open hash table over rows: numbers the different ones in order of appearance. */
function collapse(
  answers: Float64Array,
  itemCount: number,
  n: number,
): { rowOf: Int32Array; first: number[] } {
  const size = 2 ** Math.ceil(Math.log2(2 * n + 1))
  const slots = new Int32Array(size).fill(-1)
  const rowOf = new Int32Array(n)
  const first: number[] = []
  const scratch = new Float64Array(1)
  const words = new Int32Array(scratch.buffer)
  for (let row = 0; row < n; row++) {
    let hash = 0x811c9dc5
    for (let i = 0; i < itemCount; i++) {
      scratch[0] = answers[row * itemCount + i]! + 0
      hash = Math.imul(hash ^ words[0]!, 0x01000193)
      hash = Math.imul(hash ^ (hash >>> 15) ^ words[1]!, 0x85ebca6b)
    }
    let slot = (hash ^ (hash >>> 13)) & (size - 1)
    for (;;) {
      const known = slots[slot]!
      if (known < 0) {
        slots[slot] = first.length
        rowOf[row] = first.length
        first.push(row)
        break
      }
      if (sameRow(answers, itemCount, row, first[known]!)) {
        rowOf[row] = known
        break
      }
      slot = (slot + 1) & (size - 1)
    }
  }
  return { rowOf, first }
}

function sameRow(answers: Float64Array, itemCount: number, a: number, b: number): boolean {
  for (let i = 0; i < itemCount; i++)
    if (answers[a * itemCount + i] !== answers[b * itemCount + i]) return false
  return true
}
