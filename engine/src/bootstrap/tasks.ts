import type { Resampler } from './resampler.ts'
import { type JackknifeSums, SUMMARY_FIELDS, summarise } from './summary.ts'

/** What all threads of one bootstrap agree on. */
export interface BootstrapJob {
  resamples: number
  seed: number
  level: number
  jackknife: boolean
  quantities: number
  /** Respondents and items. */
  n: number
  items: number
  /** resamples × n given row numbers instead of drawn ones. */
  indices?: Int32Array
}

/** Memory of one bootstrap. Threads share it; every cell is written by one task only. */
export interface BootstrapMemory {
  /** Q × resamples: neighbouring resamples write into the same lines of memory, and summaries read straight on. */
  replicates: Float64Array
  /** resamples: status numbers; NOT_RUN where a stop came first. */
  statuses: Uint8Array
  /** Q */
  original: Float64Array
  /** Chunks × (weight, then first, second and third sums of Q numbers). */
  jackknife: Float64Array
  /** SUMMARY_FIELDS × Q */
  table: Float64Array
}

export const NOT_RUN = 255
/** Answers that one task reads, about: a few milliseconds' work, so that a stop is soon seen. */
const ANSWERS_PER_TASK = 500_000
const MOST_JACKKNIFE_TASKS = 256

const resamplesPerTask = ({ n, items }: BootstrapJob) =>
  Math.max(1, Math.min(50, Math.floor(ANSWERS_PER_TASK / (n * items))))
const rowsPerTask = ({ n }: BootstrapJob) => Math.max(32, Math.ceil(n / MOST_JACKKNIFE_TASKS))
const resampleTasks = (job: BootstrapJob) => Math.ceil(job.resamples / resamplesPerTask(job))
const jackknifeTasks = (job: BootstrapJob) => (job.jackknife ? Math.ceil(job.n / rowsPerTask(job)) : 0)
const jackknifeWidth = (job: BootstrapJob) => 1 + 3 * job.quantities

/** Tasks are the same pieces whatever the number of threads, so that sums are added up in the same order. */
export const taskCount = (job: BootstrapJob): number => resampleTasks(job) + jackknifeTasks(job)

export function allocateMemory(job: BootstrapJob, shared = false): BootstrapMemory {
  const buffer = (bytes: number) => (shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes))
  const numbers = (length: number) => new Float64Array(buffer(length * 8))
  return {
    replicates: numbers(job.resamples * job.quantities),
    statuses: new Uint8Array(buffer(job.resamples)).fill(NOT_RUN),
    original: numbers(job.quantities),
    jackknife: numbers(jackknifeTasks(job) * jackknifeWidth(job)),
    table: numbers(SUMMARY_FIELDS.length * job.quantities),
  }
}

/** A function that runs one task; it owns scratch memory, so every thread makes its own. Returns resamples done. */
export function taskRunner(
  resampler: Resampler,
  job: BootstrapJob,
  memory: BootstrapMemory,
): (task: number) => number {
  const { replicates, statuses, original, jackknife } = memory
  const { resamples, quantities, seed, indices } = job
  const { n, multiplicity, distinct } = resampler
  const row = new Float64Array(quantities)

  const jackknifeChunk = (chunk: number) => {
    const at = chunk * jackknifeWidth(job)
    const rows = rowsPerTask(job)
    for (let i = chunk * rows; i < Math.min(distinct, (chunk + 1) * rows); i++) {
      if (resampler.without(i, row, 0) !== 0) continue
      const m = multiplicity[i]!
      jackknife[at]! += m
      for (let q = 0; q < quantities; q++) {
        const d = row[q]! - original[q]!
        jackknife[at + 1 + q]! += m * d
        jackknife[at + 1 + quantities + q]! += m * d * d
        jackknife[at + 1 + 2 * quantities + q]! += m * d * d * d
      }
    }
  }
  return (task) => {
    const chunk = task - resampleTasks(job)
    if (chunk >= 0) {
      jackknifeChunk(chunk)
      return 0
    }
    const from = task * resamplesPerTask(job)
    const to = Math.min(resamples, from + resamplesPerTask(job))
    for (let b = from; b < to; b++)
      statuses[b] = indices
        ? resampler.given(indices, b * n, replicates, b, resamples)
        : resampler.draw(seed, b, replicates, b, resamples)
    return to - from
  }
}

/** Adds up what the jackknife's tasks left for one quantity, in the order of tasks. */
function jackknifeSums(job: BootstrapJob, { jackknife }: BootstrapMemory, q: number): JackknifeSums {
  const sums = { weight: 0, first: 0, second: 0, third: 0 }
  const { quantities } = job
  for (let at = 0; at < jackknife.length; at += jackknifeWidth(job)) {
    sums.weight += jackknife[at]!
    sums.first += jackknife[at + 1 + q]!
    sums.second += jackknife[at + 1 + quantities + q]!
    sums.third += jackknife[at + 1 + 2 * quantities + q]!
  }
  return sums
}

/** Summarises quantities from … to − 1 over converged resamples with finite values, into the table. */
export function summariseRange(job: BootstrapJob, memory: BootstrapMemory, from: number, to: number): void {
  const { replicates, statuses, original, table } = memory
  const { resamples, quantities, level } = job
  const values = new Float64Array(resamples)
  for (let q = from; q < to; q++) {
    const at = q * resamples
    let count = 0
    for (let b = 0; b < resamples; b++) {
      const value = replicates[at + b]!
      // Finite: neither NaN nor infinite.
      if (statuses[b] === 0 && value - value === 0) values[count++] = value
    }
    const sums = job.jackknife ? jackknifeSums(job, memory, q) : undefined
    const summary = summarise(values, count, original[q]!, level, sums)
    for (const [field, name] of SUMMARY_FIELDS.entries()) table[field * quantities + q] = summary[name]
  }
}
