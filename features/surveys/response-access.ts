import { type Context, personOf } from '../../server/lib/context.ts'
import { conflict, forbidden, notFound } from '../../server/lib/errors.ts'
import { runFixed } from '../../server/lib/fixed-sql.ts'
import { isInScope } from '../people/access.ts'
import type { Permission } from '../people/permissions.ts'
import { digestOf } from './links.ts'
import {
  findByToken,
  findTokensResponse,
  type InvitationRow,
  type ResponseRow,
  type SurveyRow,
} from './response-queries.ts'
import type { accessSurvey } from './survey-access.ts'

/** May answers to this survey be taken at this moment? */
export const isOpen = (survey: SurveyRow, now: Date): boolean =>
  survey.surveyStatus === 'running' &&
  (survey.opensAt === null || survey.opensAt <= now) &&
  (survey.closesAt === null || survey.closesAt > now)

/**
 * What a link opens. Unknown, mistyped, expired and closed are one and the same to whoever asks: 404 `survey_not_open`.
 * `lock` makes submits of one invitation follow each other; the sheet is read after the lock, in the same packet.
 */
export async function openLink(
  ctx: Context,
  token: string,
  lock: boolean,
): Promise<{ invitation: InvitationRow; response: ResponseRow | undefined }> {
  const digest = digestOf(token)
  const [invitation, response] = await Promise.all([
    findByToken(ctx.db, digest, lock),
    findTokensResponse(ctx.db, digest, lock),
  ])
  if (
    !invitation ||
    invitation.status === 'expired' ||
    invitation.expiresAt <= ctx.now ||
    !isOpen(invitation, ctx.now)
  )
    throw notFound('survey_not_open')
  return { invitation, response }
}

/** What answering needs of a survey that was reached through its own access function. */
export const toSurvey = (row: Awaited<ReturnType<typeof accessSurvey>>): SurveyRow => ({
  surveyId: row.id,
  surveyName: row.name,
  surveyStatus: row.status,
  isAnonymous: row.is_anonymous,
  surveyBranchId: row.branch_id,
  instrumentId: row.instrument_id,
  instrumentVersion: row.instrument_version,
  opensAt: row.opens_at,
  closesAt: row.closes_at,
})

export const requireOpen = (survey: SurveyRow, now: Date): void => {
  if (!isOpen(survey, now)) throw conflict('survey_not_running')
}

export interface FoundResponse extends SurveyRow, ResponseRow {
  customerId: string
  customerName: string
  branchId: string
  invitationId: string | null
  segment: object
  locale: 'fa' | 'en'
  recordedByName: string | null
  startedAt: Date
}

const RESPONSE = `select s.id as "surveyId", s.name as "surveyName", s.status as "surveyStatus", s.is_anonymous as "isAnonymous",
    s.branch_id as "surveyBranchId", r.instrument_id as "instrumentId", r.instrument_version as "instrumentVersion",
    s.opens_at as "opensAt", s.closes_at as "closesAt", r.id, r.answers, r.last_question as "lastQuestion",
    r.submitted_at as "submittedAt", r.case_id as "caseId", r.mode, r.customer_id as "customerId",
    c.full_name as "customerName", r.branch_id as "branchId", r.invitation_id as "invitationId", r.segment, r.locale,
    p.full_name as "recordedByName", r.started_at as "startedAt"
  from responses r join surveys s on s.id = r.survey_id
  join customers c on c.id = r.customer_id and c.deleted_at is null
  left join people p on p.id = r.recorded_by
  where r.customer_id = :customerId::uuid and r.id = :responseId::uuid`
const RESPONSE_LOCKED = `${RESPONSE} for update of r`

/** The only way to somebody's answers. 404 outside the scope of `survey.read`, 403 when they may be read but not this. */
export async function accessResponse(
  ctx: Context,
  customerId: string,
  responseId: string,
  permission: Permission,
  options: { lock?: boolean } = {},
): Promise<FoundResponse> {
  const [row] = await runFixed<FoundResponse>(ctx.db, options.lock ? RESPONSE_LOCKED : RESPONSE, {
    customerId,
    responseId,
  })
  const person = personOf(ctx)
  if (!row || !isInScope(person, 'survey.read', { branch_id: row.branchId }))
    throw notFound('response_not_found')
  if (!isInScope(person, permission, { branch_id: row.branchId })) throw forbidden()
  return row
}
