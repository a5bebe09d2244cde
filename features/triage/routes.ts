import { defineRoute } from '../../server/lib/route.ts'
import { claimNextCase, getQueue } from './actions.ts'
import { nextCase, queue, queueQuery } from './schema.ts'

export const triageRoutes = [
  defineRoute({
    method: 'GET',
    path: '/queue',
    operationId: 'getQueue',
    summary: 'Cases in which it is our turn, by cost of delay, with why',
    access: { permission: 'queue.read' },
    query: queueQuery,
    answer: queue,
    handle: (ctx, { query }) => getQueue(ctx, query),
  }),
  defineRoute({
    method: 'POST',
    path: '/queue/next',
    operationId: 'claimNextCase',
    summary: 'Take the first case nobody owns',
    access: { permission: 'case.manage' },
    answer: nextCase,
    handle: (ctx) => claimNextCase(ctx),
  }),
]
