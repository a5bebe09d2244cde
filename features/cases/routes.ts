import { z } from 'zod'
import { personOf } from '../../server/lib/context.ts'
import { notFound } from '../../server/lib/errors.ts'
import { id } from '../../server/lib/fields.ts'
import { readStoredFile } from '../../server/lib/files.ts'
import { defineRoute } from '../../server/lib/route.ts'
import { listClocks } from '../clocks/list-clocks.ts'
import { clock } from '../clocks/schema.ts'
import { accessCase } from './access.ts'
import { logInteraction, openCase, reopenCase, solveCase, takeCase, updateCase } from './actions.ts'
import { getCase } from './case-detail.ts'
import { giveVerdict, receiveMessage } from './hear-customer.ts'
import { listCases } from './list-cases.ts'
import { decideRefusal, requestRefusal } from './refuse-case.ts'
import {
  caseDetail,
  caseListQuery,
  casePage,
  caseParams,
  caseUpdate,
  logInput,
  openCaseInput,
  openedCase,
  reasonInput,
  refusalDecision,
  refusalInput,
  solveInput,
  verdictInput,
} from './schema.ts'

const CASE = '/customers/:customerId/cases/:caseId'
const version = z.object({ version: z.int() })
const made = z.object({ interactionId: id })

export const casesRoutes = [
  defineRoute({
    method: 'GET',
    path: '/cases',
    operationId: 'listCases',
    summary: 'Cases in scope, newest first',
    access: { permission: 'case.read' },
    query: caseListQuery,
    answer: casePage,
    handle: (ctx, { query }) => listCases(ctx, query),
  }),
  defineRoute({
    method: 'POST',
    path: '/cases',
    operationId: 'openCase',
    summary: 'Open a case for a customer, or for a caller found by phone',
    access: { permission: 'case.open' },
    body: openCaseInput,
    status: 201,
    answer: openedCase,
    handle: (ctx, { body }) => openCase(ctx, { ...body, branchId: body.branchId ?? personOf(ctx).branchId }),
  }),
  defineRoute({
    method: 'GET',
    path: CASE,
    operationId: 'getCase',
    summary: 'One case: conversation, clocks, promises, compensations, history',
    access: { permission: 'case.read' },
    params: caseParams,
    answer: caseDetail,
    handle: (ctx, { params }) => getCase(ctx, params.customerId, params.caseId),
  }),
  defineRoute({
    method: 'PATCH',
    path: CASE,
    operationId: 'updateCase',
    summary: 'Change subject, kind, severity, category, owner, branch, mood or tags',
    access: { permission: 'case.manage' },
    params: caseParams,
    body: caseUpdate,
    answer: version,
    handle: (ctx, { params, body }) => updateCase(ctx, params.customerId, params.caseId, body),
  }),
  defineRoute({
    method: 'POST',
    path: `${CASE}/take`,
    operationId: 'takeCase',
    summary: 'Take the case for oneself',
    access: { permission: 'case.manage' },
    params: caseParams,
    answer: version,
    handle: (ctx, { params }) => takeCase(ctx, params.customerId, params.caseId),
  }),
  defineRoute({
    method: 'POST',
    path: `${CASE}/interactions`,
    operationId: 'logInteraction',
    summary: 'An internal note, a call or a visit',
    access: { permission: 'case.reply' },
    params: caseParams,
    body: logInput,
    status: 201,
    answer: made,
    handle: (ctx, { params, body }) => logInteraction(ctx, params.customerId, params.caseId, body),
  }),
  defineRoute({
    method: 'POST',
    path: `${CASE}/heard`,
    operationId: 'receiveMessage',
    summary: 'Write down what the customer said on a channel that is not connected',
    access: { permission: 'case.reply' },
    params: caseParams,
    body: z.object({
      text: z.string().min(1).max(20_000),
      channel: z.enum(['phone', 'in_person', 'sms', 'email', 'bale']),
    }),
    status: 201,
    answer: made,
    handle: (ctx, { params, body }) => receiveMessage(ctx, params.customerId, params.caseId, body),
  }),
  defineRoute({
    method: 'POST',
    path: `${CASE}/solve`,
    operationId: 'solveCase',
    summary: 'Say the case is solved; the customer judges',
    access: { permission: 'case.manage' },
    params: caseParams,
    body: solveInput,
    handle: (ctx, { params, body }) => solveCase(ctx, params.customerId, params.caseId, body),
  }),
  defineRoute({
    method: 'POST',
    path: `${CASE}/reopen`,
    operationId: 'reopenCase',
    summary: 'Take a solved or judged case up again',
    access: { permission: 'case.manage' },
    params: caseParams,
    body: reasonInput,
    handle: (ctx, { params, body }) => reopenCase(ctx, params.customerId, params.caseId, body.reason),
  }),
  defineRoute({
    method: 'POST',
    path: `${CASE}/verdict`,
    operationId: 'recordVerdict',
    summary: 'Write down a verdict the customer gave by phone or in person',
    access: { permission: 'case.reply' },
    params: caseParams,
    body: verdictInput,
    status: 201,
    answer: z.object({ status: z.enum(['judged', 'open']) }),
    handle: (ctx, { params, body }) => giveVerdict(ctx, params.customerId, params.caseId, body),
  }),
  defineRoute({
    method: 'POST',
    path: `${CASE}/refusals`,
    operationId: 'requestRefusal',
    summary: 'Ask a second person to confirm a refusal',
    access: { permission: 'case.refuse' },
    params: caseParams,
    body: refusalInput,
    status: 201,
    answer: z.object({ refusalId: id }),
    handle: (ctx, { params, body }) => requestRefusal(ctx, params.customerId, params.caseId, body),
  }),
  defineRoute({
    method: 'POST',
    path: `${CASE}/refusals/:refusalId/decision`,
    operationId: 'decideRefusal',
    summary: 'Confirm or reject a refusal, as the second person',
    access: { permission: 'case.confirm_refusal' },
    params: caseParams.extend({ refusalId: id }),
    body: refusalDecision,
    handle: (ctx, { params, body }) =>
      decideRefusal(ctx, params.customerId, params.caseId, params.refusalId, body),
  }),
  defineRoute({
    method: 'GET',
    path: `${CASE}/attachments/:attachmentId`,
    operationId: 'getAttachment',
    summary: 'One attachment',
    access: { permission: 'case.read' },
    params: caseParams.extend({ attachmentId: id }),
    async handle(ctx, { params }) {
      await accessCase(ctx, params.customerId, params.caseId, 'case.read')
      const row = await ctx.db
        .selectFrom('attachments')
        .selectAll()
        .where('customer_id', '=', params.customerId)
        .where('id', '=', params.attachmentId)
        .where('case_id', '=', params.caseId)
        .executeTakeFirst()
      if (!row) throw notFound()
      return {
        fileName: row.file_name,
        mediaType: row.media_type,
        body: readStoredFile(ctx.services, row.sha256),
        isInline: row.media_type === 'image/jpeg',
      }
    },
  }),
  defineRoute({
    method: 'GET',
    path: `${CASE}/clocks`,
    operationId: 'listClocks',
    summary: 'The clocks of a case, with what they show now',
    access: { permission: 'case.read' },
    params: caseParams,
    answer: z.object({ items: z.array(clock) }),
    async handle(ctx, { params }) {
      await accessCase(ctx, params.customerId, params.caseId, 'case.read')
      return { items: await listClocks(ctx, params) }
    },
  }),
]
