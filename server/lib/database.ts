import { createHash } from 'node:crypto'
import { Kysely, PostgresDialect, type Transaction } from 'kysely'
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
  close(): Promise<void>
}

const MAX_PREPARED = 400

/**
 * Opens the pool and the query builder. Each statement text is prepared once per connection (a named statement),
 * up to a bound; texts with many shapes (variable IN lists) beyond it run unprepared.
 */
export function openDatabase(connection: pg.PoolConfig, options: { max?: number } = {}): Database {
  const pool = new pg.Pool({
    ...connection,
    max: options.max ?? 16,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 5_000,
    application_name: 'hamdel',
    statement_timeout: 60_000,
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
  const preparing = {
    async connect() {
      const client = await pool.connect()
      return {
        query: (text: string, values?: unknown[]) => {
          if (typeof text !== 'string' || !values?.length) return client.query(text, values)
          const name = nameOf(text)
          return client.query(name ? { name, text, values } : { text, values })
        },
        release: () => client.release(),
      }
    },
    end: () => pool.end(),
  }
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool: preparing as unknown as pg.Pool }) })
  return { pool, db, close: () => pool.end() }
}
