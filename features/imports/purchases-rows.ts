import { parseDecimal, toJalali, toLatinDigits } from '@hamdel/persian'
import { badCell, type Row, readDay, readMoney } from './cells.ts'
import { type Choices, type Reject, reject } from './choices.ts'
import type { Counter } from './counter.ts'
import { type CustomerRow, readCustomer, referenceOf } from './customers-rows.ts'

export interface PurchaseRow {
  customer: CustomerRow
  source: string
  number: string
  date: string
  /** Rials of this line, as text: JSON has no bigint. Empty when only the invoice's total is known. */
  amount: string
  /** Rials of the whole invoice when the file says so. */
  total: string
  product: string
  quantity: number
  /** The line's place in its invoice; 0 when the row is a whole invoice. */
  position: number
  /** Says the same as an earlier row of the file. */
  isRepeat: boolean
}

/** A row of a purchases file. `counter` counts how often a text was seen in this file so far. */
export function readPurchaseRow(
  row: Row,
  choices: Choices,
  defaultAreaCode: string,
  hasLines: boolean,
  counter: Counter,
): PurchaseRow | Reject {
  const customer = readCustomer(row, defaultAreaCode)
  if ('params' in customer) return customer
  const reference = referenceOf(customer)
  if (reference === '') return reject('customer_missing')
  if (customer.code.length > 60 || customer.name.length > 200) return reject('cell_too_long', { max: 200 })
  const dateText = row.text('date')
  if (dateText === '') return reject('date_missing')
  const date = readDay(dateText, choices.dateKind)
  if (!date) return badCell('date_invalid', dateText)
  const amountText = row.text('amount')
  const totalText = row.text('total')
  if (amountText === '' && totalText === '') return reject('amount_missing')
  const amount = amountText === '' ? undefined : readMoney(amountText, choices.moneyUnit)
  if (amountText !== '' && amount === undefined) return badCell('amount_invalid', amountText)
  const total = totalText === '' ? undefined : readMoney(totalText, choices.moneyUnit)
  if (totalText !== '' && total === undefined) return badCell('amount_invalid', totalText)
  const product = row.text('product')
  if (product.length > 300) return reject('cell_too_long', { max: 300 })
  const quantityText = row.text('quantity')
  const quantity =
    quantityText === ''
      ? 1
      : /^\d{1,9}$/.test(quantityText)
        ? Number(quantityText)
        : parseDecimal(quantityText)
  if (quantity === undefined || Math.abs(quantity) >= 1e10) return badCell('quantity_invalid', quantityText)
  const source = row.text('source') || choices.source
  const given = toLatinDigits(row.text('number'))
  if (given.length > 80 || source.length > 60) return reject('cell_too_long', { max: 80 })
  const purchase: PurchaseRow = {
    customer,
    source,
    number: given,
    date,
    amount: amount === undefined ? '' : String(amount),
    total: total === undefined ? '' : String(total),
    product,
    quantity: Math.round(quantity * 1000) / 1000,
    position: 0,
    isRepeat: false,
  }
  if (given === '') {
    // The same day and amount twice are two purchases; the same file twice is the same two.
    const same = `${date}-${amount ?? total}`
    purchase.number = `auto-${same}-${counter(`auto|${reference}|${same}`)}`
    return purchase
  }
  if (choices.numbersRestartYearly) purchase.number = `${toJalali(date).year}/${given}`
  const invoice = `${reference}|${source}|${purchase.number}`
  const seen = counter(invoice)
  if (hasLines && product !== '') purchase.position = seen
  else if (seen > 1) {
    if (counter(`${invoice}|${date}|${amount}|${total}`) === 1)
      return reject('number_repeated', { number: given })
    purchase.isRepeat = true
  } else counter(`${invoice}|${date}|${amount}|${total}`)
  return purchase
}
