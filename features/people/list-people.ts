import type { z } from 'zod'
import { type Context, personOf } from '../../server/lib/context.ts'
import { notFound } from '../../server/lib/errors.ts'
import { decodeCursor, encodeCursor } from '../../server/lib/fields.ts'
import { branchLimit, isInScope } from './access.ts'
import { findPeople, findPersonDetail, listCustomersOfPerson, listOwnSessions } from './queries.ts'
import type { personQuery } from './schema.ts'

/** Colleagues by name, within the scope of `person.read`; another branch than one's own is an empty list. */
export async function listPeople(ctx: Context, query: z.output<typeof personQuery>) {
  const limit = branchLimit(ctx, 'person.read')
  const asked = query['filter[branchId]']
  if (limit && asked && asked !== limit) return { items: [], nextCursor: null }
  const active = query['filter[isActive]']
  const cursor = decodeCursor(query.cursor, 2)
  const rows = await findPeople(ctx.db, ctx.now, {
    branchId: limit ?? asked,
    role: query['filter[role]'],
    isActive: active === undefined ? undefined : active === 'true',
    after: cursor && isUuid(cursor[1]) ? [String(cursor[0]), cursor[1]] : undefined,
    limit: query.limit,
  })
  const items = rows.slice(0, query.limit)
  const last = items.at(-1)
  return {
    items,
    nextCursor: rows.length > query.limit && last ? encodeCursor([last.fullName, last.id]) : null,
  }
}

const isUuid = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)

/** One colleague with what only administrators see. */
export async function getPersonDetail(ctx: Context, personId: string) {
  const row = await findPersonDetail(ctx.db, ctx.now, personId)
  const me = personOf(ctx)
  if (!row || !isInScope(me, 'person.write', { branch_id: row.branchId })) throw notFound()
  return { ...row, customers: await listCustomersOfPerson(ctx.db, personId) }
}

/** Where one is signed in, the latest first. */
export async function listMySessions(ctx: Context) {
  const me = personOf(ctx)
  const rows = await listOwnSessions(ctx.db, me.id, ctx.now)
  return rows.map((row) => ({ ...row, isCurrent: row.id === me.sessionId }))
}
