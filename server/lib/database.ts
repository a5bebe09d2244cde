import { createHash } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { Kysely, PostgresDialect, type PostgresPool, type Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from './db-types.ts'

export type Db = Kysely<DB> | Transaction<DB>
export type { DB }

// bigint columns are money and counts: money stays a bigint, never a rounded number.
pg.types.setTypeParser(pg.types.builtins.INT8, (value) => BigInt(value))
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, (value) => Number(value))

export interface Database {
  pool: pg.Pool
  db: Kysely<DB>
  /**
   * Runs `work` on one connection between begin and commit, and resolves after the commit. `last` is what has to be
   * written at the end and needs no answer: the commit travels behind it without waiting, so it must send before it
   * returns, or throw. Any failure rolls back.
   */
  transaction<T>(
    work: (db: Kysely<DB>) => Promise<T>,
    last?: (db: Kysely<DB>, result: T) => Promise<unknown> | undefined,
  ): Promise<T>
  close(): Promise<void>
}

type Send = (text: string, values?: unknown[]) => Promise<pg.QueryResult>
const senders = new WeakMap<Db, Send>()

/** How statements reach the connection behind `db`, past the query builder; undefined for one opened elsewhere. */
export const senderOf = (db: Db): Send | undefined => senders.get(db)

const MAX_PREPARED = 400

/** What `send` sends before it first waits leaves in one packet. */
function together<T>(client: pg.PoolClient, send: () => T): T {
  const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection
  stream.cork()
  try {
    return send()
  } finally {
    stream.uncork()
  }
}

/**
 * Opens the pool and the query builder. Each statement text is prepared once per connection (a named statement),
 * up to a bound; texts with many shapes (variable IN lists) beyond it run unprepared. Connections are pipelined: what
 * is sent without waiting for the answer before it shares a round trip.
 */
export function openDatabase(connection: pg.PoolConfig, options: { max?: number } = {}): Database {
  const pool = new pg.Pool({
    ...connection,
    max: options.max ?? 16,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 5_000,
    application_name: 'hamdel',
    statement_timeout: 60_000,
    pipeline: true,
  })
  // Without this a stopping PostgreSQL (57P01) would crash the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))

  const names = new Map<string, string>()
  const nameOf = (text: string): string | undefined => {
    let name = names.get(text)
    if (name === undefined && names.size < MAX_PREPARED) {
      name = `h${createHash('sha1').update(text).digest('base64url').slice(0, 20)}`
      names.set(text, name)
    }
    return name
  }
  const prepared = (text: string, values: unknown[]) => ({ name: nameOf(text), text, values })
  const sendOn =
    (client: pg.PoolClient): Send =>
    (text, values) =>
      values?.length ? client.query(prepared(text, values)) : client.query(text)

  const builderOn = (connect: () => Promise<{ query: Send; release: () => void }>) => {
    const pool = { connect, end: async () => {} } as unknown as PostgresPool
    return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  }
  const db = builderOn(async () => {
    const client = await pool.connect()
    return { query: sendOn(client), release: () => client.release() }
  })
  senders.set(db, (text, values) => (values?.length ? pool.query(prepared(text, values)) : pool.query(text)))

  // A query builder of one connection, kept as long as the connection: Kysely's own transactions would send each
  // statement only after the answer to the one before.
  const builders = new WeakMap<pg.PoolClient, Kysely<DB>>()
  const builderOf = (client: pg.PoolClient): Kysely<DB> => {
    let builder = builders.get(client)
    if (!builder) {
      const send = sendOn(client)
      const only = { query: send, release: () => {} }
      builder = builderOn(async () => only)
      senders.set(builder, send)
      builders.set(client, builder)
    }
    return builder
  }

  async function transaction<T>(
    work: (db: Kysely<DB>) => Promise<T>,
    last?: (db: Kysely<DB>, result: T) => Promise<unknown> | undefined,
  ): Promise<T> {
    const client = await pool.connect()
    const builder = builderOf(client)
    let broken: Error | undefined
    try {
      const result = await together(client, () => {
        // Not waited for: when it fails, so does every statement after it.
        client.query('begin').catch(() => {})
        return work(builder)
      })
      const [, end] = await together(client, () =>
        Promise.all([last?.(builder, result), client.query('commit')]),
      )
      // PostgreSQL answers the commit of a failed transaction with ROLLBACK, not with an error.
      if (end.command !== 'COMMIT') throw new Error('The transaction had failed and was rolled back.')
      return result
    } catch (error) {
      await client.query('rollback').catch((reason: Error) => {
        broken = reason
      })
      throw error
    } finally {
      client.release(broken)
    }
  }
  return { pool, db, transaction, close: () => pool.end() }
}
