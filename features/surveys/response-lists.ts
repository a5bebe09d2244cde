import type { Db } from '../../server/lib/database.ts'
import { runFixed } from '../../server/lib/fixed-sql.ts'
import { FLOOR } from './answer-rules.ts'

export interface SheetFilter {
  surveyId: string
  branchId: string | undefined
  mode: string | undefined
  from?: Date | undefined
  to?: Date | undefined
}

const values = (filter: SheetFilter) => ({
  surveyId: filter.surveyId,
  branchId: filter.branchId ?? null,
  mode: filter.mode ?? null,
  from: filter.from ?? null,
  to: filter.to ?? null,
})

const where = (alias: string) => `${alias}.survey_id = :surveyId::uuid
    and (:branchId::uuid is null or ${alias}.branch_id = :branchId::uuid)
    and (:mode::text is null or ${alias}.mode = :mode::text)`

/** A score so that more is better, of a sheet; null when the question has no number in it. */
const score = (alias: string) => `case when jsonb_typeof(${alias}.answers->:scoreCode::text) = 'number' then
    case when :isReversed::boolean then :turn::int - (${alias}.answers->>:scoreCode::text)::numeric
    else (${alias}.answers->>:scoreCode::text)::numeric end end`

// Anonymous sheets are told of only when there are so many of them that nobody stands out. The rows that pass the
// score's filter are counted, so that asking for "one at most" does not single somebody out.
const LIST = `with anonymous as (
    select r.id, null::uuid as customer_id, r.branch_id, r.mode, r.submitted_at, null::uuid as case_id, ${score('r')} as score
    from anonymous_responses r
    where ${where('r')} and (:atMost::numeric is null or ${score('r')} <= :atMost::numeric)
  ), crowd as (
    select count(*)::int as n from anonymous
  ), sheets as (
    select r.id, r.customer_id, r.branch_id, r.mode, r.submitted_at, r.case_id, ${score('r')} as score
    from responses r
    where ${where('r')} and r.submitted_at is not null
      and (:atMost::numeric is null or ${score('r')} <= :atMost::numeric)
      and exists (select 1 from customers c where c.id = r.customer_id and c.deleted_at is null)
    union all
    select anonymous.* from anonymous, crowd where crowd.n >= :floor::int
  )
  select s.id, s.customer_id as "customerId", c.full_name as "customerName", s.branch_id as "branchId", s.mode,
    s.submitted_at as "submittedAt", s.case_id as "caseId", s.score::float8 as score
  from sheets s left join customers c on c.id = s.customer_id
  where :afterAt::timestamptz is null or (s.submitted_at, s.id) < (:afterAt::timestamptz, :afterId::uuid)
  order by s.submitted_at desc, s.id desc limit :limit::int`
const WITHHELD = `select count(*)::int as n from anonymous_responses r
  where ${where('r')} and (:atMost::numeric is null or ${score('r')} <= :atMost::numeric)`

export interface ListedSheet {
  id: string
  customerId: string | null
  customerName: string | null
  branchId: string | null
  mode: string
  submittedAt: Date
  caseId: string | null
  score: number | null
}

export async function listSheets(
  db: Db,
  filter: SheetFilter & {
    scoreCode: string
    turn: number
    isReversed: boolean
    atMost: number | undefined
    after: { at: string; id: string } | undefined
    limit: number
  },
): Promise<{ rows: ListedSheet[]; withheld: boolean }> {
  const { scoreCode, turn, isReversed } = filter
  const asked = { ...values(filter), scoreCode, turn, isReversed, atMost: filter.atMost ?? null }
  const page = { floor: FLOOR, afterAt: filter.after?.at ?? null, afterId: filter.after?.id ?? null }
  const [rows, crowd] = await Promise.all([
    runFixed<ListedSheet>(db, LIST, { ...asked, ...page, limit: filter.limit }),
    runFixed<{ n: number }>(db, WITHHELD, asked),
  ])
  const n = crowd[0]!.n
  return { rows, withheld: n > 0 && n < FLOOR }
}

