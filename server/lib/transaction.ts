import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Context } from './context.ts'
import type { Db } from './database.ts'
import { conflict, invalid } from './errors.ts'
import { runFixed } from './fixed-sql.ts'
import { canonicalJson, flushOutbox, Outbox } from './outbox.ts'

export interface Idempotency {
  /** Whose keys: a person, a customer's case, an address. Keys of different actors never meet. */
  actorKey: string
  key: string
  /** What was asked; another body under the same key is refused (422). */
  request: unknown
}

export interface WriteResult<T> {
  status: number
  body: T
  isReplay: boolean
}

const RETRIABLE = new Set(['40001', '40P01'])

/** Thrown out of a transaction whose key was used before, so that whatever was done under it is rolled back. */
const KEY_USED = new Error('idempotency key used')

/**
 * Runs a write: one transaction that claims the idempotency key, does the work, flushes the outbox and stores the
 * answer. A concurrent request with the same key waits for the first and gets its answer. Acknowledged means
 * committed: this returns only after COMMIT.
 */
export async function runWrite<T>(
  base: Omit<Context, 'outbox' | 'db'>,
  idempotency: Idempotency | undefined,
  status: number,
  work: (ctx: Context) => Promise<T>,
): Promise<WriteResult<T>> {
  const { database } = base.services
  const digest = idempotency
    ? createHash('sha256').update(canonicalJson(idempotency.request)).digest()
    : undefined
  for (let attempt = 1; ; attempt++) {
    const outbox = new Outbox()
    const contextOn = (db: Context['db']): Context => ({ ...base, db, outbox })
    try {
      const body = await database.transaction(
        async (db) => {
          // The claim travels ahead of the work's first statement. Whether it was granted is asked before anything
          // the work did, or why it failed, counts.
          const claim = idempotency && digest ? claimKey(db, idempotency, digest) : true
          const working = (async () => work(contextOn(db)))()
          const [done, claimed] = await Promise.allSettled([working, claim])
          if (claimed.status === 'rejected') throw claimed.reason
          if (!claimed.value) throw KEY_USED
          if (done.status === 'rejected') throw done.reason
          return done.value
        },
        (db, answer) => {
          const response = () =>
            JSON.stringify(answer ?? null, (_, value) => (typeof value === 'bigint' ? Number(value) : value))
          return flushOutbox(contextOn(db), idempotency && { ...idempotency, status, response: response() })
        },
      )
      for (const fn of outbox.afterCommit) fn()
      return { status, body, isReplay: false }
    } catch (error) {
      if (error === KEY_USED) return replay<T>(database.db, idempotency!, digest!)
      const code = (error as { code?: string }).code
      if (attempt < 4 && code !== undefined && RETRIABLE.has(code)) continue
      throw error
    }
  }
}

const CLAIM = `insert into idempotency_keys (actor_key, key, request_digest) values (:actorKey, :key, :digest)
  on conflict do nothing returning 1`

/** False when the key was used before; waits for a transaction that is using it now. */
async function claimKey(db: Db, { actorKey, key }: Idempotency, digest: Buffer): Promise<boolean> {
  return (await runFixed(db, CLAIM, { actorKey, key, digest })).length > 0
}

async function replay<T>(db: Db, idempotency: Idempotency, digest: Buffer): Promise<WriteResult<T>> {
  const { rows } = await sql<{ request_digest: Buffer; status: number | null; response: T }>`
    select request_digest, status, response from idempotency_keys where actor_key = ${idempotency.actorKey} and key = ${idempotency.key}`.execute(
    db,
  )
  const row = rows[0]
  // The first request was rolled back between our insert and this read: the client may try again.
  if (!row || row.status === null) throw conflict('try_again')
  if (!row.request_digest.equals(digest)) throw invalid('idempotency_key_reused')
  return { status: row.status, body: row.response, isReplay: true }
}
