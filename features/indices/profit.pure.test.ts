import { expect, test } from 'vitest'
import { quartersBefore } from './profit-link.ts'
import { correlate, linkProfit, type ProfitPoint } from './profit-rules.ts'

test('the correlation has Fisher’s interval, and none without variation or with too few points', () => {
  // Anscombe's first set: r = 0.81642 of eleven points; tanh(atanh r ± 1.95996/√8).
  const xs = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
  const ys = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
  const found = correlate(xs, ys)!
  expect(found.r).toBeCloseTo(0.81642, 5)
  expect(found.low).toBeCloseTo(0.42439, 4)
  expect(found.high).toBeCloseTo(0.95069, 4)
  expect(correlate([1, 1, 1, 1], [1, 2, 3, 4])).toBeNull()
  expect(correlate([1, 2, 3], [1, 2, 3])).toBeNull()
})

const point = (segment: string, i: number, index: number, perCustomerRials: number): ProfitPoint => ({
  segment,
  quarterOn: `q${i}`,
  index,
  answers: 9,
  perCustomerRials,
})

test('segments that are always better and always buy more make a pooled correlation, not one within', () => {
  const points = [0, 1, 2, 3].flatMap((i) => [
    point('poor', i, 40 + i, 100 - 5 * i),
    point('rich', i, 80 + i, 900 - 5 * i),
  ])
  const { pooled, within } = linkProfit(points)
  expect(pooled!.r).toBeGreaterThan(0.9)
  expect(within!.r).toBeCloseTo(-1, 6)
  expect(linkProfit(points.slice(0, 7))).toEqual({ pooled: null, within: null })
})

test('quarters are Jalali and each has a complete quarter after it', () => {
  const quarters = quartersBefore('2026-11-24') // 3 Azar 1405, in the third quarter
  expect(quarters).toHaveLength(20)
  expect(quarters.slice(-2)).toEqual(['2025-12-22', '2026-03-21']) // 1 Dey 1404, 1 Farvardin 1405
})
