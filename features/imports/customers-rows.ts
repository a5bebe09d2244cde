import {
  displayText,
  isLegalId,
  isMobile,
  isNationalId,
  joinedKey,
  normaliseIdentifier,
  normalisePhone,
  searchKey,
  splitPhones,
  toLatinDigits,
} from '@hamdel/persian'
import { badCell, type Row, readDay } from './cells.ts'
import { type Choices, type Reject, reject } from './choices.ts'

/** A customer as a row tells of them; '' and empty lists mean the row says nothing. */
export interface CustomerRow {
  code: string
  name: string
  searchKey: string
  joinedKey: string
  honorific: string
  kind: 'person' | 'organisation' | ''
  identifier: string
  phones: { value: string; e164: string }[]
  emails: string[]
  addresses: string[]
  city: string
  bornOn: string
  note: string
  tags: string[]
}

export const nothing: CustomerRow = {
  code: '',
  name: '',
  searchKey: '',
  joinedKey: '',
  honorific: '',
  kind: '',
  identifier: '',
  phones: [],
  emails: [],
  addresses: [],
  city: '',
  bornOn: '',
  note: '',
  tags: [],
}

/** Only what the row says, for the prepared file; `{ ...nothing, ...slim }` is the row again. */
export function slim(customer: CustomerRow): Partial<CustomerRow> {
  const kept: Record<string, unknown> = {}
  for (const key in customer) {
    const value = customer[key as keyof CustomerRow]
    if (value.length > 0) kept[key] = value
  }
  return kept
}

const KINDS: Record<string, 'person' | 'organisation'> = {
  حقیقی: 'person',
  شخص: 'person',
  فرد: 'person',
  person: 'person',
  individual: 'person',
  حقوقی: 'organisation',
  شرکت: 'organisation',
  سازمان: 'organisation',
  organisation: 'organisation',
  organization: 'organisation',
  company: 'organisation',
}

const limits: [keyof CustomerRow, number][] = [
  ['code', 60],
  ['name', 200],
  ['honorific', 60],
  ['city', 80],
  ['note', 5_000],
]

const EMAIL = /^[^\s@<>()",;:\\[\]]{1,64}@[^\s@<>()",;:\\[\]]{1,190}\.[^\s@.]{2,24}$/

/** The identifier, phone, code and name cells every entity has in common. */
export function readCustomer(row: Row, defaultAreaCode: string): CustomerRow | Reject {
  const names = [row.text('firstName'), row.text('lastName')].filter(Boolean).join(' ')
  const name = row.text('fullName') || names
  let kind: CustomerRow['kind'] = ''
  const kindText = row.text('kind')
  if (kindText !== '') {
    const known = KINDS[joinedKey(kindText)]
    if (!known) return badCell('kind_invalid', kindText)
    kind = known
  }
  const identifierText = row.text('identifier')
  let identifier = ''
  if (identifierText !== '') {
    identifier = normaliseIdentifier(identifierText)
    if (isNationalId(identifier)) {
      identifier = identifier.padStart(10, '0')
      kind ||= 'person'
    } else if (isLegalId(identifier)) kind ||= 'organisation'
    else return badCell('identifier_invalid', identifierText)
  }
  const phones: CustomerRow['phones'] = []
  for (const cell of row.all('phone'))
    for (const piece of phonesOf(cell)) {
      const e164 = normalisePhone(piece, defaultAreaCode)
      if (!e164) return badCell('phone_invalid', cell)
      if (!phones.some((phone) => phone.e164 === e164)) phones.push({ value: piece.trim(), e164 })
    }
  return {
    code: toLatinDigits(row.text('externalCode')),
    name,
    searchKey: name && searchKey(name),
    joinedKey: name && joinedKey(name),
    honorific: '',
    kind,
    identifier,
    phones,
    emails: [],
    addresses: [],
    city: '',
    bornOn: '',
    note: '',
    tags: [],
  }
}

/** One plain number is by far the most frequent cell; only what is more is taken apart. */
function phonesOf(cell: string): string[] {
  if (/^(?:\+?98|0|0098)?9\d{9}$/.test(cell)) return [cell]
  const pieces = splitPhones(cell)
  return pieces.length ? pieces : [cell]
}

/** A row of a customers file. */
export function readCustomerRow(row: Row, choices: Choices, defaultAreaCode: string): CustomerRow | Reject {
  const customer = readCustomer(row, defaultAreaCode)
  if ('params' in customer) return customer
  customer.honorific = row.text('honorific')
  customer.city = row.text('city')
  customer.note = row.all('note').map(displayText).join('\n')
  for (const cell of row.all('email'))
    for (const piece of cell.split(/[;,،؛\s]+/).filter(Boolean)) {
      const email = toLatinDigits(displayText(piece)).toLowerCase()
      if (!EMAIL.test(email)) return badCell('email_invalid', cell)
      if (!customer.emails.includes(email)) customer.emails.push(email)
    }
  for (const cell of row.all('address'))
    for (const piece of cell.split(' | ').map((text) => displayText(text).replaceAll('\n', ' '))) {
      if (piece.length > 500) return reject('cell_too_long', { max: 500 })
      if (piece !== '' && !customer.addresses.includes(piece)) customer.addresses.push(piece)
    }
  for (const cell of row.all('tag'))
    for (const piece of cell.split(/[،,;؛|]/).map((text) => displayText(text).replaceAll('\n', ' ')))
      if (piece !== '' && piece.length <= 60 && !customer.tags.includes(piece)) customer.tags.push(piece)
  const born = row.text('bornOn')
  if (born !== '') {
    const day = readDay(born, choices.dateKind)
    if (!day) return badCell('date_invalid', born)
    customer.bornOn = day
  }
  for (const [field, max] of limits)
    if ((customer[field] as string).length > max) return reject('cell_too_long', { max })
  if (!customer.name && !customer.code && !customer.identifier && customer.phones.length === 0)
    return reject('customer_missing')
  return customer
}

/** What the row calls its customer by, for keys within the file. */
export const referenceOf = (customer: CustomerRow): string =>
  customer.code || customer.identifier || customer.phones[0]?.e164 || ''

export const mobilesOf = (customer: CustomerRow): string[] =>
  customer.phones.filter((phone) => isMobile(phone.e164)).map((phone) => phone.e164)
