import { z } from 'zod'
import { id, pageQuery } from '../../server/lib/fields.ts'
import { defineRoute } from '../../server/lib/route.ts'
import { branchLimit } from '../people/access.ts'
import {
  accessImport,
  cancelImport,
  checkImport,
  chooseImportOptions,
  runImport,
  undoImport,
  uploadImport,
} from './actions.ts'
import { exportRoutes } from './export-routes.ts'
import { MAX_UPLOAD_BYTES } from './limits.ts'
import { findImport, listImports, pageRejects } from './queries.ts'
import { readImportAgain } from './read-again.ts'
import { downloadRejects, rejectSentence } from './rejects.ts'
import {
  importDetail,
  importJob,
  importOptionsInput,
  importReadingRequest,
  importReject,
  importUploadInput,
} from './schema.ts'
import { toDetail, toImport } from './show.ts'

const params = z.object({ id })

export const importRoutes = [
  defineRoute({
    method: 'POST',
    path: '/imports',
    operationId: 'uploadImport',
    summary: 'Upload a CSV or XLSX file and hear what is in it; nothing is imported yet',
    access: { permission: 'import.run' },
    uploads: { maxFiles: 1, maxBytes: MAX_UPLOAD_BYTES },
    body: importUploadInput,
    status: 201,
    answer: importDetail,
    async handle(ctx, { body, uploads }) {
      const made = await uploadImport(ctx, uploads[0], body.entity)
      return toDetail(ctx, (await findImport(ctx, made))!)
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/imports',
    operationId: 'listImports',
    summary: 'Imports, the newest first',
    access: { permission: 'import.read' },
    query: z.strictObject(pageQuery),
    answer: z.object({ items: z.array(importJob), nextCursor: z.string().nullable() }),
    async handle(ctx, { query }) {
      const page = await listImports(ctx, {
        branchId: branchLimit(ctx, 'import.read'),
        cursor: query.cursor,
        limit: query.limit,
      })
      return { items: page.items.map((row) => toImport(ctx, row)), nextCursor: page.nextCursor }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/imports/:id',
    operationId: 'getImport',
    summary: 'One import: what was found, what was chosen, how far it is',
    access: { permission: 'import.read' },
    params,
    answer: importDetail,
    handle: async (ctx, { params: { id } }) => toDetail(ctx, await accessImport(ctx, id, 'import.read')),
  }),
  defineRoute({
    method: 'PUT',
    path: '/imports/:id/options',
    operationId: 'chooseImportOptions',
    summary: 'Say what the columns are, the money unit and what happens to duplicates',
    access: { permission: 'import.run' },
    params,
    body: importOptionsInput,
    answer: importDetail,
    async handle(ctx, { params: { id }, body }) {
      await chooseImportOptions(ctx, id, body)
      return toDetail(ctx, (await findImport(ctx, id))!)
    },
  }),
  defineRoute({
    method: 'PUT',
    path: '/imports/:id/reading',
    operationId: 'readImportAgain',
    summary: 'Read the uploaded file once more with another delimiter, encoding or header line',
    access: { permission: 'import.run' },
    params,
    body: importReadingRequest,
    answer: importDetail,
    async handle(ctx, { params: { id }, body }) {
      await readImportAgain(ctx, id, body)
      return toDetail(ctx, (await findImport(ctx, id))!)
    },
  }),
  ...(
    [
      [
        'check',
        'checkImport',
        'Go through the whole file without importing: counts and rejects',
        checkImport,
      ],
      ['run', 'runImport', 'Import the file', runImport],
      ['cancel', 'cancelImport', 'Stop before the next chunk', cancelImport],
      ['undo', 'undoImport', 'Take the whole import back', undoImport],
    ] as const
  ).map(([verb, operationId, summary, act]) =>
    defineRoute({
      method: 'POST',
      path: `/imports/:id/${verb}`,
      operationId,
      summary,
      access: { permission: 'import.run' },
      params,
      answer: importDetail,
      async handle(ctx, { params: { id } }) {
        await act(ctx, id)
        return toDetail(ctx, (await findImport(ctx, id))!)
      },
    }),
  ),
  defineRoute({
    method: 'GET',
    path: '/imports/:id/reject-list',
    operationId: 'listImportRejects',
    summary: 'Rows left out, with their line and the reason',
    access: { permission: 'import.read' },
    params,
    query: z.strictObject({ afterLine: z.coerce.number().int().min(0).default(0), limit: pageQuery.limit }),
    answer: z.object({ items: z.array(importReject), nextAfterLine: z.int().nullable() }),
    async handle(ctx, { params: { id }, query }) {
      await accessImport(ctx, id, 'import.read')
      const rows = await pageRejects(ctx.db, id, query.afterLine, query.limit + 1)
      const items = rows.slice(0, query.limit)
      return {
        items: items.map((row) => ({
          line: row.line,
          code: row.code,
          reason: rejectSentence(ctx.locale, row),
          raw: row.raw,
        })),
        nextAfterLine: rows.length > query.limit ? items.at(-1)!.line : null,
      }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/imports/:id/rejects',
    operationId: 'downloadImportRejects',
    summary: 'Rows left out as CSV: line, reason, the row as it was',
    access: { permission: 'import.read' },
    params,
    query: z.strictObject({ format: z.enum(['csv']).default('csv') }),
    async handle(ctx, { params: { id } }) {
      return downloadRejects(ctx, await accessImport(ctx, id, 'import.read'))
    },
  }),
  ...exportRoutes,
]
