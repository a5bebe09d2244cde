import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EngineError } from '../errors.ts'
import { makeStream } from '../random.ts'
import { compressHistory } from './compress.ts'
import { fitTransactions, parametersOf, type TransactionModel, transactionLikelihood } from './fit.ts'
import { expectedSpend, fitSpend } from './gamma-gamma.ts'
import type { Derivatives, Likelihood } from './maximise.ts'
import { type FittedModel, predictPurchases } from './predict.ts'
import { simulateHistory, simulateSpend } from './simulate.ts'
import { spendLikelihood } from './spend-likelihood.ts'

const MODELS = ['bgnbd', 'mbgnbd', 'paretonbd'] as const satisfies readonly TransactionModel[]
const TRUTH = {
  bgnbd: { r: 0.6, alpha: 5, a: 0.8, b: 2.5 },
  mbgnbd: { r: 0.7, alpha: 6, a: 0.8, b: 2.2 },
  paretonbd: { r: 0.6, alpha: 8, s: 0.7, beta: 12 },
}

const published = (model: TransactionModel): FittedModel => ({
  model,
  params: TRUTH[model],
  parameterNames: Object.keys(TRUTH[model]),
})

function simulate(model: TransactionModel, customers: number, seed: number, grain = 1 / 7) {
  const stream = makeStream(seed, 0)
  const ages = Float64Array.from({ length: customers }, () => (189 + stream.below(84)) / 7)
  return simulateHistory(published(model), ages, stream.uniform, grain)
}

function derivativesAt(likelihood: Likelihood, theta: readonly number[]): Derivatives {
  const k = theta.length
  const out = { value: 0, gradient: new Float64Array(k), hessian: new Float64Array(k * k) }
  likelihood(Float64Array.from(theta), out)
  return out
}

/** Analytic first and second derivatives against central differences of the value and of the gradient. */
function expectDerivatives(likelihood: Likelihood, theta: readonly number[]): void {
  const here = derivativesAt(likelihood, theta)
  theta.forEach((value, i) => {
    const h = 1e-5 * value
    const shift = (by: number) => derivativesAt(likelihood, theta.with(i, value + by))
    const above = shift(h)
    const below = shift(-h)
    const scale = Math.max(1, Math.abs(here.value))
    const slope = (above.value - below.value) / (2 * h)
    expect(Math.abs(here.gradient[i]! - slope) * value).toBeLessThan(1e-7 * scale)
    for (let j = 0; j < theta.length; j++) {
      const second = (above.gradient[j]! - below.gradient[j]!) / (2 * h)
      const size = Math.max(1, ...here.gradient.map((g, m) => Math.abs(g * theta[m]!)))
      expect(Math.abs(here.hessian[i * theta.length + j]! - second) * value * theta[j]!).toBeLessThan(
        1e-6 * Math.max(size, scale),
      )
    }
  })
}

const parameter = fc.double({ min: -2, max: 2.5, noNaN: true }).map(Math.exp)

describe('likelihoods', () => {
  test.each(MODELS)('%s: gradient and Hessian are those of the value, anywhere', (model) => {
    const rows = compressHistory(simulate(model, 300, 5))
    const likelihood = transactionLikelihood(model, rows)
    fc.assert(
      fc.property(fc.tuple(parameter, parameter, parameter, parameter), (theta) => {
        expectDerivatives(likelihood, theta)
      }),
      { numRuns: 25 },
    )
  })

  test('Gamma–Gamma: gradient and Hessian are those of the value, anywhere', () => {
    const { x } = simulate('bgnbd', 300, 6)
    const m = simulateSpend({ p: 6, q: 4, v: 15 }, x, makeStream(6, 1).uniform)
    const buyers = x.map((_, i) => i).filter((i) => x[i]! > 0)
    const { likelihood } = spendLikelihood(
      Float64Array.from(buyers, (i) => x[i]!),
      Float64Array.from(buyers, (i) => m[i]!),
    )
    fc.assert(
      fc.property(fc.tuple(parameter, parameter, parameter), (theta) => {
        expectDerivatives(likelihood, theta)
      }),
      { numRuns: 25 },
    )
  })

  test.each(MODELS)('%s: compressed rows give the likelihood of the raw customers', (model) => {
    const history = simulate(model, 400, 7)
    const theta = Object.values(TRUTH[model])
    let raw = 0
    for (let i = 0; i < 400; i++) {
      const one = compressHistory({ x: [history.x[i]!], tx: [history.tx[i]!], T: [history.T[i]!] })
      raw += derivativesAt(transactionLikelihood(model, one), theta).value
    }
    const together = derivativesAt(transactionLikelihood(model, compressHistory(history)), theta).value
    expect(Math.abs(together - raw)).toBeLessThan(1e-12 * Math.abs(raw))
  })

  test('huge numbers of purchases and long times stay finite', () => {
    const rows = compressHistory({ x: [5000, 3, 0], tx: [0.01, 1, 0], T: [1000, 1e6, 1e6] })
    for (const model of MODELS) {
      const out = derivativesAt(transactionLikelihood(model, rows), [0.5, 3, 0.7, 3])
      expect([out.value, ...out.gradient, ...out.hessian].every(Number.isFinite)).toBe(true)
    }
  })
})

