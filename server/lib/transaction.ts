import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Context } from './context.ts'
import { conflict, invalid } from './errors.ts'
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
  const { db } = base.services.database
  const digest = idempotency
    ? createHash('sha256').update(canonicalJson(idempotency.request)).digest()
    : undefined
  for (let attempt = 1; ; attempt++) {
    const outbox = new Outbox()
    try {
      const result = await db.transaction().execute(async (trx): Promise<WriteResult<T>> => {
        const ctx: Context = { ...base, db: trx, outbox }
        if (idempotency && digest) {
          const claimed = await sql`insert into idempotency_keys (actor_key, key, request_digest)
            values (${idempotency.actorKey}, ${idempotency.key}, ${digest}) on conflict do nothing returning 1`.execute(
            trx,
          )
          if (claimed.rows.length === 0) return replay<T>(ctx, idempotency, digest)
        }
        const body = await work(ctx)
        await flushOutbox(
          ctx,
          idempotency
            ? {
                actorKey: idempotency.actorKey,
                key: idempotency.key,
                status,
                response: JSON.stringify(body ?? null, (_, value) =>
                  typeof value === 'bigint' ? Number(value) : value,
                ),
              }
            : undefined,
        )
        return { status, body, isReplay: false }
      })
      for (const fn of outbox.afterCommit) fn()
      return result
    } catch (error) {
      const code = (error as { code?: string }).code
      if (attempt < 4 && code !== undefined && RETRIABLE.has(code)) continue
      throw error
    }
  }
}

async function replay<T>(ctx: Context, idempotency: Idempotency, digest: Buffer): Promise<WriteResult<T>> {
  const { rows } = await sql<{ request_digest: Buffer; status: number | null; response: T }>`
    select request_digest, status, response from idempotency_keys where actor_key = ${idempotency.actorKey} and key = ${idempotency.key}`.execute(
    ctx.db,
  )
  const row = rows[0]
  // The first request was rolled back between our insert and this read: the client may try again.
  if (!row || row.status === null) throw conflict('try_again')
  if (!row.request_digest.equals(digest)) throw invalid('idempotency_key_reused')
  return { status: row.status, body: row.response, isReplay: true }
}
