import { createHash } from 'node:crypto'
import { parseDecimal, searchKey, toLatinDigits } from '@hamdel/persian'
import type { Entity, Field } from './fields.ts'
import { guessEntity, guessMapping, headerKey, isKnownHeader } from './fields.ts'
import { type CsvRecord, readCsvText } from './read-csv.ts'

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1256'] as const
export type Encoding = (typeof encodings)[number]
export const delimiters = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof delimiters)[number]
export type DateKind = 'jalali' | 'gregorian' | 'gregorian_dmy' | 'gregorian_mdy'

export interface Detection {
  encoding: Encoding
  delimiter: Delimiter
  isSheet: boolean
  /** Old Macintosh files end their lines with CR alone. */
  usesCr: boolean
  /** 0 when the file has no header: its first line is data. */
  headerLine: number
  columns: { header: string; samples: string[] }[]
  headerDigest: string
  entity: Entity
  mapping: Record<Entity, (Field | null)[]>
  preview: { line: number; cells: string[] }[]
  dateKind: DateKind | null
  money: {
    header: 'rial' | 'toman' | null
    median: number | null
    allEndInZero: boolean
    suggested: 'rial' | 'toman' | null
  }
}

const PREVIEW_ROWS = 20
const SAMPLE_ROWS = 300

/** The encoding of a file's first bytes: a byte order mark, else zero bytes, else valid UTF-8, else Windows-1256. */
export function detectEncoding(bytes: Buffer): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const head = bytes.subarray(0, 4096)
  let even = 0
  let odd = 0
  for (let i = 0; i < head.length; i++) if (head[i] === 0) i % 2 ? odd++ : even++
  if (odd > head.length / 8 && odd > even * 4) return 'utf-16le'
  if (even > head.length / 8 && even > odd * 4) return 'utf-16be'
  try {
    // `stream` forgives a character cut in two at the end of the sample.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return 'utf-8'
  } catch {
    return 'windows-1256'
  }
}

/** The delimiter that cuts the first lines into the same number of cells, the more the better. */
export function detectDelimiter(text: string): Delimiter {
  let best: Delimiter = ','
  let bestScore = 0
  for (const delimiter of delimiters) {
    const counts = readCsvText(text, delimiter)
      .slice(0, 30)
      .filter((record) => record.raw.trim() !== '')
      .map((record) => record.cells.length)
    const common = mode(counts.filter((count) => count > 1))
    if (common === undefined) continue
    const score =
      (counts.filter((count) => count === common).length / counts.length) * 100 + Math.min(common, 50)
    if (score > bestScore) {
      bestScore = score
      best = delimiter
    }
  }
  return best
}

function mode(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0]
}

const filled = (cells: readonly string[]) => cells.filter((cell) => cell.trim() !== '')

/** Titles above the header are passed over: the header is the first line with known words, or of text alone. */
function findHeader(records: readonly CsvRecord[]): CsvRecord | undefined {
  const early = records.slice(0, 15)
  const width = mode(records.map((record) => record.cells.length)) ?? 1
  const known = early.find((record) => {
    const cells = filled(record.cells)
    const count = cells.filter(isKnownHeader).length
    return count >= 2 || (count >= 1 && count * 2 >= cells.length)
  })
  if (known) return known
  return early
    .slice(0, 1)
    .find(
      (record) =>
        record.cells.length === width &&
        filled(record.cells).length * 2 > width &&
        record.cells.every((cell) => !/^[\d\s.,/+()-]+$/.test(toLatinDigits(cell)) || cell.trim() === ''),
    )
}

