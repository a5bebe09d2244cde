import { Readable } from 'node:stream'
import { tehranDay } from '@hamdel/persian'
import { z } from 'zod'
import { type Context, personOf } from '../../server/lib/context.ts'
import { invalid } from '../../server/lib/errors.ts'
import { audit } from '../../server/lib/outbox.ts'
import { type Download, defineRoute } from '../../server/lib/route.ts'
import { words } from '../../server/lib/words.ts'
import { branchLimit } from '../people/access.ts'
import { BOM, csvLine } from './csv-write.ts'
import { eachCustomer, eachPurchase, exceedsSheet } from './export-queries.ts'
import { customerCells, headersOf, purchaseCells } from './export-rows.ts'
import { type SheetCell, writeSheet } from './xlsx-write.ts'

type Entity = 'customers' | 'purchases'

/** A file of all rows in reach, written while it is sent. Who took it is recorded before its first byte leaves. */
async function exportRows(ctx: Context, entity: Entity, format: 'csv' | 'xlsx'): Promise<Download> {
  const branchId = branchLimit(ctx, 'customer.export')
  const { db } = ctx.services.database
  if (format === 'xlsx' && (await exceedsSheet(ctx.db, entity))) throw invalid('export_too_big')
  audit(ctx, {
    action: `${entity === 'customers' ? 'customer' : 'purchase'}.export`,
    entity: 'export',
    entityId: personOf(ctx).id,
    branchId: branchId ?? null,
    after: { format, branchId: branchId ?? 'all' },
  })
  const headers = headersOf(ctx.locale, entity)
  const title = words(ctx.locale, `imports.title.${entity}`)
  async function* rows(): AsyncGenerator<SheetCell[]> {
    if (entity === 'customers')
      for await (const row of eachCustomer(db, branchId)) yield customerCells(row, ctx.locale)
    else for await (const row of eachPurchase(db, branchId)) yield* purchaseCells(row)
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

const query = z.strictObject({ format: z.enum(['csv', 'xlsx']).default('csv') })

export const exportRoutes = (
  [
    ['customers', 'exportCustomers', 'All customers in reach as CSV or XLSX, ready to be imported again'],
    ['purchases', 'exportPurchases', 'All purchases in reach as CSV or XLSX, ready to be imported again'],
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
    query,
    handle: (ctx, { query: { format } }) => exportRows(ctx, entity, format),
  }),
)
