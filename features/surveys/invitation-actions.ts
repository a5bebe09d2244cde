import { tehranDay } from '@hamdel/persian'
import { sql } from 'kysely'
import type { z } from 'zod'
import { type Context, personOf } from '../../server/lib/context.ts'
import { BOM, csvLine } from '../../server/lib/csv.ts'
import { conflict, invalid } from '../../server/lib/errors.ts'
import { audit } from '../../server/lib/outbox.ts'
import type { Download } from '../../server/lib/route.ts'
import { words } from '../../server/lib/words.ts'
import { primaryPhone } from '../customers/search-customers.ts'
import { branchLimit } from '../people/access.ts'
import { getInvitation, lockNextCall, needsReminder, replaceTokens } from './invitation-queries.ts'
import type { callOutcomeInput, handOutInput } from './invitation-schema.ts'
import { digestOf, invitationUrl, newSecret } from './links.ts'
import { afterCall, isQuietHour } from './rules.ts'
import { accessInvitation, accessSurvey, type InvitationRow } from './survey-access.ts'
import { recordSurvey, tellSurvey } from './survey-actions.ts'

const OPEN = ['waiting', 'sent', 'opened']
/** Above so many an audit entry says how many, not who. */
const MAX_LISTED = 200

interface Chosen {
  id: string
  customerId: string
  customerName: string
  phone: string | null
  email: string | null
  expiresAt: Date
}

/**
 * Makes links for chosen invitations and gives them out as a file, this once: only digests stay here, older links of the
 * same people stop working. Whoever got one counts as asked from now on. 422 when there is nobody.
 */
export async function handOutLinks(
  ctx: Context,
  surveyId: string,
  input: z.output<typeof handOutInput>,
): Promise<Download> {
  const survey = await accessSurvey(ctx, surveyId, 'survey.run', { lock: true })
  if (survey.status !== 'running') throw conflict('survey_not_running')
  const which = input.invitationIds
    ? sql`i.id = any(${input.invitationIds}::uuid[]) and i.status = any(${OPEN}::text[])`
    : input.which === 'waiting'
      ? sql`i.status = 'waiting'`
      : needsReminder
  const { rows } = await sql<Chosen>`
    select i.id, i.customer_id as "customerId", c.full_name as "customerName", ${primaryPhone('c.id')} as phone,
      (select p.value from contact_points p where p.customer_id = c.id and p.kind = 'email' order by p.is_primary desc, p.created_at, p.id limit 1) as email,
      i.expires_at as "expiresAt"
    from invitations i join customers c on c.id = i.customer_id and c.deleted_at is null
    where i.survey_id = ${surveyId}::uuid and i.channel <> 'phone' and i.expires_at > ${ctx.now}::timestamptz and ${which}
    order by i.created_at, i.id limit ${input.limit}::int for no key update of i`.execute(ctx.db)
  if (!rows.length) throw invalid('survey_no_links_to_hand_out')
  const minted = rows.map((row) => ({ ...row, token: newSecret() }))
  await replaceTokens(
    ctx,
    minted.map(({ customerId, id, token }) => ({ customerId, id, digest: digestOf(token) })),
  )
  recordSurvey(ctx, survey, 'handOutLinks', {
    count: rows.length,
    which: input.invitationIds ? 'chosen' : input.which,
    ...(rows.length <= MAX_LISTED ? { invitationIds: rows.map((row) => row.id) } : {}),
  })
  const head = ['name', 'phone', 'email', 'link', 'expires'].map((key) =>
    words(ctx.locale, `surveys.links.${key}`),
  )
  const lines = minted.map((row) =>
    csvLine([
      row.customerName,
      row.phone && dialled(row.phone),
      row.email,
      invitationUrl(ctx.services, row.token),
      tehranDay(row.expiresAt),
    ]),
  )
  return {
    fileName: `${words(ctx.locale, 'surveys.links.file')} ${survey.name} ${tehranDay(ctx.now)}.csv`,
    mediaType: 'text/csv; charset=utf-8',
    body: BOM + csvLine(head) + lines.join(''),
  }
}

const dialled = (e164: string) => (e164.startsWith('+98') ? `0${e164.slice(3)}` : e164.replace(/^\+/, '00'))

