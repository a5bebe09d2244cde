import { type Context, personOf } from '../../server/lib/context.ts'
import { notFound } from '../../server/lib/errors.ts'
import { decodeCursor, encodeCursor } from '../../server/lib/fields.ts'
import { runFixed } from '../../server/lib/fixed-sql.ts'
import { scopeOf } from '../people/access.ts'
import type { Permission } from '../people/permissions.ts'
import { requireCustomer } from './access.ts'
import type { TimelineKind } from './timeline-schema.ts'
import { timelineText } from './timeline-sql.ts'

/** An entry as it comes from the database. */
export interface TimelineRow {
  at: string
  id: string
  n: number
  kind: TimelineKind
  data: Record<string, unknown>
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?([+-]\d\d:\d\d(:\d\d)?|Z)$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function readCursor(cursor: string | undefined): { at: string; id: string; n: number } | undefined {
  const [at, id, n] = decodeCursor(cursor, 3) ?? []
  return INSTANT.test(String(at)) && UUID.test(String(id)) && (n === 0 || n === 1)
    ? { at: String(at), id: String(id), n }
    : undefined
}

/** Which of the permissions that a story needs reach every branch, for whoever asks. */
export const reachOf = (ctx: Context) => (permission: Permission) => scopeOf(ctx, permission) === 'all'

const REACHES: readonly Permission[] = ['case.read', 'promise.read', 'compensation.read']

/** Builds a text once for each of the few shapes it can have. */
export function onceEach(
  build: (ctx: Context, kind: TimelineKind | undefined, hasCursor: boolean) => string,
) {
  const texts = new Map<string, string>()
  return (ctx: Context, kind?: TimelineKind, hasCursor = false): string => {
    const reaches = reachOf(ctx)
    const key = `${kind} ${hasCursor} ${REACHES.map(reaches)}`
    const text = texts.get(key) ?? build(ctx, kind, hasCursor)
    texts.set(key, text)
    return text
  }
}

const pageText = onceEach(
  (ctx, kind, hasCursor) => `select c.id, c.branch_id, c.owner_id,
    ${timelineText({ reachesAll: reachOf(ctx), kind, hasCursor })} as page
  from customers c where c.id = :customer::uuid and c.deleted_at is null`,
)

/** A page of answers from one row more than it shows. */
export function timelinePage(rows: TimelineRow[] | null, limit: number) {
  const shown = (rows ?? []).slice(0, limit)
  const last = shown.at(-1)
  return {
    // JSON made by PostgreSQL carries the session's offset.
    items: shown.map(
      (row) => ({ kind: row.kind, id: row.id, at: new Date(row.at).toISOString(), ...row.data }) as never,
    ),
    nextCursor: rows && rows.length > limit && last ? encodeCursor([last.at, last.id, last.n]) : null,
  }
}

/**
 * A page of a customer's story, with the check of access in one round trip. Facts about a case that lies outside the
 * asker's scope are left out. 404 outside the scope.
 */
export async function listTimeline(
  ctx: Context,
  customerId: string,
  query: { cursor?: string | undefined; limit: number; kind?: TimelineKind | undefined },
) {
  const cursor = readCursor(query.cursor)
  const [row] = await runFixed<{
    id: string
    branch_id: string
    owner_id: string | null
    page: TimelineRow[] | null
  }>(ctx.db, pageText(ctx, query.kind, cursor !== undefined), {
    customer: customerId,
    limit: query.limit + 1,
    branch: personOf(ctx).branchId,
    ...cursor,
  })
  if (!row) throw notFound('customer_not_found')
  requireCustomer(ctx, row, 'customer.read')
  return timelinePage(row.page, query.limit)
}
