import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../server/lib/database.ts'
import type { Kind, Mood, Severity, Tier } from './rules.ts'

const SEVERITIES: readonly Severity[] = ['low', 'normal', 'high', 'critical']

/**
 * Where a queue's cases come from. Each kind of source has an index in which they stand by waiting; a scope is one or
 * two sources.
 */
export type Source =
  | { kind: 'all' }
  | { kind: 'branch'; branchId: string }
  | { kind: 'owners'; ownerIds: readonly string[] }
  | { kind: 'unowned'; branchId: string }

/** Taken from the end of the waiting range: queues up to this long are ranked whole. */
export const WAITING_RANGE = 1_000
/** Taken from the end of each other range. */
export const OTHER_RANGE = 200

export interface Candidate {
  customerId: string
  id: string
  code: string
  subject: string
  kind: Kind
  status: string
  severity: Severity
  mood: Mood
  channel: string
  branchId: string
  ownerId: string | null
  turnSince: Date
  reopenedCount: number
  customerName: string
  purchaseTotalRials: bigint
  tier: Tier
  clockMetric: 'first_reply' | 'resolution' | null
  clockDueAt: Date | null
  clockNearAt: Date | null
  clockTargetSeconds: number | null
  clockIsPaused: boolean | null
  clockIsBreached: boolean | null
  promiseDueAt: Date | null
}

/** The condition of a source on `cases as c`. */
function inSource(source: Source): RawBuilder<boolean> {
  if (source.kind === 'all') return sql`c.turn = 'us'`
  if (source.kind === 'branch') return sql`c.turn = 'us' and c.branch_id = ${source.branchId}::uuid`
  if (source.kind === 'unowned')
    return sql`c.turn = 'us' and c.owner_id is null and c.branch_id = ${source.branchId}::uuid`
  return source.ownerIds.length === 1
    ? sql`c.turn = 'us' and c.owner_id = ${source.ownerIds[0]}::uuid`
    : sql`c.turn = 'us' and c.owner_id = any(${[...source.ownerIds]}::uuid[])`
}

/**
 * Index ranges of a source, each read from its end: the longest waiting, the longest waiting of each severity, the
 * soonest (or longest) due clocks, the soonest due promises.
 */
function ranges(source: Source, take: { waiting: number; other: number }): RawBuilder<unknown>[] {
  const longestWaiting = (from: RawBuilder<unknown>, limit: number) =>
    sql`(select c.customer_id, c.id from ${from} c order by c.turn_since limit ${limit})`
  const cases = (more: RawBuilder<unknown>) =>
    sql`(select c.customer_id, c.id, c.turn_since from cases c where ${inSource(source)} ${more})`
  // One person's cases fit the waiting range; a branch's or a company's may not.
  if (source.kind === 'owners') return [longestWaiting(cases(sql``), take.waiting)]
  const lines = SEVERITIES.map((severity) => cases(sql`and c.severity = ${severity}`))
  // Of a branch or a company each severity stands in its index by waiting; merged they are the line of all.
  const whole = source.kind === 'unowned' ? cases(sql``) : sql`(${sql.join(lines, sql` union all `)})`
  const list = [longestWaiting(whole, take.waiting)]
  for (const line of lines.slice(1)) list.push(longestWaiting(line, take.other))
  const inBranch = source.kind === 'all' ? sql`` : sql`and x.branch_id = ${source.branchId}::uuid`
  list.push(
    sql`(select x.customer_id, x.case_id from clocks x where x.stopped_at is null and x.paused_at is null ${inBranch} order by x.due_at limit ${take.other})`,
    sql`(select x.customer_id, x.case_id from promises x where x.status = 'open' and x.case_id is not null ${inBranch} order by x.due_at limit ${take.other})`,
  )
  return list
}

/**
 * The cases of which the first of the queue are chosen, with what their score needs, in one statement. Reading all of
 * a hundred thousand open cases would take a second; instead the ends of the ranges are united: a case is in when it
 * is among the longest waiting (all of them in a queue up to 1,000), the longest waiting of its severity, or the soonest
 * due by clock or promise. What a longer queue can lose is a case in the middle of all of these, which mood, value and
 * kind alone (at most threefold together) would have lifted; the floor brings it in later at the latest.
 */
