import { addDays, tehranDay, tehranMidnight } from '@hamdel/persian'
import type { z } from 'zod'
import { type Context, personOf } from '../../server/lib/context.ts'
import { forbidden } from '../../server/lib/errors.ts'
import { decodeCursor, encodeCursor } from '../../server/lib/fields.ts'
import { defineRoute } from '../../server/lib/route.ts'
import { branchLimit } from '../people/access.ts'
import { accessPromise } from './access.ts'
import { breakPromise, keepPromise, makePromise, undoKeepPromise, withdrawPromise } from './actions.ts'
import { listChanges, listEnded, listOpen } from './queries.ts'
import {
  customerParams,
  endPromiseInput,
  keepPromiseInput,
  madePromise,
  makePromiseInput,
  promise,
  promiseHistory,
  promiseListQuery,
  promisePage,
  promiseParams,
} from './schema.ts'

const KEEP = { permission: 'promise.keep' }
/** As far back as the summary's share of kept promises looks. */
const ENDED_DAYS = 30
/** Rows come from the database, whose checks hold the same words as the schema. */
type Rows = never

export const promiseRoutes = [
  defineRoute({
    method: 'POST',
    path: '/customers/:customerId/promises',
    operationId: 'makePromise',
    summary: 'Write down a promise to a customer',
    access: { permission: 'promise.make' },
    params: customerParams,
    body: makePromiseInput,
    status: 201,
    answer: madePromise,
    handle: (ctx, { params, body }) =>
      makePromise(ctx, {
        ...body,
        customerId: params.customerId,
        keeperId: body.keeperId ?? personOf(ctx).id,
        dueAt: new Date(body.dueAt),
      }) as Promise<Rows>,
  }),
  defineRoute({
    method: 'POST',
    path: '/customers/:customerId/promises/:promiseId/keep',
    operationId: 'keepPromise',
    summary: 'Say a promise was kept; after its time it is kept late',
    access: KEEP,
    params: promiseParams,
    body: keepPromiseInput,
    answer: promise,
    handle: (ctx, { params, body }) =>
      keepPromise(ctx, params.customerId, params.promiseId, body.version) as Promise<Rows>,
  }),
  defineRoute({
    method: 'POST',
    path: '/customers/:customerId/promises/:promiseId/undo-keep',
    operationId: 'undoKeepPromise',
    summary: 'Open a kept promise again within ten minutes',
    access: KEEP,
    params: promiseParams,
    body: keepPromiseInput,
    answer: promise,
    handle: (ctx, { params, body }) =>
      undoKeepPromise(ctx, params.customerId, params.promiseId, body.version) as Promise<Rows>,
  }),
  defineRoute({
    method: 'POST',
    path: '/customers/:customerId/promises/:promiseId/break',
    operationId: 'breakPromise',
    summary: 'Say a promise will not be kept, and why',
    access: KEEP,
    params: promiseParams,
    body: endPromiseInput,
    answer: promise,
    handle: (ctx, { params, body }) =>
      breakPromise(ctx, params.customerId, params.promiseId, body) as Promise<Rows>,
  }),
  defineRoute({
    method: 'POST',
    path: '/customers/:customerId/promises/:promiseId/withdraw',
    operationId: 'withdrawPromise',
    summary: 'Take a promise back before it is due; the customer is told why',
    access: KEEP,
    params: promiseParams,
    body: endPromiseInput,
    answer: promise,
    handle: (ctx, { params, body }) =>
      withdrawPromise(ctx, params.customerId, params.promiseId, body) as Promise<Rows>,
  }),
  defineRoute({
    method: 'GET',
    path: '/customers/:customerId/promises/:promiseId/changes',
    operationId: 'listPromiseChanges',
    summary: 'What happened to a promise',
    access: { permission: 'promise.read' },
    params: promiseParams,
    answer: promiseHistory,
    async handle(ctx, { params }) {
      const row = await accessPromise(ctx, params.customerId, params.promiseId, 'promise.read')
      return { items: (await listChanges(ctx.db, row.customer_id, row.id)) as Rows }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/promises',
    operationId: 'listPromises',
    summary: 'Open promises, the soonest due first; or those that ended lately',
    access: { permission: 'promise.read' },
    query: promiseListQuery,
    answer: promisePage,
    handle: (ctx, { query }) => openPage(ctx, query),
  }),
]

async function openPage(ctx: Context, query: z.output<typeof promiseListQuery>) {
  const me = personOf(ctx).id
  const keeperId = query['filter[keeper]'] === 'me' ? me : query['filter[keeper]']
  const limit = branchLimit(ctx, 'promise.read')
  const asked = query['filter[branch]']
  if (limit && asked && asked !== limit) throw forbidden()
  // What I promised is mine to see wherever it was made.
  const branchId = keeperId === me ? asked : (limit ?? asked)
  const cursor = decodeCursor(query.cursor, 2)
  const [at, id] = [String(cursor?.[0]), String(cursor?.[1])]
  const common = { branchId, keeperId, limit: query.limit + 1 }
  const which = query['filter[due]']
  const isEnded = which === 'ended'
  const rows = isEnded
    ? await listEnded(ctx, {
        ...common,
        since: new Date(ctx.now.getTime() - ENDED_DAYS * 86_400_000),
        before: cursor && { closedAt: at, id },
      })
    : await listOpen(ctx, { ...common, ...dueRange(ctx.now, which), after: cursor && { dueAt: at, id } })
  const items = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? items.at(-1) : undefined
  const key = last && (isEnded ? last.closedAt! : last.dueAt)
  return {
    items: items as Rows,
    nextCursor: last && key ? encodeCursor([key.toISOString(), last.id]) : null,
  }
}

function dueRange(now: Date, which: 'open' | 'overdue' | 'today'): { dueFrom?: Date; dueBefore?: Date } {
  if (which === 'open') return {}
  if (which === 'overdue') return { dueBefore: now }
  const day = tehranDay(now)
  return { dueFrom: tehranMidnight(day), dueBefore: tehranMidnight(addDays(day, 1)) }
}
