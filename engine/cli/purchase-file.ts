import type { Arguments, OptionSpecs } from './arguments.ts'
import { CliError } from './cli-error.ts'
import type { DayColumn, NumberColumn, TextColumn } from './column.ts'
import { findColumn } from './find-column.ts'
import { resolveFile } from './open-text.ts'
import { parseDay } from './parse-day.ts'
import { readTable } from './read-table.ts'

export const purchaseOptions = {
  purchases: { type: 'string', value: 'FILE.csv', en: 'one row per purchase', fa: 'یک ردیف برای هر خرید' },
  customer: {
    type: 'string',
    value: 'COLUMN',
    en: 'column of the customer (name or number)',
    fa: 'ستون مشتری (نام یا شماره)',
  },
  date: { type: 'string', value: 'COLUMN', en: 'column of the day', fa: 'ستون روز' },
  amount: { type: 'string', value: 'COLUMN', en: 'column of the amount', fa: 'ستون مبلغ' },
  until: {
    type: 'string',
    value: 'DATE',
    en: 'last day of the observation (the last purchase where left out)',
    fa: 'آخرین روز مشاهده (اگر ندهید، روز آخرین خرید)',
  },
} as const satisfies OptionSpecs

export interface PurchaseFile {
  file: string
  rows: number
  /** Customers numbered in the order of their ids. */
  ids: string[]
  customer: Int32Array
  day: Int32Array
  amount: Float64Array
  /** Day number of the last day looked at. */
  until: number
  untilGiven: boolean
}

/** Reads the purchases that the options name. */
export function readPurchases(args: Arguments): PurchaseFile {
  const file = resolveFile(args.text('purchases')!)
  const names = (['customer', 'date', 'amount'] as const).map((option) => {
    const name = args.text(option)
    if (name === undefined) throw optionMissing(`--${option}`, 'COLUMN')
    return name
  })
  const untilText = args.text('until')
  const given = untilText === undefined ? undefined : parseDay(untilText)
  if (untilText !== undefined && given === undefined) {
    throw new CliError('option_value', {
      option: '--until',
      value: untilText,
      expected: 'a day like 1998-06-30 or 1403/12/29',
    })
  }
  const { rows, columns } = readTable(
    file,
    (header, separator) => {
      const places = names.map((name) => findColumn(file, header, separator, name))
      const [customer, date, amount] = places as [number, number, number]
      refuseSame(header, customer, '--customer', date, '--date')
      refuseSame(header, customer, '--customer', amount, '--amount')
      refuseSame(header, date, '--date', amount, '--amount')
      return [
        { index: customer, kind: 'text', required: true },
        { index: date, kind: 'day' },
        { index: amount, kind: 'number', required: true },
      ]
    },
    { separator: args.separator(), noHeader: args.flag('no-header') },
  )
  const [customers, days, amounts] = columns as [TextColumn, DayColumn, NumberColumn]
  const { codes, ids } = inOrderOfIds(customers)
  return {
    file,
    rows,
    ids,
    customer: codes,
    day: days.values,
    amount: amounts.values,
    until: given ?? days.values.reduce((last, day) => Math.max(last, day), -0x80000000),
    untilGiven: given !== undefined,
  }
}

export function optionMissing(option: string, hint: string): CliError {
  return new CliError('option_missing', { option, hint: `${option} ${hint}` })
}

function refuseSame(header: readonly string[], a: number, first: string, b: number, second: string): void {
  if (a === b) throw new CliError('column_same', { column: header[a]!, first, second })
}

/** Numbers by ascending id: as numbers where all are, otherwise by code point. Ties of ranks are broken in this order. */
function inOrderOfIds({ codes, texts }: TextColumn): { codes: Int32Array; ids: string[] } {
  const numeric = texts.every((text) => /^\d{1,15}$/.test(text))
  const order = texts.map((_, code) => code)
  if (numeric) {
    const values = Float64Array.from(texts, Number)
    order.sort((a, b) => values[a]! - values[b]! || (texts[a]! < texts[b]! ? -1 : 1))
  } else order.sort((a, b) => (texts[a]! < texts[b]! ? -1 : 1))
  if (order.every((code, k) => code === k)) return { codes, ids: texts }
  const numberOf = new Int32Array(texts.length)
  for (const [k, code] of order.entries()) numberOf[code] = k
  return { codes: codes.map((code) => numberOf[code]!), ids: order.map((code) => texts[code]!) }
}
