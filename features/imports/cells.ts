import { displayText, parseDate, parseDecimal, parseMoney, toLatinDigits } from '@hamdel/persian'
import type { Choices, Reject } from './choices.ts'
import { reject } from './choices.ts'
import type { Field } from './fields.ts'

/** The cells of one row by field, cleaned; made once per file, asked for every row. */
export interface Row {
  /** The first filled cell of the field, one line, '' when none. */
  text(field: Field): string
  /** Every filled cell of the field, as written. */
  all(field: Field): string[]
}

/** A text our own export protected from being read as a formula loses the mark again. */
const unmark = (cell: string): string => (/^'[\s\p{C}]*[=+\-@|＝＋－＠]/u.test(cell) ? cell.slice(1) : cell)

/** Most cells are codes, numbers and days that need no cleaning: this one look at them is a third of the whole reading. */
const CLEAN = /^[A-Za-z0-9][A-Za-z0-9.,/:@_-]*$/

const oneLine = (text: string) => (CLEAN.test(text) ? text : displayText(unmark(text)).replaceAll('\n', ' '))

/** Columns of each field. */
export function columnsOf(mapping: readonly (Field | null)[]): Map<Field, number[]> {
  const columns = new Map<Field, number[]>()
  mapping.forEach((field, i) => {
    if (field) columns.set(field, [...(columns.get(field) ?? []), i])
  })
  return columns
}

export function makeRow(cells: readonly string[], columns: ReadonlyMap<Field, number[]>): Row {
  const row: Row = {
    text(field) {
      const at = columns.get(field)
      if (at === undefined) return ''
      for (const i of at) {
        const cell = cells[i]
        if (cell !== undefined && cell !== '') {
          const text = oneLine(cell)
          if (text !== '') return text
        }
      }
      return ''
    },
    all(field) {
      return (columns.get(field) ?? [])
        .map((i) => unmark(cells[i] ?? '').trim())
        .filter((cell) => cell !== '')
    },
  }
  return row
}

const days = new Map<string, string | undefined>()

/** The ISO day of a cell: Jalali or Gregorian, with or without a time behind it. */
export function readDay(cell: string, kind: Choices['dateKind']): string | undefined {
  const key = `${kind ?? ''} ${cell}`
  if (days.has(key)) return days.get(key)
  if (days.size > 50_000) days.clear()
  const day = readNewDay(cell, kind)
  days.set(key, day)
  return day
}

function readNewDay(cell: string, kind: Choices['dateKind']): string | undefined {
  const text = toLatinDigits(cell)
    .replace(/[T ,،-]*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2}|[ap]m|ق\.?ظ|ب\.?ظ)?$/iu, '')
    .replace(/^ساعت\s*/u, '')
    .trim()
  const tail = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/.exec(text)
  if (tail && Number(tail[4]) >= 1600 && (kind === 'gregorian_dmy' || kind === 'gregorian_mdy')) {
    const [day, month] = kind === 'gregorian_dmy' ? [tail[1], tail[3]] : [tail[3], tail[1]]
    return parseDate(`${tail[4]}-${month}-${day}`)
  }
  return parseDate(text)
}

/** Whole rials of a cell; parts of a rial are rounded, half up, because foreign exports carry cents. */
export function readMoney(cell: string, unit: 'rial' | 'toman'): bigint | undefined {
  if (/^\d{1,15}$/.test(cell)) return BigInt(cell) * (unit === 'toman' ? 10n : 1n)
  const point = cell.indexOf('.')
  if (point > 0 && point <= 14 && /^\d+\.\d+$/.test(cell))
    return rounded(cell.slice(0, point), cell.slice(point + 1), unit)
  const exact = parseMoney(cell, unit)
  if (exact !== undefined) return within(exact)
  if (parseDecimal(cell) === undefined) return undefined
  const plain = toLatinDigits(cell)
    .replace(/[\s,٬،\u200e\u200f]/g, '')
    .replace('٫', '.')
  const [, whole = '0', fraction = ''] = /(\d*)\.?(\d*)/.exec(plain.replace(/^[^\d.]+/, '')) ?? []
  const size = rounded(whole, fraction, unit)
  return within(parseDecimal(cell)! < 0 ? -size : size)
}

function rounded(whole: string, fraction: string, unit: 'rial' | 'toman'): bigint {
  const shift = unit === 'toman' ? 1 : 0
  return (
    BigInt(whole + fraction.slice(0, shift).padEnd(shift, '0')) + (fraction.charAt(shift) >= '5' ? 1n : 0n)
  )
}

const within = (rials: bigint) =>
  rials < 9_000_000_000_000_000n && rials > -9_000_000_000_000_000n ? rials : undefined

/** A reject that quotes the cell at fault, cut to what a person needs to find it. */
export const badCell = (code: string, value: string): Reject => reject(code, { value: value.slice(0, 80) })
