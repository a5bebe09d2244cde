import { type JobHandler, runAgain } from '../../server/lib/jobs.ts'
import { emitPromise } from './actions.ts'
import { markDueSoon, markOverdue } from './queries.ts'

const SWEEP = { name: 'promises.sweep', key: 'promises.sweep', everySeconds: 30 }
const BATCH = 500

export const recurringJobs = [SWEEP]

/** Warns keepers before a promise is due and says once when it is overdue; a full batch is followed at once. */
const sweep: JobHandler = async (ctx) => {
  const overdue = await markOverdue(ctx.db, ctx.now, BATCH)
  const soon = await markDueSoon(ctx.db, ctx.now, BATCH)
  for (const row of overdue) emitPromise(ctx, 'promise.overdue', row)
  for (const row of soon) emitPromise(ctx, 'promise.due_soon', row)
  const isDone = overdue.length < BATCH && soon.length < BATCH
  runAgain(ctx, SWEEP, isDone ? SWEEP.everySeconds : 0)
}

export const promiseJobs: Readonly<Record<string, JobHandler>> = { [SWEEP.name]: sweep }
