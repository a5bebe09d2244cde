import { formatDate } from '@hamdel/persian'
import type { Locale } from '../../server/lib/context.ts'
import { words } from '../../server/lib/words.ts'
import type { ExportedCustomer, ExportedPurchase } from './export-queries.ts'
import type { SheetCell } from './xlsx-write.ts'

const customerColumns = [
  'externalCode',
  'kind',
  'honorific',
  'fullName',
  'identifier',
  'phone',
  'email',
  'city',
  'address',
  'bornOn',
  'bornOnJalali',
  'tag',
  'note',
  'branch',
  'purchaseCount',
  'purchaseTotal',
  'lastPurchaseOn',
] as const

const purchaseColumns = [
  'externalCode',
  'fullName',
  'identifier',
  'phone',
  'source',
  'number',
  'date',
  'dateJalali',
  'product',
  'quantity',
  'amount',
  'total',
] as const

/** Headers the importer knows again; what it does not know (totals, the Jalali day) it leaves out. */
export const headersOf = (locale: Locale, entity: 'customers' | 'purchases'): string[] =>
  (entity === 'customers' ? customerColumns : purchaseColumns).map((name) =>
    words(locale, `imports.columns.${name}`),
  )

const day = (iso: string | null): SheetCell => (iso === null ? null : { day: iso })
const jalali = (iso: string | null): string | null => (iso === null ? null : formatDate(iso, 'fa', 'short'))
/** As people dial: a text that begins with + would look like a formula. */
const dialled = (e164: string) => (e164.startsWith('+98') ? `0${e164.slice(3)}` : e164.replace(/^\+/, '00'))

export function customerCells(row: ExportedCustomer, locale: Locale): SheetCell[] {
  return [
    row.external_code,
    words(locale, `imports.kind.${row.kind}`),
    row.honorific,
    row.full_name,
    row.identifier,
    row.phones?.map(dialled).join('، ') ?? null,
    row.emails?.join('; ') ?? null,
    row.city,
    row.addresses?.join(' | ') ?? null,
    day(row.born_on),
    jalali(row.born_on),
    row.tags.join('، '),
    row.note,
    row.branch_name,
    row.purchase_count,
    row.purchase_total_rials,
    day(row.last_purchase_on),
  ]
}

/** One row for each line of the invoice; an invoice without lines is one row. */
export function purchaseCells(row: ExportedPurchase): SheetCell[][] {
  const lead: SheetCell[] = [
    row.external_code,
    row.full_name,
    row.identifier,
    row.phone && dialled(row.phone),
    row.source,
    row.number,
    day(row.purchased_on),
    jalali(row.purchased_on),
  ]
  if (!row.items) return [[...lead, null, null, row.total_rials, row.total_rials]]
  return row.items.map((item) => [...lead, item.product, item.quantity, item.amount, row.total_rials])
}
