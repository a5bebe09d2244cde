import { sql } from 'kysely'
import type { Db } from '../../server/lib/database.ts'
import type { Clock, Metric, Policy } from './rules.ts'

export const listBusinessHours = (db: Db) =>
  db
    .selectFrom('business_hours')
    .select(['branch_id as branchId', 'weekday', 'opens_at as opensAt', 'closes_at as closesAt'])
    .execute()

export const listCalendarDays = (db: Db) =>
  db
    .selectFrom('calendar_days')
    .select((eb) => [
      'branch_id as branchId',
      eb.ref('on_date').$castTo<string>().as('on'),
      'opens_at as opensAt',
      'closes_at as closesAt',
    ])
    .execute()

export async function listPolicies(db: Db): Promise<Policy[]> {
  const rows = await db
    .selectFrom('clock_policies')
    .select([
      'metric',
      'kind',
      'severity',
      'tier',
      'business_seconds as businessSeconds',
      'near_ratio as nearRatio',
    ])
    .execute()
  return rows as Policy[]
}

interface ClockRow {
  id: string
  customer_id: string
  case_id: string
  branch_id: string
  metric: string
  target_seconds: number
  near_ratio: number
  started_at: Date
  due_at: Date
  near_at: Date
  paused_at: Date | null
  paused_seconds: number
  paused_business_seconds: number
  stopped_at: Date | null
  near_noticed_at: Date | null
  breached_at: Date | null
  elapsed_seconds: number | null
  elapsed_business_seconds: number | null
}

const toClock = (row: ClockRow): Clock => ({
  id: row.id,
  customerId: row.customer_id,
  caseId: row.case_id,
  branchId: row.branch_id,
  metric: row.metric as Metric,
  targetSeconds: row.target_seconds,
  nearRatio: row.near_ratio,
  startedAt: row.started_at,
  dueAt: row.due_at,
  nearAt: row.near_at,
  pausedAt: row.paused_at,
  pausedSeconds: row.paused_seconds,
  pausedBusinessSeconds: row.paused_business_seconds,
  stoppedAt: row.stopped_at,
  nearNoticedAt: row.near_noticed_at,
  breachedAt: row.breached_at,
  elapsedSeconds: row.elapsed_seconds,
  elapsedBusinessSeconds: row.elapsed_business_seconds,
})

/** Clocks of some cases of one customer, oldest first. */
export async function clocksOf(db: Db, customerId: string, caseIds: readonly string[]): Promise<Clock[]> {
  const { rows } = await sql<ClockRow>`
    select * from clocks where customer_id = ${customerId}::uuid and case_id = any(${[...caseIds]}::uuid[])
    order by case_id, started_at, metric`.execute(db)
  return rows.map(toClock)
}

/** A running or paused clock with the owner of its case. */
export type LiveClock = Clock & { ownerId: string | null }

/** The clocks of a case that have not stopped, locked. */
export async function lockLiveClocks(
  db: Db,
  kase: { customerId: string; caseId: string },
  metrics: readonly Metric[],
): Promise<LiveClock[]> {
  const { rows } = await sql<ClockRow & { owner_id: string | null }>`
    select k.*, c.owner_id from clocks k
    join cases c on c.customer_id = k.customer_id and c.id = k.case_id
    where k.customer_id = ${kase.customerId}::uuid and k.case_id = ${kase.caseId}::uuid
      and k.stopped_at is null and k.metric = any(${[...metrics]}::text[])
    for update of k`.execute(db)
  return rows.map((row) => ({ ...toClock(row), ownerId: row.owner_id }))
}

export type NewClock = Pick<
  Clock,
  | 'id'
  | 'customerId'
  | 'caseId'
  | 'branchId'
  | 'metric'
  | 'targetSeconds'
  | 'nearRatio'
  | 'startedAt'
  | 'dueAt'
  | 'nearAt'
>

/** Starts clocks of one case with the values of `startValues`; a running clock of the metric is kept. */
export const START = `insert into clocks (customer_id, case_id, branch_id, started_at, id, metric, target_seconds, near_ratio, due_at, near_at)
  select :customerId::uuid, :caseId::uuid, :branchId::uuid, :startedAt::timestamptz, clock.*
  from unnest(:clockIds::uuid[], :metrics::text[], :targets::int[], :nearRatios::real[], :dueAts::timestamptz[], :nearAts::timestamptz[]) clock
  on conflict (customer_id, case_id, metric) where stopped_at is null do nothing`

