import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { type Context, personOf } from '../../server/lib/context.ts'
import { forbidden } from '../../server/lib/errors.ts'
import { decodeCursor, encodeCursor } from '../../server/lib/fields.ts'
import { defineRoute } from '../../server/lib/route.ts'
import { runWrite } from '../../server/lib/transaction.ts'
import { branchLimit } from '../people/access.ts'
import { handOutLink, handOutLinks, recordCallOutcome, takeNextCall } from './invitation-actions.ts'
import { listInvitations, needsReminder } from './invitation-queries.ts'
import * as s from './invitation-schema.ts'
import { surveyParams } from './schema.ts'
import { accessSurvey } from './survey-access.ts'

const ANSWER = { permission: 'survey.answer' }

export const invitationRoutes = [
  defineRoute({
    method: 'GET',
    path: '/surveys/:surveyId/invitations',
    operationId: 'listInvitations',
    summary: 'Whom a survey asked, with name and phone: also the list of calls',
    access: { permission: 'survey.read' },
    params: surveyParams,
    query: s.invitationListQuery,
    answer: s.invitationPage,
    handle: (ctx, { params, query }) => invitationPage(ctx, params.surveyId, query),
  }),
  defineRoute({
    method: 'POST',
    path: '/surveys/:surveyId/links',
    operationId: 'handOutLinks',
    summary: 'Links of chosen invitations as a CSV file, this once; older links stop working',
    access: { permission: 'survey.run' },
    params: surveyParams,
    body: s.handOutInput,
    // A stored answer would keep the links; asked again, it makes new ones.
    ownTransaction: true,
    handle: async (base, { params, body }) =>
      (await runWrite(base, undefined, 200, (ctx) => handOutLinks(ctx, params.surveyId, body))).body,
  }),
  defineRoute({
    method: 'POST',
    path: '/customers/:customerId/invitations/:invitationId/link',
    operationId: 'handOutLink',
    summary: 'The link of one customer, this once; their older one stops working',
    access: ANSWER,
    params: s.invitationParams,
    answer: s.handedLink,
    ownTransaction: true,
    handle: async (base, { params }) =>
      (
        await runWrite(base, undefined, 200, (ctx) =>
          handOutLink(ctx, params.customerId, params.invitationId),
        )
      ).body,
  }),
  defineRoute({
    method: 'POST',
    path: '/surveys/:surveyId/calls/next',
    operationId: 'takeNextCall',
    summary: 'The next customer to interview by telephone, kept for me',
    access: ANSWER,
    params: surveyParams,
    answer: s.nextCall,
    handle: (ctx, { params }) => takeNextCall(ctx, params.surveyId),
  }),
  defineRoute({
    method: 'POST',
    path: '/customers/:customerId/invitations/:invitationId/call',
    operationId: 'recordCallOutcome',
    summary: 'What became of a call that was no interview',
    access: ANSWER,
    params: s.invitationParams,
    body: s.callOutcomeInput,
    answer: s.invitation,
    handle: (ctx, { params, body }) => recordCallOutcome(ctx, params.customerId, params.invitationId, body),
  }),
]

async function invitationPage(ctx: Context, surveyId: string, query: z.output<typeof s.invitationListQuery>) {
  await accessSurvey(ctx, surveyId, 'survey.read')
  const limit = branchLimit(ctx, 'survey.read')
  const asked = query['filter[branch]']
  if (limit && asked && asked !== limit) throw forbidden()
  const conditions: RawBuilder<unknown>[] = [sql`i.survey_id = ${surveyId}::uuid`]
  const branchId = limit ?? asked
  if (branchId) conditions.push(sql`i.branch_id = ${branchId}::uuid`)
  const statuses = query['filter[status]']
  if (statuses) conditions.push(sql`i.status = any(${statuses}::text[])`)
  if (query['filter[channel]']) conditions.push(sql`i.channel = ${query['filter[channel]']}`)
  if (query['filter[reminder]']) conditions.push(needsReminder)
  const assigned = query['filter[assigned]']
  if (assigned === 'nobody') conditions.push(sql`i.assigned_to is null`)
  else if (assigned)
    conditions.push(sql`i.assigned_to = ${assigned === 'me' ? personOf(ctx).id : assigned}::uuid`)
  const cursor = decodeCursor(query.cursor, 2)
  const rows = await listInvitations(
    ctx,
    conditions,
    cursor && { at: String(cursor[0]), id: String(cursor[1]) },
    query.limit + 1,
  )
  const items = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? items.at(-1) : undefined
  return { items: items as never, nextCursor: last ? encodeCursor([last.sortAt, last.id]) : null }
}
