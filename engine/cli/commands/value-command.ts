import { EngineError } from '../../src/errors.ts'
import type { Words } from '../../src/indices/types.ts'
import { makeStream } from '../../src/random.ts'
import { fitTransactions, type TransactionFit } from '../../src/value/fit.ts'
import { fitSpend, type SpendFit } from '../../src/value/gamma-gamma.ts'
import { type HoldoutTable, holdoutTable } from '../../src/value/holdout.ts'
import { type PurchaseIntervals, purchaseIntervals } from '../../src/value/intervals.ts'
import { type LifetimeValue, lifetimeValue } from '../../src/value/lifetime-value.ts'
import { type Prediction, predictPurchases } from '../../src/value/predict.ts'
import { type Arguments, languageOf, refuseExtra, tableOptions } from '../arguments.ts'
import { print, printJson } from '../output.ts'
import { purchaseOptions } from '../purchase-file.ts'
import type { SummaryFile } from '../summary-file.ts'
import { valueFindings } from '../value-findings.ts'
import { readCustomers, readHorizon } from '../value-input.ts'
import { valueReport } from '../value-report.ts'

export interface ValueResult {
  model: TransactionFit['model']
  /** Where the observation ended; null for summaries. */
  until: string | null
  timeUnit: 'days' | 'weeks'
  horizon: { text: string; units: number }
  summary: SummaryFile
  fit: TransactionFit
  prediction: Prediction
  intervals: PurchaseIntervals | null
  holdout: (HoldoutTable & { until: string; units: number }) | null
  spend: SpendFit | null
  lifetime: LifetimeValue | null
  monthlyDiscount: number
  findings: { code: string; sentence: Words }[]
}

export const valueCommand = {
  usage:
    'value --summary FILE.csv | --purchases FILE.csv --customer COLUMN --date COLUMN --amount COLUMN --until DATE',
  en: 'Fits a model of repeat purchases (and of spend) and says what the customers will buy.',
  fa: 'مدل خریدهای تکراری (و مبلغ) را برازش می‌کند و خریدهای آیندهٔ مشتریان را برآورد می‌کند.',
  options: {
    summary: {
      type: 'string',
      value: 'FILE.csv',
      en: 'one row per customer: id, x, t_x, T, m (weeks)',
      fa: 'یک ردیف برای هر مشتری: id، x، t_x، T، m (هفته)',
    },
    ...purchaseOptions,
    model: { type: 'string', value: 'bgnbd|paretonbd|mbgnbd', en: 'model (bgnbd)', fa: 'مدل (bgnbd)' },
    horizon: {
      type: 'string',
      value: '26w',
      en: 'time ahead: d, w, m or y (26w)',
      fa: 'زمان پیش رو: d روز، w هفته، m ماه، y سال (26w)',
    },
    'time-unit': {
      type: 'string',
      value: 'weeks|days',
      en: 'unit of t_x and T (weeks)',
      fa: 'یکای t_x و T (هفته)',
    },
    discount: {
      type: 'string',
      value: '0.01',
      en: 'monthly discount rate of the value (0.01)',
      fa: 'نرخ تنزیل ماهانهٔ ارزش (۰٫۰۱)',
    },
    intervals: {
      type: 'string',
      value: '0.95',
      en: 'intervals of purchases with this coverage',
      fa: 'بازهٔ خریدها با این پوشش',
    },
    seed: { type: 'string', value: 'S', en: 'seed of the intervals (1)', fa: 'دانهٔ بازه‌ها (۱)' },
    holdout: {
      type: 'string',
      value: 'DATE',
      en: 'compare with the purchases after --until and up to this day',
      fa: 'سنجش با خریدهای پس از ‎--until تا این روز',
    },
    'per-customer': { type: 'boolean', en: 'list every customer (JSON)', fa: 'فهرست همهٔ مشتریان (JSON)' },
    top: {
      type: 'string',
      value: 'N',
      en: 'most valuable customers in the report (10)',
      fa: 'شمار باارزش‌ترین مشتریان در گزارش (۱۰)',
    },
    ...tableOptions,
  },
  run(args: Arguments): void {
    refuseExtra(args.positionals, 0)
    const language = languageOf(args)
    const top = args.number('top', 10, 0, 1_000_000, true)
    const result = compute(args)
    if (args.flag('json')) printJson(asJson(result, args.flag('per-customer')))
    else print(valueReport(result, top, language))
  },
} as const

