import { type Context, personOf } from '../../server/lib/context.ts'
import { decodeCursor, encodeCursor } from '../../server/lib/fields.ts'
import { defineRoute } from '../../server/lib/route.ts'
import { accessCase } from '../cases/access.ts'
import { branchLimit, isInScope } from '../people/access.ts'
import { monthOn } from '../people/queries.ts'
import { approveCompensation, grantCompensation, rejectCompensation, reverseCompensation } from './actions.ts'
import { getAuthority, listCaseCompensations, listPending } from './queries.ts'
import {
  authority,
  caseCompensations,
  caseParams,
  compensation,
  compensationListQuery,
  compensationNote,
  compensationPage,
  compensationParams,
  compensationReason,
  grantCompensationAnswer,
  grantCompensationInput,
} from './schema.ts'

const APPROVE = { permission: 'compensation.approve' }

/** Rows come from the database, whose checks hold the same words as the schema. */
type Rows = never

export const compensationRoutes = [
  defineRoute({
    method: 'POST',
    path: '/customers/:customerId/cases/:caseId/compensations',
    operationId: 'grantCompensation',
    summary: 'Compensate a customer; above the own authority it waits for approval',
    access: { permission: 'compensation.grant' },
    params: caseParams,
    body: grantCompensationInput,
    status: 201,
    answer: grantCompensationAnswer,
    handle: (ctx, { params, body }) => grantCompensation(ctx, { ...params, ...body }) as Promise<Rows>,
  }),
  defineRoute({
    method: 'GET',
    path: '/customers/:customerId/cases/:caseId/compensations',
    operationId: 'listCaseCompensations',
    summary: 'What was given and asked for a case',
    access: { permission: 'compensation.read' },
    params: caseParams,
    answer: caseCompensations,
    async handle(ctx, { params }) {
      const kase = await accessCase(ctx, params.customerId, params.caseId, 'compensation.read')
      return { items: (await listCaseCompensations(ctx.db, kase.customer_id, kase.id)) as Rows }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/customers/:customerId/compensations/:compensationId/approve',
    operationId: 'approveCompensation',
    summary: 'Approve a waiting compensation; it is charged to the approver',
    access: APPROVE,
    params: compensationParams,
    body: compensationNote,
    answer: compensation,
    handle: (ctx, { params, body }) =>
      approveCompensation(ctx, params.customerId, params.compensationId, body.note) as Promise<Rows>,
  }),
  defineRoute({
    method: 'POST',
    path: '/customers/:customerId/compensations/:compensationId/reject',
    operationId: 'rejectCompensation',
    summary: 'Reject a waiting compensation with a reason',
    access: APPROVE,
    params: compensationParams,
    body: compensationReason,
    answer: compensation,
    handle: (ctx, { params, body }) =>
      rejectCompensation(ctx, params.customerId, params.compensationId, body.note) as Promise<Rows>,
  }),
  defineRoute({
    method: 'POST',
    path: '/customers/:customerId/compensations/:compensationId/reverse',
    operationId: 'reverseCompensation',
    summary: 'Take back a given compensation with a reason; the budget is given back',
    access: APPROVE,
    params: compensationParams,
    body: compensationReason,
    answer: compensation,
    handle: (ctx, { params, body }) =>
      reverseCompensation(ctx, params.customerId, params.compensationId, body.note) as Promise<Rows>,
  }),
  defineRoute({
    method: 'GET',
    path: '/compensations',
    operationId: 'listCompensations',
    summary: 'Compensations waiting for approval, the longest waiting first',
    access: { permission: 'compensation.read' },
    query: compensationListQuery,
    answer: compensationPage,
    handle: (ctx, { query }) => pendingPage(ctx, query),
  }),
  defineRoute({
    method: 'GET',
    path: '/me/authority',
    operationId: 'getMyAuthority',
    summary: 'What I may still give this month',
    access: 'signed-in',
    answer: authority,
    async handle(ctx) {
      const month = monthOn(ctx.now)
      const mine = await getAuthority(ctx.db, personOf(ctx).id, month)
      const left = mine.monthlyBudgetRials - mine.spentThisMonthRials
      return { monthOn: month, ...mine, leftThisMonthRials: left > 0n ? left : 0n }
    },
  }),
]

async function pendingPage(ctx: Context, query: { cursor?: string | undefined; limit: number }) {
  const person = personOf(ctx)
  const branchId = branchLimit(ctx, 'compensation.read')
  const cursor = decodeCursor(query.cursor, 2)
  const after = cursor ? { at: String(cursor[0]), id: String(cursor[1]) } : undefined
  const rows = await listPending(ctx.db, { branchId, after, limit: query.limit + 1 })
  const { maxSingleRials } = await getAuthority(ctx.db, person.id, monthOn(ctx.now))
  const items = rows.slice(0, query.limit)
  const last = items.at(-1)
  return {
    items: items.map((row) => ({
      ...row,
      mayDecide:
        row.requestedBy !== person.id &&
        isInScope(person, 'compensation.approve', { branch_id: row.branchId }) &&
        row.amountRials <= maxSingleRials,
    })) as Rows,
    nextCursor:
      rows.length > query.limit && last ? encodeCursor([last.requestedAt.toISOString(), last.id]) : null,
  }
}
