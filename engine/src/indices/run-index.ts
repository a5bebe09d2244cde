import { EngineError } from '../errors.ts'
import { estimate } from '../pls/estimate.ts'
import type { PlsSettings } from '../pls/workspace.ts'
import { type AnswerOptions, type Answers, type Columns, type MissingReport, readAnswers } from './answers.ts'
import { compileModel } from './compile.ts'
import { type Finding, makeFinding } from './finding-sentences.ts'
import { diagnose, inOrder } from './findings.ts'
import { fingerprintOf } from './fingerprint.ts'
import { type ImportanceMap, importancePerformance } from './importance-performance.ts'
import { checkMoments } from './moments.ts'
import { type NamedEstimate, nameEstimate } from './name-estimate.ts'
import type {
  CompiledModel,
  Estimate,
  EstimateStatus,
  IndexModel,
  Metric,
  Mode,
  Moments,
  Scheme,
} from './types.ts'

/** Answers as columns by item name, or sufficient statistics in model order (reversed already). */
export type IndexData = { columns: Columns } | { moments: Moments }

export interface RunOptions extends PlsSettings, AnswerOptions {}

/** A satisfaction index with everything needed to report it, to check it and to repeat it. Plain JSON. */
export interface IndexResult extends NamedEstimate {
  /** What was estimated: the model's id and version, and a fingerprint of its definition whatever its name. */
  model: {
    id: string | null
    version: string | null
    fingerprint: string
    source: string | null
    target: string
    constructs: { name: string; items: string[]; mode: Mode }[]
    paths: [from: string, to: string][]
  }
  metric: Metric
  scheme: Scheme
  tolerance: number
  converged: boolean
  status: EstimateStatus
  iterations: number
  lastChange: number
  n: number
  /** Null where moments were given: the caller knows what became of missing answers. */
  missing: MissingReport | null
  /** Item means on their own scales, reversed items turned round. */
  means: Record<string, number>
  /** By target: every construct with predecessors. */
  importancePerformance: Record<string, ImportanceMap>
  findings: Finding[]
}

/** The parts of a run, for those who go on computing: bootstrap, scores, groups. */
export interface IndexRun {
  compiled: CompiledModel
  moments: Moments
  estimate: Estimate
  /** Undefined where moments were given. */
  answers: Answers | undefined
  result: IndexResult
}

/**
 * Estimates a satisfaction model and names the results: `runIndex(findModel('ecsi'), { columns }, { scheme: 'path' })`.
 * Modern defaults: path scheme, standardised metric, mean replacement; 'centroid' and 'raw' as published for the ECSI.
 * Throws an EngineError for faults of the model or the data; numerical trouble is in `status` and `findings`.
 */
export function runIndex(model: IndexModel, data: IndexData, options: RunOptions = {}): IndexResult {
  return runIndexParts(model, data, options).result
}

/** As `runIndex`, with the compiled model, the moments, the estimate and the rows beside the result. */
export function runIndexParts(model: IndexModel, data: IndexData, options: RunOptions = {}): IndexRun {
  checkOptions(options)
  const compiled = compileModel(model)
  const answers = 'columns' in data ? readAnswers(compiled, data.columns, options) : undefined
  const moments = answers?.moments ?? (data as { moments: Moments }).moments
  if (!answers) checkMoments(compiled, moments)
  const numbers = estimate(compiled, moments, options)
  const endogenous = [...new Set(compiled.pathTo)].sort((a, b) => a - b)
  const found = [...(answers?.findings ?? []), ...diagnose(compiled, moments, numbers)]
  if (answers?.missing.treatment === 'pairwise' && answers.missing.rowsComplete < answers.missing.rowsUsed)
    found.push(makeFinding('pairwise_no_interval', 'note'))
  const result: IndexResult = {
    model: {
      id: model.id ?? null,
      version: model.version ?? null,
      fingerprint: fingerprintOf(compiled),
      source: model.source ?? null,
      target: compiled.constructs[compiled.target]!,
      constructs: model.constructs.map(({ name, items, mode }) => ({
        name,
        items: [...items],
        mode: mode ?? 'A',
      })),
      paths: model.paths.map(([from, to]) => [from, to]),
    },
    metric: numbers.metric,
    scheme: numbers.scheme,
    tolerance: options.tolerance ?? 1e-12,
    converged: numbers.converged,
    status: numbers.status,
    iterations: numbers.iterations,
    lastChange: numbers.lastChange,
    n: moments.n,
    missing: answers?.missing ?? null,
    means: Object.fromEntries(compiled.items.map((item, i) => [item, moments.means[i]!])),
    ...nameEstimate(compiled, numbers),
    importancePerformance: Object.fromEntries(
      endogenous.map((k) => [compiled.constructs[k]!, importancePerformance(compiled, moments, numbers, k)]),
    ),
    findings: inOrder(found),
  }
  return { compiled, moments, estimate: numbers, answers, result }
}

function checkOptions({ scheme, metric, missing, tolerance, maxIterations }: RunOptions): void {
  const oneOf = (option: string, value: string | undefined, known: readonly string[]) => {
    if (value !== undefined && !known.includes(value))
      throw new EngineError('option_invalid', { option, value, expected: known.join(' | ') })
  }
  oneOf('scheme', scheme, ['path', 'centroid', 'factorial'])
  oneOf('metric', metric, ['standardised', 'raw'])
  oneOf('missing', missing, ['mean', 'casewise', 'pairwise'])
  if (tolerance !== undefined && !(tolerance > 0 && tolerance < 1))
    throw new EngineError('option_invalid', {
      option: 'tolerance',
      value: String(tolerance),
      expected: '0 < … < 1',
    })
  if (maxIterations !== undefined && !(Number.isInteger(maxIterations) && maxIterations > 0))
    throw new EngineError('option_invalid', {
      option: 'maxIterations',
      value: String(maxIterations),
      expected: '1, 2, 3 …',
    })
}
