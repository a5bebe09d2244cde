import { createHash, randomBytes } from 'node:crypto'
import type { Context, PersonActor, Role, Services } from '../../server/lib/context.ts'
import { newId } from '../../server/lib/id.ts'
import { grants } from './permissions.ts'

/** An open desk keeps its session alive by its live stream; a closed one is over after half an hour. */
export const IDLE_SECONDS = 30 * 60
/** A shift. */
export const ABSOLUTE_SECONDS = 12 * 3600
/** A revoked session may live this long in another process's memory. */
const CACHE_MS = 1_000
const TOUCH_MS = 60_000

interface Cached {
  person: PersonActor
  checkedAt: number
  touchedAt: number
}

const caches = new WeakMap<Services, Map<string, Cached>>()

const digestOf = (token: string) => createHash('sha256').update(token).digest()

function cacheOf(services: Services): Map<string, Cached> {
  const cache = caches.get(services) ?? new Map<string, Cached>()
  caches.set(services, cache)
  return cache
}

/** Whose session this cookie is; undefined when it is unknown, ended, idle too long, or the person is disabled. */
export async function authenticate(services: Services, token: string): Promise<PersonActor | undefined> {
  if (token.length !== 43) return undefined
  const cache = cacheOf(services)
  const cached = cache.get(token)
  const nowMs = Date.now()
  if (cached && nowMs - cached.checkedAt < CACHE_MS) return cached.person
  const { rows } = await services.database.pool.query({
    name: 'session_by_token',
    text: `select s.id as session_id, p.id, p.full_name, p.role, p.branch_id, p.team_id
      from sessions s join people p on p.id = s.person_id
      where s.token_digest = $1 and s.revoked_at is null and s.expires_at > now() and s.last_seen_at > now() - make_interval(secs => $2) and p.is_active`,
    values: [digestOf(token), IDLE_SECONDS],
  })
  const row = rows[0]
  if (!row) {
    cache.delete(token)
    return undefined
  }
  const person: PersonActor = {
    kind: 'person',
    id: row.id,
    fullName: row.full_name,
    role: row.role as Role,
    branchId: row.branch_id,
    teamId: row.team_id,
    sessionId: row.session_id,
    permissions: grants[row.role as Role] as Readonly<Record<string, 'own' | 'branch' | 'all'>>,
  }
  let touchedAt = cached?.touchedAt ?? 0
  if (nowMs - touchedAt > TOUCH_MS) {
    touchedAt = nowMs
    await services.database.pool.query({
      name: 'session_touch',
      text: 'update sessions set last_seen_at = now() where id = $1',
      values: [row.session_id],
    })
  }
  if (cache.size > 10_000) cache.clear()
  cache.set(token, { person, checkedAt: nowMs, touchedAt })
  return person
}

/** Makes a session and returns the cookie's value: 256 random bits, stored only as a digest. */
export async function startSession(
  ctx: Context,
  personId: string,
  userAgent: string,
): Promise<{ token: string; sessionId: string }> {
  const token = randomBytes(32).toString('base64url')
  const sessionId = newId()
  await ctx.db
    .insertInto('sessions')
    .values({
      id: sessionId,
      token_digest: digestOf(token),
      person_id: personId,
      ip: ctx.ip,
      user_agent: userAgent,
      expires_at: new Date(ctx.now.getTime() + ABSOLUTE_SECONDS * 1000),
    })
    .execute()
  return { token, sessionId }
}

/** Ends sessions in the caller's transaction; this process forgets them at once, others within a second. */
export async function revokeSessions(
  ctx: Context,
  where: { sessionId?: string; personId?: string; exceptSessionId?: string },
): Promise<number> {
  let query = ctx.db.updateTable('sessions').set({ revoked_at: ctx.now }).where('revoked_at', 'is', null)
  if (where.sessionId) query = query.where('id', '=', where.sessionId)
  if (where.personId) query = query.where('person_id', '=', where.personId)
  if (where.exceptSessionId) query = query.where('id', '<>', where.exceptSessionId)
  const result = await query.executeTakeFirst()
  forgetSessions(ctx)
  return Number(result.numUpdatedRows)
}

/** Makes this process read sessions anew after the commit: a changed role or branch holds from the next request on. */
export function forgetSessions(ctx: Context): void {
  ctx.outbox.afterCommit.push(() => cacheOf(ctx.services).clear())
}
