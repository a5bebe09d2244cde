import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { monotoneTrend, proportionTrend } from './trend.ts'

function* permutations(values: number[]): Generator<number[]> {
  if (values.length < 2) yield values
  else
    for (let i = 0; i < values.length; i++)
      for (const rest of permutations(values.toSpliced(i, 1))) yield [values[i]!, ...rest]
}

describe('trend of shares', () => {
  it('gives the χ² of R for the smokers of Fleiss (1981)', () => {
    const smokers = [83, 90, 129, 70]
    const patients = [86, 93, 136, 82]
    const { z, p } = proportionTrend(smokers, patients)
    expect(z ** 2).toBeCloseTo(8.2249, 4)
    expect(p).toBeCloseTo(0.004132, 6)
    expect(proportionTrend(smokers, patients, [0, 0, 0, 1]).z ** 2).toBeCloseTo(12.173, 3)
  })

  it('is the regression of single answers on time: z² = N·r²', () => {
    const counts = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 30 })), {
      minLength: 2,
      maxLength: 6,
    })
    fc.assert(
      fc.property(counts, (periods) => {
        const totals = periods.map(([n]) => n)
        const mentions = periods.map(([n, r]) => Math.min(n, r))
        const rows = totals.flatMap((n, t) =>
          Array.from({ length: n }, (_, i) => [t, Number(i < mentions[t]!)] as const),
        )
        const mean = (pick: (row: readonly [number, number]) => number) =>
          rows.reduce((sum, row) => sum + pick(row), 0) / rows.length
        const [mt, my] = [mean(([t]) => t), mean(([, y]) => y)]
        const xy = mean(([t, y]) => (t - mt) * (y - my))
        const xx = mean(([t]) => (t - mt) ** 2)
        const yy = my * (1 - my)
        const { z, slope } = proportionTrend(mentions, totals)
        expect(slope).toBeCloseTo(xy / xx, 10)
        if (yy === 0) expect(z).toBeNaN()
        else expect(z ** 2).toBeCloseTo((rows.length * xy ** 2) / (xx * yy), 8)
      }),
    )
  })

  it('refuses impossible counts by their period', () => {
    expect(() => proportionTrend([1, 5], [3, 4])).toThrow(/period 2 cannot be: 5 of 4/)
    expect(() => proportionTrend([1, 0], [3, 0])).toThrow(/period 2/)
    expect(() => proportionTrend([1], [3])).toThrow(/at least 2/)
    expect(() => proportionTrend([1, 1], [3, 3], [2, 2])).toThrow(/at least 2/)
  })
})

describe('Mann–Kendall', () => {
  it('has the exact variance of all orders of the values, with ties', () => {
    for (const values of [
      [1, 2, 3, 4, 5, 6],
      [1, 1, 2, 3, 3, 3],
      [2, 2, 2, 7, 7, 9, 9],
    ]) {
      let count = 0
      let squares = 0
      for (const order of permutations(values)) {
        count++
        squares += monotoneTrend(order).s ** 2
      }
      expect(monotoneTrend(values).variance).toBeCloseTo(squares / count, 9)
    }
  })

  it('finds S, τ-b and Sen’s slope as their definitions say', () => {
    const result = monotoneTrend([3, 1, 4, 1, 5, 9, 2, 6])
    // 28 pairs: 19 rise, 8 fall, 1 is equal.
    expect(result.s).toBe(11)
    expect(result.variance).toBeCloseTo((8 * 7 * 21 - 2 * 1 * 9) / 18, 12)
    expect(result.z).toBeCloseTo(10 / Math.sqrt(result.variance), 12)
    expect(result.tau).toBeCloseTo(11 / Math.sqrt(28 * 27), 12)
    const line = monotoneTrend([1, 3, 5, 7, 60, 11, 13], [0, 1, 2, 3, 4, 5, 6])
    expect(line.slope).toBe(2)
    expect(line.slopeLow).toBeLessThanOrEqual(2)
    expect(line.slopeHigh).toBeGreaterThanOrEqual(2)
  })

  it('turns its sign when time runs backwards and ignores a constant', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 20 }), (values) => {
        const forth = monotoneTrend(values)
        const back = monotoneTrend([...values].reverse())
        expect(back.s + forth.s).toBe(0)
        expect(back.slope + forth.slope).toBeCloseTo(0, 12)
        expect(monotoneTrend(values.map((value) => value + 100)).s).toBe(forth.s)
      }),
    )
  })

  it('has no opinion where nothing changes, and refuses gaps and disorder', () => {
    const flat = monotoneTrend([4, 4, 4, 4])
    expect([flat.s, flat.slope, flat.p]).toEqual([0, 0, Number.NaN])
    expect(monotoneTrend([1, 2, 3]).slopeLow).toBe(Number.NEGATIVE_INFINITY)
    expect(() => monotoneTrend([1, Number.NaN, 3])).toThrow(/number 2/)
    expect(() => monotoneTrend([1, 2, 3], [0, 2, 1])).toThrow(/Time number 3/)
    expect(() => monotoneTrend([1, 2])).toThrow(/at least 3/)
  })
})
