import { sql } from 'kysely'
import type { Db } from '../../server/lib/database.ts'
import type { Month } from './months.ts'
import type { ScoreSums } from './rules.ts'

/** Lists leave deleted customers out, so these numbers do. Asked this way round: the deleted are few and have an index. */
export const live = (alias: string) =>
  sql`and not exists (select 1 from customers u where u.id = ${sql.ref(`${alias}.customer_id`)} and u.deleted_at is not null)`

const sums = sql`count(*)::int as n, coalesce(sum(v.score), 0)::int as sum,
  coalesce(sum(v.score * v.score), 0)::int as "sumSquares", (count(*) filter (where v.score >= 9))::int as "topTwo"`

/** Sums of each month's verdicts, months without any included, in the order given. */
export async function sumByMonth(
  db: Db,
  months: readonly Month[],
  branchId: string | undefined,
): Promise<(ScoreSums & { key: string })[]> {
  // Months of our calendar are ranges: date_trunc knows only the Gregorian ones.
  const { rows } = await sql<ScoreSums & { key: string }>`
    select m.month_on::text as key, s.*
    from unnest(${months.map((m) => m.monthOn)}::date[], ${months.map((m) => m.from)}::timestamptz[], ${months.map((m) => m.to)}::timestamptz[])
      as m (month_on, from_at, to_at)
    cross join lateral (
      select ${sums} from verdicts v where v.given_at >= m.from_at and v.given_at < m.to_at
      ${branchId ? sql`and v.branch_id = ${branchId}::uuid` : sql``} ${live('v')}
    ) s
    order by m.month_on`.execute(db)
  return rows
}

/** Sums of a period's verdicts by branch or category, the most verdicts first. */
export async function sumByGroup(
  db: Db,
  by: 'branch' | 'category',
  period: { from: Date; to: Date },
  branchId: string | undefined,
): Promise<(ScoreSums & { key: string | null; label: string | null; labelEn: string | null })[]> {
  const [column, names] =
    by === 'branch'
      ? [sql.ref('branch_id'), sql`select id, name, name as name_en from branches`]
      : [
          sql.ref('category_id'),
          sql`select id, name, coalesce(nullif(name_en, ''), name) as name_en from categories`,
        ]
  const { rows } = await sql<
    ScoreSums & { key: string | null; label: string | null; labelEn: string | null }
  >`
    with groups as (
      select v.${column} as key, ${sums} from verdicts v
      where v.given_at >= ${period.from}::timestamptz and v.given_at < ${period.to}::timestamptz
      ${branchId ? sql`and v.branch_id = ${branchId}::uuid` : sql``} ${live('v')}
      group by 1
    )
    select g.*, x.name as label, x.name_en as "labelEn" from groups g left join (${names}) x on x.id = g.key
    order by g.n desc, x.name limit 500`.execute(db)
  return rows
}

export interface LeadCounts {
  open: number
  waiting: number
  burning: number
  breached: number
  breachedToday: number
  promisesKept: number
  promisesEnded: number
  promisesToday: number
  promisesOverdue: number
  compensations: number
  refusals: number
  oldest: { customerId: string; caseId: string; code: string; customerName: string; turnSince: string } | null
}

/** The numbers of a lead's morning, of one branch or of all, each from an index of its own. */
export async function countForLead(
  db: Db,
  input: { branchId: string | undefined; now: Date; dayFrom: Date; dayTo: Date; since: Date },
): Promise<LeadCounts> {
  const { now, dayFrom, dayTo, since } = input
  const here = (alias: string) =>
    input.branchId ? sql`and ${sql.ref(`${alias}.branch_id`)} = ${input.branchId}::uuid` : sql``
  const { rows } = await sql<LeadCounts>`
    with running as materialized (
      select count(distinct k.case_id) filter (where k.breached_at is not null)::int as breached,
        count(distinct k.case_id) filter (where k.paused_at is null
          and (k.near_at <= ${now}::timestamptz or k.breached_at is not null))::int as burning
      from clocks k where k.stopped_at is null
        and (k.breached_at is not null or k.near_at <= ${now}::timestamptz) ${here('k')} ${live('k')}
    ), ended as materialized (
      select count(*) filter (where p.status = 'kept')::int as kept, count(*)::int as n
      from promises p where p.closed_at is not null and p.closed_at >= ${since}::timestamptz and p.closed_at <= ${now}::timestamptz
        and p.status in ('kept', 'late', 'broken') ${here('p')} ${live('p')}
    )
    select
      (select count(*)::int from cases c where c.status in ('new', 'open', 'waiting') ${here('c')} ${live('c')}) as open,
      (select count(*)::int from cases c where c.turn = 'us' ${here('c')} ${live('c')}) as waiting,
      running.burning, running.breached,
      (select count(distinct k.case_id)::int from clocks k where k.breached_at is not null
        and k.breached_at >= ${dayFrom}::timestamptz and k.breached_at < ${dayTo}::timestamptz ${here('k')} ${live('k')}) as "breachedToday",
      ended.kept as "promisesKept", ended.n as "promisesEnded",
      (select count(*)::int from promises p where p.status = 'open'
        and p.due_at >= ${dayFrom}::timestamptz and p.due_at < ${dayTo}::timestamptz ${here('p')} ${live('p')}) as "promisesToday",
      (select count(*)::int from promises p where p.status = 'open' and p.due_at < ${now}::timestamptz ${here('p')} ${live('p')}) as "promisesOverdue",
      (select count(*)::int from compensations x where x.status = 'pending' ${here('x')} ${live('x')}) as compensations,
      (select count(*)::int from refusals r join cases c on c.customer_id = r.customer_id and c.id = r.case_id
        where r.status = 'pending' ${here('c')} ${live('c')}) as refusals,
      (select jsonb_build_object('customerId', c.customer_id, 'caseId', c.id, 'code', c.code, 'turnSince', c.turn_since,
          'customerName', u.full_name)
        from cases c join customers u on u.id = c.customer_id and u.deleted_at is null
        where c.turn = 'us' ${here('c')} order by c.turn_since limit 1) as oldest
    from running, ended`.execute(db)
  return rows[0]!
}
