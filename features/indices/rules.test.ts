import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lastMonths, monthsBetween } from './months.ts'
import { csat, studentT975, wilson } from './rules.ts'

// Checked by integrating the density of t numerically.
test.each([
  [1, 12.70620474],
  [2, 4.30265273],
  [3, 3.18244631],
  [4, 2.77644511],
  [5, 2.57058184],
  [9, 2.26215716],
  [29, 2.04522964],
  [99, 1.98421695],
  [1000, 1.96233908],
  [1_000_000, 1.95996636],
])("Student's t with %i degrees of freedom is right", (df, expected) => {
  expect(Math.abs(studentT975(df) - expected)).toBeLessThan(df < 5 ? 2e-4 : 1e-5)
})

test.each([
  // Checked as roots of the score test; the last is R. G. Newcombe's example (1998).
  [0, 10, 0, 0.277533],
  [10, 10, 0.722467, 1],
  [5, 10, 0.236593, 0.763407],
  [81, 263, 0.255286, 0.366206],
])("Wilson's interval of %i in %i is right", (x, n, low, high) => {
  expect(wilson(x, n)!.low).toBeCloseTo(low, 4)
  expect(wilson(x, n)!.high).toBeCloseTo(high, 4)
})

test('ten scores give mean, intervals and share', () => {
  const value = csat([10, 9, 8, 10, 7, 9, 10, 3, 8, 9])
  expect(value).toMatchObject({ n: 10, mean: 8.3, topTwoRatio: 0.6, definition: 'csat-v1' })
  // By hand: variance (729 − 83²/10)/9 = 4.4556, t₉ = 2.262157, half width 1.50999.
  expect(value.low).toBeCloseTo(6.79001, 3)
  expect(value.high).toBeCloseTo(9.80999, 3)
})

test('few scores have no interval, and none have no mean', () => {
  expect(csat([])).toMatchObject({ n: 0, mean: null, low: null, topTwoRatio: null, topTwoLow: null })
  expect(csat([9, 9, 9, 9])).toMatchObject({ n: 4, mean: 9, low: null, high: null, topTwoLow: null })
  expect(csat([9, 9, 9, 9, 9])).toMatchObject({ n: 5, mean: 9, low: 9, high: 9 })
})

test('intervals hold their estimate and stay on the scale, whatever the order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 5, maxLength: 200 }), (scores) => {
      const value = csat(scores)
      expect(value.low).toBeGreaterThanOrEqual(1)
      expect(value.high).toBeLessThanOrEqual(10)
      expect(value.low!).toBeLessThanOrEqual(value.mean! + 1e-9)
      expect(value.high!).toBeGreaterThanOrEqual(value.mean! - 1e-9)
      expect(value.topTwoLow!).toBeLessThanOrEqual(value.topTwoRatio!)
      expect(value.topTwoHigh!).toBeGreaterThanOrEqual(value.topTwoRatio!)
      expect(csat([...scores].reverse())).toEqual(value)
    }),
  )
})

test('months are Jalali, touch without gap, and Esfand of a leap year has thirty days', () => {
  const months = monthsBetween('2024-03-25', '2026-11-24')
  for (let i = 1; i < months.length; i++) expect(months[i]!.from).toEqual(months[i - 1]!.to)
  expect(months[0]!.monthOn).toBe('2024-03-20')
  const esfand = monthsBetween('2025-03-01', '2025-03-01')[0]!
  expect((esfand.to.getTime() - esfand.from.getTime()) / 86_400_000).toBe(30)
  const last = lastMonths(new Date('2026-11-24T10:00:00Z'), 12)
  expect(last).toHaveLength(12)
  expect(last.at(-1)!.monthOn).toBe('2026-11-22')
  expect(last.at(-1)!.from.toISOString()).toBe('2026-11-21T20:30:00.000Z')
})
