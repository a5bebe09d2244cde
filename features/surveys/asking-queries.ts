import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import { type CustomerFilters, fittingCustomers } from '../customers/list-customers.ts'
import { byDraw, type Candidate, type Drawn, drawer, type Quota, type Taken } from './rules.ts'
import type { SurveyRow } from './survey-access.ts'

const PAGE = 4_000
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Whose word allows asking on a channel, and what must be known to reach somebody there. */
const CONSENTS: Readonly<Record<string, string[]>> = {
  link: ['sms', 'email', 'messenger'],
  sms: ['sms'],
  email: ['email'],
  phone: ['phone'],
  paper: ['post'],
}
const POINTS: Readonly<Record<string, string[]>> = {
  link: ['phone', 'email', 'messenger'],
  sms: ['phone'],
  email: ['email'],
  phone: ['phone'],
}

/**
 * Asked by any survey within the rest this survey keeps: since the day it was sent, or while it is still to be sent.
 * An invitation that ended before anybody sent it asked nothing. Looked up customer by customer: `exists` would be read
 * as one list of all invitations there ever were, again for every page.
 */
const isResting = (survey: SurveyRow, now: Date): RawBuilder<boolean> => sql<boolean>`coalesce((
  select true from invitations i where i.customer_id = c.id and not (i.status = 'expired' and i.sent_at is null)
    and coalesce(i.sent_at, i.created_at) > ${now}::timestamptz - make_interval(days => ${survey.rest_days}::int) limit 1), false)`

/** The newest word on each channel counts; where one of several channels is allowed, there is a way. */
const isAllowed = (survey: SurveyRow): RawBuilder<boolean> => sql<boolean>`coalesce((
  select bool_or(s.is_granted) from (
    select distinct on (s.channel) s.is_granted from consents s
    where s.customer_id = c.id and s.purpose = 'survey' and s.channel = any(${CONSENTS[survey.channel]}::text[])
    order by s.channel, s.recorded_at desc, s.id desc) s), ${survey.consent === 'not_refused'}::boolean)`

const isReachable = (survey: SurveyRow): RawBuilder<boolean> => {
  const kinds = POINTS[survey.channel]
  return kinds
    ? sql<boolean>`coalesce((select true from contact_points p where p.customer_id = c.id and p.kind = any(${kinds}::text[]) limit 1), false)`
    : sql<boolean>`true`
}

/** The survey's audience: the filters of the customer list within its branch, whoever looks. */
function isAudience(ctx: Context, survey: SurveyRow): RawBuilder<boolean> {
  const fits = fittingCustomers(ctx, survey.audience as unknown as CustomerFilters, 'customer.read')
  return survey.branch_id ? sql<boolean>`${fits} and c.branch_id = ${survey.branch_id}::uuid` : fits
}

export type Obstacle = 'alreadyInvited' | 'resting' | 'withoutConsent' | 'withoutContact'

interface Found extends Candidate {
  obstacle: Obstacle | null
}

const selectFound = (survey: SurveyRow, now: Date, isAgain: RawBuilder<boolean>) => sql`
  select c.id, c.branch_id as "branchId", c.tier, c.stage,
    case when ${isAgain} then 'alreadyInvited' when ${isResting(survey, now)} then 'resting'
      when not ${isReachable(survey)} then 'withoutContact' when not ${isAllowed(survey)} then 'withoutConsent' end as obstacle`

/**
 * Everybody of the audience, page after page so that nothing else waits: who may be asked, with their place in the order
 * of the survey's seed, and how many may not, each for the first reason that holds.
 */
export async function readCandidates(
  ctx: Context,
  survey: SurveyRow,
): Promise<{ candidates: Drawn[]; obstacles: Record<Obstacle, number> }> {
  const isAgain = sql<boolean>`coalesce((select true from invitations i where i.customer_id = c.id and i.survey_id = ${survey.id}::uuid limit 1), false)`
  const draw = drawer(BigInt(survey.seed))
  const candidates: Drawn[] = []
  const obstacles = { alreadyInvited: 0, resting: 0, withoutConsent: 0, withoutContact: 0 }
  for (let after = NOBODY; ; ) {
    const { rows } = await sql<Found>`${selectFound(survey, ctx.now, isAgain)}
      from customers c where ${isAudience(ctx, survey)} and c.id > ${after}::uuid
      order by c.id limit ${PAGE}`.execute(ctx.db)
    const drawn: Drawn[] = []
    for (const { obstacle, id, branchId, tier, stage } of rows) {
      if (obstacle) obstacles[obstacle] += 1
      else drawn.push({ id, branchId, tier, stage, draw: draw(id) })
    }
    // Sorted page by page: putting sorted pages in one order at the end is the cheap part.
    candidates.push(...drawn.sort(byDraw))
    if (rows.length < PAGE) return { candidates, obstacles }
    after = rows.at(-1)!.id
  }
}