describe('fits', () => {
  test.each(MODELS)(
    '%s: the parameters of 30,000 simulated customers are found within four standard errors',
    (model) => {
      const fit = fitTransactions(model, simulate(model, 30_000, 11, 0))
      expect(fit.converged).toBe(true)
      expect(fit.flatRidge).toBe(false)
      for (const [name, value] of Object.entries(TRUTH[model])) {
        const error = fit.standardErrors[name]!
        expect(error).toBeLessThan(0.25 * value)
        expect(Math.abs(fit.params[name]! - value), name).toBeLessThan(4 * error)
      }
    },
  )

  test.each(MODELS)('%s: the order of the customers does not change a bit', (model) => {
    const history = simulate(model, 3000, 12)
    const stream = makeStream(12, 1)
    const order = Array.from(history.x, (_, i) => [stream.uniform(), i] as const).sort((a, b) => a[0] - b[0])
    const shuffled = (values: Float64Array) => Float64Array.from(order, ([, i]) => values[i]!)
    const first = fitTransactions(model, history)
    const second = fitTransactions(model, {
      x: shuffled(history.x),
      tx: shuffled(history.tx),
      T: shuffled(history.T),
    })
    expect(second).toEqual(first)
  })

  test.each(MODELS)('%s: the unit of time changes α (and β) only', (model) => {
    const history = simulate(model, 3000, 13)
    const weeks = fitTransactions(model, history)
    const days = fitTransactions(model, {
      x: history.x,
      tx: history.tx.map((t) => t * 7),
      T: history.T.map((t) => t * 7),
    })
    const timed = ['alpha', 'beta']
    for (const name of weeks.parameterNames)
      expect(days.params[name]! / weeks.params[name]! / (timed.includes(name) ? 7 : 1)).toBeCloseTo(1, 6)
  })

  test('spend: simulated parameters are found, the currency changes v only, and those left out are counted', () => {
    const { x } = simulate('bgnbd', 20_000, 14)
    const truth = { p: 6, q: 4, v: 15 }
    const m = simulateSpend(truth, x, makeStream(14, 1).uniform)
    const repeats = x.filter((value) => value > 0).length
    m[x.findIndex((value) => value > 0)] = 0
    const fit = fitSpend(x, m)
    expect([fit.customers, fit.leftOut, fit.withoutRepeats]).toEqual([repeats - 1, 1, 20_000 - repeats])
    for (const [name, value] of Object.entries(truth))
      expect(Math.abs(fit.params[name]! - value), name).toBeLessThan(4 * fit.standardErrors[name]!)
    expect(fit.dependent).toBe(false)
    const rials = fitSpend(
      x,
      m.map((value) => value * 1e6),
    )
    expect(rials.params.p! / fit.params.p!).toBeCloseTo(1, 8)
    expect(rials.params.v! / fit.params.v! / 1e6).toBeCloseTo(1, 8)
    expect(rials.standardErrors.v! / fit.standardErrors.v! / 1e6).toBeCloseTo(1, 6)
    // ln L of a density in another unit differs by the logarithm of the unit per customer.
    expect((fit.logLikelihood - rials.logLikelihood) / (fit.customers * Math.log(1e6))).toBeCloseTo(1, 8)
    expect(expectedSpend(fit, [0, 1e6], [0, 50])[1]).toBeCloseTo(50, 3)
    expect(expectedSpend(fit, [0], [0])[0]).toBeCloseTo(fit.meanSpend!, 12)
  })

  test('spend that grows with the number of purchases is reported as dependent', () => {
    const { x } = simulate('bgnbd', 2000, 15)
    const m = simulateSpend({ p: 6, q: 4, v: 15 }, x, makeStream(15, 1).uniform).map(
      (value, i) => value * x[i]! ** 2,
    )
    expect(fitSpend(x, m).dependent).toBe(true)
  })
})

