import { defineRoute } from '../../server/lib/route.ts'
import { getCsat, getLeadSummary } from './actions.ts'
import { csatQuery, csatReport, leadSummary, leadTeam } from './schema.ts'
import { getLeadTeam } from './team.ts'

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
  defineRoute({
    method: 'GET',
    path: '/lead/team',
    operationId: 'getLeadTeam',
    summary: 'Who carries how much, who waits longest, what is left of the budgets',
    access: { permission: 'lead.read' },
    answer: leadTeam,
    handle: (ctx) => getLeadTeam(ctx),
  }),
]
