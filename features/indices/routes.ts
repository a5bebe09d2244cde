import { defineRoute } from '../../server/lib/route.ts'
import { getCsat, getLeadSummary } from './actions.ts'
import { csatQuery, csatReport, leadSummary } from './schema.ts'

export const indexRoutes = [
  defineRoute({
    method: 'GET',
    path: '/indices/csat',
    operationId: 'getCsat',
    summary: 'Satisfaction from verdicts with n and intervals, by branch, category or Jalali month',
    access: { permission: 'index.read' },
    query: csatQuery,
    answer: csatReport,
    handle: (ctx, { query }) => getCsat(ctx, query),
  }),
  defineRoute({
    method: 'GET',
    path: '/lead/summary',
    operationId: 'getLeadSummary',
    summary: 'What burns, what was promised, what waits for a decision, what customers say',
    access: { permission: 'lead.read' },
    answer: leadSummary,
    handle: (ctx) => getLeadSummary(ctx),
  }),
]
