import { addDays, tehranDay, tehranMidnight } from '@hamdel/persian'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Context } from '../../server/lib/context.ts'
import { decodeCursor, encodeCursor } from '../../server/lib/fields.ts'
import type { auditQuery } from './schema.ts'

const DEFAULT_DAYS = 92

/** Audit entries, newest first. Days are days of Tehran, both inclusive. */
export async function listAudit(ctx: Context, query: z.output<typeof auditQuery>) {
  const hasIndex = query['filter[actor]'] || query['filter[customer]'] || query['filter[entityId]']
  const isFiltered = query['filter[action]'] || query['filter[entity]']
  const to = query['filter[to]']
  // An action nobody ever did would walk the whole table by time: such walks have a length.
  const from =
    query['filter[from]'] ??
    (isFiltered && !hasIndex ? addDays(to ?? tehranDay(ctx.now), -DEFAULT_DAYS) : undefined)
  let rows = ctx.db
    .selectFrom('audit_entries as e')
    .leftJoin('audit_chain as c', 'c.entry_id', 'e.id')
    .select([
      'e.id',
      'e.at',
      'e.actor_kind as actorKind',
      'e.actor_id as actorId',
      'e.actor_name as actorName',
      'e.ip',
      'e.action',
      'e.entity',
      'e.entity_id as entityId',
      'e.customer_id as customerId',
      'e.branch_id as branchId',
      'e.before',
      'e.after',
      'c.seq',
    ])
    .orderBy('e.at', 'desc')
    .orderBy('e.id', 'desc')
    .limit(query.limit + 1)
  if (query['filter[actor]']) rows = rows.where('e.actor_id', '=', query['filter[actor]'])
  if (query['filter[entity]']) rows = rows.where('e.entity', '=', query['filter[entity]'])
  if (query['filter[entityId]']) rows = rows.where('e.entity_id', '=', query['filter[entityId]'])
  if (query['filter[customer]']) rows = rows.where('e.customer_id', '=', query['filter[customer]'])
  if (query['filter[action]']) rows = rows.where('e.action', '=', query['filter[action]'])
  if (from) rows = rows.where('e.at', '>=', tehranMidnight(from))
  if (to) rows = rows.where('e.at', '<', tehranMidnight(addDays(to, 1)))
  const cursor = decodeCursor(query.cursor, 2)
  if (cursor)
    rows = rows.where(
      sql<boolean>`(e.at, e.id) < (${String(cursor[0])}::timestamptz, ${String(cursor[1])}::uuid)`,
    )
  const found = await rows.execute()
  const items = found.slice(0, query.limit)
  const last = items.at(-1)
  return {
    items: items.map((row) => ({ ...row, seq: row.seq === null ? null : Number(row.seq) })) as never,
    nextCursor: found.length > query.limit && last ? encodeCursor([last.at.toISOString(), last.id]) : null,
    from: from ?? null,
  }
}
