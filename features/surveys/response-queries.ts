import type { Context } from '../../server/lib/context.ts'
import type { Db } from '../../server/lib/database.ts'
import { runFixed } from '../../server/lib/fixed-sql.ts'
import { type Answers, type Definition, definition } from './definition.ts'

/** A published version never changes: it is read once. */
const published = new Map<string, Definition>()
const KEPT = 500

const DEFINITION = `select definition, published_at as "publishedAt" from instrument_versions
  where instrument_id = :instrumentId::uuid and version = :version::int`

export async function loadDefinition(db: Db, instrumentId: string, version: number): Promise<Definition> {
  const key = `${instrumentId} ${version}`
  const known = published.get(key)
  if (known) return known
  const [row] = await runFixed<{ definition: unknown; publishedAt: Date | null }>(db, DEFINITION, {
    instrumentId,
    version,
  })
  const read = definition.parse(row?.definition)
  if (row?.publishedAt) {
    if (published.size >= KEPT) published.delete(published.keys().next().value!)
    published.set(key, read)
  }
  return read
}

export interface SurveyRow {
  surveyId: string
  surveyName: string
  surveyStatus: string
  isAnonymous: boolean
  surveyBranchId: string | null
  instrumentId: string
  instrumentVersion: number
  opensAt: Date | null
  closesAt: Date | null
}

const SURVEY_COLUMNS = `s.id as "surveyId", s.name as "surveyName", s.status as "surveyStatus", s.is_anonymous as "isAnonymous",
  s.branch_id as "surveyBranchId", s.instrument_id as "instrumentId", s.instrument_version as "instrumentVersion",
  s.opens_at as "opensAt", s.closes_at as "closesAt"`

const KIOSK = `select ${SURVEY_COLUMNS} from surveys s where s.kiosk_digest = :digest`
export const findKiosk = async (db: Db, digest: Buffer): Promise<SurveyRow | undefined> =>
  (await runFixed<SurveyRow>(db, KIOSK, { digest }))[0]

export interface InvitationRow extends SurveyRow {
  customerId: string
  invitationId: string
  branchId: string
  status: string
  openedAt: Date | null
  expiresAt: Date
  customerName: string
  tier: string
  stage: string
  city: string
}

const INVITATION = `select ${SURVEY_COLUMNS}, i.customer_id as "customerId", i.id as "invitationId", i.branch_id as "branchId",
  i.status, i.opened_at as "openedAt", i.expires_at as "expiresAt", c.full_name as "customerName", c.tier, c.stage, c.city
  from invitations i join surveys s on s.id = i.survey_id
  join customers c on c.id = i.customer_id and c.deleted_at is null`
const BY_TOKEN = `${INVITATION} join invitation_tokens t on t.customer_id = i.customer_id and t.invitation_id = i.id
  where t.token_digest = :digest`
const BY_TOKEN_LOCKED = `${BY_TOKEN} for update of i`
const BY_ID = `${INVITATION} where i.customer_id = :customerId::uuid and i.id = :invitationId::uuid for update of i`

export const findByToken = async (
  db: Db,
  digest: Buffer,
  lock: boolean,
): Promise<InvitationRow | undefined> =>
  (await runFixed<InvitationRow>(db, lock ? BY_TOKEN_LOCKED : BY_TOKEN, { digest }))[0]
export const lockInvitation = async (db: Db, customerId: string, invitationId: string) =>
  (await runFixed<InvitationRow>(db, BY_ID, { customerId, invitationId }))[0]

const WAITING = `select id from invitations where customer_id = :customerId::uuid and survey_id = :surveyId::uuid
  and status not in ('answered', 'expired') and expires_at > :now::timestamptz order by created_at desc limit 1`
/** The invitation a call without one belongs to, so that its link does not ask a second time. */
export const findWaitingInvitation = async (
  ctx: Context,
  customerId: string,
  surveyId: string,
): Promise<string | undefined> =>
  (await runFixed<{ id: string }>(ctx.db, WAITING, { customerId, surveyId, now: ctx.now }))[0]?.id

export interface ResponseRow {
  id: string
  answers: Answers
  lastQuestion: string | null
  submittedAt: Date | null
  caseId: string | null
  mode: string
}

const RESPONSE_COLUMNS = `r.id, r.answers, r.last_question as "lastQuestion", r.submitted_at as "submittedAt",
  r.case_id as "caseId", r.mode`
const TOKENS_RESPONSE = `select ${RESPONSE_COLUMNS} from invitation_tokens t
  join responses r on r.customer_id = t.customer_id and r.invitation_id = t.invitation_id where t.token_digest = :digest`
