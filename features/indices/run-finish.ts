import { sql } from 'kysely'
import type { Context, Services } from '../../server/lib/context.ts'
import { asSystem } from '../../server/lib/jobs.ts'
import { audit, emit } from '../../server/lib/outbox.ts'
import { ENGINE_VERSION } from './engine-version.ts'
import type { ClaimedRun } from './run-local.ts'
import type { RunMessage } from './run-worker.ts'

type Finished = Extract<RunMessage, { result: string }>

/** Stores what a run found out, in one short transaction; nothing when the run is no longer ours. */
export function finishRun(services: Services, run: ClaimedRun, found: Finished): Promise<void> {
  return asSystem(services, 'indices', async (ctx) => {
    const { status, n, digest } = found
    const { rows } = await sql<Ended>`
      update index_runs set status = ${status}, n = ${n}, progress = 1, input_digest = decode(${digest}, 'hex'),
        result = ${found.result}::jsonb, engine_version = ${ENGINE_VERSION}, finished_at = ${ctx.now}::timestamptz, runner = null
      where id = ${run.id}::uuid and runner = ${run.runner}::uuid and status = 'running'
      returning definition_id, branch_id`.execute(ctx.db)
    if (!rows[0]) return
    await sql`
      insert into index_values (run_id, group_key, construct, value, low, high, n, method)
      select ${run.id}::uuid, v."group", v.construct, v.value, v.low, v.high, v.n, v.method
      from jsonb_to_recordset(${JSON.stringify(found.values)}::jsonb)
        as v ("group" text, construct text, value float8, low float8, high float8, n int, method text)`.execute(
      ctx.db,
    )
    announceEnd(ctx, run.id, rows[0], { status, n, digest })
  })
}

/** Stores why there is no result. */
export function failRun(
  services: Services,
  run: ClaimedRun,
  fault: { code: string; params: object },
  known?: { n: number; digest: string },
): Promise<void> {
  return asSystem(services, 'indices', async (ctx) => {
    const { rows } = await sql<Ended>`
      update index_runs set status = 'failed', error = ${JSON.stringify(fault)}::jsonb, n = ${known?.n ?? null}::int,
        input_digest = decode(${known?.digest ?? null}::text, 'hex'), engine_version = ${ENGINE_VERSION},
        finished_at = ${ctx.now}::timestamptz, runner = null
      where id = ${run.id}::uuid and runner = ${run.runner}::uuid and status = 'running'
      returning definition_id, branch_id`.execute(ctx.db)
    if (rows[0]) announceEnd(ctx, run.id, rows[0], { status: 'failed', code: fault.code })
  })
}

interface Ended {
  definition_id: string
  branch_id: string | null
}

export function announceEnd(
  ctx: Context,
  runId: string,
  row: Ended,
  after: { status: string; [fact: string]: unknown },
) {
  audit(ctx, {
    action: 'finishIndexRun',
    entity: 'index_run',
    entityId: runId,
    branchId: row.branch_id,
    after,
  })
  emit(ctx, {
    name: 'index.run_finished',
    branchId: row.branch_id,
    payload: { runId, definitionId: row.definition_id, status: after.status },
  })
}