/** One customer's link, to be given to them by whoever stands before them. Their older link stops working. */
export async function handOutLink(ctx: Context, customerId: string, invitationId: string) {
  const row = await accessOpen(ctx, customerId, invitationId)
  const token = newSecret()
  await replaceTokens(ctx, [{ customerId, id: invitationId, digest: digestOf(token) }])
  recordInvitation(ctx, row, 'handOutLink', { status: row.status === 'waiting' ? 'sent' : row.status })
  return { url: invitationUrl(ctx.services, token), expiresAt: row.expires_at }
}

/** An invitation that can still be answered. 409 when it is over or its survey does not run. */
async function accessOpen(ctx: Context, customerId: string, invitationId: string): Promise<InvitationRow> {
  const row = await accessInvitation(ctx, customerId, invitationId, 'survey.answer', { lock: true })
  const { status } = await ctx.db
    .selectFrom('surveys')
    .select('status')
    .where('id', '=', row.survey_id)
    .executeTakeFirstOrThrow()
  if (status !== 'running') throw conflict('survey_not_running')
  if (!OPEN.includes(row.status) || row.expires_at <= ctx.now)
    throw conflict('invitation_is_over', { status: row.status })
  return row
}

function recordInvitation(ctx: Context, row: InvitationRow, action: string, after: object): void {
  audit(ctx, {
    action,
    entity: 'invitation',
    entityId: row.id,
    customerId: row.customer_id,
    branchId: row.branch_id,
    before: { status: row.status },
    after,
  })
  tellSurvey(ctx, { id: row.survey_id, branch_id: row.branch_id })
}

const HOUR = new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone: 'Asia/Tehran' })

/** Takes the next call of a survey for me; asked again before it is over, it is the same one. */
export async function takeNextCall(ctx: Context, surveyId: string) {
  const survey = await accessSurvey(ctx, surveyId, 'survey.answer')
  if (survey.status !== 'running') throw conflict('survey_not_running')
  const isQuiet = isQuietHour(Number(HOUR.format(ctx.now)))
  const me = personOf(ctx).id
  const found = await lockNextCall(ctx, {
    surveyId,
    personId: me,
    branchId: branchLimit(ctx, 'survey.answer'),
  })
  if (!found) return { call: null, isQuietHour: isQuiet }
  await ctx.db
    .updateTable('invitations')
    .set({ assigned_to: me })
    .where('customer_id', '=', found.customer_id)
    .where('id', '=', found.id)
    .execute()
  audit(ctx, {
    action: 'takeNextCall',
    entity: 'invitation',
    entityId: found.id,
    customerId: found.customer_id,
    branchId: survey.branch_id,
  })
  tellSurvey(ctx, survey)
  return { call: (await getInvitation(ctx, found.customer_id, found.id)) as never, isQuietHour: isQuiet }
}

/** What became of a call that was no interview. */
export async function recordCallOutcome(
  ctx: Context,
  customerId: string,
  invitationId: string,
  input: z.output<typeof callOutcomeInput>,
) {
  const row = await accessOpen(ctx, customerId, invitationId)
  if (row.assigned_to && row.assigned_to !== personOf(ctx).id) throw conflict('invitation_is_anothers')
  const at = input.callAgainAt ? new Date(input.callAgainAt) : null
  if (input.outcome === 'later' && !at)
    throw invalid('call_again_missing', {}, { callAgainAt: 'call_again_missing' })
  if (at && (at <= ctx.now || at >= row.expires_at))
    throw invalid('call_again_outside', {}, { callAgainAt: 'call_again_outside' })
  const calls = row.call_count + 1
  const next = afterCall(input.outcome, calls, ctx.now, at)
  const after = {
    status: next.status === 'sent' && row.status === 'opened' ? 'opened' : next.status,
    call_count: calls,
    call_again_at: next.callAgainAt,
    assigned_to: next.staysMine ? personOf(ctx).id : null,
  }
  await ctx.db
    .updateTable('invitations')
    .set({ ...after, sent_at: row.sent_at ?? ctx.now })
    .where('customer_id', '=', customerId)
    .where('id', '=', invitationId)
    .execute()
  recordInvitation(ctx, row, 'recordCallOutcome', { outcome: input.outcome, ...after })
  return (await getInvitation(ctx, customerId, invitationId)) as never
}
