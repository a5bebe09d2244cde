import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compressHistory } from './compress.ts'
import { fitCompressed, fitTransactions, type TransactionModel } from './fit.ts'
import { expectedSpend, fitSpend } from './gamma-gamma.ts'
import { holdoutTable } from './holdout.ts'
import { lifetimeValue } from './lifetime-value.ts'
import { expectedOfNewCustomer, predictPurchases } from './predict.ts'
import { summarisePurchases } from './summarise.ts'

const ROOT = new URL('../../../', import.meta.url)
const SHARED = new URL('../shared/', ROOT)
const present = existsSync(SHARED)
if (!present)
  console.info('Value models: the CDNOW data are not here; only the committed fixture is checked.')

interface Reference {
  params: Record<string, number>
  se?: Record<string, number>
  LL?: number
  [key: string]: unknown
}

const json = (url: URL) => JSON.parse(readFileSync(url, 'utf8'))
const relative = (value: number, truth: number): number => Math.abs(value - truth) / Math.abs(truth)

function table(url: URL): string[][] {
  return readFileSync(url, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
}

function historyFrom(url: URL) {
  const lines = table(url)
  const column = (index: number) => Float64Array.from(lines, (line) => Number(line[index]))
  return { x: column(1), tx: column(2), T: column(3), m: column(4), holdout: column(5) }
}

function expectParameters(
  params: Record<string, number>,
  truth: Record<string, number>,
  tolerance: number,
): void {
  for (const [name, value] of Object.entries(truth))
    expect(relative(params[name]!, value), name).toBeLessThan(tolerance)
}

function expectNumbers(values: ArrayLike<number>, truth: readonly number[], tolerance: number): void {
  truth.forEach((value, i) => {
    expect(relative(values[i]!, value), `entry ${i}`).toBeLessThan(tolerance)
  })
}

describe('the committed summary of 1,500 customers', () => {
  const history = historyFrom(new URL('engine/fixtures/value.csv', ROOT))
  const reference = json(new URL('engine/fixtures/value.ref.json', ROOT))
  const rows = compressHistory(history)

  test.each(['bgnbd', 'paretonbd'] as const)(
    '%s agrees in parameters, likelihood and predictions',
    (model) => {
      const truth = reference[model]
      const fit = fitCompressed(model, rows)
      expect(fit.converged).toBe(true)
      expect(fit.gradientNorm).toBeLessThan(1e-8)
      expectParameters(fit.params, truth.params, 1e-5)
      expect(Math.abs(fit.logLikelihood - truth.logLikelihood)).toBeLessThan(1e-6)
      // On the flat ridge the reference's own numerical second derivatives are good to 0.3 %.
      expectParameters(
        fit.standardErrors as Record<string, number>,
        truth.se,
        model === 'bgnbd' ? 1e-5 : 5e-3,
      )
      const prediction = predictPurchases(fit, history, 26)
      expectNumbers(prediction.alive, truth.p_alive_first20, 1e-6)
      expectNumbers(prediction.expected, truth.expected_26_first20, 1e-6)
      expect(relative(prediction.total, truth.expected_26_sum)).toBeLessThan(1e-6)
    },
  )

  test('the flat ridge of Pareto/NBD is flagged with its parameters, and BG/NBD is not', () => {
    const flat = fitCompressed('paretonbd', rows)
    expect(flat.flatRidge).toBe(true)
    expect(flat.weakParameters).toEqual(['s', 'beta'])
    expect(fitCompressed('bgnbd', rows).flatRidge).toBe(false)
  })

  test('Gamma–Gamma agrees in parameters and likelihood', () => {
    const fit = fitSpend(history.x, history.m)
    expectParameters(fit.params, reference.gammagamma.params, 1e-6)
    expect(Math.abs(fit.logLikelihood - reference.gammagamma.logLikelihood)).toBeLessThan(1e-6)
  })
})

describe.skipIf(!present)('CDNOW against published and recomputed results', () => {
  const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000
  const end = day('1997-09-30')
  const holdoutEnd = day('1998-06-30')
  const oracle = present ? json(new URL('oracle/clv_ref_and_lifetimes_cdnow.json', SHARED)) : {}
  const btyd = present ? json(new URL('oracle/btyd_cdnow.json', SHARED)).results : {}
  const clvtools = present ? json(new URL('oracle/clvtools_cdnow.json', SHARED)).results : {}
  const sample = present ? historyFrom(new URL('data/cdnow_cbs_2357_unrounded.csv', SHARED)) : undefined!
  const names: Record<TransactionModel, string> = { bgnbd: 'bgnbd', mbgnbd: 'mbgnbd', paretonbd: 'pnbd' }

  function purchasesFrom(file: string, customer: number, date: number, amount: number) {
    const lines = table(new URL(`data/${file}`, SHARED))
    return {
      customer: Int32Array.from(lines, (line) => Number(line[customer])),
      day: Int32Array.from(lines, (line) => day(line[date]!)),
      amount: Float64Array.from(lines, (line) => Number(line[amount])),
    }
  }

  test('the summary from 6,919 purchases of 2,357 customers is the known one', () => {
    const summary = summarisePurchases(purchasesFrom('cdnow_sample.csv', 1, 2, 4), { end, holdoutEnd })
    for (const name of ['x', 'tx', 'T', 'm', 'holdout'] as const)
      summary[name].forEach((value, i) => {
        expect(Math.abs(value - sample[name][i]!)).toBeLessThan(1e-12)
      })
  })

  test.each(['bgnbd', 'paretonbd'] as const)(
    '%s on 2,357 customers: parameters, errors, predictions',
    (model) => {
      const truth: Reference = oracle.cdnow_2357_unrounded.reference[names[model]]
      const fit = fitTransactions(model, sample)
      expectParameters(fit.params, truth.params, 1e-6)
      expectParameters(fit.standardErrors as Record<string, number>, truth.se!, 1e-5)
      expect(Math.abs(fit.logLikelihood - truth.LL!)).toBeLessThan(1e-8)
      const prediction = predictPurchases(fit, sample, 39)
      expectNumbers(prediction.alive, truth.p_alive_first10 as number[], 1e-6)
      expectNumbers(prediction.expected, truth.CE39_first10 as number[], 1e-6)
      expect(relative(prediction.total, truth.sum_CE39 as number)).toBeLessThan(1e-7)
      if (truth.E_new_39)
        expect(relative(prediction.newCustomer, truth.E_new_39 as number)).toBeLessThan(1e-7)
      if (truth.E_new_52)
        expect(relative(expectedOfNewCustomer(fit, 52), truth.E_new_52 as number)).toBeLessThan(1e-7)
      // The R packages stop earlier; their likelihoods are never above ours.
      for (const other of [btyd.BTYD_cbs[names[model]], clvtools[names[model]]]) {
        expectParameters(fit.params, other.params, 2e-3)
        expect(fit.logLikelihood).toBeGreaterThan(other.LL - 1e-9)
        expect(fit.logLikelihood - other.LL).toBeLessThan(5e-6)
      }
    },
  )

  test('the rounded file gives its own, slightly different estimates', () => {
    const rounded = historyFrom(new URL('data/cdnow_summary_2357.csv', SHARED))
    for (const model of ['bgnbd', 'paretonbd'] as const) {
      const truth: Reference = oracle.cdnow_2357_rounded_csv.reference[names[model]]
      const fit = fitTransactions(model, rounded)
      expectParameters(fit.params, truth.params, 1e-6)
      expect(Math.abs(fit.logLikelihood - truth.LL!)).toBeLessThan(1e-8)
    }
  })

  test('the modified BG/NBD agrees with lifetimes as far as that converges', () => {
    expectParameters(
      fitTransactions('mbgnbd', sample).params,
      oracle.cdnow_2357_unrounded.lifetimes.mbgnbd.params,
      5e-6,
    )
  })

  test('Gamma–Gamma, expected spend and 12-month value agree', () => {
    const truth: Reference = oracle.cdnow_2357_unrounded.reference.gammagamma
    const spend = fitSpend(sample.x, sample.m)
    expectParameters(spend.params, truth.params, 1e-7)
    expectParameters(spend.standardErrors as Record<string, number>, truth.se!, 1e-5)
    expect(Math.abs(spend.logLikelihood - truth.LL!)).toBeLessThan(1e-8)
    expect(spend.correlation).toBeCloseTo(truth.corr_x_zbar as number, 12)
    expect(relative(spend.meanSpend!, truth.mean_new as number)).toBeLessThan(1e-7)
    expectNumbers(expectedSpend(spend, sample.x, sample.m), truth.cond_first10 as number[], 1e-7)
    const value = lifetimeValue(fitTransactions('bgnbd', sample), spend, sample, {
      kind: 'monthly',
      months: 12,
      rate: 0.01,
    })
    const known = oracle.cdnow_2357_unrounded.reference.clv_12months_1pct
    expectNumbers(value.value, known.first10, 1e-7)
    expect(relative(value.total, known.sum)).toBeLessThan(1e-8)
  })

  test('DERT of Pareto/NBD at the published parameters is that of BTYD', () => {
    const [r, alpha, s, beta] = btyd.BTYD_cbs.at_published.pnbd_params
    const published = {
      model: 'paretonbd' as const,
      parameterNames: ['r', 'alpha', 's', 'beta'],
      params: { r, alpha, s, beta },
    }
    const spend = { params: { p: 6.25, q: 3.74, v: 15.44 } }
    const value = lifetimeValue(published, spend, sample, { kind: 'continuous', rate: 0.0027 })
    expectNumbers(value.purchases, btyd.BTYD_cbs.at_published.pnbd_DERT_first5, 1e-10)
    expect(relative(expectedOfNewCustomer(published, 52), btyd.BTYD_cbs.at_published.pnbd_E52)).toBeLessThan(
      1e-12,
    )
    const prediction = predictPurchases(published, sample, 39)
    expectNumbers(prediction.expected, btyd.BTYD_cbs.at_published.pnbd_CE39_first10, 1e-10)
    expectNumbers(prediction.alive, btyd.BTYD_cbs.at_published.pnbd_palive_first10, 1e-10)
  })

  test('the hold-out table adds up to 1,882 purchases', () => {
    const holdout = holdoutTable(fitTransactions('bgnbd', sample), sample, sample.holdout, 39)
    expect(holdout.actual).toBe(1882)
    expect(holdout.lines.map((line) => line.customers)).toEqual([1411, 439, 214, 100, 62, 38, 29, 64])
    expect(holdout.expected).toBeCloseTo(1653.40869, 4)
  })

  test('all 23,570 customers: summary, three models, spend', () => {
    const summary = summarisePurchases(purchasesFrom('cdnow_master.csv', 0, 1, 3), { end, holdoutEnd })
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)
    const truth = oracle.cdnow_23570_unrounded
    expect(summary.x.length).toBe(truth.n)
    expect(sum(summary.x)).toBe(truth.sum_x)
    expect(summary.x.filter((x) => x > 0).length).toBe(truth.n_repeat)
    expect(sum(summary.holdout)).toBe(truth.actual_holdout_total)
    const rows = compressHistory(summary)
    expect(rows.rows).toBe(8685)
    for (const model of ['bgnbd', 'paretonbd'] as const) {
      const known: Reference = truth.reference[names[model]]
      const fit = fitCompressed(model, rows)
      expectParameters(fit.params, known.params, 1e-6)
      expectParameters(fit.standardErrors as Record<string, number>, known.se!, 2e-5)
      expect(Math.abs(fit.logLikelihood - known.LL!)).toBeLessThan(1e-6)
      expect(relative(predictPurchases(fit, summary, 39).total, known.sum_CE39 as number)).toBeLessThan(1e-7)
    }
    const spend = fitSpend(summary.x, summary.m)
    expect(spend.customers).toBe(truth.n_gg)
    expect(spend.leftOut).toBe(1)
    expectParameters(spend.params, truth.reference.gammagamma.params, 1e-7)
    expect(Math.abs(spend.logLikelihood - truth.reference.gammagamma.LL)).toBeLessThan(1e-6)
    const value = lifetimeValue(fitCompressed('bgnbd', rows), spend, summary, {
      kind: 'monthly',
      months: 12,
      rate: 0.01,
    })
    expect(relative(value.total, truth.reference.clv_12months_1pct.sum)).toBeLessThan(1e-8)
  })
})