/** Everything that can be said about a file from its first bytes. `sheet` files are CSV made by our own reader. */
export function detect(
  bytes: Buffer,
  given: {
    isSheet?: boolean
    encoding?: Encoding | undefined
    delimiter?: Delimiter | undefined
    headerLine?: number | undefined
  } = {},
): Detection {
  const encoding = given.encoding ?? (given.isSheet ? 'utf-8' : detectEncoding(bytes))
  let text = new TextDecoder(encoding).decode(bytes, { stream: true })
  const usesCr = !text.includes('\n') && text.includes('\r')
  if (usesCr) text = text.replaceAll('\r', '\n')
  // The sample's last line may be cut.
  const whole =
    text.includes('\n') && bytes.length >= SAMPLE_BYTES ? text.slice(0, text.lastIndexOf('\n')) : text
  const delimiter = given.delimiter ?? (given.isSheet ? ',' : detectDelimiter(whole.slice(0, 200_000)))
  const records = readCsvText(whole, delimiter, given.isSheet)
    .filter((record) => record.problem === undefined && filled(record.cells).length > 0)
    .slice(0, SAMPLE_ROWS)
  const header =
    given.headerLine === undefined
      ? findHeader(records)
      : records.find((record) => record.line === given.headerLine)
  const data = header ? records.slice(records.indexOf(header) + 1) : records
  const width = header?.cells.length ?? mode(data.map((record) => record.cells.length)) ?? 0
  const headers = Array.from({ length: width }, (_, i) => (header?.cells[i] ?? '').trim().slice(0, 200))
  const mapping = {
    customers: guessMapping(headers, 'customers'),
    purchases: guessMapping(headers, 'purchases'),
    survey_answers: guessMapping(headers, 'survey_answers'),
  }
  const entity = guessEntity(headers)
  return {
    encoding,
    delimiter,
    isSheet: given.isSheet ?? false,
    usesCr,
    headerLine: header?.line ?? 0,
    columns: headers.map((name, i) => ({
      header: name,
      samples: [
        ...new Set(data.map((record) => (record.cells[i] ?? '').trim().slice(0, 100)).filter(Boolean)),
      ].slice(0, 3),
    })),
    headerDigest: createHash('sha256')
      .update(JSON.stringify([width, headers.map(headerKey)]))
      .digest('hex'),
    entity,
    mapping,
    preview: data.slice(0, PREVIEW_ROWS).map((record) => ({
      line: record.line,
      cells: record.cells.slice(0, width).map((cell) => cell.slice(0, 300)),
    })),
    dateKind: guessDateKind(
      column(mapping[entity].findIndex((field) => field === 'date' || field === 'bornOn')),
    ),
    money: guessMoney(headers, mapping.purchases, column),
  }

  function column(index: number): string[] {
    return index < 0 ? [] : data.map((record) => record.cells[index] ?? '')
  }
}

export const SAMPLE_BYTES = 1_048_576

/** How the days of a column are written. Day-first and month-first are told apart by a part above twelve. */
export function guessDateKind(values: readonly string[]): DateKind | null {
  const kinds = new Map<DateKind, number>()
  const vote = (kind: DateKind) => kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  for (const value of values) {
    const text = searchKey(value)
    const lead = /^(\d{4})/.exec(text)
    const tail = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})/.exec(text)
    if (tail && Number(tail[3]) >= 1600) vote(Number(tail[2]) > 12 ? 'gregorian_mdy' : 'gregorian_dmy')
    else if (tail || /^\d{2}[/.-]|^\d{6}$|\p{L}/u.test(text)) vote('jalali')
    else if (lead) vote(Number(lead[1]) >= 1600 ? 'gregorian' : 'jalali')
  }
  if (kinds.has('gregorian_mdy')) kinds.delete('gregorian_dmy')
  return [...kinds].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null
}

/** Rial or toman is asked, never decided here; this is what helps to answer. */
function guessMoney(
  headers: readonly string[],
  mapping: readonly (Field | null)[],
  column: (index: number) => string[],
): Detection['money'] {
  const index = mapping.findIndex((field) => field === 'amount' || field === 'total')
  const text = searchKey(headers[index] ?? '')
  const header = /ریال|rial|irr/.test(text) ? 'rial' : /تومان|تومن|toman|irt/.test(text) ? 'toman' : null
  const amounts = column(index)
    .map((value) => parseDecimal(value))
    .filter((value) => value !== undefined)
    .sort((a, b) => a - b)
  const median = amounts[Math.floor(amounts.length / 2)] ?? null
  const allEndInZero = amounts.length > 0 && amounts.every((value) => value % 10 === 0)
  // An amount of rials that is not a multiple of ten hardly exists; tomans are often odd.
  const suggested = header ?? (amounts.length > 5 && !allEndInZero ? 'toman' : null)
  return { header, median, allEndInZero, suggested }
}
