import { sql } from 'kysely'
import { type JobHandler, runAgain } from './lib/jobs.ts'

const HOURLY = { name: 'server.housekeeping', key: 'server.housekeeping' }

export const recurringJobs = [HOURLY]

/** Forgets what nobody asks for any more: a retry comes within days, a resumed stream within hours. */
const keepHouse: JobHandler = async (ctx) => {
  await sql`delete from idempotency_keys where created_at < now() - interval '30 days'`.execute(ctx.db)
  await sql`delete from events where at < now() - interval '7 days'`.execute(ctx.db)
  await sql`delete from attempt_windows where window_start < now() - interval '2 days'`.execute(ctx.db)
  await sql`delete from sessions where expires_at < now() - interval '90 days'`.execute(ctx.db)
  runAgain(ctx, HOURLY, 3_600)
}

export const housekeepingJobs: Readonly<Record<string, JobHandler>> = { [HOURLY.name]: keepHouse }