/** Of these customers, each with what happened to them, the ones an occasion may ask now, in their order. */
export async function readOccasion(
  ctx: Context,
  survey: SurveyRow,
  happened: readonly { customerId: string; causeId: string }[],
): Promise<(Candidate & { causeId: string })[]> {
  const isAgain = sql<boolean>`exists (select 1 from invitations i where i.customer_id = c.id and i.survey_id = ${survey.id}::uuid and i.cause_id = h.cause_id)`
  const { rows } = await sql<
    Found & { causeId: string }
  >`${selectFound(survey, ctx.now, isAgain)}, h.cause_id as "causeId"
    from unnest(${happened.map((h) => h.customerId)}::uuid[], ${happened.map((h) => h.causeId)}::uuid[]) with ordinality h (customer_id, cause_id, n)
    join customers c on c.id = h.customer_id where ${isAudience(ctx, survey)} order by h.n`.execute(ctx.db)
  return rows.filter((row) => row.obstacle === null)
}

/** Places that a survey's invitations take already. */
export async function readTaken(ctx: Context, survey: SurveyRow, quotas: readonly Quota[]): Promise<Taken> {
  if (survey.sample_size === null && !quotas.length) return { total: 0, quotas: [] }
  const { rows } = await sql<{ branch: string; tier: string; stage: string; n: bigint }>`
    select i.branch_id as branch, c.tier, c.stage, count(*) as n from invitations i join customers c on c.id = i.customer_id
    where i.survey_id = ${survey.id}::uuid group by 1, 2, 3`.execute(ctx.db)
  const sum = (wanted: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(wanted).reduce((total, row) => total + Number(row.n), 0)
  return { total: sum(() => true), quotas: quotas.map((q) => sum((row) => row[q.by] === q.value)) }
}

/**
 * Invites these customers, unless they were meanwhile asked by another survey or deleted. One statement; the lock makes
 * surveys that invite at the same moment see each other. Says how many it invited.
 */
export async function insertInvitations(
  ctx: Context,
  survey: SurveyRow,
  chosen: { customerIds: readonly string[]; ids: readonly string[]; causeIds?: readonly string[] },
): Promise<number> {
  const last = new Date(ctx.now.getTime() + survey.expires_days * 86_400_000)
  const expiresAt = survey.closes_at && survey.closes_at < last ? survey.closes_at : last
  const causes = chosen.causeIds ?? chosen.ids.map(() => null)
  const { rows } = await sql<{ n: bigint }>`
    with inserted as (
      insert into invitations (customer_id, id, survey_id, branch_id, cause_id, channel, created_at, expires_at)
      select c.id, x.id, ${survey.id}::uuid, c.branch_id, x.cause_id, ${survey.channel}, ${ctx.now}::timestamptz, ${expiresAt}::timestamptz
      from unnest(${chosen.customerIds}::uuid[], ${chosen.ids}::uuid[], ${causes}::uuid[]) x (customer_id, id, cause_id)
      join customers c on c.id = x.customer_id and c.deleted_at is null
      where not ${isResting(survey, ctx.now)}
      on conflict do nothing returning 1)
    select count(*) as n from inserted`.execute(ctx.db)
  return Number(rows[0]!.n)
}

export const lockAsking = (ctx: Context) =>
  sql`select pg_advisory_xact_lock(hashtextextended('surveys.asking', 0))`.execute(ctx.db)

/** Writes down whom a survey will invite, in parts. */
export async function insertPlan(ctx: Context, surveyId: string, ids: readonly string[], partSize: number) {
  for (let part = 0; part * partSize < ids.length; part++)
    await sql`insert into survey_plans (survey_id, part, customer_ids)
      values (${surveyId}::uuid, ${part}, ${ids.slice(part * partSize, (part + 1) * partSize)}::uuid[])`.execute(
      ctx.db,
    )
}

/** Takes the first part that is left, out of the plan. */
export async function takePlanPart(
  ctx: Context,
  surveyId: string,
): Promise<{ customerIds: string[] } | undefined> {
  // In a CTE: a planner may evaluate a subquery with a limit again for every row, and so take every part.
  const { rows } = await sql<{ customerIds: string[] }>`
    with next as materialized (
      select survey_id, part from survey_plans where survey_id = ${surveyId}::uuid order by part limit 1 for update)
    delete from survey_plans p using next where p.survey_id = next.survey_id and p.part = next.part
    returning p.customer_ids as "customerIds"`.execute(ctx.db)
  return rows[0]
}
