import { normalQuantile } from '../bootstrap/normal.ts'
import { EngineError } from '../errors.ts'
import { type AnswerOptions, type Columns, type MissingReport, readAnswers } from './answers.ts'
import { compileModel } from './compile.ts'
import type { Finding } from './finding-sentences.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { IndexModel } from './types.ts'

export interface PlainIndexOptions extends AnswerOptions {
  /** Importance of every item, e.g. mean stated importances; equal where left out. */
  importance?: Readonly<Record<string, number>>
  /** Confidence level; 0.95 where left out. */
  level?: number
}

/** A weighted mean of satisfactions, no structural model. */
export interface PlainIndexResult {
  model: { id: string | null; version: string | null; fingerprint: string }
  method: 'plain'
  weighting: 'equal' | 'importance'
  n: number
  missing: MissingReport
  /** By construct, 0–100, with the standard error sd/√n and a normal interval; weights are taken as fixed. */
  indices: Record<string, number>
  intervals: Record<string, { se: number; low: number; high: number; sd: number }>
  intervalMethod: 'analytic'
  level: number
  /** By item: weight within its construct, mean on 0–100. */
  normalisedWeights: Record<string, number>
  performance: Record<string, number>
  findings: readonly Finding[]
}

/**
 * Plain customer satisfaction index: Σ w·100·(x̄ − min)/(max − min) per construct with weights that sum to one, equal or
 * stated importances. Its standard error is that of the mean of the respondents' indices, sd/√n. Paths are not used.
 * Pairwise treatment is refused: respondents' indices need complete rows.
 */
export function plainIndex(
  model: IndexModel,
  columns: Columns,
  options: PlainIndexOptions = {},
): PlainIndexResult {
  const compiled = compileModel({ ...model, paths: [] }, { allowUnconnected: true })
  const { items, constructs, blockStart, scaleMin, scaleMax } = compiled
  const level = options.level ?? 0.95
  if (options.missing === 'pairwise')
    throw new EngineError('option_invalid', {
      option: 'missing',
      value: 'pairwise',
      expected: 'mean | casewise',
    })
  if (!(level > 0 && level < 1))
    throw new EngineError('option_invalid', { option: 'level', value: String(level), expected: '0 < … < 1' })
  const { n, moments, missing, findings } = readAnswers(compiled, columns, options)
  const p = items.length
  const weights = items.map((item) => {
    const weight = options.importance ? (options.importance[item] ?? Number.NaN) : 1
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
      throw new EngineError('weight_invalid', { unit: item, weight })
    return weight
  })
  const z = normalQuantile((1 + level) / 2)
  const result: PlainIndexResult = {
    model: { id: model.id ?? null, version: model.version ?? null, fingerprint: fingerprintOf(compiled) },
    method: 'plain',
    weighting: options.importance ? 'importance' : 'equal',
    n,
    missing,
    indices: {},
    intervals: {},
    intervalMethod: 'analytic',
    level,
    normalisedWeights: {},
    performance: {},
    findings,
  }
  for (const [k, construct] of constructs.entries()) {
    const block = items.slice(blockStart[k], blockStart[k + 1])
    const total = block.reduce((sum, _, j) => sum + weights[blockStart[k]! + j]!, 0)
    if (!(total > 0)) throw new EngineError('weight_invalid', { unit: construct, weight: total })
    let index = 0
    let variance = 0
    for (let i = blockStart[k]!; i < blockStart[k + 1]!; i++) {
      const range = scaleMax[i]! - scaleMin[i]!
      const performance = (100 * (moments.means[i]! - scaleMin[i]!)) / range
      result.normalisedWeights[items[i]!] = weights[i]! / total
      result.performance[items[i]!] = performance
      index += (weights[i]! / total) * performance
      for (let j = blockStart[k]!; j < blockStart[k + 1]!; j++)
        variance +=
          ((100 * weights[i]!) / total / range) *
          ((100 * weights[j]!) / total / (scaleMax[j]! - scaleMin[j]!)) *
          moments.covariance[i * p + j]!
    }
    const se = Math.sqrt(variance / n)
    result.indices[construct] = index
    result.intervals[construct] = { se, low: index - z * se, high: index + z * se, sd: Math.sqrt(variance) }
  }
  return result
}
