import { type BootstrapOptions, bootstrap } from '../bootstrap/bootstrap.ts'
import { normalBelow } from '../bootstrap/normal.ts'
import type { ErrorCode, ErrorParams } from '../errors.ts'
import { type Columns, readAnswers } from '../indices/answers.ts'
import { compileModel } from '../indices/compile.ts'
import type { IndexResult } from '../indices/run-index.ts'
import type { IndexModel } from '../indices/types.ts'
import { estimateSegments, type SegmentOptions } from './segments.ts'
import { splitColumns } from './split.ts'

export interface SeriesOptions extends SegmentOptions {
  /** The construct followed; the model's target where left out. */
  construct?: string
  /**
   * 'analytic' (default): sd/√n, weights taken as known. 'bootstrap': percentile limits with re-estimated weights; offered
   * for separate weights only, since common weights are the same in every resample.
   */
  interval?: 'analytic' | 'bootstrap'
  resamples?: number
  seed?: number
  onProgress?: BootstrapOptions['onProgress']
}

export interface SeriesPoint {
  period: string
  n: number
  index: number
  se: number
  low: number
  high: number
  /** Against the period before: difference, its standard error, two-sided p (normal, independent samples). */
  change: { difference: number; se: number; p: number } | null
}

export interface IndexSeries {
  construct: string
  weights: 'separate' | 'common'
  intervalMethod: 'analytic' | 'percentile'
  level: number
  /** Of a bootstrap. */
  seed: number | null
  resamples: number | null
  pooled: IndexResult
  points: SeriesPoint[]
  failed: { name: string; code: ErrorCode; params: ErrorParams }[]
}

/**
 * An index over periods, e.g. labels '1404-07', '1404-08'. Periods stand in the order of their labels as text; `weights` as
 * in estimateSegments ('common' makes periods comparable; 'separate' lets the weights follow the times).
 */
export function indexSeries(
  model: IndexModel,
  columns: Columns,
  periods: readonly (string | null | undefined)[],
  options: SeriesOptions = {},
): IndexSeries {
  const segments = estimateSegments(model, columns, periods, options)
  const { weights, level, pooled, failed } = segments
  const construct = options.construct ?? pooled.model.target
  const resample = options.interval === 'bootstrap' && weights === 'separate'
  const groups = resample ? splitColumns(columns, periods) : undefined
  const compiled = compileModel(model)
  const points: SeriesPoint[] = []
  let resamples: number | null = null
  let seed: number | null = null
  for (const segment of [...segments.segments].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    let interval = segment.indices[construct]!
    if (groups) {
      const { rows } = readAnswers(compiled, groups.get(segment.name)!, options)
      const drawn = bootstrap(compiled, rows, { ...options, interval: 'percentile' })
      const q = drawn.names.indexOf(`index:${construct}`)
      interval = {
        index: interval.index,
        se: drawn.standardError[q]!,
        low: drawn.percentileLow[q]!,
        high: drawn.percentileHigh[q]!,
      }
      resamples = drawn.resamples
      seed = drawn.seed
    }
    const before = points.at(-1)
    points.push({
      period: segment.name,
      n: segment.n,
      ...interval,
      change: before ? changeOf(before, interval) : null,
    })
  }
  return {
    construct,
    weights,
    intervalMethod: resample ? 'percentile' : 'analytic',
    level,
    seed,
    resamples,
    pooled,
    points,
    failed,
  }
}

function changeOf(
  before: { index: number; se: number },
  now: { index: number; se: number },
): { difference: number; se: number; p: number } {
  const difference = now.index - before.index
  const se = Math.hypot(before.se, now.se)
  return { difference, se, p: 2 * normalBelow(-Math.abs(difference) / se) }
}
