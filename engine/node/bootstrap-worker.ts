import { parentPort } from 'node:worker_threads'
import { writeOriginal } from '../src/bootstrap/bootstrap.ts'
import { createResampler } from '../src/bootstrap/resampler.ts'
import { summariseRange, taskCount, taskRunner } from '../src/bootstrap/tasks.ts'
import { EngineError } from '../src/errors.ts'
import {
  ABORT,
  ARRIVED,
  DONE,
  NEXT_QUANTITY,
  NEXT_TASK,
  ORDER,
  type ThreadAnswer,
  type ThreadResult,
  type ThreadTask,
} from './bootstrap-control.ts'

const QUANTITIES_AT_ONCE = 16

function work(task: ThreadTask): ThreadResult {
  const { compiled, answers, settings, job, control, threads, first } = task
  const resampler = createResampler(compiled, answers, settings)
  const memory = first ? task.memory : { ...task.memory, original: new Float64Array(job.quantities) }
  const originalStatus = writeOriginal(resampler, memory)
  const run = taskRunner(resampler, job, memory)
  const tasks = taskCount(job)
  while (Atomics.load(control, ORDER) === 0) {
    const next = Atomics.add(control, NEXT_TASK, 1)
    if (next >= tasks) break
    Atomics.add(control, DONE, run(next))
  }
  // Summaries need every resample: the last to arrive wakes the others.
  if (Atomics.add(control, ARRIVED, 1) + 1 === threads) Atomics.notify(control, ARRIVED)
  for (
    let arrived = Atomics.load(control, ARRIVED);
    arrived < threads;
    arrived = Atomics.load(control, ARRIVED)
  )
    Atomics.wait(control, ARRIVED, arrived)
  while (Atomics.load(control, ORDER) !== ABORT) {
    const from = Atomics.add(control, NEXT_QUANTITY, QUANTITIES_AT_ONCE)
    if (from >= job.quantities) break
    summariseRange(job, memory, from, Math.min(job.quantities, from + QUANTITIES_AT_ONCE))
  }
  const { names, n, distinct, kind } = resampler
  return { names, n, distinct, kind, originalStatus }
}

function attempt(task: ThreadTask): ThreadAnswer {
  try {
    return { result: work(task) }
  } catch (error) {
    // A class does not survive the way between threads: its code and parameters do. Anything else ends this thread.
    if (error instanceof EngineError) return { refused: { code: error.code, params: error.params } }
    throw error
  }
}

parentPort?.on('message', (task: ThreadTask) => parentPort!.postMessage(attempt(task)))
