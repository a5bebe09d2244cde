import { CliError } from './cli-error.ts'
import { type Column, type ColumnKind, internBytes, widened } from './column.ts'
import { decodeField, shown } from './decode.ts'
import { openText, type TextWindow } from './open-text.ts'
import { isoBytes, parseDay } from './parse-day.ts'
import { parseNumber } from './parse-number.ts'
import { findSeparator, nameOfSeparator, readHeader } from './read-header.ts'

const QUOTE = 34
const LF = 10
const CR = 13
const INCOMPLETE = 0
const SKIP = 0
const NUMBER = 1
const TEXT = 2
const DAY = 3
const POWERS = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`))

export interface Wish {
  /** Position of the column, from 0. */
  index: number
  kind: ColumnKind
  /** A blank field is an error; days are always required. */
  required?: boolean
}

export interface TableOptions {
  /** One character; found by looking at the file where left out. */
  separator?: string
  noHeader?: boolean
  /** Numbers and words that mean "no answer". */
  missingCodes?: readonly string[]
  /** Bytes of the first window over the file; it grows with the longest row. */
  windowBytes?: number
}

export interface Table {
  rows: number
  /** One per wish. */
  columns: Column[]
}

/**
 * Reads the wished columns of a CSV file (RFC 4180; also semicolons and tabs, CRLF, a byte order mark, Persian digits)
 * into typed arrays, in one pass and without keeping the file. Numbers are read from the bytes; only fields that are
 * quoted, blank or out of the ordinary become strings.
 * @param choose which columns to read, given the header (numbers '1', '2' … where there is none)
 */
export function readTable(
  file: string,
  choose: (header: string[], separator: string) => Wish[],
  options: TableOptions = {},
): Table {
  const text = openText(file, options.windowBytes)
  try {
    const separator = options.separator ?? findSeparator(text)
    const { header, line } = readHeader(text, separator, options.noHeader === true)
    const wishes = choose(header, nameOfSeparator(separator))
    const reader = makeReader(text, separator, header, wishes, options.missingCodes ?? [])
    const rows = reader.readAll(line)
    if (rows === 0) throw new CliError('file_no_rows', { file })
    return { rows, columns: wishes.map((_, k) => reader.take(k, rows)) }
  } finally {
    text.close()
  }
}

function makeReader(
  text: TextWindow,
  separator: string,
  header: readonly string[],
  wishes: readonly Wish[],
  missingCodes: readonly string[],
) {
  const { file } = text
  const comma = separator.charCodeAt(0)
  const width = header.length
  const missingWords = new Set(missingCodes)
  const missingNumbers = missingCodes
    .map((code) => parseNumber(code, false))
    .filter((code) => code !== undefined && !Number.isNaN(code))
  /** Per column of the file: what it is, and which wish it fulfils. */
  const kinds = new Uint8Array(width)
  const wishAt = new Int32Array(width)
  for (const [k, wish] of wishes.entries()) {
    kinds[wish.index] = wish.kind === 'number' ? NUMBER : wish.kind === 'text' ? TEXT : DAY
    wishAt[wish.index] = k
  }
  let capacity = 1024
  const numbers = wishes.map(({ kind }) => new Float64Array(kind === 'number' ? capacity : 0))
  const integers = wishes.map(({ kind }) => new Int32Array(kind === 'number' ? 0 : capacity))
  const interned = wishes.map(() =>
    internBytes((bytes) => decodeField(bytes, 0, bytes.length, false, file, line)),
  )
  let row = 0
  let line = 1
  /** Line ends within the record at hand. */
  let newlines = 0

  return {
    readAll(firstLine: number): number {
      line = firstLine
      for (;;) {
        newlines = 0
        if (row === capacity) grow()
        const next = text.at < text.end ? readRecord() : INCOMPLETE
        if (next === INCOMPLETE) {
          const wasFinal = text.final
          text.more(line)
          if (!wasFinal) continue
          if (text.at < text.end) throw new CliError('csv_unclosed_quote', { file, line })
          return row
        }
        text.at = Math.abs(next)
        line += newlines
        if (next > 0) row++
      }
    },
    take(k: number, rows: number): Column {
      const { kind } = wishes[k]!
      if (kind === 'number') return { kind, values: numbers[k]!.subarray(0, rows) }
      if (kind === 'day') return { kind, values: integers[k]!.subarray(0, rows) }
      return { kind, codes: integers[k]!.subarray(0, rows), texts: interned[k]!.texts() }
    },
  }

  function grow(): void {
    capacity *= 2
    for (const [k, { kind }] of wishes.entries()) {
      if (kind === 'number') numbers[k] = widened(numbers[k]!, capacity)
      else integers[k] = widened(integers[k]!, capacity)
    }
  }

  /** Where the next record begins; negative after a blank line; INCOMPLETE where the window ends too early. */
  function readRecord(): number {
    const { bytes, end, final } = text
    let at = text.at
    let first = at
    while (first < end && (bytes[first] === 32 || (bytes[first] === 9 && comma !== 9))) first++
    if (first >= end) return final ? -end : INCOMPLETE
    if (bytes[first] === LF || bytes[first] === CR) return -afterLine(first)

    let excess = false
    for (let column = 0; ; column++) {
      const kind = column < width ? kinds[column]! : SKIP
      let stop = kind === NUMBER ? readPlainNumber(bytes, at, end, column) : -1
      if (stop < 0) stop = readField(at, column, kind)
      if (stop < 0) return INCOMPLETE
      if (column >= width && stop > at) excess = true
      if (stop < end && bytes[stop] === comma) {
        at = stop + 1
        continue
      }
      if (bytes[stop] === CR && stop + 1 >= end && !final) return INCOMPLETE
      if (column + 1 < width || excess) {
        throw new CliError('csv_fields', {
          file,
          line,
          found: column + 1,
          expected: width,
          separator: nameOfSeparator(separator),
        })
      }
      return stop >= end ? end : afterLine(stop)
    }
  }

  function afterLine(stop: number): number {
    newlines++
    const { bytes, end } = text
    return bytes[stop] === CR && bytes[stop + 1] === LF && stop + 1 < end ? stop + 2 : stop + 1
  }

  /** The fast path: sign, digits, point, digits. Where the field ends; −1 where it is anything else. */
  function readPlainNumber(bytes: Uint8Array, from: number, end: number, column: number): number {
    let at = from
    const negative = bytes[at] === 45
    if (negative) at++
    const start = at
    let mantissa = 0
    let digit = bytes[at]! - 48
    while (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit
      digit = bytes[++at]! - 48
    }
    let digits = at - start
    let decimals = 0
    if (digit === -2) {
      digit = bytes[++at]! - 48
      const point = at
      while (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit
        digit = bytes[++at]! - 48
      }
      decimals = at - point
      digits += decimals
    }
    const b = bytes[at]!
    // Up to 15 digits are exact, and so is the power of ten: one division rounds correctly.
    if (digits === 0 || digits > 15 || at >= end || (b !== comma && b !== LF && b !== CR)) return -1
    let value = decimals === 0 ? mantissa : mantissa / POWERS[decimals]!
    if (negative) value = -value
    if (missingNumbers.length > 0 && missingNumbers.includes(value)) return -1
    numbers[wishAt[column]!]![row] = value
    return at
  }

  /** Any field, the long way. Where it ends; −1 where the window ends too early. */
  function readField(at: number, column: number, kind: number): number {
    const { bytes, end, final } = text
    let from = at
    while (from < end && (bytes[from] === 32 || (bytes[from] === 9 && comma !== 9))) from++
    let stop = from
    if (from < end && bytes[from] === QUOTE) {
      let doubled = false
      from++
      stop++
      for (;;) {
        while (stop < end && bytes[stop] !== QUOTE) if (bytes[stop++] === LF) newlines++
        if (stop >= end || (stop + 1 >= end && !final)) return -1
        if (stop + 1 >= end || bytes[stop + 1] !== QUOTE) break
        doubled = true
        stop += 2
      }
      const to = stop++
      while (stop < end && (bytes[stop] === 32 || (bytes[stop] === 9 && comma !== 9))) stop++
      if (stop >= end && !final) return -1
      if (stop < end && bytes[stop] !== comma && bytes[stop] !== LF && bytes[stop] !== CR) {
        throw new CliError('csv_after_quote', { file, line: line + newlines, field: column + 1 })
      }
      if (kind !== SKIP) store(from, to, doubled, column, kind)
      return stop
    }
    while (stop < end && bytes[stop] !== comma && bytes[stop] !== LF && bytes[stop] !== CR) stop++
    if (stop >= end && !final) return -1
    if (kind !== SKIP) store(from, stop, false, column, kind)
    return stop
  }

  function store(from: number, to: number, doubled: boolean, column: number, kind: number): void {
    const { bytes } = text
    const k = wishAt[column]!
    if (kind === TEXT) storeText(bytes, from, to, doubled, column)
    else if (kind === DAY) {
      const plain = to - from === 10 ? isoBytes(bytes, from) : undefined
      if (plain !== undefined) {
        integers[k]![row] = plain
        return
      }
      const field = decodeField(bytes, from, to, doubled, file, line)
      const day = parseDay(field)
      if (day === undefined) {
        throw new CliError('csv_not_day', { file, line, column: header[column]!, value: shown(field) })
      }
      integers[k]![row] = day
    } else {
      if (to - from < 16 && storeQuoted(bytes, from, to, column)) return
      const field = decodeField(bytes, from, to, doubled, file, line)
      let value = missingWords.has(field.trim()) ? Number.NaN : parseNumber(field, comma === 44)
      if (value === undefined) {
        throw new CliError(wishes[k]!.required ? 'csv_not_number_here' : 'csv_not_number', {
          file,
          line,
          column: header[column]!,
          value: shown(field),
        })
      }
      if (missingNumbers.includes(value)) value = Number.NaN
      if (wishes[k]!.required && Number.isNaN(value)) throw blank(column)
      numbers[k]![row] = value
    }
  }

  /** Quoted or blank fields without making a string: quotes around every number are some programs' habit. */
  function storeQuoted(bytes: Uint8Array, from: number, to: number, column: number): boolean {
    const k = wishAt[column]!
    if (from === to) {
      if (wishes[k]!.required) throw blank(column)
      numbers[k]![row] = Number.NaN
      return true
    }
    let value = 0
    for (let at = from; at < to; at++) {
      const digit = bytes[at]! - 48
      if (!(digit >= 0 && digit <= 9)) return false
      value = value * 10 + digit
    }
    if (to - from > 15 || missingNumbers.includes(value)) return false
    numbers[k]![row] = value
    return true
  }

  function storeText(bytes: Uint8Array, from: number, to: number, doubled: boolean, column: number): void {
    const k = wishAt[column]!
    let source = bytes
    let start = from
    let end = to
    if (doubled) {
      source = new TextEncoder().encode(decodeField(bytes, from, to, true, file, line))
      start = 0
      end = source.length
    }
    while (start < end && source[start]! <= 32) start++
    while (end > start && source[end - 1]! <= 32) end--
    if (start === end && wishes[k]!.required) throw blank(column)
    integers[k]![row] = interned[k]!.code(source, start, end)
  }

  function blank(column: number): CliError {
    return new CliError('csv_blank', { file, line, column: header[column]! })
  }
}