function compute(args: Arguments): ValueResult {
  const model = args.oneOf('model', ['bgnbd', 'paretonbd', 'mbgnbd'])
  const timeUnit = args.oneOf('time-unit', ['weeks', 'days'])
  const horizon = readHorizon(args.text('horizon') ?? '26w', timeUnit)
  const monthlyDiscount = args.number('discount', 0.01, 0, 1)
  const level = args.number('intervals', 0, 0.5, 0.999)
  const seed = args.number('seed', 1, 0, Number.MAX_SAFE_INTEGER, true)
  const { summary, until, findings, held } = readCustomers(args, timeUnit)
  const fit = fitTransactions(model, summary)
  const prediction = predictPurchases(fit, summary, horizon.units)
  const intervals =
    level === 0
      ? null
      : purchaseIntervals(fit, summary, horizon.units, { level, uniform: makeStream(seed, 0).uniform })
  const holdout = held && {
    ...holdoutTable(fit, summary, held.counts, held.units),
    until: held.until,
    units: held.units,
  }
  let spend: SpendFit | null = null
  if (summary.m) {
    try {
      spend = fitSpend(summary.x, summary.m)
    } catch (error) {
      // Too few amounts: the model of purchases stands without them.
      if (!(error instanceof EngineError && error.code === 'value_no_spend')) throw error
    }
  }
  const perMonth = timeUnit === 'weeks' ? 4.345 : 30.4375
  const months = Math.max(1, Math.round(horizon.units / perMonth))
  const lifetime =
    spend && summary.m && spend.meanSpend !== null
      ? lifetimeValue(
          fit,
          spend,
          { ...summary, m: summary.m },
          { kind: 'monthly', months, rate: monthlyDiscount, unitsPerMonth: perMonth },
        )
      : null
  const partial = {
    model,
    until,
    timeUnit,
    horizon,
    summary,
    fit,
    prediction,
    intervals,
    holdout,
    spend,
    lifetime,
    monthlyDiscount,
  }
  return { ...partial, findings: [...findings, ...valueFindings(partial)] }
}

function asJson(result: ValueResult, perCustomer: boolean) {
  const { fit, prediction, intervals, holdout, spend, lifetime, summary, horizon } = result
  return {
    model: result.model,
    until: result.until,
    timeUnit: result.timeUnit,
    customers: fit.customers,
    distinctRows: fit.rows,
    params: fit.params,
    standardErrors: fit.standardErrors,
    logLikelihood: fit.logLikelihood,
    aic: fit.aic,
    bic: fit.bic,
    converged: fit.converged,
    gradientNorm: fit.gradientNorm,
    flatRidge: fit.flatRidge,
    horizon,
    expectedPurchases: prediction.total,
    ...(intervals
      ? { expectedPurchasesInterval: { ...intervals.total, level: intervals.level, draws: intervals.draws } }
      : {}),
    expectedPurchasesOfNewCustomer: prediction.newCustomer,
    expectedActiveCustomers: prediction.alive.reduce((sum, p) => sum + p, 0),
    gammaGamma: spend && {
      params: spend.params,
      standardErrors: spend.standardErrors,
      logLikelihood: spend.logLikelihood,
      converged: spend.converged,
      customers: spend.customers,
      leftOut: spend.leftOut,
      meanSpend: spend.meanSpend,
      correlation: spend.correlation,
    },
    lifetimeValue: lifetime && { total: lifetime.total, monthlyDiscount: result.monthlyDiscount },
    ...(holdout ? { holdout } : {}),
    findings: result.findings,
    ...(perCustomer
      ? {
          perCustomer: summary.ids.map((id, i) => ({
            id,
            x: summary.x[i],
            t_x: summary.tx[i],
            T: summary.T[i],
            m: summary.m?.[i] ?? null,
            pAlive: prediction.alive[i],
            churn: prediction.churn[i],
            expectedPurchases: prediction.expected[i],
            ...(intervals ? { low: intervals.lower[i], high: intervals.upper[i] } : {}),
            expectedSpend: lifetime?.spend[i] ?? null,
            value: lifetime?.value[i] ?? null,
          })),
        }
      : {}),
  }
}
