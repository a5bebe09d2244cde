import { sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import { type CustomerFilters, fittingCustomers } from '../customers/list-customers.ts'
import { inScope } from '../customers/scope.ts'
import { branchLimit } from '../people/access.ts'
import { getVersion } from './instrument-queries.ts'
import { answerables } from './instrument-rules.ts'
import type { SurveyRow } from './survey-access.ts'

/** Of fewer anonymous people nobody says which of them answered. */
const FLOOR = 5

interface Counted {
  invited: bigint
  sent: bigint
  opened: bigint
  answered: bigint
  refused: bigint
  expired: bigint
  unreachable: bigint
}

interface ShareRow {
  by: 'branch' | 'tier' | 'stage'
  value: string
  name: string | null
  customers: bigint
  fit: bigint
  invited: bigint
  answered: bigint
}

/** What a survey has brought so far, in the branch of whoever looks. */
export async function getSurveyNumbers(ctx: Context, survey: SurveyRow) {
  const branchId = branchLimit(ctx, 'survey.read') ?? survey.branch_id ?? undefined
  const [counts, sheets, shares, days] = await Promise.all([
    countInvitations(ctx, survey.id, branchId),
    countSheets(ctx, survey, branchId),
    countShares(ctx, survey, branchId),
    countDays(ctx, survey.id, branchId),
  ])
  const isHidden = survey.is_anonymous && Number(counts.answered) < FLOOR
  const sent = Number(counts.sent)
  return {
    asOf: ctx.now,
    invited: Number(counts.invited),
    sent,
    opened: Number(counts.opened),
    answered: Number(counts.answered),
    refused: Number(counts.refused),
    expired: Number(counts.expired),
    unreachable: Number(counts.unreachable),
    responseRatio: sent === 0 ? null : Number(counts.answered) / sent,
    responseN: sent,
    ...sheets,
    shares: shares.map((row) => ({
      ...row,
      customers: Number(row.customers),
      fit: Number(row.fit),
      invited: Number(row.invited),
      answered: isHidden ? null : Number(row.answered),
    })),
    days,
  }
}

const inBranch = (branchId: string | undefined, column: string) =>
  branchId ? sql`and ${sql.ref(column)} = ${branchId}::uuid` : sql``

async function countInvitations(
  ctx: Context,
  surveyId: string,
  branchId: string | undefined,
): Promise<Counted> {
  // Answered without having been sent (on paper, by telephone) was asked all the same.
  const { rows } = await sql<Counted>`
    select count(*) as invited, count(*) filter (where i.sent_at is not null or i.status = 'answered') as sent,
      count(*) filter (where i.opened_at is not null or i.status = 'answered') as opened,
      count(*) filter (where i.status = 'answered') as answered,
      count(*) filter (where i.status = 'refused') as refused, count(*) filter (where i.status = 'expired') as expired,
      count(*) filter (where i.status = 'unreachable') as unreachable
    from invitations i where i.survey_id = ${surveyId}::uuid ${inBranch(branchId, 'i.branch_id')}`.execute(
    ctx.db,
  )
  return rows[0]!
}

async function countSheets(ctx: Context, survey: SurveyRow, branchId: string | undefined) {
  const { rows } = await sql<{
    question: string | null
    is_done: boolean
    has_invitation: boolean
    n: bigint
  }>`
    select r.last_question as question, r.submitted_at is not null as is_done, r.invitation_id is not null as has_invitation, count(*) as n
    from responses r where r.survey_id = ${survey.id}::uuid ${inBranch(branchId, 'r.branch_id')} group by 1, 2, 3
    union all
    select null, true, false, count(*) from anonymous_responses r
    where r.survey_id = ${survey.id}::uuid ${inBranch(branchId, 'r.branch_id')}`.execute(ctx.db)
  const sum = (wanted: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(wanted).reduce((total, row) => total + Number(row.n), 0)
  const { definition } = await getVersion(ctx.db, survey.instrument_id, survey.instrument_version)
  const codes = [...new Set(answerables(definition).flatMap(({ code, question }) => [question.code, code]))]
  return {
    uninvited: sum((row) => row.is_done && !row.has_invitation),
    started: sum(() => true),
    finished: sum((row) => row.is_done),
    dropOff: codes
      .map((question) => ({ question, stopped: sum((row) => !row.is_done && row.question === question) }))
      .filter(({ stopped }) => stopped > 0),
  }
}

/** All customers in reach, those the survey is about, those it invited and those who answered, group by group. */
async function countShares(
  ctx: Context,
  survey: SurveyRow,
  branchId: string | undefined,
): Promise<ShareRow[]> {
  const filters = survey.audience as unknown as CustomerFilters
  const { rows } = await sql<ShareRow>`
    with base as (
      select c.branch_id, c.tier, c.stage, count(*) as customers,
        count(*) filter (where ${fittingCustomers(ctx, filters, 'customer.read')}) as fit, 0::bigint as invited, 0::bigint as answered
      from customers c where c.deleted_at is null and ${inScope(ctx, 'customer.read', 'c')} ${inBranch(branchId, 'c.branch_id')} group by 1, 2, 3
      union all
      select i.branch_id, c.tier, c.stage, 0, 0, count(*), count(*) filter (where i.status = 'answered')
      from invitations i join customers c on c.id = i.customer_id
      where i.survey_id = ${survey.id}::uuid ${inBranch(branchId, 'i.branch_id')} group by 1, 2, 3
    ), grouped as (
      select case when grouping(branch_id) = 0 then 'branch' when grouping(tier) = 0 then 'tier' else 'stage' end as by,
        coalesce(branch_id::text, tier, stage) as value, branch_id,
        sum(customers)::bigint as customers, sum(fit)::bigint as fit, sum(invited)::bigint as invited, sum(answered)::bigint as answered
      from base group by grouping sets ((branch_id), (tier), (stage)))
    select g.by, g.value, b.name, g.customers, g.fit, g.invited, g.answered
    from grouped g left join branches b on b.id = g.branch_id order by g.by, g.customers desc, g.value`.execute(
    ctx.db,
  )
  return rows
}

async function countDays(ctx: Context, surveyId: string, branchId: string | undefined) {
  const { rows } = await sql<{ on: string; answered: bigint }>`
    select (s.submitted_at at time zone 'Asia/Tehran')::date as on, count(*) as answered from answer_sheets s
    where s.survey_id = ${surveyId}::uuid ${inBranch(branchId, 's.branch_id')} group by 1 order by 1 limit 1000`.execute(
    ctx.db,
  )
  return rows.map((row) => ({ on: row.on, answered: Number(row.answered) }))
}
