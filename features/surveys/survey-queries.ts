import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import type { Quota, SurveyStatus } from './rules.ts'

type Db = Context['db']

interface SurveyView {
  id: string
  status: SurveyStatus
  audience: Record<string, unknown>
  quotas: Quota[]
  seed: bigint
  sort_at: string
  [column: string]: unknown
}

const show = ({ audience, seed, sort_at: _, ...row }: SurveyView) => ({
  ...row,
  seed: Number(seed),
  // As the address of the customer list says it.
  audience: Object.fromEntries(
    Object.entries(audience).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : String(value),
    ]),
  ),
})

async function selectSurveys(
  db: Db,
  where: RawBuilder<unknown>,
  branchId: string | undefined,
  limit: number,
) {
  // Of a survey of the whole company a branch sees its own numbers.
  const mine = branchId ? sql`and i.branch_id = ${branchId}::uuid` : sql``
  const { rows } = await sql<SurveyView>`
    select s.id, s.name, s.status, s.instrument_id as "instrumentId", s.instrument_version as "instrumentNumber",
      i.title as "instrumentTitle", s.occasion, s.channel, s.consent, s.is_anonymous as "isAnonymous", s.audience,
      s.sample_size as "sampleSize", s.quotas, s.rest_days as "restDays", s.reminder_days as "reminderDays",
      s.expires_days as "expiresDays", s.branch_id as "branchId", b.name as "branchName", s.kiosk_digest is not null as "hasKiosk",
      s.seed, s.opens_at as "opensAt", s.closes_at as "closesAt", s.planned_count as "plannedCount",
      n.invited::int as "invitedCount", n.answered::int as "answeredCount", p.full_name as "createdByName",
      s.created_at as "createdAt", s.version, s.created_at::text as sort_at
    from surveys s join instruments i on i.id = s.instrument_id
    left join branches b on b.id = s.branch_id left join people p on p.id = s.created_by
    cross join lateral (select count(*) as invited, count(*) filter (where i.status = 'answered') as answered
      from invitations i where i.survey_id = s.id ${mine}) n
    where ${where} order by s.created_at desc, s.id desc limit ${limit}::int`.execute(db)
  return rows
}

export async function getSurvey(db: Db, id: string, branchId?: string) {
  const [row] = await selectSurveys(db, sql`s.id = ${id}::uuid`, branchId, 1)
  return show(row!) as never
}

/** Surveys of a branch and of the whole company, the newest first. */
export async function listSurveys(
  db: Db,
  input: {
    branchId: string | undefined
    status: SurveyStatus | undefined
    before: { at: string; id: string } | undefined
    limit: number
  },
) {
  const conditions: RawBuilder<unknown>[] = [sql`true`]
  if (input.branchId) conditions.push(sql`(s.branch_id is null or s.branch_id = ${input.branchId}::uuid)`)
  if (input.status) conditions.push(sql`s.status = ${input.status}`)
  if (input.before)
    conditions.push(sql`(s.created_at, s.id) < (${input.before.at}::timestamptz, ${input.before.id}::uuid)`)
  const rows = await selectSurveys(db, sql.join(conditions, sql` and `), input.branchId, input.limit)
  return rows.map((row) => ({ row: show(row), sortAt: row.sort_at }))
}
