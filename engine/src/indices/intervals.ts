import type { BootstrapResult, IntervalMethod } from '../bootstrap/bootstrap.ts'
import { makeFinding } from './finding-sentences.ts'
import { inOrder } from './findings.ts'
import type { IndexResult } from './run-index.ts'

/** Bootstrap summary of one quantity. */
export interface Interval {
  estimate: number
  /** Standard deviation of the resamples' values. */
  se: number
  low: number
  high: number
  /** Two-sided, of "the quantity is zero". Of use for paths, effects, weights and loadings; trivial for indices and α. */
  p: number
}

export type Intervals = Record<string, Interval>

/** Keyed as in IndexResult. */
export interface IntervalTables {
  weights: Intervals
  normalisedWeights: Intervals
  loadings: Intervals
  paths: Intervals
  totalEffects: Intervals
  r2: Intervals
  alpha: Intervals
  rhoA: Intervals
  rhoC: Intervals
  ave: Intervals
  htmt: Intervals
  htmtSigned: Intervals
  indices: Intervals
}

export interface IndexResultWithIntervals extends IndexResult {
  intervalMethod: IntervalMethod
  bootstrap: {
    resamples: number
    completed: number
    usable: number
    failed: BootstrapResult['failed']
    stopped: boolean
    seed: number
    level: number
  }
  intervals: IntervalTables
}

const TABLE_OF: Readonly<Record<string, keyof IntervalTables>> = {
  weight: 'weights',
  normalised: 'normalisedWeights',
  loading: 'loadings',
  path: 'paths',
  total: 'totalEffects',
  r2: 'r2',
  alpha: 'alpha',
  rhoA: 'rhoA',
  rhoC: 'rhoC',
  ave: 'ave',
  htmt: 'htmt',
  htmtSigned: 'htmtSigned',
  index: 'indices',
}

/**
 * The result with its bootstrap: standard error, limits of the chosen method and p-value of every quantity, under the same
 * keys as the estimate; failed resamples become a finding. The bootstrap must come from the same model and rows.
 */
export function withIntervals(result: IndexResult, bootstrap: BootstrapResult): IndexResultWithIntervals {
  const intervals = Object.fromEntries(
    Object.values(TABLE_OF).map((table) => [table, {}]),
  ) as unknown as IntervalTables
  const bca = bootstrap.interval === 'bca'
  for (const [q, name] of bootstrap.names.entries()) {
    const colon = name.indexOf(':')
    const table = TABLE_OF[name.slice(0, colon)]
    if (!table) continue
    const key = name.slice(colon + 1)
    const interval: Interval = {
      estimate: bootstrap.estimate[q]!,
      se: bootstrap.standardError[q]!,
      low: (bca ? bootstrap.bcaLow : bootstrap.percentileLow)[q]!,
      high: (bca ? bootstrap.bcaHigh : bootstrap.percentileHigh)[q]!,
      p: bootstrap.pValue[q]!,
    }
    intervals[table][key] = interval
    if (table === 'htmt' || table === 'htmtSigned')
      intervals[table][key.split('|').reverse().join('|')] = interval
  }
  const failed = bootstrap.completed - bootstrap.usable
  const findings = failed
    ? [
        makeFinding('resamples_failed', failed > 0.01 * bootstrap.completed ? 'serious' : 'note', {
          count: failed,
          value: bootstrap.completed,
        }),
      ]
    : []
  const { resamples, completed, usable, stopped, seed, level } = bootstrap
  return {
    ...result,
    findings: inOrder([...result.findings, ...findings]),
    intervalMethod: bootstrap.interval,
    bootstrap: { resamples, completed, usable, failed: bootstrap.failed, stopped, seed, level },
    intervals,
  }
}
