import { listModels } from '@hamdel/engine'
import { z } from 'zod'
import { decodeCursor, encodeCursor, id, pageQuery } from '../../server/lib/fields.ts'
import { defineRoute } from '../../server/lib/route.ts'
import { listDefinitions, showDefinition } from './definition-view.ts'
import { archiveIndexDefinition, createIndexDefinition, updateIndexDefinition } from './definitions.ts'
import { getProfitLink } from './profit-link.ts'
import { type Cuts, countQuadrants, listQuadrant } from './quadrants.ts'
import { cancelRun, startRun } from './run-start.ts'
import { computeWhatIf, listRuns, showRun, showRunDetail } from './run-view.ts'
import { listSheets } from './sheets.ts'
import { accessRun } from './structural-access.ts'
import * as s from './structural-schema.ts'

const read = { permission: 'index.read' } as const
const write = { permission: 'index.write' } as const
const definitionParams = z.strictObject({ definitionId: id })
const runParams = z.strictObject({ runId: id })

const cutsOf = ({ satisfaction, loyalty, delight }: Cuts): Cuts => ({
  satisfaction,
  loyalty,
  delight: Math.max(delight, satisfaction),
})

/** One row more was asked for than a page holds: is there a next page, and where does it begin? */
function pageOf<T>(rows: readonly T[], limit: number, key: (row: T) => readonly (string | number)[]) {
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? encodeCursor([...key(last)]) : null }
}

