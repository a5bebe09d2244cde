import { normalQuantile } from '../bootstrap/normal.ts'
import { EngineError, type ErrorCode, type ErrorParams } from '../errors.ts'
import type { Columns } from '../indices/answers.ts'
import { momentsOfRows } from '../indices/moments.ts'
import { type IndexResult, type IndexRun, type RunOptions, runIndexParts } from '../indices/run-index.ts'
import type { CompiledModel, Estimate, IndexModel, Moments } from '../indices/types.ts'
import { estimateWithWeights } from '../pls/estimate.ts'
import { splitColumns } from './split.ts'

export interface SegmentOptions extends RunOptions {
  /**
   * 'separate' (default): every segment estimates its own weights. 'common': the weights of the whole sample are applied to
   * every segment, so that indices differ by answers alone.
   */
  weights?: 'separate' | 'common'
  /** Confidence level of the analytic intervals; 0.95 where left out. */
  level?: number
  /** Segments with fewer answers are reported, not estimated; 30 where left out. 100 to 250 are advisable. */
  minimumRows?: number
}

/** An index with the standard error sd/√n, which takes the weights as known. */
export interface SegmentIndex {
  index: number
  se: number
  low: number
  high: number
}

export interface Segment {
  name: string
  n: number
  indices: Record<string, SegmentIndex>
  /** Separate weights only: the segment's whole result. */
  result?: IndexResult
}

export interface Segments {
  weights: 'separate' | 'common'
  intervalMethod: 'analytic'
  level: number
  /** The whole sample: rows with any label or none. */
  pooled: IndexResult
  segments: Segment[]
  /** Segments that could not be estimated, with the reason (see errorSentence). */
  failed: { name: string; code: ErrorCode; params: ErrorParams }[]
}

/**
 * Indices segment by segment: `estimateSegments(model, columns, industries, { weights: 'common' })`.
 * With common weights missing answers are treated once for the whole sample, with separate ones within each segment.
 * Throws for faults of the model or of the whole data; a segment that cannot be estimated is listed under `failed`.
 */
export function estimateSegments(
  model: IndexModel,
  columns: Columns,
  labels: readonly (string | null | undefined)[],
  options: SegmentOptions = {},
): Segments {
  const { weights = 'separate', level = 0.95, minimumRows = 30 } = options
  const pooled = runIndexParts(model, { columns }, options)
  const result: Segments = {
    weights,
    intervalMethod: 'analytic',
    level,
    pooled: pooled.result,
    segments: [],
    failed: [],
  }
  const z = normalQuantile((1 + level) / 2)
  const parts =
    weights === 'common'
      ? commonParts(pooled, labels)
      : separateParts(model, splitColumns(columns, labels), options)
  for (const [name, part] of parts) {
    try {
      const { n, estimate, result: own } = part(minimumRows)
      result.segments.push({
        name,
        n,
        indices: indicesOf(pooled.compiled, estimate, n, z),
        ...(own ? { result: own } : {}),
      })
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      result.failed.push({ name, code: error.code, params: error.params })
    }
  }
  return result
}

type Part = (minimumRows: number) => { n: number; estimate: Estimate; result?: IndexResult }

function separateParts(
  model: IndexModel,
  groups: ReadonlyMap<string, Columns>,
  options: RunOptions,
): [string, Part][] {
  return Array.from(groups, ([name, columns]) => [
    name,
    (minimumRows) => {
      const run = runIndexParts(model, { columns }, options)
      checkSize(name, run.moments.n, minimumRows)
      return { n: run.moments.n, estimate: run.estimate, result: run.result }
    },
  ])
}

function commonParts(pooled: IndexRun, labels: readonly (string | null | undefined)[]): [string, Part][] {
  const { compiled, answers } = pooled
  const p = compiled.items.length
  const rowsOf = new Map<string, number[]>()
  for (const [r, row] of answers!.rowNumbers.entries()) {
    const label = labels[row]
    if (label === null || label === undefined || label === '') continue
    if (!rowsOf.has(label)) rowsOf.set(label, [])
    rowsOf.get(label)!.push(r)
  }
  return Array.from(rowsOf, ([name, rows]) => [
    name,
    (minimumRows) => {
      checkSize(name, rows.length, minimumRows)
      const chosen = new Float64Array(rows.length * p)
      for (const [r, row] of rows.entries()) chosen.set(answers!.rows.subarray(row * p, (row + 1) * p), r * p)
      const moments = momentsOfRows(chosen, rows.length, p)
      return { n: rows.length, estimate: applyWeights(compiled, moments, pooled.estimate, pooled.moments) }
    },
  ])
}

/**
 * The unstandardised outer weights of one estimate applied to other respondents: their indices, paths and the rest follow
 * from the weights of the first. `from` are the moments the weights were estimated on.
 */
export function applyWeights(
  compiled: CompiledModel,
  moments: Moments,
  estimate: Estimate,
  from: Moments,
): Estimate {
  const p = compiled.items.length
  const raw = estimate.standardisedWeights.map((weight, i) => weight / Math.sqrt(from.covariance[i * p + i]!))
  // Raw weights of raw items, so that the other group's standard deviations do not enter the weights.
  return estimateWithWeights(compiled, moments, raw, { scheme: estimate.scheme, metric: 'raw' })
}

function indicesOf(
  compiled: CompiledModel,
  estimate: Estimate,
  n: number,
  z: number,
): Record<string, SegmentIndex> {
  return Object.fromEntries(
    compiled.constructs.map((construct, k) => {
      const index = estimate.index[k]!
      const se = estimate.indexSd[k]! / Math.sqrt(n)
      return [construct, { index, se, low: index - z * se, high: index + z * se }]
    }),
  )
}

function checkSize(group: string, rows: number, needed: number): void {
  if (rows < needed) throw new EngineError('group_too_small', { group, rows, needed })
}
