import { sql } from 'kysely'
import type { Actor, Context, Services } from './context.ts'
import { addJob, flushOutbox, Outbox } from './outbox.ts'

export interface JobRun {
  payload: Record<string, unknown>
  key: string | null
  attempts: number
}

/** A handler runs in the transaction that holds the job's row: its writes and the job's end commit together. */
export type JobHandler = (ctx: Context, job: JobRun) => Promise<void>

export interface JobRunner {
  stop(): Promise<void>
  /** Runs everything due now, in this call; for tests and tools. */
  drain(now?: Date): Promise<number>
}

const RETRY_SECONDS = [1, 5, 15, 60, 300, 900, 3600]
/** Recurring work is never given up, and never waits longer than this after a failure. */
const RECURRING_ATTEMPTS = 1_000_000
const RECURRING_RETRY_SECONDS = 30

/**
 * Enqueues the next run of recurring work, `afterSeconds` from now; there is at most one of a key. Each handler calls it
 * for itself, the server's start once for each. `payload` is what the next run must know.
 */
export function runAgain(
  ctx: Context,
  job: { name: string; key: string },
  afterSeconds: number,
  payload: Record<string, unknown> = {},
): void {
  addJob(ctx, {
    name: job.name,
    key: job.key,
    payload,
    runAt: new Date(ctx.now.getTime() + afterSeconds * 1000),
    maxAttempts: RECURRING_ATTEMPTS,
  })
}

/** A context for work nobody in particular asked for. */
export function systemContext(
  services: Services,
  db: Context['db'],
  name: string,
  now = services.now(),
): Context {
  const actor: Actor = { kind: 'system', name }
  return { db, now, actor, locale: 'fa', ip: '', services, outbox: new Outbox() }
}

/** Runs `work` as the system in one transaction with its outbox. */
export async function asSystem<T>(
  services: Services,
  name: string,
  work: (ctx: Context) => Promise<T>,
  now?: Date,
): Promise<T> {
  const { value, ctx } = await services.database.transaction(
    async (db) => {
      const ctx = systemContext(services, db, name, now)
      return { value: await work(ctx), ctx }
    },
    (_, { ctx }) => flushOutbox(ctx),
  )
  for (const fn of ctx.outbox.afterCommit) fn()
  return value
}

/** Takes one due job and runs it; false when there is none. */
async function runOne(
  services: Services,
  handlers: Readonly<Record<string, JobHandler>>,
  now?: Date,
): Promise<boolean> {
  let after: (() => void)[] = []
  const found = await services.database.transaction(async (trx) => {
    const { rows } = await sql<{
      id: string
      name: string
      key: string | null
      payload: Record<string, unknown>
      attempts: number
      max_attempts: number
    }>`
      select id, name, key, payload, attempts, max_attempts from jobs
      where failed_at is null and run_at <= coalesce(${now?.toISOString() ?? null}::timestamptz, now())
      order by run_at limit 1 for update skip locked`.execute(trx)
    const job = rows[0]
    if (!job) return false
    await sql`savepoint job`.execute(trx)
    const ctx = systemContext(services, trx, job.name, now)
    try {
      const handler = handlers[job.name]
      if (!handler) throw new Error(`no handler for job ${job.name}`)
      // Removed first: a handler may enqueue its own key again (the next chunk of an import).
      await sql`delete from jobs where id = ${job.id}::uuid`.execute(trx)
      await handler(ctx, { payload: job.payload, key: job.key, attempts: job.attempts })
      await flushOutbox(ctx)
      after = ctx.outbox.afterCommit
    } catch (error) {
      await sql`rollback to savepoint job`.execute(trx)
      const attempts = job.attempts + 1
      const slow = RETRY_SECONDS[Math.min(attempts - 1, RETRY_SECONDS.length - 1)]!
      const wait = job.max_attempts === RECURRING_ATTEMPTS ? Math.min(slow, RECURRING_RETRY_SECONDS) : slow
      await sql`update jobs set attempts = ${attempts}, last_error = ${(error as Error).message.slice(0, 500)},
        run_at = now() + make_interval(secs => ${wait}), failed_at = case when ${attempts}::int >= max_attempts then now() end
        where id = ${job.id}::uuid`.execute(trx)
      services.log.error({ job: job.name, attempts, reason: (error as Error).message }, 'job failed')
    }
    return true
  })
  for (const fn of after) fn()
  return found
}

/**
 * Starts `workers` loops over the jobs table. A claim is a row lock of an open transaction: when a worker dies its
 * job is free at once. Jobs must be short; long work (an import) is a chain of short jobs.
 */
export function startJobs(
  services: Services,
  handlers: Readonly<Record<string, JobHandler>>,
  options: { workers?: number } = {},
): JobRunner {
  let stopped = false
  const wakers = new Set<() => void>()
  const unsubscribe = services.live.onPoke(() => {
    for (const wake of wakers) wake()
  })

  async function loop(): Promise<void> {
    while (!stopped) {
      let worked = false
      try {
        worked = await runOne(services, handlers)
      } catch (error) {
        if (!stopped) services.log.warn({ reason: (error as Error).message }, 'jobs wait for the database')
      }
      if (worked || stopped) continue
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, 1_000)
        function done() {
          clearTimeout(timer)
          wakers.delete(done)
          resolve()
        }
        wakers.add(done)
      })
    }
  }
  const loops = Array.from({ length: options.workers ?? 2 }, loop)
  return {
    async stop() {
      stopped = true
      unsubscribe()
      for (const wake of wakers) wake()
      await Promise.all(loops)
    },
    drain: (now) => drainJobs(services, handlers, now),
  }
}

/** Runs all jobs due at `now`, one after another, and says how many. */
export async function drainJobs(
  services: Services,
  handlers: Readonly<Record<string, JobHandler>>,
  now?: Date,
): Promise<number> {
  let count = 0
  while (await runOne(services, handlers, now)) count += 1
  return count
}
