import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'

const FOLDER = fileURLToPath(new URL('../../db/migrations/', import.meta.url))

/** Names of the migrations this version knows, in order. */
export function knownMigrations(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .sort()
}

/**
 * Applies the migrations not yet applied, each in its own transaction (safe to interrupt), under an advisory lock
 * (several processes may start at once). `until` stops after that name (used by restore).
 * Throws when the database was written by a newer version.
 */
export async function migrate(pool: pg.Pool, options: { until?: string } = {}): Promise<string[]> {
  const client = await pool.connect()
  const applied: string[] = []
  try {
    await client.query('set statement_timeout = 0')
    await client.query('select pg_advisory_lock(72172001)')
    await client.query(
      'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
    )
    const done = new Set(
      (await client.query('select name from migrations')).rows.map((row) => row.name as string),
    )
    const known = knownMigrations()
    const unknown = [...done].filter((name) => !known.includes(name))
    if (unknown.length > 0)
      throw new Error(
        `This database was written by a newer Hamdel (${unknown.join(', ')}). Install that version or restore a backup.`,
      )
    for (const name of known) {
      if (!done.has(name)) {
        await client.query('begin')
        try {
          await client.query(readFileSync(join(FOLDER, name), 'utf8'))
          await client.query('insert into migrations (name) values ($1)', [name])
          await client.query('commit')
        } catch (error) {
          await client.query('rollback')
          throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error })
        }
        applied.push(name)
      }
      if (name === options.until) break
    }
    return applied
  } finally {
    await client.query('select pg_advisory_unlock(72172001)').catch(() => {})
    client.release(true)
  }
}
