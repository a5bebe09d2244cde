import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attentionEquity } from './attention-equity.ts'

describe('Gini of attention', () => {
  it('is half the mean absolute difference over the mean', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 2, maxLength: 40 }), (amounts) => {
        fc.pre(amounts.some((amount) => amount > 0))
        const n = amounts.length
        const mean = amounts.reduce((sum, x) => sum + x, 0) / n
        const differences = amounts.reduce(
          (sum, x) => sum + amounts.reduce((inner, y) => inner + Math.abs(x - y), 0),
          0,
        )
        const { gini, corrected } = attentionEquity(amounts)
        expect(gini).toBeCloseTo(differences / (2 * n * n * mean), 12)
        expect(corrected).toBeCloseTo(differences / (2 * n * (n - 1) * mean), 12)
      }),
    )
  })

  it('is 0 for equals and 1 for one who gets everything, once corrected for small numbers', () => {
    expect(attentionEquity([5, 5, 5, 5]).corrected).toBeCloseTo(0, 15)
    const one = attentionEquity([0, 0, 0, 8])
    expect([one.gini, one.corrected, one.topTenth, one.bottomHalf]).toEqual([0.75, 1, 1, 0])
  })

  it('has an interval that a seed repeats and that holds the estimate', () => {
    const amounts = Array.from({ length: 80 }, (_, i) => (i * i) % 97)
    const first = attentionEquity(amounts, { resamples: 400, seed: 7 })
    expect(attentionEquity(amounts, { resamples: 400, seed: 7 })).toEqual(first)
    expect(first.interval!.low).toBeLessThan(first.corrected)
    expect(first.interval!.high).toBeGreaterThan(first.corrected)
  })

  it('knows no inequality of nothing and refuses negative attention', () => {
    expect(attentionEquity([0, 0]).gini).toBeNaN()
    expect(attentionEquity([3]).corrected).toBeNaN()
    expect(() => attentionEquity([1, -2])).toThrow(/number 2 is negative/)
    expect(() => attentionEquity([])).toThrow(/at least 1/)
    expect(() => attentionEquity([1, Number.NaN])).toThrow(/number 2/)
  })
})
