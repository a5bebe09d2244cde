import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import {
  type BootstrapOptions,
  type BootstrapResult,
  describeBootstrap,
  prepareJob,
} from '../src/bootstrap/bootstrap.ts'
import { allocateMemory, taskCount } from '../src/bootstrap/tasks.ts'
import { EngineError } from '../src/errors.ts'
import type { CompiledModel } from '../src/indices/types.ts'
import { CONTROL_CELLS, DONE, STOP, type WorkerMessage } from './bootstrap-control.ts'
import type { WorkerTask } from './bootstrap-worker.ts'

export interface WorkerBootstrapOptions extends BootstrapOptions {
  /** Threads, at least one; one per processor where left out. The result is the same for any number. */
  workers?: number
  /** Aborting ends the threads and rejects with the signal's reason. */
  signal?: AbortSignal
}

const POLL_MS = 50

/**
 * The bootstrap on worker threads: all work happens there, the calling thread only waits, so a server stays responsive.
 * Same arguments, same result bit for bit as `bootstrap`. Rejects with the EngineError a thread met, with the signal's
 * reason, or with an error where a thread died; in every case all threads have ended before the promise settles.
 * `shouldStop` and `onProgress` are called on this thread every 50 ms.
 */
export async function bootstrapInWorkers(
  compiled: CompiledModel,
  answers: Float64Array,
  options: WorkerBootstrapOptions = {},
): Promise<BootstrapResult> {
  const { workers = availableParallelism(), signal, onProgress, shouldStop, ...rest } = options
  if (!Number.isInteger(workers) || workers < 1)
    throw new EngineError('bootstrap_option', { option: 'workers', value: String(workers) })
  signal?.throwIfAborted()
  const job = prepareJob(compiled, answers, rest)
  if (job.indices) job.indices = shareIntegers(job.indices)
  const memory = allocateMemory(job, true)
  const control = new Int32Array(new SharedArrayBuffer(CONTROL_CELLS * 4))
  const count = Math.min(workers, taskCount(job))
  const { scheme, metric, tolerance, maxIterations, wasm } = rest
  const task: Omit<WorkerTask, 'first'> = {
    compiled,
    answers: shareNumbers(answers),
    settings: { scheme, metric, tolerance, maxIterations, wasm },
    job,
    memory,
    control,
    workers: count,
  }
  const stop = () => Atomics.store(control, STOP, 1)
  const timer = setInterval(() => {
    if (shouldStop?.()) stop()
    onProgress?.(Atomics.load(control, DONE), job.resamples)
  }, POLL_MS)
  signal?.addEventListener('abort', stop, { once: true })
  const threads = Array.from({ length: count }, (_, i) => startThread({ ...task, first: i === 0 }))
  try {
    const [first] = await Promise.all(threads.map((thread) => thread.finished))
    signal?.throwIfAborted()
    onProgress?.(Atomics.load(control, DONE), job.resamples)
    return describeBootstrap(first!, job, memory, first!.originalStatus, Atomics.load(control, STOP) === 1)
  } finally {
    clearInterval(timer)
    signal?.removeEventListener('abort', stop)
    stop()
    await Promise.all(threads.map((thread) => thread.worker.terminate()))
  }
}

function startThread(task: WorkerTask): {
  worker: Worker
  finished: Promise<NonNullable<WorkerMessage['result']>>
} {
  const worker = new Worker(new URL('./bootstrap-worker.ts', import.meta.url), {
    workerData: task,
    // Not the flags of the parent process: a test runner's or a profiler's are none of the thread's business.
    execArgv: [],
  })
  const finished = new Promise<NonNullable<WorkerMessage['result']>>((resolve, reject) => {
    worker.on('message', ({ result, refused }: WorkerMessage) => {
      if (result) resolve(result)
      else
        reject(refused ? new EngineError(refused.code, refused.params) : new Error('A thread sent nothing.'))
    })
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`A bootstrap thread ended early with code ${code}.`)))
  })
  // The first failure is reported; those of threads that are then terminated are expected.
  finished.catch(() => {})
  return { worker, finished }
}

/** Shared memory is used as it is; anything else is copied into shared memory once, for all threads. */
function shareNumbers(values: Float64Array): Float64Array {
  if (values.buffer instanceof SharedArrayBuffer) return values
  const shared = new Float64Array(new SharedArrayBuffer(values.byteLength))
  shared.set(values)
  return shared
}

function shareIntegers(values: Int32Array): Int32Array {
  if (values.buffer instanceof SharedArrayBuffer) return values
  const shared = new Int32Array(new SharedArrayBuffer(values.byteLength))
  shared.set(values)
  return shared
}
