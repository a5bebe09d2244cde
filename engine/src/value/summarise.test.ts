import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EngineError } from '../errors.ts'
import { repeatsPerUnit, summarisePurchases } from './summarise.ts'

/** [customer, day, amount] */
type Line = readonly [number, number, number]

const purchasesFrom = (lines: readonly Line[]) => ({
  customer: Int32Array.from(lines, ([customer]) => customer),
  day: Int32Array.from(lines, ([, day]) => day),
  amount: Float64Array.from(lines, ([, , amount]) => amount),
})

describe('summary of purchases', () => {
  test('several purchases on a day are one, the first day does not count, the rest follows', () => {
    const summary = summarisePurchases(
      purchasesFrom([
        [2, 30, 8], // 2: unsorted, two on day 30, hold-out on day 50
        [2, 9, 5],
        [2, 30, 4],
        [2, 16, 10],
        [2, 50, 99],
        [2, 50, 1],
        [0, 37, 3], // 0: once, on the last day
        [4, 40, 3], // 4: only after the end
        [5, 1, 7], // 5: twice on the first day
        [5, 1, 7],
      ]),
      { end: 37, holdoutEnd: 60 },
    )
    expect([...summary.customer]).toEqual([0, 2, 5])
    expect([...summary.x]).toEqual([0, 2, 0])
    expect([...summary.tx]).toEqual([0, 3, 0])
    expect([...summary.T]).toEqual([0, 4, 36 / 7])
    expect([...summary.m]).toEqual([0, 11, 0])
    expect([...summary.holdout]).toEqual([0, 1, 0])
    expect(summary.acquiredLater).toBe(1)
  })

  test('it is what a slow and obvious program finds, in any order of the purchases', () => {
    const line = fc.tuple(fc.nat(4), fc.integer({ min: -20, max: 30 }), fc.integer({ min: 0, max: 9 }))
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 400 }), (lines) => {
        const expected = [0, 1, 2, 3, 4].flatMap((customer) => {
          const days = new Map<number, number>()
          for (const [who, day, amount] of lines)
            if (who === customer && day <= 10) days.set(day, (days.get(day) ?? 0) + amount)
          const sorted = [...days.keys()].sort((a, b) => a - b)
          if (sorted.length === 0) return []
          const [first, ...repeats] = sorted
          const spent = repeats.reduce((sum, day) => sum + days.get(day)!, 0)
          const last = repeats.at(-1) ?? first!
          return [
            [
              customer,
              repeats.length,
              (last - first!) / 7,
              (10 - first!) / 7,
              repeats.length ? spent / repeats.length : 0,
            ],
          ]
        })
        fc.pre(expected.length > 0)
        const found = summarisePurchases(purchasesFrom(lines), { end: 10 })
        expect(
          Array.from(found.customer, (customer, i) => [
            customer,
            found.x[i],
            found.tx[i],
            found.T[i],
            found.m[i],
          ]),
        ).toEqual(expected)
      }),
    )
  })

  test('weekly repeats count days after the first purchase once', () => {
    const lines: Line[] = [
      [0, 0, 1],
      [0, 0, 1],
      [0, 7, 1],
      [0, 8, 1],
      [0, 8, 1],
      [1, 8, 1],
      [1, 30, 1],
    ]
    expect([...repeatsPerUnit(purchasesFrom(lines), 0, 3)]).toEqual([1, 1, 0])
  })

  test('what cannot be a purchase is refused with its row', () => {
    const code = (lines: readonly Line[], end = 10): string => {
      try {
        summarisePurchases(purchasesFrom(lines), { end })
      } catch (error) {
        if (error instanceof EngineError)
          return [error.code, error.params.row, error.params.column].filter(Boolean).join(' ')
      }
      return 'no error'
    }
    expect(code([])).toBe('value_empty')
    expect(code([[0, 20, 1]])).toBe('value_empty')
    expect(
      code([
        [0, 1, 1],
        [-1, 1, 1],
      ]),
    ).toBe('value_invalid 2 customer')
    expect(
      code([
        [0, 1, 1],
        [1, 1, Number.NaN],
      ]),
    ).toBe('value_invalid 2 amount')
    expect(code([[0, 1, 1]], 1.5)).toBe('option_invalid')
    expect(() =>
      summarisePurchases({ customer: Int32Array.of(0), day: Int32Array.of(1, 2) }, { end: 3 }),
    ).toThrow(EngineError)
  })
})
