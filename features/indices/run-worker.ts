import { parentPort, workerData } from 'node:worker_threads'
import { EngineError } from '@hamdel/engine'
import { openBootstrapPool } from '@hamdel/engine/node'
import type pg from 'pg'
import { openDatabase } from '../../server/lib/database.ts'
import type { Grouping, Sheets } from './population.ts'
import { computeRun } from './run-compute.ts'
import { readSheets } from './run-input.ts'
import type { Fault, RunRecipe, ValueRow } from './run-result.ts'
import { codesOfModels } from './side-by-side.ts'

/** What the thread is given. */
export interface RunTask {
  connection: pg.PoolConfig
  recipe: RunRecipe
  sheets: Sheets
  groupBy: Grouping | null
  compare: string[] | null
  seed: number
  threads: number
}

/** What it says. `result` is JSON already, so that the asking thread has nothing to do but to store it. */
export type RunMessage =
  | { progress: number }
  | { fault: Fault; n: number; digest: string }
  | { status: 'done' | 'refused'; n: number; digest: string; result: string; values: ValueRow[] }

/** Reads, estimates and resamples: the thread that answers requests does none of it. */
async function work(task: RunTask, say: (message: RunMessage) => void): Promise<void> {
  const { recipe } = task
  const database = openDatabase(task.connection, { max: 1 })
  const wanted = new Set(codesOfModels(recipe.asked))
  const further = recipe.asked.filter(
    ({ code }) => wanted.has(code) && !recipe.sources.some((source) => source.code === code),
  )
  const data = await readSheets(database.db, task.sheets, recipe.sources, task.groupBy, further).finally(() =>
    database.close(),
  )
  const pool = openBootstrapPool(task.threads)
  try {
    const { status, n, result, values } = await computeRun(recipe, data, {
      seed: task.seed,
      hasGroups: task.groupBy !== null,
      compare: task.compare,
      bootstrap: (compiled, rows, options) => pool.run(compiled, rows, options),
      onProgress: (progress) => say({ progress }),
    })
    say({ status, n, digest: data.digest, result: JSON.stringify(result), values })
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    say({ fault: { code: error.code, params: error.params }, n: data.n, digest: data.digest })
  } finally {
    await pool.close()
  }
}

if (parentPort) await work(workerData as RunTask, (message) => parentPort!.postMessage(message))
