import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EngineError } from '../errors.ts'
import { makeStream } from '../random.ts'
import { fitTransactions, type TransactionModel } from './fit.ts'
import { expectedCumulative, frequencyTable, holdoutTable } from './holdout.ts'
import { gaussHypergeometric } from './hypergeometric.ts'
import { purchaseIntervals } from './intervals.ts'
import { lifetimeValue } from './lifetime-value.ts'
import {
  aliveProbability,
  expectedOfNewCustomer,
  expectedWhileAlive,
  type FittedModel,
  predictPurchases,
} from './predict.ts'
import { purchaseTails } from './purchase-counts.ts'
import { simulateHistory } from './simulate.ts'
import { byQuadrature, bySeries, timeAlive } from './while-alive.ts'

const MODELS = ['bgnbd', 'mbgnbd', 'paretonbd'] as const satisfies readonly TransactionModel[]
const NAMES = {
  bgnbd: ['r', 'alpha', 'a', 'b'],
  mbgnbd: ['r', 'alpha', 'a', 'b'],
  paretonbd: ['r', 'alpha', 's', 'beta'],
}
const CDNOW = {
  bgnbd: [0.243, 4.414, 0.793, 2.426],
  mbgnbd: [0.525, 6.183, 0.891, 1.614],
  paretonbd: [0.553, 10.578, 0.606, 11.669],
}

const modelWith = (model: TransactionModel, theta: readonly number[] = CDNOW[model]): FittedModel => ({
  model,
  parameterNames: NAMES[model],
  params: Object.fromEntries(NAMES[model].map((name, i) => [name, theta[i]!])),
})
const parameter = fc.double({ min: -2.5, max: 3, noNaN: true }).map(Math.exp)
const parameters = fc.tuple(parameter, parameter, parameter, parameter)
const relative = (value: number, truth: number): number => Math.abs(value - truth) / Math.abs(truth)

