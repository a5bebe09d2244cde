import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EngineError } from '../errors.ts'
import { compressHistory } from './compress.ts'
import { dictionary } from './dictionary.ts'

const code = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof EngineError)
      return [error.code, error.params.row, error.params.column].filter(Boolean).join(' ')
  }
  return 'no error'
}

/** x, share of T, T; few distinct values, so that rows repeat. */
const customer = fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 6 }))
const historyOf = (list: readonly (readonly [number, number, number])[], stretch = 1) => ({
  x: Float64Array.from(list, ([x]) => x),
  tx: Float64Array.from(list, ([x, share, T], i) => (x > 0 ? (share * T) / 5 / (1 + i * (stretch - 1)) : 0)),
  T: Float64Array.from(list, ([, , T]) => T),
})

describe('dictionary of a column', () => {
  test('codes lead back to the values, which are distinct and ascending, also beyond the first table size', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { maxLength: 300 }), (list) => {
        const column = Float64Array.from(list)
        const { values, codes } = dictionary(column)
        column.forEach((value, i) => {
          expect(values[codes[i]!]).toBe(value + 0)
        })
        for (let k = 1; k < values.length; k++) expect(values[k]).toBeGreaterThan(values[k - 1]!)
      }),
    )
    const many = Float64Array.from({ length: 20_000 }, (_, i) => ((i * 7919) % 10_007) / 7)
    expect(dictionary(many).values.length).toBe(10_007)
  })

  test('minus zero is zero', () => {
    expect(dictionary(Float64Array.of(0, -0)).values.length).toBe(1)
  })
})

describe('compression', () => {
  test('every customer finds exactly their own row, and counts add up', () => {
    fc.assert(
      fc.property(fc.array(customer, { minLength: 1, maxLength: 200 }), fc.boolean(), (list, distinct) => {
        const history = historyOf(list, distinct ? 1.001 : 1)
        const rows = compressHistory(history)
        const seen = new Set(list.map((_, i) => `${history.x[i]}|${history.tx[i]}|${history.T[i]}`))
        expect(rows.rows).toBe(seen.size)
        expect(rows.count.reduce((sum, n) => sum + n, 0)).toBe(list.length)
        list.forEach((_, i) => {
          const row = rows.rowOf[i]!
          expect([rows.x[row], rows.tx[row], rows.T[row]]).toEqual([
            history.x[i],
            history.tx[i],
            history.T[i],
          ])
        })
      }),
    )
  })

  test('the hashed way (many distinct values) finds the same rows as the table of cells', () => {
    const n = 3000
    const T = Float64Array.from({ length: n }, (_, i) => 10 + ((i * 37) % 1999) / 7)
    const x = Float64Array.from({ length: n }, (_, i) => i % 5)
    const tx = Float64Array.from({ length: n }, (_, i) => (i % 5 === 0 ? 0 : T[i]! * (1 - (i % 1009) / 2000)))
    const rows = compressHistory({ x, tx, T })
    expect(rows.rows).toBe(new Set(Array.from(x, (_, i) => `${x[i]}|${tx[i]}|${T[i]}`)).size)
    for (let i = 0; i < n; i++) expect(rows.tx[rows.rowOf[i]!]).toBe(tx[i])
    for (let row = 1; row < rows.rows; row++) {
      const before = [rows.x[row - 1]!, rows.T[row - 1]!, rows.tx[row - 1]!]
      const here = [rows.x[row]!, rows.T[row]!, rows.tx[row]!]
      const at = here.findIndex((value, j) => value !== before[j])
      expect(here[at]).toBeGreaterThan(before[at]!)
    }
  })

  test('what cannot be a customer is refused with the row and the column', () => {
    expect(code(() => compressHistory({ x: [], tx: [], T: [] }))).toBe('value_empty')
    expect(code(() => compressHistory({ x: [1, 2], tx: [1], T: [2, 3] }))).toBe('value_length t_x')
    expect(code(() => compressHistory({ x: [1, 2], tx: [1, 4], T: [2, 3] }))).toBe('value_invalid 2 t_x')
    expect(code(() => compressHistory({ x: [-1], tx: [1], T: [2] }))).toBe('value_invalid 1 x')
    expect(code(() => compressHistory({ x: [1.5], tx: [1], T: [2] }))).toBe('value_invalid 1 x')
    expect(code(() => compressHistory({ x: [Number.NaN], tx: [1], T: [2] }))).toBe('value_invalid 1 x')
    expect(code(() => compressHistory({ x: [0, 1], tx: [0, Number.NaN], T: [2, 2] }))).toBe(
      'value_invalid 2 t_x',
    )
    expect(code(() => compressHistory({ x: [0], tx: [0], T: [Number.POSITIVE_INFINITY] }))).toBe(
      'value_invalid 1 T',
    )
    expect(code(() => compressHistory({ x: [0], tx: [0], T: [-2] }))).toBe('value_invalid 1 T')
    expect(code(() => compressHistory({ x: [2], tx: [0], T: [0] }))).toBe('value_invalid 1 t_x')
    expect(code(() => compressHistory({ x: [0], tx: [1], T: [3] }))).toBe('value_invalid 1 t_x')
    expect(compressHistory({ x: [0], tx: [0], T: [0] }).rows).toBe(1)
  })
})
