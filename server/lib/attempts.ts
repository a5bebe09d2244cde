import { sql } from 'kysely'
import type { Db } from './database.ts'
import { tooMany } from './errors.ts'

/**
 * Counts a try at a door that must not be guessed open, and throws 429 `code` when `subject` (an address, a phone, a
 * code) has used up `limit` tries in the current window of `windowSeconds`. Guesses are counted on the pool's `db`: a
 * refused one must still count. What is rationed (complaints an hour) is counted in the transaction that makes it.
 */
export async function countAttempt(
  db: Db,
  door: string,
  subject: string,
  limit: number,
  windowSeconds: number,
  code = 'too_many_tries',
): Promise<void> {
  const { rows } = await sql<{ attempts: number; retry: number }>`
    insert into attempt_windows (door, subject, window_start, attempts)
    values (${door}, ${subject}, to_timestamp(floor(extract(epoch from now()) / ${windowSeconds}::int) * ${windowSeconds}::int), 1)
    on conflict (door, subject, window_start) do update set attempts = attempt_windows.attempts + 1
    returning attempts, ceil(extract(epoch from window_start) + ${windowSeconds}::int - extract(epoch from now()))::int as retry`.execute(
    db,
  )
  const row = rows[0]!
  if (row.attempts > limit) throw tooMany(code, { retryAfterSeconds: Math.max(1, row.retry) })
}

/** Forgets the tries of a subject, after it proved itself. */
export async function clearAttempts(db: Db, door: string, subject: string): Promise<void> {
  await sql`delete from attempt_windows where door = ${door} and subject = ${subject}`.execute(db)
}
