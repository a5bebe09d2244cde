import { EngineError } from '../errors.ts'
import type { CompiledModel, EstimateStatus } from '../indices/types.ts'
import { STATUSES } from '../pls/workspace.ts'
import { quantityNames } from './quantities.ts'
import { createResampler, type Resampler, type ResamplerSettings } from './resampler.ts'
import { SUMMARY_FIELDS, type SummaryField } from './summary.ts'
import {
  allocateMemory,
  type BootstrapJob,
  type BootstrapMemory,
  NOT_RUN,
  summariseRange,
  taskCount,
  taskRunner,
} from './tasks.ts'

export type IntervalMethod = 'percentile' | 'bca'

export interface BootstrapOptions extends ResamplerSettings {
  /** 10,000 where left out (Hair et al. 2022). */
  resamples?: number
  /** An integer, 0 to 2⁵³ − 1; 1 where left out. Resample b is drawn with the stream (seed, b). */
  seed?: number
  /** Confidence level; 0.95 where left out. */
  level?: number
  /** 'bca' adds BCa limits, at the price of one estimate per distinct row; 'percentile' where left out. */
  interval?: IntervalMethod
  /** Given row numbers (0 … n − 1), resamples × n, instead of drawn ones. */
  indices?: Int32Array
  /** Called now and then with the number of resamples done. */
  onProgress?: (done: number, total: number) => void
  /** Asked between small pieces of work: true ends the bootstrap with what is done. */
  shouldStop?: () => boolean
}

/** Q quantities in the order of `names` (see quantityNames); every array below with Q numbers follows it. */
export interface BootstrapResult extends Record<SummaryField, Float64Array> {
  names: readonly string[]
  n: number
  distinctRows: number
  resamples: number
  /** Resamples that ran: less than `resamples` only where stopped. */
  completed: number
  /** Converged ones: the only ones that summaries use. */
  usable: number
  /** The others, by how they ended. */
  failed: Record<Exclude<EstimateStatus, 'converged'>, number>
  stopped: boolean
  seed: number
  level: number
  interval: IntervalMethod
  /** How the sums are taken: 'integer' and 'double' by WebAssembly, 'plain' without. */
  engine: Resampler['kind']
  estimateStatus: EstimateStatus
  /** Q: the estimate on the answers as they are. */
  estimate: Float64Array
  /** Q × resamples: value of quantity q in resample b at q · resamples + b; NaN where the resample failed. */
  replicates: Float64Array
  /** resamples: index into STATUSES; 255 where it did not run. */
  statuses: Uint8Array
}

/** Checks the options; throws EngineError 'bootstrap_option' or 'bootstrap_answers' naming the culprit. Cheap. */
export function prepareJob(
  compiled: CompiledModel,
  answers: Float64Array,
  options: BootstrapOptions,
): BootstrapJob {
  const { indices, level = 0.95, seed = 1, interval = 'percentile' } = options
  const items = compiled.items.length
  const n = answers.length / items
  const resamples = options.resamples ?? (indices ? indices.length / n : 10_000)
  const refuse = (option: string, value: unknown): never => {
    throw new EngineError('bootstrap_option', { option, value: String(value) })
  }
  if (!Number.isInteger(n) || n < 3) throw new EngineError('bootstrap_answers', { cell: answers.length })
  if (!Number.isInteger(resamples) || resamples < 1) refuse('resamples', resamples)
  if (!(level > 0 && level < 1)) refuse('level', level)
  if (!Number.isSafeInteger(seed) || seed < 0) refuse('seed', seed)
  if (interval !== 'percentile' && interval !== 'bca') refuse('interval', interval)
  if (indices && indices.length !== resamples * n) refuse('indices', indices.length)
  const stray = indices?.find((row) => row < 0 || row >= n)
  if (stray !== undefined) refuse('indices', stray)
  const quantities = quantityNames(compiled).length
  return { resamples, seed, level, jackknife: interval === 'bca', quantities, n, items, indices }
}

/**
 * Non-parametric bootstrap of every quantity of a PLS path model (Efron & Tibshirani 1993): n rows drawn with replacement,
 * signs settled inside each resample by the majority rule, failed resamples counted and left out. Standard errors,
 * percentile and BCa limits, p-values: see `summarise`. Bit for bit the same on any machine and number of threads.
 * `answers`: n × p, row after row, items in the order of `compiled.items`, reversed already, none missing.
 */
export function bootstrap(
  compiled: CompiledModel,
  answers: Float64Array,
  options: BootstrapOptions = {},
): BootstrapResult {
  const job = prepareJob(compiled, answers, options)
  const resampler = createResampler(compiled, answers, options)
  const memory = allocateMemory(job)
  const originalStatus = writeOriginal(resampler, memory)
  const run = taskRunner(resampler, job, memory)
  const tasks = taskCount(job)
  let done = 0
  let stopped = false
  for (let task = 0; task < tasks; task++) {
    stopped = options.shouldStop?.() ?? false
    if (stopped) break
    done += run(task)
    options.onProgress?.(done, job.resamples)
  }
  summariseRange(job, memory, 0, job.quantities)
  return describeBootstrap(resampler, job, memory, originalStatus, stopped)
}

/** The estimate on the answers as they are; NaN where there is none. Returns its status number. */
export function writeOriginal(resampler: Resampler, { original }: BootstrapMemory): number {
  original.fill(Number.NaN)
  return resampler.original(original, 0)
}

export function describeBootstrap(
  resampler: Pick<Resampler, 'names' | 'n' | 'distinct' | 'kind'>,
  job: BootstrapJob,
  memory: BootstrapMemory,
  originalStatus: number,
  stopped: boolean,
): BootstrapResult {
  const { replicates, statuses, original, table } = memory
  const { quantities } = job
  const counts = STATUSES.map((_, status) => statuses.reduce((sum, s) => sum + (s === status ? 1 : 0), 0))
  for (const [b, status] of statuses.entries())
    if (status !== 0) for (let q = 0; q < quantities; q++) replicates[q * job.resamples + b] = Number.NaN
  const row = (name: SummaryField) => {
    const field = SUMMARY_FIELDS.indexOf(name)
    return table.subarray(field * quantities, (field + 1) * quantities)
  }
  return {
    names: resampler.names,
    n: resampler.n,
    distinctRows: resampler.distinct,
    resamples: job.resamples,
    completed: statuses.reduce((sum, status) => sum + (status === NOT_RUN ? 0 : 1), 0),
    usable: counts[0]!,
    failed: {
      iteration_limit: counts[1]!,
      cycle: counts[2]!,
      singular: counts[3]!,
      no_variance: counts[4]!,
    },
    stopped,
    seed: job.seed,
    level: job.level,
    interval: job.jackknife ? 'bca' : 'percentile',
    engine: resampler.kind,
    estimateStatus: STATUSES[originalStatus]!,
    estimate: original,
    replicates,
    statuses,
    ...(Object.fromEntries(SUMMARY_FIELDS.map((name) => [name, row(name)])) as Record<
      SummaryField,
      Float64Array
    >),
  }
}
