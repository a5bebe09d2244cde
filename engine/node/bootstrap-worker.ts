import { parentPort, workerData } from 'node:worker_threads'
import { writeOriginal } from '../src/bootstrap/bootstrap.ts'
import { createResampler, type ResamplerSettings } from '../src/bootstrap/resampler.ts'
import {
  type BootstrapJob,
  type BootstrapMemory,
  summariseRange,
  taskCount,
  taskRunner,
} from '../src/bootstrap/tasks.ts'
import { EngineError } from '../src/errors.ts'
import type { CompiledModel } from '../src/indices/types.ts'
import { ARRIVED, DONE, NEXT_QUANTITY, NEXT_TASK, STOP, type WorkerMessage } from './bootstrap-control.ts'

export interface WorkerTask {
  compiled: CompiledModel
  answers: Float64Array
  settings: ResamplerSettings
  job: BootstrapJob
  memory: BootstrapMemory
  control: Int32Array
  workers: number
  /** The first one keeps the estimate on the answers as they are. */
  first: boolean
}

const QUANTITIES_AT_ONCE = 8

function work(task: WorkerTask): WorkerMessage {
  const { compiled, answers, settings, job, control, workers, first } = task
  const resampler = createResampler(compiled, answers, settings)
  const memory = first ? task.memory : { ...task.memory, original: new Float64Array(job.quantities) }
  const originalStatus = writeOriginal(resampler, memory)
  const run = taskRunner(resampler, job, memory)
  const tasks = taskCount(job)
  while (Atomics.load(control, STOP) === 0) {
    const next = Atomics.add(control, NEXT_TASK, 1)
    if (next >= tasks) break
    Atomics.add(control, DONE, run(next))
  }
  // Summaries need every resample: the last to arrive wakes the others.
  if (Atomics.add(control, ARRIVED, 1) + 1 === workers) Atomics.notify(control, ARRIVED)
  for (
    let arrived = Atomics.load(control, ARRIVED);
    arrived < workers;
    arrived = Atomics.load(control, ARRIVED)
  )
    Atomics.wait(control, ARRIVED, arrived)
  for (;;) {
    const from = Atomics.add(control, NEXT_QUANTITY, QUANTITIES_AT_ONCE)
    if (from >= job.quantities) break
    summariseRange(job, memory, from, Math.min(job.quantities, from + QUANTITIES_AT_ONCE))
  }
  const { names, n, distinct, kind } = resampler
  return { result: { names, n, distinct, kind, originalStatus } }
}

function attempt(): WorkerMessage {
  try {
    return work(workerData as WorkerTask)
  } catch (error) {
    // A class does not survive the way between threads: its code and parameters do.
    if (error instanceof EngineError) return { refused: { code: error.code, params: error.params } }
    throw error
  }
}

parentPort?.postMessage(attempt())
