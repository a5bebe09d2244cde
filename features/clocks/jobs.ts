import type { Context } from '../../server/lib/context.ts'
import { type JobHandler, runAgain } from '../../server/lib/jobs.ts'
import { sweepClocks } from './actions.ts'

const SWEEP = { name: 'clocks.sweep', key: 'clocks.sweep', everySeconds: 15 }

/** Work that must always be waiting in the jobs table; the server enqueues what is missing when it starts. */
export const recurringJobs = [SWEEP]

/** Enqueues the recurring jobs; a job that waits already is only moved to now. */
export function ensureRecurring(ctx: Context): void {
  for (const job of recurringJobs) runAgain(ctx, job, 0)
}

/** One batch a run: a full one is followed at once, otherwise the next sweep is in a quarter of a minute. */
const sweep: JobHandler = async (ctx) => {
  const { isDone } = await sweepClocks(ctx)
  runAgain(ctx, SWEEP, isDone ? SWEEP.everySeconds : 0)
}

export const clockJobs: Readonly<Record<string, JobHandler>> = { [SWEEP.name]: sweep }
