import type { BootstrapResult } from '../src/bootstrap/bootstrap.ts'
import type { CompiledModel } from '../src/indices/types.ts'
import { openBootstrapPool, type WorkerBootstrapOptions } from './bootstrap-pool.ts'

/**
 * One bootstrap on threads that end with it (BootstrapPool.run); `workers`: at least one, one per processor where left out.
 * Starting a thread costs about as much as some thousand resamples: keep a pool where many bootstraps follow each other.
 */
export async function bootstrapInWorkers(
  compiled: CompiledModel,
  answers: Float64Array,
  { workers, ...options }: WorkerBootstrapOptions & { workers?: number } = {},
): Promise<BootstrapResult> {
  const pool = openBootstrapPool(workers)
  try {
    return await pool.run(compiled, answers, options)
  } finally {
    await pool.close()
  }
}
