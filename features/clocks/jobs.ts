import type { Context } from '../../server/lib/context.ts'
import type { JobHandler } from '../../server/lib/jobs.ts'
import { addJob } from '../../server/lib/outbox.ts'
import { sweepClocks } from './actions.ts'

const SWEEP = { name: 'clocks.sweep', key: 'clocks.sweep', everySeconds: 15 }

/** Work that must always be waiting in the jobs table; the server enqueues what is missing when it starts. */
export const recurringJobs = [SWEEP]

/** Enqueues the recurring jobs; a job that waits already is only moved to now. */
export function ensureRecurring(ctx: Context): void {
  for (const { name, key } of recurringJobs) addJob(ctx, { name, key, maxAttempts: 1_000_000 })
}

/** One batch a run: a full one is followed at once, otherwise the next sweep is in a quarter of a minute. */
const sweep: JobHandler = async (ctx) => {
  const { isDone } = await sweepClocks(ctx)
  addJob(ctx, {
    name: SWEEP.name,
    key: SWEEP.key,
    runAt: new Date(ctx.now.getTime() + (isDone ? SWEEP.everySeconds * 1000 : 0)),
    maxAttempts: 1_000_000,
  })
}

export const clockJobs: Readonly<Record<string, JobHandler>> = { [SWEEP.name]: sweep }