export async function listCandidates(
  db: Db,
  sources: readonly Source[],
  take = { waiting: WAITING_RANGE, other: OTHER_RANGE },
): Promise<Candidate[]> {
  const all = sources.flatMap((source) => ranges(source, take))
  const { rows } = await sql<Candidate>`
    with picked as materialized (${sql.join(all, sql` union `)})
    select c.customer_id as "customerId", c.id, c.code, c.subject, c.kind, c.status, c.severity, c.mood, c.channel,
      c.branch_id as "branchId", c.owner_id as "ownerId", c.turn_since as "turnSince", c.reopened_count as "reopenedCount",
      u.full_name as "customerName", u.purchase_total_rials as "purchaseTotalRials", u.tier,
      k.metric as "clockMetric", k.due_at as "clockDueAt", k.near_at as "clockNearAt",
      k.target_seconds as "clockTargetSeconds", k.paused_at is not null as "clockIsPaused",
      k.breached_at is not null as "clockIsBreached", p.due_at as "promiseDueAt"
    from picked
    join cases c on c.customer_id = picked.customer_id and c.id = picked.id
    -- "limit 1" keeps it a look-up by key: the planner would rather hash a whole table of customers.
    cross join lateral (
      select x.full_name, x.purchase_total_rials, x.tier from customers x
      where x.id = c.customer_id and x.deleted_at is null limit 1
    ) u
    left join lateral (
      select x.metric, x.due_at, x.near_at, x.target_seconds, x.paused_at, x.breached_at from clocks x
      where x.customer_id = c.customer_id and x.case_id = c.id and x.stopped_at is null
      order by x.paused_at is not null, x.due_at limit 1
    ) k on true
    left join lateral (
      select min(x.due_at) as due_at from promises x
      where x.customer_id = c.customer_id and x.case_id = c.id and x.status = 'open'
    ) p on true
    where ${sql.join(
      sources.map((source) => sql`(${inSource(source)})`),
      sql` or `,
    )}`.execute(db)
  return rows
}

/** How many cases a scope holds, counted up to 1,000. */
export async function countSources(
  db: Db,
  scopes: readonly { name: string; sources: readonly Source[] }[],
): Promise<Record<string, number>> {
  const columns = scopes.map(({ name, sources }) => {
    const parts = sources.map((source) => sql`(select 1 from cases c where ${inSource(source)} limit 1000)`)
    return sql`least(1000, ${sql.join(
      parts.map((part) => sql`(select count(*) from ${part} as x)`),
      sql` + `,
    )})::int as ${sql.id(name)}`
  })
  const { rows } = await sql<Record<string, number>>`select ${sql.join(columns)}`.execute(db)
  return rows[0]!
}

export interface Extra {
  id: string
  ownerName: string | null
  branchName: string
  text: string | null
  direction: 'inbound' | 'outbound' | 'internal' | null
  authorName: string | null
  occurredAt: Date | null
}

/** What only the shown ones need: owner, branch and the beginning of the last message. */
export async function listExtras(
  db: Db,
  cases: readonly { customerId: string; id: string }[],
): Promise<Map<string, Extra>> {
  if (cases.length === 0) return new Map()
  const { rows } = await sql<Extra>`
    select c.id, o.full_name as "ownerName", b.name as "branchName", m.text, m.direction,
      m.author_name as "authorName", m.occurred_at as "occurredAt"
    from unnest(${cases.map((c) => c.customerId)}::uuid[], ${cases.map((c) => c.id)}::uuid[]) as w (customer_id, id)
    join cases c on c.customer_id = w.customer_id and c.id = w.id
    join branches b on b.id = c.branch_id
    left join people o on o.id = c.owner_id
    left join lateral (
      select left(i.body, 200) as text, i.direction, i.author_name, i.occurred_at from interactions i
      where i.customer_id = c.customer_id and i.case_id = c.id and i.kind in ('message', 'call', 'visit')
      order by i.occurred_at desc, i.id desc limit 1
    ) m on true`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Locks the first of these cases that nobody owns and nobody else is taking this moment. */
export async function lockFirstUnowned(
  db: Db,
  ranked: readonly { customerId: string; id: string }[],
): Promise<{ customerId: string; id: string } | undefined> {
  const { rows } = await sql<{ customerId: string; id: string }>`
    select c.customer_id as "customerId", c.id
    from unnest(${ranked.map((c) => c.customerId)}::uuid[], ${ranked.map((c) => c.id)}::uuid[]) with ordinality as w (customer_id, id, place)
    join cases c on c.customer_id = w.customer_id and c.id = w.id
    where c.owner_id is null and c.turn = 'us'
    order by w.place limit 1 for update of c skip locked`.execute(db)
  return rows[0]
}

/** The people of a team, for the team's queue. */
export async function listTeamMembers(db: Db, teamId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('people')
    .select('id')
    .where('team_id', '=', teamId)
    .where('is_active', '=', true)
    .execute()
  return rows.map((row) => row.id)
}
