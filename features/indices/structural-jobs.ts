import { addDays, addJalaliMonths, jalaliMonthOf, tehranDay } from '@hamdel/persian'
import { sql } from 'kysely'
import { type JobHandler, runAgain } from '../../server/lib/jobs.ts'
import { announceEnd } from './run-finish.ts'
import { claimRun } from './run-local.ts'
import { insertRun } from './run-start.ts'

const SWEEP = { name: 'indices.sweep', key: 'indices.sweep', everySeconds: 10 }
const SCHEDULE = { name: 'indices.schedule', key: 'indices.schedule', everySeconds: 3_600 }
export const WAKE = { name: 'indices.run', key: 'indices.run' }

/** A run whose process said nothing for so long has lost it; thrice lost, it is given up. */
const SILENT_SECONDS = 30
const MAX_ATTEMPTS = 3

export const recurringJobs = [SWEEP, SCHEDULE]

const sweep: JobHandler = async (ctx) => {
  const crashed = JSON.stringify({ code: 'index_run_crashed', params: { count: MAX_ATTEMPTS } })
  const { rows } = await sql<{
    id: string
    status: string
    definition_id: string
    branch_id: string | null
  }>`
    update index_runs set runner = null, progress = 0,
      status = case when attempts < ${MAX_ATTEMPTS}::int then 'queued' else 'failed' end,
      error = case when attempts < ${MAX_ATTEMPTS}::int then null else ${crashed}::jsonb end,
      finished_at = case when attempts < ${MAX_ATTEMPTS}::int then null else ${ctx.now}::timestamptz end
    where id in (
      select id from index_runs where status = 'running' and heartbeat_at < clock_timestamp() - make_interval(secs => ${SILENT_SECONDS})
      for update skip locked
    )
    returning id, status, definition_id, branch_id`.execute(ctx.db)
  for (const row of rows)
    if (row.status === 'failed')
      announceEnd(ctx, row.id, row, { status: 'failed', code: 'index_run_crashed' })
  await claimRun(ctx)
  runAgain(ctx, SWEEP, SWEEP.everySeconds)
}

/** What is due monthly and has no run over the Jalali month that ended last gets one. */
const schedule: JobHandler = async (ctx) => {
  const from = addJalaliMonths(jalaliMonthOf(tehranDay(ctx.now)).from, -1)
  const to = addDays(jalaliMonthOf(from).to, -1)
  const { rows } = await sql<{ id: string }>`
    select d.id from index_definitions d where d.schedule = 'monthly' and not d.is_archived
      and not exists (select 1 from index_runs r where r.definition_id = d.id and r.from_on = ${from}::date and r.to_on = ${to}::date
        and r.requested_by is null)
    order by d.id for update skip locked`.execute(ctx.db)
  for (const { id } of rows) await insertRun(ctx, { definitionId: id, from, to, groupBy: 'branch' })
  runAgain(ctx, SCHEDULE, SCHEDULE.everySeconds)
}

export const structuralJobs: Readonly<Record<string, JobHandler>> = {
  [WAKE.name]: (ctx) => claimRun(ctx),
  [SWEEP.name]: sweep,
  [SCHEDULE.name]: schedule,
}
