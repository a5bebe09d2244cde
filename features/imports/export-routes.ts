import { Readable } from 'node:stream'
import { tehranDay } from '@hamdel/persian'
import { z } from 'zod'
import { type Context, personOf } from '../../server/lib/context.ts'
import { BOM, csvLine } from '../../server/lib/csv.ts'
import { invalid } from '../../server/lib/errors.ts'
import { audit } from '../../server/lib/outbox.ts'
import { type Download, defineRoute } from '../../server/lib/route.ts'
import { words } from '../../server/lib/words.ts'
import { countCustomers, fittingCustomers, listOrder } from '../customers/list-customers.ts'
import { customerFilters, customerSort } from '../customers/schema.ts'
import { branchLimit } from '../people/access.ts'
import { eachCustomer, eachPurchase, exceedsSheet, listFitting } from './export-queries.ts'
import { customerCells, headersOf, purchaseCells } from './export-rows.ts'
import { type SheetCell, writeSheet } from './xlsx-write.ts'

type Entity = 'customers' | 'purchases'

/** A file of the rows that fit and lie in reach, written while it is sent. Who took what is recorded before its first byte leaves. */
async function exportRows(ctx: Context, entity: Entity, query: ExportQuery): Promise<Download> {
  const { format, sort, ...filters } = query
  const branchId = branchLimit(ctx, 'customer.export')
  const { db } = ctx.services.database
  const fits = fittingCustomers(ctx, filters, 'customer.export')
  if (format === 'xlsx' && (await exceedsSheet(ctx.db, entity, fits))) throw invalid('export_too_big')
  audit(ctx, {
    action: `${entity === 'customers' ? 'customer' : 'purchase'}.export`,
    entity: 'export',
    entityId: personOf(ctx).id,
    branchId: branchId ?? null,
    after: { format, branchId: branchId ?? 'all', ...filters },
  })
  const headers = headersOf(ctx.locale, entity)
  const title = words(ctx.locale, `imports.title.${entity}`)
  const ids = entity === 'customers' ? await listFitting(ctx.db, fits, listOrder(sort)) : Buffer.alloc(0)
  async function* rows(): AsyncGenerator<SheetCell[]> {
    if (entity === 'customers')
      for await (const row of eachCustomer(db, ids)) yield customerCells(row, ctx.locale)
    else for await (const row of eachPurchase(db, fits)) yield* purchaseCells(row)
  }
  const fileName = `${title} ${tehranDay(ctx.now)}.${format}`
  if (format === 'csv')
    return { fileName, mediaType: 'text/csv; charset=utf-8', body: Readable.from(csvText(headers, rows())) }
  return {
    fileName,
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    body: writeSheet(title, headers, rows()),
  }
}

async function* csvText(
  headers: readonly string[],
  rows: AsyncIterable<readonly SheetCell[]>,
): AsyncGenerator<Buffer> {
  let text = BOM + csvLine(headers)
  for await (const row of rows) {
    text += csvLine(row.map((cell) => (typeof cell === 'object' && cell !== null ? cell.day : cell)))
    if (text.length > 64_000) {
      yield Buffer.from(text)
      text = ''
    }
  }
  yield Buffer.from(text)
}

const exportQuery = z.strictObject({
  format: z.enum(['csv', 'xlsx']).default('csv'),
  ...customerFilters,
  // Customers come in the list's order, purchases customer by customer.
  sort: customerSort,
})
type ExportQuery = z.output<typeof exportQuery>

const fileRoutes = (
  [
    [
      'customers',
      'exportCustomers',
      'Customers who fit the filters as CSV or XLSX, ready to be imported again',
    ],
    [
      'purchases',
      'exportPurchases',
      'Purchases of these customers as CSV or XLSX, ready to be imported again',
    ],
  ] as const
).map(([entity, operationId, summary]) =>
  defineRoute({
    method: 'GET',
    path: `/${entity}/export`,
    operationId,
    summary,
    access: { permission: 'customer.export' },
    // Taking data out is recorded: this read needs a transaction.
    isRead: false,
    query: exportQuery,
    handle: (ctx, { query }) => exportRows(ctx, entity, query),
  }),
)

export const exportRoutes = [
  ...fileRoutes,
  defineRoute({
    method: 'GET',
    path: '/customers/export/count',
    operationId: 'countExport',
    summary: 'How many customers an export with these filters would hold',
    access: { permission: 'customer.export' },
    query: z.strictObject(customerFilters),
    answer: z.object({ count: z.int() }),
    handle: async (ctx, { query }) => ({ count: await countCustomers(ctx, query, 'customer.export') }),
  }),
]
