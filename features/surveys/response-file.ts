import { displayText, normalisePhone, searchKey, toLatinDigits } from '@hamdel/persian'
import { readDay } from '../imports/cells.ts'
import { type CsvRecord, makeCsvParser } from '../imports/read-csv.ts'
import { allLines, isProblem, keepVisible, type Line, readAnswer } from './answer-rules.ts'
import type { Answers, Definition } from './definition.ts'

/** Decides rows of a file of answers; no I/O. */
export interface Reject {
  line: number
  code: string
  params: Record<string, string | number>
}
export interface FileRow {
  line: number
  answers: Answers
  customer: string
  branch: string
  day: string | undefined
}

const CUSTOMER = [
  'customer',
  'phone',
  'mobile',
  'identifier',
  'customer_code',
  'مشتری',
  'موبایل',
  'تلفن',
  'تلفن همراه',
  'شماره تماس',
  'کد مشتری',
  'کد ملی',
  'شناسه',
]
const BRANCH = ['branch', 'شعبه', 'نام شعبه']
const DATE = ['date', 'answered_on', 'تاریخ', 'تاریخ پاسخ']

export interface Columns {
  questions: { at: number; line: Line; header: string }[]
  customer: number
  branch: number
  date: number
  ignored: string[]
}
export type ColumnsProblem = { code: string; params: Record<string, string> }

/** What each column is. A column that is named outright counts before any guess. */
export function readHeader(
  definition: Definition,
  headers: readonly string[],
  named: { customer?: string | undefined; branch?: string | undefined; date?: string | undefined },
): Columns | ColumnsProblem {
  const key = (text: string) => searchKey(text).trim()
  const keys = headers.map(key)
  const columns: Columns = { questions: [], customer: -1, branch: -1, date: -1, ignored: [] }
  for (const [name, known] of [
    ['customer', CUSTOMER],
    ['branch', BRANCH],
    ['date', DATE],
  ] as const) {
    const wanted = named[name]
    if (wanted) {
      const at = keys.indexOf(key(wanted))
      if (at < 0) return { code: 'response_file_column_unknown', params: { column: wanted } }
      columns[name] = at
    } else {
      const words = new Set(known.map(key))
      columns[name] = keys.findIndex((one) => words.has(one))
    }
  }
  const taken = new Set([columns.customer, columns.branch, columns.date])
  // Codes differ by case at most by accident, and a spreadsheet changes it easily.
  const lines = new Map(allLines(definition).map((line) => [line.code.toLowerCase(), line]))
  const seen = new Set<string>()
  headers.forEach((header, at) => {
    if (taken.has(at)) return
    const line = lines.get(header.trim().toLowerCase())
    if (line) columns.questions.push({ at, line, header: header.trim() })
    else if (header.trim() !== '') columns.ignored.push(header.trim().slice(0, 100))
  })
  for (const { line, header } of columns.questions) {
    if (seen.has(line.code)) return { code: 'response_file_column_twice', params: { column: header } }
    seen.add(line.code)
  }
  if (columns.questions.length === 0) return { code: 'response_file_no_questions', params: {} }
  return columns
}

const cut = (text: string) => text.slice(0, 60)

/** One row, or why it is left out. A blank, a dot or one of the missing codes is no answer; anything else must be one. */
export function readFileRow(
  definition: Definition,
  columns: Columns,
  record: CsvRecord,
  width: number,
  missing: ReadonlySet<string>,
): FileRow | Reject {
  const { line, cells } = record
  const reject = (code: string, params: Reject['params'] = {}): Reject => ({ line, code, params })
  if (record.problem) return reject('row_broken')
  if (cells.length !== width) return reject('row_width', { cells: cells.length, columns: width })
  const answers: Answers = {}
  for (const { at, line: asked, header } of columns.questions) {
    const cell = displayText(cells[at]!)
    const { question } = asked
    const isNumber = question.kind === 'scale' || question.kind === 'matrix'
    if (cell === '' || cell === '.' || (question.kind !== 'text' && missing.has(toLatinDigits(cell))))
      continue
    if (isNumber && /^(na|nan|null)$/i.test(cell)) continue
    // Programs of statistics write whole numbers as 7.0.
    const value =
      question.kind === 'multi'
        ? cell.split(/[;,،|]/).map((code) => code.trim())
        : isNumber
          ? cell.replace(/[.٫][0۰٠]+$/, '')
          : cell
    const answer = readAnswer(question, value)
    if (isProblem(answer)) return reject(answer.code, { column: header, value: cut(cell), ...answer.params })
    if (answer !== undefined) answers[asked.code] = answer
  }
  const kept = keepVisible(definition, answers)
  if (Object.keys(kept).length === 0) return reject('row_empty')
  const text = (at: number) => (at < 0 ? '' : displayText(cells[at]!))
  const customer = text(columns.customer)
  if (columns.customer >= 0 && customer === '') return reject('customer_missing')
  const date = text(columns.date)
  const day = date === '' ? undefined : readDay(date, null)
  if (date !== '' && !day) return reject('date_invalid', { value: cut(date) })
  return { line, answers: kept, customer, branch: text(columns.branch), day }
}

/** Ways a cell may name a customer: a phone, an identifier, a code of another program. */
export function customerKeys(cell: string): { phone: string; code: string } {
  return { phone: normalisePhone(cell) ?? '', code: toLatinDigits(cell).replace(/\s/g, '') }
}

/** The records of a file, header first; blank lines are none. */
export function readRecords(text: string, delimiter: string, most: number): CsvRecord[] | undefined {
  const records: CsvRecord[] = []
  const parser = makeCsvParser({
    delimiter,
    onRecord: (record) => {
      if (record.raw.trim() === '') return
      if (records.length === 0) parser.setColumns(record.cells.length)
      if (records.length <= most + 1) records.push(record)
    },
  })
  parser.push(text)
  parser.end()
  return records.length > most + 1 ? undefined : records
}