export function startValues(clocks: readonly [NewClock, ...NewClock[]]) {
  const [{ customerId, caseId, branchId, startedAt }] = clocks
  return {
    customerId,
    caseId,
    branchId,
    startedAt,
    clockIds: clocks.map((clock) => clock.id),
    metrics: clocks.map((clock) => clock.metric),
    targets: clocks.map((clock) => clock.targetSeconds),
    nearRatios: clocks.map((clock) => clock.nearRatio),
    dueAts: clocks.map((clock) => clock.dueAt),
    nearAts: clocks.map((clock) => clock.nearAt),
  }
}

/** Writes what may change of clocks, in one statement. */
export async function updateClocks(db: Db, clocks: readonly Clock[]): Promise<void> {
  if (clocks.length === 0) return
  await sql`
    update clocks k set branch_id = r.branch_id, target_seconds = r.target_seconds, near_ratio = r.near_ratio,
      due_at = r.due_at, near_at = r.near_at, paused_at = r.paused_at, paused_seconds = r.paused_seconds,
      paused_business_seconds = r.paused_business_seconds, stopped_at = r.stopped_at,
      near_noticed_at = r.near_noticed_at, breached_at = r.breached_at, elapsed_seconds = r.elapsed_seconds,
      elapsed_business_seconds = r.elapsed_business_seconds
    from jsonb_to_recordset(${JSON.stringify(
      clocks.map((clock) => ({
        customer_id: clock.customerId,
        id: clock.id,
        branch_id: clock.branchId,
        target_seconds: clock.targetSeconds,
        near_ratio: clock.nearRatio,
        due_at: clock.dueAt,
        near_at: clock.nearAt,
        paused_at: clock.pausedAt,
        paused_seconds: clock.pausedSeconds,
        paused_business_seconds: clock.pausedBusinessSeconds,
        stopped_at: clock.stoppedAt,
        near_noticed_at: clock.nearNoticedAt,
        breached_at: clock.breachedAt,
        elapsed_seconds: clock.elapsedSeconds,
        elapsed_business_seconds: clock.elapsedBusinessSeconds,
      })),
    )}::jsonb) as r (customer_id uuid, id uuid, branch_id uuid, target_seconds int, near_ratio real,
      due_at timestamptz, near_at timestamptz, paused_at timestamptz, paused_seconds int,
      paused_business_seconds int, stopped_at timestamptz, near_noticed_at timestamptz, breached_at timestamptz,
      elapsed_seconds int, elapsed_business_seconds int)
    where k.customer_id = r.customer_id and k.id = r.id`.execute(db)
}

export interface NoticedClock {
  id: string
  customerId: string
  caseId: string
  branchId: string
  metric: Metric
  dueAt: Date
  ownerId: string | null
}

const noticed = sql`returning k.id, k.customer_id as "customerId", k.case_id as "caseId", k.branch_id as "branchId",
  k.metric, k.due_at as "dueAt", (select c.owner_id from cases c where c.customer_id = k.customer_id and c.id = k.case_id) as "ownerId"`

// As in the index clocks_next_notice: when a running clock must be looked at next.
const nextNoticeAt = sql`(case when near_noticed_at is null then near_at else due_at end)`
const nextNotice = sql`stopped_at is null and paused_at is null and breached_at is null and ${nextNoticeAt}`

/** Marks clocks whose due time has passed, each once whoever else is sweeping; the breach lies at the due time. */
export async function markBreached(db: Db, now: Date, limit: number): Promise<NoticedClock[]> {
  const { rows } = await sql<NoticedClock>`
    with found as (
      select customer_id, id from clocks
      where ${nextNotice} < ${now}::timestamptz and due_at < ${now}::timestamptz
      order by ${nextNoticeAt} limit ${limit} for update skip locked
    )
    update clocks k set breached_at = k.due_at, near_noticed_at = coalesce(k.near_noticed_at, ${now}::timestamptz)
    from found where k.customer_id = found.customer_id and k.id = found.id ${noticed}`.execute(db)
  return rows
}

/** Marks clocks that are near and not yet due, each once. */
export async function markNear(db: Db, now: Date, limit: number): Promise<NoticedClock[]> {
  const { rows } = await sql<NoticedClock>`
    with found as (
      select customer_id, id from clocks
      where ${nextNotice} <= ${now}::timestamptz and near_noticed_at is null and due_at >= ${now}::timestamptz
      order by ${nextNoticeAt} limit ${limit} for update skip locked
    )
    update clocks k set near_noticed_at = ${now}::timestamptz
    from found where k.customer_id = found.customer_id and k.id = found.id ${noticed}`.execute(db)
  return rows
}