const TOKENS_RESPONSE_LOCKED = `${TOKENS_RESPONSE} for update of r`
export const findTokensResponse = async (db: Db, digest: Buffer, lock: boolean) =>
  (await runFixed<ResponseRow>(db, lock ? TOKENS_RESPONSE_LOCKED : TOKENS_RESPONSE, { digest }))[0]

const INVITATIONS_RESPONSE = `select ${RESPONSE_COLUMNS} from responses r
  where r.customer_id = :customerId::uuid and r.invitation_id = :invitationId::uuid for update`
export const findInvitationsResponse = async (db: Db, customerId: string, invitationId: string) =>
  (await runFixed<ResponseRow>(db, INVITATIONS_RESPONSE, { customerId, invitationId }))[0]

const OPENED = `update invitations set opened_at = :now::timestamptz,
  status = case when status in ('waiting', 'sent') then 'opened' else status end
  where customer_id = :customerId::uuid and id = :invitationId::uuid and opened_at is null`
/** Somebody, or a scanner of mail, opened the link: not an answer yet. */
export const markOpened = (ctx: Context, row: InvitationRow) =>
  runFixed(ctx.db, OPENED, { customerId: row.customerId, invitationId: row.invitationId, now: ctx.now })

const ANSWERED = `update invitations set status = 'answered', answered_at = coalesce(answered_at, :at::timestamptz)
  where customer_id = :customerId::uuid and id = :invitationId::uuid and status <> 'answered' returning 1`
/** False when it was answered before. */
export const markAnswered = async (
  ctx: Context,
  row: { customerId: string; invitationId: string },
  at: Date = ctx.now,
): Promise<boolean> =>
  (
    await runFixed(ctx.db, ANSWERED, {
      customerId: row.customerId,
      invitationId: row.invitationId,
      at,
    })
  ).length > 0

export interface SheetRow {
  customerId: string
  id: string
  surveyId: string
  instrumentId: string
  instrumentVersion: number
  invitationId: string | null
  branchId: string
  segment: object
  mode: string
  recordedBy: string | null
  locale: string
  answers: Answers
  lastQuestion: string | null
  submittedAt: Date | null
  caseId: string | null
}

const INSERT = `insert into responses (customer_id, id, survey_id, instrument_id, instrument_version, invitation_id, branch_id,
    segment, mode, recorded_by, locale, answers, last_question, started_at, updated_at, submitted_at, case_id)
  values (:customerId::uuid, :id::uuid, :surveyId::uuid, :instrumentId::uuid, :instrumentVersion::int, :invitationId::uuid,
    :branchId::uuid, :segment::jsonb, :mode, :recordedBy::uuid, :locale, :answers::jsonb, :lastQuestion, :now::timestamptz,
    :now::timestamptz, :submittedAt::timestamptz, :caseId::uuid)`
const UPDATE = `update responses set answers = :answers::jsonb, last_question = :lastQuestion, updated_at = :now::timestamptz,
    submitted_at = coalesce(submitted_at, :submittedAt::timestamptz), case_id = :caseId::uuid, mode = :mode, locale = :locale,
    recorded_by = coalesce(:recordedBy::uuid, recorded_by)
  where customer_id = :customerId::uuid and id = :id::uuid`

export const writeSheet = (ctx: Context, row: SheetRow, isNew: boolean) =>
  runFixed(ctx.db, isNew ? INSERT : UPDATE, {
    ...row,
    segment: JSON.stringify(row.segment),
    answers: JSON.stringify(row.answers),
    now: ctx.now,
  })

const INSERT_ANONYMOUS = `insert into anonymous_responses (id, survey_id, instrument_id, instrument_version, branch_id, segment,
    mode, recorded_by, locale, answers, submitted_at)
  values (:id::uuid, :surveyId::uuid, :instrumentId::uuid, :instrumentVersion::int, :branchId::uuid, :segment::jsonb, :mode,
    :recordedBy::uuid, :locale, :answers::jsonb, :submittedAt::timestamptz)
  on conflict (id) do nothing returning 1`

/** False when this very sheet is there already. */
export async function insertAnonymous(
  ctx: Context,
  row: Omit<
    SheetRow,
    'customerId' | 'invitationId' | 'lastQuestion' | 'caseId' | 'branchId' | 'submittedAt'
  > & {
    branchId: string | null
    submittedAt: Date
  },
): Promise<boolean> {
  const rows = await runFixed(ctx.db, INSERT_ANONYMOUS, {
    ...row,
    segment: JSON.stringify(row.segment),
    answers: JSON.stringify(row.answers),
  })
  return rows.length > 0
}
