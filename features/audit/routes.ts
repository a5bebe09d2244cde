import { defineRoute } from '../../server/lib/route.ts'
import { readHeads } from './heads.ts'
import { listAudit } from './queries.ts'
import { auditPage, auditQuery, auditReport } from './schema.ts'
import { verifyAudit } from './verify.ts'

export const auditRoutes = [
  defineRoute({
    method: 'GET',
    path: '/audit',
    operationId: 'listAudit',
    summary: 'Who did what, newest first',
    access: { permission: 'audit.read' },
    query: auditQuery,
    answer: auditPage,
    handle: (ctx, { query }) => listAudit(ctx, query),
  }),
  defineRoute({
    method: 'POST',
    path: '/audit/verify',
    operationId: 'verifyAudit',
    summary: 'Recompute every digest and link of the audit chain',
    access: { permission: 'audit.read' },
    // It only reads, however long: no transaction is held open for it.
    isRead: true,
    answer: auditReport,
    handle: (ctx) => verifyAudit(ctx.db, { heads: readHeads(ctx.services.config.dataDir), now: ctx.now }),
  }),
]
