import {
  addDays,
  displayText,
  escapeLike,
  normaliseTrackingCode,
  searchKey,
  tehranDay,
  tehranMidnight,
} from '@hamdel/persian'
import { sql } from 'kysely'
import type { z } from 'zod'
import { type Context, personOf } from '../../server/lib/context.ts'
import { decodeCursor, encodeCursor } from '../../server/lib/fields.ts'
import { branchLimit } from '../people/access.ts'
import type { caseListQuery } from './schema.ts'

type ListQuery = z.output<typeof caseListQuery>

/** One page of cases in the caller's scope: keyset pages on (time, id), one query, no count of the whole. */
export async function listCases(ctx: Context, query: ListQuery) {
  const branch = branchLimit(ctx, 'case.read') ?? query['filter[branch]']
  const column = query.sort === '-lastMessage' ? 'c.last_message_at' : 'c.opened_at'
  const direction = query.sort === 'opened' ? 'asc' : 'desc'
  let select = ctx.db
    .selectFrom('cases as c')
    .innerJoin('customers as u', 'u.id', 'c.customer_id')
    .leftJoin('people as p', 'p.id', 'c.owner_id')
    .select([
      'c.id',
      'c.customer_id as customerId',
      'u.full_name as customerName',
      'c.code',
      'c.kind',
      'c.status',
      'c.turn',
      'c.turn_since as turnSince',
      'c.subject',
      'c.channel',
      'c.branch_id as branchId',
      'c.category_id as categoryId',
      'c.severity',
      'c.mood',
      'c.owner_id as ownerId',
      'p.full_name as ownerName',
      'c.opened_at as openedAt',
      'c.last_message_at as lastMessageAt',
      'c.verdict_score as verdictScore',
    ])
    .where('u.deleted_at', 'is', null)
    .orderBy(column, direction)
    .orderBy('c.id', direction)
    .limit(query.limit + 1)
  const limitBranch = branchLimit(ctx, 'case.read')
  if (limitBranch && query['filter[branch]'] && query['filter[branch]'] !== limitBranch)
    return { items: [], nextCursor: null }
  if (branch) select = select.where('c.branch_id', '=', branch)
  const {
    'filter[status]': status,
    'filter[kind]': kind,
    'filter[severity]': severity,
    'filter[owner]': owner,
    'filter[category]': category,
    'filter[turn]': turn,
  } = query
  // One value is an equality, so that the index on (status, opened_at) gives the order too.
  if (status)
    select =
      status.length === 1 ? select.where('c.status', '=', status[0]!) : select.where('c.status', 'in', status)
  if (kind) select = select.where('c.kind', 'in', kind)
  if (severity) select = select.where('c.severity', 'in', severity)
  if (owner === 'nobody') select = select.where('c.owner_id', 'is', null)
  else if (owner) select = select.where('c.owner_id', '=', owner === 'me' ? personOf(ctx).id : owner)
  if (category === 'none') select = select.where('c.category_id', 'is', null)
  else if (category) select = select.where('c.category_id', '=', category)
  if (turn) select = select.where('c.turn', '=', turn)
  const { 'filter[openedFrom]': openedFrom, 'filter[openedTo]': openedTo } = query
  if (openedFrom) select = select.where('c.opened_at', '>=', tehranMidnight(openedFrom))
  if (openedTo) select = select.where('c.opened_at', '<', tehranMidnight(addDays(openedTo, 1)))
  const { 'filter[judgedFrom]': judgedFrom, 'filter[judgedTo]': judgedTo } = query
  if (judgedFrom || judgedTo) {
    const from = judgedFrom ? tehranMidnight(judgedFrom) : '-infinity'
    const to = judgedTo ? tehranMidnight(addDays(judgedTo, 1)) : 'infinity'
    select = select.where(
      sql<boolean>`exists (select 1 from verdicts v where v.customer_id = c.customer_id and v.case_id = c.id
        and v.given_at >= ${from}::timestamptz and v.given_at < ${to}::timestamptz)`,
    )
  }
  const clockPassed = (condition: ReturnType<typeof sql<boolean>>) =>
    sql<boolean>`exists (select 1 from clocks k where k.customer_id = c.customer_id and k.case_id = c.id and k.stopped_at is null and ${condition})`
  if (query['filter[breached]'] === 'yes') select = select.where(clockPassed(sql`k.breached_at is not null`))
  if (query['filter[breached]'] === 'near')
    select = select.where(
      clockPassed(sql`k.paused_at is null and (k.near_at <= ${ctx.now} or k.breached_at is not null)`),
    )
  if (query['filter[breached]'] === 'today') {
    const today = tehranDay(ctx.now)
    select = select.where(
      sql<boolean>`exists (select 1 from clocks k where k.customer_id = c.customer_id and k.case_id = c.id
        and k.breached_at >= ${tehranMidnight(today)} and k.breached_at < ${tehranMidnight(addDays(today, 1))})`,
    )
  }
  if (query['filter[refusal]'])
    select = select.where(
      sql<boolean>`exists (select 1 from refusals r where r.customer_id = c.customer_id and r.case_id = c.id and r.status = 'pending')`,
    )
  if (query.q) {
    const code = normaliseTrackingCode(query.q)
    if (code) select = select.where('c.code', '=', code)
    else {
      // Two index scans and their union: an OR across the join could use neither trigram index.
      const subject = `%${escapeLike(displayText(query.q))}%`
      const name = `%${escapeLike(searchKey(query.q))}%`
      select = select.where(
        sql<boolean>`c.id in (select s.id from cases s where s.subject ilike ${subject} union all select k.id from customers v join cases k on k.customer_id = v.id where v.search_key like ${name})`,
      )
    }
  }
  const after = decodeCursor(query.cursor, 2)
  if (after)
    select = select.where(
      sql<boolean>`(${sql.ref(column)}, c.id) ${sql.raw(direction === 'asc' ? '>' : '<')} (${String(after[0])}::timestamptz, ${String(after[1])}::uuid)`,
    )
  const rows = await select.execute()
  const items = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? items.at(-1) : undefined
  const at = last && (query.sort === '-lastMessage' ? last.lastMessageAt : last.openedAt)
  return {
    items: items as never[],
    nextCursor: last && at ? encodeCursor([at.toISOString(), last.id]) : null,
  }
}