export const structuralRoutes = [
  defineRoute({
    method: 'GET',
    path: '/indices/models',
    operationId: 'listIndexModels',
    summary: 'The models that are shipped',
    access: read,
    answer: s.shippedModels,
    handle: async () => ({ items: [...listModels()] }),
  }),
  defineRoute({
    method: 'GET',
    path: '/indices/definitions',
    operationId: 'listIndexDefinitions',
    summary: 'Indices with their newest value and its trend',
    access: read,
    query: z.strictObject({ 'filter[archived]': z.enum(['yes', 'no']).default('no') }),
    answer: z.object({ items: z.array(s.indexDefinition) }),
    handle: async (ctx, { query }) => ({
      items: await listDefinitions(ctx, query['filter[archived]'] === 'yes'),
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/indices/definitions',
    operationId: 'createIndexDefinition',
    summary: 'Say what an index is computed from and how',
    access: write,
    body: s.createDefinition,
    status: 201,
    answer: s.indexDefinition,
    handle: async (ctx, { body }) => showDefinition(ctx, await createIndexDefinition(ctx, body)),
  }),
  defineRoute({
    method: 'GET',
    path: '/indices/definitions/:definitionId',
    operationId: 'getIndexDefinition',
    summary: 'One index',
    access: read,
    params: definitionParams,
    answer: s.indexDefinition,
    handle: (ctx, { params }) => showDefinition(ctx, params.definitionId),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/indices/definitions/:definitionId',
    operationId: 'updateIndexDefinition',
    summary: 'Change an index; runs keep what they were asked with',
    access: write,
    params: definitionParams,
    body: s.updateDefinition,
    answer: s.indexDefinition,
    async handle(ctx, { params, body }) {
      await updateIndexDefinition(ctx, params.definitionId, body)
      return showDefinition(ctx, params.definitionId)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/indices/definitions/:definitionId/archive',
    operationId: 'archiveIndexDefinition',
    summary: 'Put an index away, or take it out again',
    access: write,
    params: definitionParams,
    body: s.archiveDefinition,
    answer: s.indexDefinition,
    async handle(ctx, { params, body }) {
      await archiveIndexDefinition(ctx, params.definitionId, body)
      return showDefinition(ctx, params.definitionId)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/indices/definitions/:definitionId/runs',
    operationId: 'startIndexRun',
    summary: 'Compute an index; who runs surveys of one branch gets that branch’s answers only',
    access: { permission: 'survey.run' },
    params: definitionParams,
    body: s.startRunBody,
    status: 201,
    answer: s.indexRun,
    async handle(ctx, { params, body }) {
      const runId = await startRun(ctx, { ...body, definitionId: params.definitionId })
      return showRun(ctx, await accessRun(ctx, runId, 'survey.run'))
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/indices/definitions/:definitionId/runs',
    operationId: 'listIndexRuns',
    summary: 'Runs of an index, the newest first',
    access: read,
    params: definitionParams,
    query: z.strictObject(pageQuery),
    answer: s.runPage,
    async handle(ctx, { params, query }) {
      const cursor = decodeCursor(query.cursor, 2)
      const before = cursor && { at: String(cursor[0]), id: String(cursor[1]) }
      const rows = await listRuns(ctx, params.definitionId, { limit: query.limit + 1, before })
      const page = pageOf(rows, query.limit, (row) => [row.created_at.toISOString(), row.id])
      return { ...page, items: page.items.map((row) => showRun(ctx, row)) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/indices/definitions/:definitionId/profit-link',
    operationId: 'getIndexProfitLink',
    summary: 'Index per segment and quarter against purchases of the quarter after: association, not cause',
    access: read,
    params: definitionParams,
    query: s.profitQuery,
    answer: s.profitLink,
    handle: (ctx, { params, query }) => getProfitLink(ctx, params.definitionId, query.by),
  }),
  defineRoute({
    method: 'GET',
    path: '/indices/runs/:runId',
    operationId: 'getIndexRun',
    summary: 'How far a run is, and all it found out',
    access: read,
    params: runParams,
    answer: s.indexRunDetail,
    handle: (ctx, { params }) => showRunDetail(ctx, params.runId),
  }),
  defineRoute({
    method: 'POST',
    path: '/indices/runs/:runId/cancel',
    operationId: 'cancelIndexRun',
    summary: 'End a run that is waiting or under way',
    access: { permission: 'survey.run' },
    params: runParams,
    answer: s.indexRun,
    async handle(ctx, { params }) {
      await cancelRun(ctx, params.runId)
      return showRun(ctx, await accessRun(ctx, params.runId, 'survey.run'))
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/indices/runs/:runId/what-if',
    operationId: 'getIndexWhatIf',
    summary: 'What a driver moved by some points would do to satisfaction and loyalty',
    access: read,
    params: runParams,
    query: s.whatIfQuery,
    answer: s.whatIf,
    handle: (ctx, { params, query }) => computeWhatIf(ctx, params.runId, query),
  }),
  defineRoute({
    method: 'GET',
    path: '/indices/runs/:runId/quadrants',
    operationId: 'getIndexQuadrants',
    summary: 'How many customers are loyal or not, satisfied or not, delighted',
    access: read,
    params: runParams,
    query: s.quadrantQuery,
    answer: s.quadrantCounts,
    handle: (ctx, { params, query }) => countQuadrants(ctx, params.runId, cutsOf(query)),
  }),
  defineRoute({
    method: 'GET',
    path: '/indices/runs/:runId/customers',
    operationId: 'listIndexCustomers',
    summary: 'The customers of a quadrant or a state, those who bought most first',
    access: read,
    params: runParams,
    query: s.customerQuery,
    answer: s.customerPage,
    async handle(ctx, { params, query }) {
      const cursor = decodeCursor(query.cursor, 2)
      const cuts = cutsOf(query)
      const rows = await listQuadrant(ctx, params.runId, {
        cuts,
        quadrant: query.quadrant,
        state: query.state,
        after: cursor && { rials: String(cursor[0]), id: String(cursor[1]) },
        limit: query.limit + 1,
      })
      return { cuts, ...pageOf(rows, query.limit, (row) => [String(row.purchaseTotalRials), row.customerId]) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/indices/runs/:runId/sheets',
    operationId: 'listIndexSheets',
    summary: 'The answer sheets behind a run or one of its groups; anonymous ones are only counted',
    access: read,
    params: runParams,
    query: s.sheetQuery,
    answer: s.sheetPage,
    async handle(ctx, { params, query }) {
      const cursor = decodeCursor(query.cursor, 2)
      const found = await listSheets(ctx, params.runId, {
        group: query.group,
        after: cursor && { at: String(cursor[0]), id: String(cursor[1]) },
        limit: query.limit + 1,
      })
      return {
        ...found,
        ...pageOf(found.items, query.limit, (row) => [row.submittedAt.toISOString(), row.id]),
      }
    },
  }),
]