describe('P(alive)', () => {
  test.each(MODELS)('%s: it lies in [0, 1] and rises with the time of the last purchase', (model) => {
    fc.assert(
      fc.property(
        parameters,
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0.1, max: 300, noNaN: true }),
        (theta, x, T) => {
          let before = 0
          for (const share of [0.05, 0.3, 0.6, 0.9, 1]) {
            const alive = aliveProbability(model, theta, x, share * T, T)
            expect(alive).toBeGreaterThanOrEqual(before - 1e-14)
            expect(alive).toBeLessThanOrEqual(1)
            before = alive
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('BG/NBD says 1 for customers without repeats, the others do not', () => {
    expect(aliveProbability('bgnbd', CDNOW.bgnbd, 0, 0, 39)).toBe(1)
    expect(aliveProbability('mbgnbd', CDNOW.mbgnbd, 0, 0, 39)).toBeLessThan(0.5)
    expect(aliveProbability('paretonbd', CDNOW.paretonbd, 0, 0, 39)).toBeLessThan(0.5)
  })
})

describe('expected purchases', () => {
  test('the series agrees with the published closed form where that does not cancel', () => {
    fc.assert(
      fc.property(
        parameter,
        fc.double({ min: 0.2, max: 4, noNaN: true }),
        parameter,
        parameter,
        (k, y, leave, stay) => {
          fc.pre(Math.abs(leave - 1) > 0.2)
          const sum = leave + stay
          const z = y / (1 + y)
          const closed =
            ((sum - 1) / (leave - 1)) * (1 - (1 + y) ** -k * gaussHypergeometric(k, stay, sum - 1, z))
          fc.pre(sum > 1.05 && Math.abs(closed) > 1e-2 && Number.isFinite(closed))
          expect(relative(bySeries(k, y, leave, stay), closed)).toBeLessThan(1e-9)
        },
      ),
    )
  })

  test('the series and the quadrature for long horizons are the same number', () => {
    fc.assert(
      fc.property(
        parameter,
        fc.double({ min: 0.01, max: 300, noNaN: true }),
        parameter,
        parameter,
        (k, y, leave, stay) => {
          expect(relative(byQuadrature(k, y, leave, stay), bySeries(k, y, leave, stay))).toBeLessThan(1e-10)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('nothing happens at a = 1, where the published form is 0/0', () => {
    const at = (a: number) => bySeries(2.3, 0.9, a, 4.4)
    expect(relative(at(1), (at(1 - 1e-6) + at(1 + 1e-6)) / 2)).toBeLessThan(1e-11)
  })

  test('Pareto/NBD: the time alive is right with and without discount, also at s = 1', () => {
    expect(relative(timeAlive(1, 5, 5), 5 * Math.LN2)).toBeLessThan(1e-15)
    expect(relative(timeAlive(1 + 1e-9, 5, 5), 5 * Math.LN2)).toBeLessThan(1e-8)
    // s = 0 never leaves: (1 − e^(−δt))/δ
    expect(relative(timeAlive(0, 5, 30, 0.1), -Math.expm1(-3) / 0.1)).toBeLessThan(1e-14)
    expect(relative(timeAlive(0, 1e-3, Number.POSITIVE_INFINITY, 1e-6), 1e6)).toBeLessThan(1e-14)
    // A tiny discount is almost none.
    expect(relative(timeAlive(0.6, 11, 52, 1e-12), timeAlive(0.6, 11, 52))).toBeLessThan(1e-10)
  })

  test.each(MODELS)('%s: expectations are the sums of the tails of the distribution', (model) => {
    const tails = new Float64Array(30_000)
    for (const [x, T, horizon] of [
      [0, 0, 30],
      [3, 20, 39],
      [40, 30, 39],
    ] as const) {
      purchaseTails(model, CDNOW[model], x, T, horizon, tails, 1e-17)
      const sum = tails.reduce((total, tail) => total + tail, 0)
      expect(relative(sum, expectedWhileAlive(model, CDNOW[model], x, T, horizon))).toBeLessThan(1e-6)
      for (let n = 1; n < 50; n++) expect(tails[n]).toBeLessThanOrEqual(tails[n - 1]!)
    }
  })

  test.each(MODELS)(
    '%s: simulated customers buy in the hold-out period what is expected of them',
    (model) => {
      const stream = makeStream(31, 0)
      const n = 40_000
      const whole = simulateHistory(modelWith(model), new Float64Array(n).fill(60), stream.uniform)
      // New customers over 60 weeks, an unconditional check of simulation, expectation and table at once.
      const mean = whole.x.reduce((sum, x) => sum + x, 0) / n
      const spread = Math.sqrt(whole.x.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n / n)
      expect(Math.abs(mean - expectedOfNewCustomer(modelWith(model), 60))).toBeLessThan(4 * spread)
      const table = frequencyTable(modelWith(model), whole, 5)
      expect(table.reduce((sum, line) => sum + line.expected, 0)).toBeCloseTo(n, 6)
      for (const line of table)
        expect(Math.abs(line.actual - line.expected)).toBeLessThan(4 * Math.sqrt(line.expected))
    },
  )

  test('a horizon that is not a time is refused, zero gives zero', () => {
    const history = { x: [1], tx: [1], T: [2] }
    expect(() => predictPurchases(modelWith('bgnbd'), history, Number.NaN)).toThrow(EngineError)
    expect(() => predictPurchases(modelWith('bgnbd'), history, -1)).toThrow(EngineError)
    for (const model of MODELS) expect(predictPurchases(modelWith(model), history, 0).total).toBe(0)
  })
})

describe('tables, intervals and value', () => {
  const history = simulateHistory(
    modelWith('bgnbd'),
    Float64Array.from({ length: 600 }, (_, i) => (189 + ((i * 37) % 84)) / 7),
    makeStream(41, 0).uniform,
    1 / 7,
  )
  const fits = Object.fromEntries(MODELS.map((model) => [model, fitTransactions(model, history)]))

  test.each(MODELS)(
    '%s: intervals contain the expectations and do not depend on the order of customers',
    (model) => {
      const fit = fits[model]!
      const intervals = purchaseIntervals(fit, history, 26, { draws: 40, uniform: makeStream(42, 0).uniform })
      const prediction = predictPurchases(fit, history, 26)
      for (let i = 0; i < 600; i++) {
        expect(intervals.lower[i]).toBeLessThanOrEqual(intervals.upper[i]!)
        expect(intervals.upper[i]! + 1).toBeGreaterThan(prediction.expected[i]!)
        expect(intervals.aliveLower[i]).toBeLessThanOrEqual(intervals.aliveUpper[i]!)
      }
      expect(intervals.total.lower).toBeLessThan(prediction.total)
      expect(intervals.total.upper).toBeGreaterThan(prediction.total)
      expect(intervals.total.lower).toBeLessThan(intervals.total.expectedLower)
      const backwards = purchaseIntervals(
        fit,
        { x: history.x.toReversed(), tx: history.tx.toReversed(), T: history.T.toReversed() },
        26,
        { draws: 40, uniform: makeStream(42, 0).uniform },
      )
      expect(backwards.upper.toReversed()).toEqual(intervals.upper)
    },
  )

  test('95 of 100 simulated customers fall into their intervals', () => {
    const uniform = makeStream(43, 0).uniform
    const n = 4000
    // The same customers seen for 30 and for 56 weeks: purchase times are kept by simulating the longer span.
    let inside = 0
    const x = new Float64Array(n)
    const tx = new Float64Array(n)
    const later = new Float64Array(n)
    for (let i = 0; i < n; i++) {
      const first = simulateHistory(modelWith('bgnbd', [0.8, 6, 0.7, 3]), Float64Array.of(30), uniform)
      x[i] = first.x[0]!
      tx[i] = first.tx[0]!
    }
    const T = new Float64Array(n).fill(30)
    const fit = fitTransactions('bgnbd', { x, tx, T })
    const intervals = purchaseIntervals(fit, { x, tx, T }, 26, { draws: 60, uniform })
    // Their future from the posterior at the true parameters: alive or not, then a new customer with updated parameters.
    for (let i = 0; i < n; i++) {
      const theta = [0.8 + x[i]!, 6 + 30, 0.7, 3 + x[i]!]
      const alive = uniform() < aliveProbability('bgnbd', [0.8, 6, 0.7, 3], x[i]!, tx[i]!, 30)
      later[i] = alive ? simulateHistory(modelWith('bgnbd', theta), Float64Array.of(26), uniform).x[0]! : 0
      if (later[i]! >= intervals.lower[i]! && later[i]! <= intervals.upper[i]!) inside++
    }
    expect(inside / n).toBeGreaterThan(0.94)
    // Whole numbers make the intervals a little wider than asked.
    expect(inside / n).toBeLessThan(0.995)
    const table = holdoutTable(fit, { x, tx, T }, later, 26)
    expect(relative(table.expected, table.actual)).toBeLessThan(0.06)
  })

  test('the discounted value of a steady stream is that of an annuity', () => {
    // Nobody leaves (a tiny), everybody buys at rate r/α: 2 a month at 10 each, 1 % a month.
    const steady = modelWith('bgnbd', [2000, 1000, 1e-9, 1])
    const value = lifetimeValue(
      steady,
      { params: { p: 1e6, q: 1e6, v: 10 } },
      { x: [0], tx: [0], T: [0], m: [0] },
      {
        kind: 'monthly',
        months: 12,
        rate: 0.01,
        unitsPerMonth: 1,
      },
    )
    expect(value.total).toBeCloseTo(2 * 10 * ((1 - 1.01 ** -12) / 0.01), 2)
  })

  test('undiscounted value over a year is expected purchases times expected spend, for every model', () => {
    const spend = { params: { p: 6, q: 4, v: 15 } }
    const withSpend = { ...history, m: history.x.map((x) => (x > 0 ? 20 : 0)) }
    for (const model of MODELS) {
      const fit = fits[model]!
      const value = lifetimeValue(fit, spend, withSpend, { kind: 'monthly', months: 12, rate: 0 })
      const { expected } = predictPurchases(fit, history, 12 * 4.345)
      value.purchases.forEach((purchases, i) => {
        expect(Math.abs(purchases - expected[i]!)).toBeLessThan(1e-10)
      })
    }
    const fit = fits.paretonbd!
    const continuous = lifetimeValue(fit, spend, withSpend, { kind: 'continuous', rate: 0, horizon: 26 })
    const { expected } = predictPurchases(fit, history, 26)
    continuous.purchases.forEach((purchases, i) => {
      expect(relative(purchases, expected[i]!)).toBeLessThan(1e-12)
    })
  })

  test('impossible discounting and infinite spend are refused', () => {
    const withSpend = { ...history, m: history.x }
    const spend = { params: { p: 6, q: 0.9, v: 15 } }
    const monthly = { kind: 'monthly', months: 12, rate: 0.01 } as const
    expect(() => lifetimeValue(fits.bgnbd!, spend, withSpend, monthly)).toThrow(/infinite/)
    const fine = { params: { p: 6, q: 4, v: 15 } }
    expect(() => lifetimeValue(fits.bgnbd!, fine, withSpend, { ...monthly, months: 1.5 })).toThrow(
      EngineError,
    )
    expect(() => lifetimeValue(fits.bgnbd!, fine, withSpend, { kind: 'continuous', rate: 0.1 })).toThrow(
      EngineError,
    )
    expect(() => lifetimeValue(fits.paretonbd!, fine, withSpend, { kind: 'continuous', rate: 0 })).toThrow(
      EngineError,
    )
    expect(() => lifetimeValue(fits.bgnbd!, fine, { ...history, m: [1] }, monthly)).toThrow(EngineError)
  })

  test('the cohort’s expected cumulative purchases grow from zero and meet the expectation of each age', () => {
    const [start, half, end] = expectedCumulative(fits.bgnbd!, history, [0, 20, 272 / 7])
    expect(start).toBe(0)
    expect(half).toBeLessThan(end!)
    const own = history.T.reduce((sum, T) => sum + expectedOfNewCustomer(fits.bgnbd!, T), 0)
    expect(relative(end!, own)).toBeLessThan(1e-12)
  })
})