describe('data that determine nothing', () => {
  const code = (work: () => unknown): string => {
    try {
      work()
    } catch (error) {
      if (error instanceof EngineError) return [error.code, error.params.row].filter(Boolean).join(' ')
    }
    return 'no error'
  }

  test('nobody came back, nobody spent, or an unknown model: an error that says so', () => {
    expect(code(() => fitTransactions('bgnbd', { x: [0, 0], tx: [0, 0], T: [3, 4] }))).toBe(
      'value_no_repeats',
    )
    expect(code(() => fitSpend([0, 1, 2], [0, 0, 5]))).toBe('value_no_spend')
    expect(code(() => fitSpend([0, 1, 2], [0, Number.NaN, 5]))).toBe('value_invalid 2')
    expect(code(() => fitSpend([0, 1.5, 2], [0, 4, 5]))).toBe('value_invalid 2')
    expect(code(() => fitTransactions('toString' as TransactionModel, { x: [1], tx: [1], T: [2] }))).toBe(
      'option_invalid',
    )
  })

  test.each(MODELS)('%s: one customer, or identical ones, end in a flagged result without NaN', (model) => {
    for (const history of [
      { x: [3], tx: [5], T: [10] },
      { x: [1, 1, 1], tx: [2, 2, 2], T: [3, 3, 3] },
      { x: [0, 0, 1], tx: [0, 0, 3], T: [3, 3, 3] },
    ]) {
      const fit = fitTransactions(model, history)
      expect(fit.flatRidge).toBe(true)
      expect(fit.weakParameters.length).toBeGreaterThan(0)
      expect(Number.isFinite(fit.logLikelihood)).toBe(true)
      expect(parametersOf(fit).every((value) => value > 0 && value < 3000)).toBe(true)
      expect(
        Object.values(fit.standardErrors).every((error) => error === null || Number.isFinite(error)),
      ).toBe(true)
    }
  })

  test('a handful of odd customers never gives a number that is not one, and a shaky fit says so', () => {
    const someone = fc
      .record({
        x: fc.nat(300),
        share: fc.double({ min: 0.01, max: 1, noNaN: true }),
        T: fc.double({ min: 0.2, max: 900, noNaN: true }),
      })
      .map(({ x, share, T }) => ({ x, tx: x > 0 ? share * T : 0, T }))
    fc.assert(
      fc.property(
        fc.array(someone, { minLength: 2, maxLength: 30 }),
        fc.constantFrom(...MODELS),
        (people, model) => {
          const column = (name: 'x' | 'tx' | 'T') => people.map((person) => person[name])
          const history = { x: column('x'), tx: column('tx'), T: column('T') }
          fc.pre(history.x.some((x) => x > 0))
          const fit = fitTransactions(model, history)
          const prediction = predictPurchases(fit, history, 26)
          const numbers = [
            ...Object.values(fit.params),
            fit.logLikelihood,
            fit.gradientNorm,
            ...fit.logCovariance,
          ]
          expect(
            [...numbers, ...prediction.alive, ...prediction.expected, prediction.newCustomer].every(
              Number.isFinite,
            ),
          ).toBe(true)
          if (!fit.converged) expect(fit.flatRidge).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('identical amounts end in a flagged spend fit', () => {
    const fit = fitSpend([1, 2, 3, 1], [10, 10, 10, 10])
    expect(fit.flatRidge).toBe(true)
    expect(Object.values(fit.params).every(Number.isFinite)).toBe(true)
    expect(fit.correlation).toBeNull()
  })
})
