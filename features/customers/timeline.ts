import { type RawBuilder, sql } from 'kysely'
import { type Context, personOf } from '../../server/lib/context.ts'
import { decodeCursor, encodeCursor } from '../../server/lib/fields.ts'
import { scopeOf } from '../people/access.ts'
import type { TimelineKind } from './timeline-schema.ts'

/** An entry as it comes from the database. `n` tells apart two facts of one row (made, kept). */
export interface TimelineRow {
  at: string
  id: string
  n: number
  kind: TimelineKind
  data: Record<string, unknown>
}

interface Cursor {
  at: string
  id: string
  n: number
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?([+-]\d\d:\d\d(:\d\d)?|Z)$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function readTimelineCursor(cursor: string | undefined): Cursor | undefined {
  const [at, id, n] = decodeCursor(cursor, 3) ?? []
  return INSTANT.test(String(at)) && UUID.test(String(id)) && (n === 0 || n === 1)
    ? { at: String(at), id: String(id), n }
    : undefined
}

/** Longest piece of a message in the timeline; the case shows all of it. */
const EXCERPT = 1_200

/**
 * One page of everything that happened with a customer, newest first, as a scalar JSON array of {@link TimelineRow}: of
 * each table the newest `limit` rows by an index range scan, then the newest of those. Facts about a case that lies
 * outside the asker's scope are left out.
 */
export function timelineSql(
  ctx: Context,
  input: { customerId: string; limit: number; cursor?: Cursor | undefined; kind?: TimelineKind | undefined },
): RawBuilder<TimelineRow[] | null> {
  const { customerId, limit, cursor, kind } = input
  const mine = sql`${customerId}::uuid`
  const count = sql`${limit}::int`
  const before = (at: RawBuilder<unknown>, id: RawBuilder<unknown>, n: 0 | 1) =>
    cursor
      ? sql`and (${at}, ${id}) <= (${cursor.at}::timestamptz, ${cursor.id}::uuid) and (${at}, ${id}, ${sql.lit(n)}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid, ${cursor.n}::int)`
      : sql``
  /** Rows of this branch, or of any: the scope in which cases, promises and compensations are read. */
  const own = (
    column: RawBuilder<unknown>,
    permission: 'case.read' | 'promise.read' | 'compensation.read',
  ) => (scopeOf(ctx, permission) === 'all' ? sql`true` : sql`${column} = ${personOf(ctx).branchId}::uuid`)

  const parts: Record<TimelineKind, RawBuilder<unknown>[]> = {
    interaction: [
      sql`select i.occurred_at as at, i.id, 0 as n, 'interaction' as kind, json_build_object(
        'interactionKind', i.kind, 'direction', i.direction, 'channel', i.channel, 'authorName', i.author_name,
        'text', left(i.body, ${sql.lit(EXCERPT)}), 'isExcerpt', length(i.body) > ${sql.lit(EXCERPT)}, 'caseId', i.case_id, 'caseCode', k.code) as data
      from interactions i left join cases k on k.customer_id = i.customer_id and k.id = i.case_id
      where i.customer_id = ${mine} and (i.case_id is null or ${own(sql`k.branch_id`, 'case.read')}) ${before(sql`i.occurred_at`, sql`i.id`, 0)}
      order by i.occurred_at desc, i.id desc limit ${count}`,
    ],
    case: [
      sql`select k.opened_at as at, k.id, 0 as n, 'case' as kind, json_build_object(
        'change', 'opened', 'actorName', null, 'caseId', k.id, 'caseCode', k.code, 'caseKind', k.kind, 'subject', k.subject, 'severity', k.severity) as data
      from cases k where k.customer_id = ${mine} and ${own(sql`k.branch_id`, 'case.read')} ${before(sql`k.opened_at`, sql`k.id`, 0)}
      order by k.opened_at desc, k.id desc limit ${count}`,
      sql`select h.at, h.id, 0 as n, 'case' as kind, json_build_object(
        'change', h.change, 'actorName', h.actor_name, 'caseId', k.id, 'caseCode', k.code, 'caseKind', k.kind, 'subject', k.subject, 'severity', k.severity) as data
      from case_changes h join cases k on k.customer_id = h.customer_id and k.id = h.case_id
      where h.customer_id = ${mine} and h.change in ('solved', 'judged', 'reopened', 'refused') and ${own(sql`k.branch_id`, 'case.read')} ${before(sql`h.at`, sql`h.id`, 0)}
      order by h.at desc, h.id desc limit ${count}`,
    ],
    promise: ([0, 1] as const).map((n) => {
      const at = n === 0 ? sql`p.made_at` : sql`p.closed_at`
      return sql`select ${at} as at, p.id, ${sql.lit(n)} as n, 'promise' as kind, json_build_object(
        'change', ${n === 0 ? sql`'made'` : sql`p.status`}, 'text', p.text, 'keeperName', w.full_name, 'dueAt', p.due_at, 'reason', ${n === 0 ? sql`''` : sql`p.reason`}, 'caseId', p.case_id) as data
      from promises p join people w on w.id = p.keeper_id
      where p.customer_id = ${mine} and ${n === 0 ? sql`true` : sql`p.closed_at is not null`} and ${own(sql`p.branch_id`, 'promise.read')} ${before(at, sql`p.id`, n)}
      order by ${at} desc, p.id desc limit ${count}`
    }),
    compensation: [
      sql`select m.requested_at as at, m.id, 0 as n, 'compensation' as kind, json_build_object(
        'compensationKind', m.kind, 'amountRials', m.amount_rials, 'status', m.status, 'reason', m.reason, 'requestedByName', w.full_name, 'caseId', m.case_id) as data
      from compensations m join people w on w.id = m.requested_by
      where m.customer_id = ${mine} and ${own(sql`m.branch_id`, 'compensation.read')} ${before(sql`m.requested_at`, sql`m.id`, 0)}
      order by m.requested_at desc, m.id desc limit ${count}`,
    ],
    verdict: [
      sql`select v.given_at as at, v.id, 0 as n, 'verdict' as kind, json_build_object(
        'score', v.score, 'comment', v.comment, 'via', v.via, 'round', v.round, 'caseId', v.case_id, 'caseCode', k.code) as data
      from verdicts v join cases k on k.customer_id = v.customer_id and k.id = v.case_id
      where v.customer_id = ${mine} and ${own(sql`k.branch_id`, 'case.read')} ${before(sql`v.given_at`, sql`v.id`, 0)}
      order by v.given_at desc, v.id desc limit ${count}`,
    ],
    // A purchase has a day and no hour: it stands at that day's first moment in Tehran.
    purchase: [
      sql`select (b.purchased_on::timestamp at time zone 'Asia/Tehran') as at, b.id, 0 as n, 'purchase' as kind, json_build_object(
        'purchasedOn', b.purchased_on, 'number', b.number, 'totalRials', b.total_rials,
        'products', (select coalesce(json_agg(f.product), '[]') from (select i.product from purchase_items i where i.customer_id = b.customer_id and i.purchase_id = b.id order by i.position limit 3) f)) as data
      from purchases b where b.customer_id = ${mine} ${
        cursor
          ? sql`and b.purchased_on <= (${cursor.at}::timestamptz at time zone 'Asia/Tehran')::date ${before(sql`(b.purchased_on::timestamp at time zone 'Asia/Tehran')`, sql`b.id`, 0)}`
          : sql``
      }
      order by b.purchased_on desc, b.id desc limit ${count}`,
    ],
    facet: [
      sql`select f.created_at as at, f.id, 0 as n, 'facet' as kind, json_build_object(
        'facetKind', f.kind, 'value', f.value, 'source', f.source, 'observedOn', f.observed_on) as data
      from facets f where f.customer_id = ${mine} ${before(sql`f.created_at`, sql`f.id`, 0)}
      order by f.created_at desc, f.id desc limit ${count}`,
    ],
    need: ([0, 1] as const).map((n) => {
      const at = n === 0 ? sql`d.created_at` : sql`d.closed_at`
      return sql`select ${at} as at, d.id, ${sql.lit(n)} as n, 'need' as kind, json_build_object(
        'change', ${n === 0 ? sql`'recorded'` : sql`d.status`}, 'text', d.text, 'isWant', d.is_want) as data
      from needs d where d.customer_id = ${mine} and ${n === 0 ? sql`true` : sql`d.closed_at is not null`} ${before(at, sql`d.id`, n)}
      order by ${at} desc, d.id desc limit ${count}`
    }),
  }
  const wanted = kind ? parts[kind] : Object.values(parts).flat()
  return sql`(select json_agg(t) from (
    select at, id, n, kind, data from (${sql.join(
      wanted.map((part) => sql`(${part})`),
      sql` union all `,
    )}) everything order by at desc, id desc, n desc limit ${count}) t)`
}

/** A page of answers from one row more than it shows. */
export function timelinePage(rows: TimelineRow[] | null, limit: number) {
  const shown = (rows ?? []).slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map((row) => ({ kind: row.kind, id: row.id, at: utc(row.at), ...row.data }) as never),
    nextCursor: rows && rows.length > limit && last ? encodeCursor([last.at, last.id, last.n]) : null,
  }
}

/** JSON made by PostgreSQL carries the session's offset. */
export const utc = (text: string): string => new Date(text).toISOString()

export async function listTimeline(
  ctx: Context,
  customerId: string,
  query: { cursor?: string | undefined; limit: number; kind?: TimelineKind | undefined },
) {
  const page = timelineSql(ctx, {
    customerId,
    limit: query.limit + 1,
    cursor: readTimelineCursor(query.cursor),
    kind: query.kind,
  })
  const { rows } = await sql<{ page: TimelineRow[] | null }>`select ${page} as page`.execute(ctx.db)
  return timelinePage(rows[0]?.page ?? null, query.limit)
}
