import { expect, test } from 'vitest'
import { normalBelow, normalQuantile } from './normal.ts'

test('the normal distribution has the values of the tables', () => {
  expect(normalBelow(0)).toBe(0.5)
  expect(normalBelow(1)).toBeCloseTo(0.8413447460685429, 15)
  expect(normalBelow(-1.959963984540054)).toBeCloseTo(0.025, 15)
  expect(normalBelow(-6) / 9.865876450376946e-10).toBeCloseTo(1, 12)
  expect(normalBelow(9)).toBe(1)
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14)
  expect(normalQuantile(1e-9)).toBeCloseTo(-5.997807015007686, 12)
  expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY)
  expect(normalQuantile(2)).toBeNaN()
})

test('quantile and distribution undo each other', () => {
  for (let p = 0.0005; p < 1; p += 0.0013) expect(normalBelow(normalQuantile(p))).toBeCloseTo(p, 14)
})
