import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import type { Context, Services } from '../../server/lib/context.ts'
import type { Database } from '../../server/lib/database.ts'
import { newId } from '../../server/lib/id.ts'
import { asSystem } from '../../server/lib/jobs.ts'
import type { Grouping } from './population.ts'
import { failRun, finishRun } from './run-finish.ts'
import type { RunRecipe } from './run-result.ts'
import type { RunMessage, RunTask } from './run-worker.ts'

export interface ClaimedRun {
  id: string
  /** Ours as long as this stands in the row: another process that took the run over wrote its own. */
  runner: string
  definition: RunRecipe
  group_by: Grouping | null
  compare: string[] | null
  seed: bigint
  started_at: Date
}

const WORKER = new URL('./run-worker.ts', import.meta.url)
const BEAT_MS = 1_000
const MAX_HEAP_MB = 2_048

/** What this process computes now; further claimed runs wait in their order. */
interface Local {
  runs: ClaimedRun[]
  worker: Worker | undefined
  progress: number
  isComputing: boolean
  /** A claim is in a transaction that has not ended. */
  claimingUntil: number
  isClosed: boolean
}

const CLAIM_MS = 5_000

const locals = new WeakMap<Services, Local>()

function localOf(services: Services): Local {
  let local = locals.get(services)
  if (local) return local
  local = {
    runs: [],
    worker: undefined,
    progress: 0,
    isComputing: false,
    claimingUntil: 0,
    isClosed: false,
  }
  locals.set(services, local)
  return local
}

/**
 * Takes the oldest waiting run for this process, in the caller's transaction, and starts it when that has committed.
 * Nothing is taken while this process computes: another may be idle.
 */
export async function claimRun(ctx: Context): Promise<void> {
  const local = localOf(ctx.services)
  if (local.runs.length > 0 || local.isClosed || Date.now() < local.claimingUntil) return
  local.claimingUntil = Date.now() + CLAIM_MS
  const { rows } = await sql<ClaimedRun>`
    update index_runs set status = 'running', runner = ${newId()}::uuid, heartbeat_at = clock_timestamp(), attempts = attempts + 1,
      started_at = coalesce(started_at, ${ctx.now}::timestamptz)
    where id = (select id from index_runs where status = 'queued' order by created_at, id limit 1 for update skip locked)
    returning id, runner, definition, group_by, compare, seed, started_at`.execute(ctx.db)
  const run = rows[0]
  if (!run) local.claimingUntil = 0
  else ctx.outbox.afterCommit.push(() => enqueue(ctx.services, run))
}

function enqueue(services: Services, run: ClaimedRun): void {
  const local = localOf(services)
  local.claimingUntil = 0
  local.runs.push(run)
  if (!local.isComputing) void computeAll(services, local)
}

async function computeAll(services: Services, local: Local): Promise<void> {
  local.isComputing = true
  for (let run = local.runs[0]; run && !local.isClosed; run = local.runs[0]) {
    await compute(services, local, run).catch((error: Error) =>
      services.log.error({ run: run!.id, reason: error.message }, 'index run'),
    )
    local.runs.shift()
    // Somebody may have waited meanwhile.
    if (local.runs.length === 0 && !local.isClosed)
      await asSystem(services, 'indices', claimRun).catch((error: Error) =>
        services.log.warn({ reason: error.message }, 'index runs wait for the database'),
      )
  }
  local.isComputing = false
}

/** Computes one run in a thread of its own and stores what comes of it; resolves when that has ended either way. */
async function compute(services: Services, local: Local, run: ClaimedRun): Promise<void> {
  const task: RunTask = {
    connection: connectionOf(services.database),
    recipe: run.definition,
    sheets: { ...run.definition.sheets, until: run.started_at.toISOString() },
    groupBy: run.group_by,
    compare: run.compare,
    seed: Number(run.seed),
    // One processor stays with those who wait for an answer of this process.
    threads: Math.max(1, availableParallelism() - 1),
  }
  const thread = new Worker(WORKER, {
    workerData: task,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  })
  thread.unref()
  local.worker = thread
  local.progress = 0
  const beat = setInterval(() => void beatOnce(services, local, run), BEAT_MS)
  try {
    const message = await answerOf(thread, (progress) => {
      local.progress = progress
    })
    if (message === undefined) return
    if ('fault' in message) await failRun(services, run, message.fault, message)
    else await finishRun(services, run, message)
  } catch (error) {
    if (local.isClosed) return
    const code = (error as { code?: string }).code
    services.log.error({ run: run.id, code, reason: (error as Error).message }, 'index run failed')
    const fault = code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'index_run_too_large' : 'index_run_failed'
    await failRun(services, run, { code: fault, params: {} })
  } finally {
    clearInterval(beat)
    local.worker = undefined
    await thread.terminate()
  }
}

/** The thread's last word; undefined when it was ended from outside. */
function answerOf(
  thread: Worker,
  onProgress: (share: number) => void,
): Promise<Exclude<RunMessage, { progress: number }> | undefined> {
  return new Promise((resolve, reject) => {
    thread.on('message', (message: RunMessage) => {
      if ('progress' in message) onProgress(message.progress)
      else resolve(message)
    })
    thread.on('error', reject)
    thread.on('exit', () => resolve(undefined))
  })
}

/** Says that the run is alive and how far it is; a run that is no longer ours (cancelled, taken over) ends. */
async function beatOnce(services: Services, local: Local, run: ClaimedRun): Promise<void> {
  try {
    const { numAffectedRows } = await sql`
      update index_runs set heartbeat_at = clock_timestamp(), progress = greatest(progress, ${local.progress}::real)
      where id = ${run.id}::uuid and runner = ${run.runner}::uuid and status = 'running'`.execute(
      services.database.db,
    )
    if (numAffectedRows === 0n && local.runs[0] === run) await local.worker?.terminate()
  } catch (error) {
    services.log.warn({ reason: (error as Error).message }, 'index run could not say how far it is')
  }
}

/** Ends a run of this process at once; one of another process ends with its next beat. */
export function stopRun(services: Services, runId: string): void {
  const local = locals.get(services)
  if (local?.runs[0]?.id === runId) void local.worker?.terminate()
}

/** Ends whatever is computed here without a word in the database, as a crash would: another process takes it up. */
export async function stopRuns(services: Services): Promise<void> {
  const local = localOf(services)
  local.isClosed = true
  await local.worker?.terminate()
}

/** How a thread reaches the same database. */
function connectionOf({ pool }: Database): RunTask['connection'] {
  const { connectionString, host, port, user, password, database, ssl } = pool.options
  const given = { connectionString, host, port, user, password, database, ssl }
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && typeof value !== 'function'),
  )
}