// One pass over the sheets: each answer once, then each code with its counts. Ticks of a list count one by one.
const TABLE = `with lines as (
    select * from unnest(:codes::text[], :mins::int[], :maxs::int[], :isReversed::boolean[])
      with ordinality as l (code, min, max, is_reversed, place)
  ), sheets as (
    select a.answers from answer_sheets a
    where ${where('a')} and a.instrument_version = :version::int
      and (:from::timestamptz is null or a.submitted_at >= :from::timestamptz)
      and (:to::timestamptz is null or a.submitted_at < :to::timestamptz)
  ), counted as (
    -- Free texts are counted, not kept apart.
    select e.key as code, jsonb_typeof(e.value) as kind,
      case when jsonb_typeof(e.value) <> 'string' or e.key = any(:choices::text[]) then e.value end as answer, count(*)::int as n
    from sheets s, jsonb_each(s.answers) e group by 1, 2, 3
  ), numbers as (
    select c.code, sum(c.n)::int as n,
      sum((c.answer #>> '{}')::float8 * c.n) / sum(c.n) as mean,
      case when sum(c.n) > 1 then
        sqrt(greatest(0, (sum((c.answer #>> '{}')::numeric ^ 2 * c.n) - sum((c.answer #>> '{}')::numeric * c.n) ^ 2 / sum(c.n)) / (sum(c.n) - 1)))
      end as sd,
      -- The two best steps: of a reversed question those are the lowest.
      coalesce(sum(c.n) filter (where case when l.is_reversed then (c.answer #>> '{}')::numeric <= l.min + 1
        else (c.answer #>> '{}')::numeric >= l.max - 1 end), 0)::float8 / sum(c.n) as top_two
    from counted c join lines l on l.code = c.code where c.kind = 'number' group by c.code
  ), options as (
    select c.code, o.value as option, sum(c.n)::int as n from counted c,
      lateral (select jsonb_array_elements_text(c.answer) as value where c.kind = 'array'
        union all select c.answer #>> '{}' where c.kind in ('number', 'string')) o
    where o.value is not null
    group by 1, 2
  ), spread as (
    select code, jsonb_object_agg(option, n) as distribution from options group by code
  ), unknown as (
    select code, sum(n)::int as n from counted where kind = 'object' group by code
  ), answered as (
    select code, sum(n)::int as n from counted where kind <> 'object' group by code
  )
  select l.code, (select count(*)::int from sheets) as sheets, coalesce(a.n, 0) as n, x.mean, x.sd::float8 as sd,
    x.top_two as "topTwo", coalesce(u.n, 0) as "dontKnow", coalesce(s.distribution, '{}') as distribution
  from lines l left join numbers x on x.code = l.code left join spread s on s.code = l.code
  left join unknown u on u.code = l.code left join answered a on a.code = l.code
  order by l.place`

export interface TableRow {
  code: string
  sheets: number
  n: number
  mean: number | null
  sd: number | null
  topTwo: number | null
  dontKnow: number
  distribution: Record<string, number>
}

export const questionTable = (
  db: Db,
  filter: SheetFilter & {
    version: number
    codes: string[]
    mins: number[]
    maxs: number[]
    isReversed: boolean[]
    choices: string[]
  },
) =>
  runFixed<TableRow>(db, TABLE, {
    ...values(filter),
    version: filter.version,
    codes: filter.codes,
    mins: filter.mins,
    maxs: filter.maxs,
    isReversed: filter.isReversed,
    choices: filter.choices,
  })

const VERBATIMS = `with anonymous as (
    select r.id, null::uuid as customer_id, r.branch_id, r.mode, r.submitted_at, e.code, r.answers->>e.code as text
    from anonymous_responses r, unnest(:codes::text[]) as e (code)
    where ${where('r')} and jsonb_typeof(r.answers->e.code) = 'string'
  ), crowd as (
    select count(distinct id)::int as n from anonymous
  ), said as (
    select r.id, r.customer_id, r.branch_id, r.mode, r.submitted_at, e.code, r.answers->>e.code as text
    from responses r, unnest(:codes::text[]) as e (code)
    where ${where('r')} and r.submitted_at is not null and jsonb_typeof(r.answers->e.code) = 'string'
      and exists (select 1 from customers c where c.id = r.customer_id and c.deleted_at is null)
    union all
    select anonymous.* from anonymous, crowd where crowd.n >= :floor::int
  )
  select s.id, s.customer_id as "customerId", c.full_name as "customerName", s.branch_id as "branchId", s.mode,
    s.submitted_at as "submittedAt", s.code, s.text
  from said s left join customers c on c.id = s.customer_id
  where :afterAt::timestamptz is null or (s.submitted_at, s.id, s.code) < (:afterAt::timestamptz, :afterId::uuid, :afterCode::text)
  order by s.submitted_at desc, s.id desc, s.code desc limit :limit::int`

export interface Verbatim {
  id: string
  customerId: string | null
  customerName: string | null
  branchId: string | null
  mode: string
  submittedAt: Date
  code: string
  text: string
}

export const listVerbatims = (
  db: Db,
  filter: SheetFilter & {
    codes: string[]
    after: { at: string; id: string; code: string } | undefined
    limit: number
  },
) =>
  runFixed<Verbatim>(db, VERBATIMS, {
    ...values(filter),
    codes: filter.codes,
    floor: FLOOR,
    afterAt: filter.after?.at ?? null,
    afterId: filter.after?.id ?? null,
    afterCode: filter.after?.code ?? null,
    limit: filter.limit,
  })
