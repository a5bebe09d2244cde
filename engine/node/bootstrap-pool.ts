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
import {
  ABORT,
  CONTROL_CELLS,
  DONE,
  ORDER,
  STOP,
  type ThreadAnswer,
  type ThreadResult,
  type ThreadTask,
} from './bootstrap-control.ts'

export interface WorkerBootstrapOptions extends BootstrapOptions {
  /** Aborting rejects with the signal's reason, after all threads have stopped. */
  signal?: AbortSignal
}

/** Threads that wait for bootstraps. They do not keep the process alive while idle. */
export interface BootstrapPool {
  readonly workers: number
  /**
   * The bootstrap on the pool's threads: all work happens there, the calling thread only waits. Same arguments, same result
   * bit for bit as `bootstrap`. Runs asked for meanwhile wait their turn. Rejects with the EngineError that a thread met,
   * with the signal's reason, or with an error where a thread died (the next run starts new ones). `shouldStop` and
   * `onProgress` are called on this thread every 50 ms.
   */
  run(
    compiled: CompiledModel,
    answers: Float64Array,
    options?: WorkerBootstrapOptions,
  ): Promise<BootstrapResult>
  /** Ends the threads; a run under way rejects. */
  close(): Promise<void>
}

const POLL_MS = 50

/** A pool of threads, at least one (one per processor where left out); they start with the first run. */
export function openBootstrapPool(workers = availableParallelism()): BootstrapPool {
  if (!Number.isInteger(workers) || workers < 1)
    throw new EngineError('bootstrap_option', { option: 'workers', value: String(workers) })
  let threads: Worker[] = []
  let last: Promise<unknown> = Promise.resolve()
  const close = async () => {
    const ending = threads
    threads = []
    await Promise.all(ending.map((thread) => thread.terminate()))
  }
  const runNow = async (
    compiled: CompiledModel,
    answers: Float64Array,
    options: WorkerBootstrapOptions,
  ): Promise<BootstrapResult> => {
    options.signal?.throwIfAborted()
    const job = prepareJob(compiled, answers, options)
    const count = Math.min(workers, taskCount(job))
    while (threads.length < count) threads.push(startThread())
    try {
      return await share(threads.slice(0, count), compiled, answers, job, options)
    } catch (error) {
      // Threads may wait for one that is no more, or still be at work: begin anew next time.
      await close()
      throw error
    }
  }
  return {
    workers,
    run(compiled, answers, options = {}) {
      const result = last.then(() => runNow(compiled, answers, options))
      last = result.catch(() => {})
      return result
    },
    close,
  }
}

/** Beside this file: TypeScript in the repository, JavaScript in the published package. */
const WORKER = new URL(
  `./bootstrap-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`,
  import.meta.url,
)

function startThread(): Worker {
  // Not the flags of the parent process: a test runner's or a profiler's are none of the thread's business.
  const thread = new Worker(WORKER, { execArgv: [] })
  thread.unref()
  return thread
}

/** Hands one job to threads and waits for all. */
async function share(
  threads: readonly Worker[],
  compiled: CompiledModel,
  answers: Float64Array,
  job: ReturnType<typeof prepareJob>,
  options: WorkerBootstrapOptions,
): Promise<BootstrapResult> {
  const { signal, onProgress, shouldStop, scheme, metric, tolerance, maxIterations, wasm } = options
  const memory = allocateMemory(job, true)
  const control = new Int32Array(new SharedArrayBuffer(CONTROL_CELLS * 4))
  const task: Omit<ThreadTask, 'first'> = {
    compiled,
    answers: shared(answers),
    settings: { scheme, metric, tolerance, maxIterations, wasm },
    job: { ...job, indices: job.indices && shared(job.indices) },
    memory,
    control,
    threads: threads.length,
  }
  const abort = () => Atomics.store(control, ORDER, ABORT)
  const timer = setInterval(() => {
    if (shouldStop?.()) Atomics.compareExchange(control, ORDER, 0, STOP)
    onProgress?.(Atomics.load(control, DONE), job.resamples)
  }, POLL_MS)
  signal?.addEventListener('abort', abort, { once: true })
  try {
    const [first] = await Promise.all(
      threads.map((thread, i) => answerOf(thread, { ...task, first: i === 0 })),
    )
    signal?.throwIfAborted()
    onProgress?.(Atomics.load(control, DONE), job.resamples)
    const stopped = Atomics.load(control, ORDER) !== 0
    return describeBootstrap(first!, job, memory, first!.originalStatus, stopped)
  } finally {
    clearInterval(timer)
    signal?.removeEventListener('abort', abort)
    abort()
  }
}

/** The thread keeps the process alive from task to answer only, and keeps no listeners. */
function answerOf(thread: Worker, task: ThreadTask): Promise<ThreadResult> {
  return new Promise<ThreadResult>((resolve, reject) => {
    const settle = (act: () => void) => {
      thread.off('message', onMessage).off('error', onError).off('exit', onExit)
      thread.unref()
      act()
    }
    const onMessage = ({ result, refused }: ThreadAnswer) =>
      settle(() => (result ? resolve(result) : reject(new EngineError(refused!.code, refused!.params))))
    const onError = (error: unknown) => settle(() => reject(error))
    const onExit = (code: number) =>
      settle(() => reject(new Error(`A bootstrap thread ended early with code ${code}.`)))
    thread.on('message', onMessage).on('error', onError).on('exit', onExit)
    thread.ref()
    thread.postMessage(task)
  })
}

/** Shared memory is used as it is; anything else is copied into shared memory once, for all threads. */
function shared<T extends Float64Array | Int32Array>(values: T): T {
  if (values.buffer instanceof SharedArrayBuffer) return values
  const copy = new SharedArrayBuffer(values.byteLength)
  const view = values instanceof Float64Array ? new Float64Array(copy) : new Int32Array(copy)
  view.set(values)
  return view as T
}
