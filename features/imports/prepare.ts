import { closeSync, createReadStream, openSync, writeSync } from 'node:fs'
import { columnsOf, makeRow } from './cells.ts'
import { type Choices, isReject, type Reject, reject } from './choices.ts'
import { makeCounter } from './counter.ts'
import { type CustomerRow, nothing, readCustomerRow, slim } from './customers-rows.ts'
import { FileProblem, MAX_CELL, MAX_COLUMNS, MAX_ROWS } from './limits.ts'
import { type PurchaseRow, readPurchaseRow } from './purchases-rows.ts'
import { type CsvRecord, LineTooLong, makeCsvParser } from './read-csv.ts'
import { type AnswerRow, readAnswerRow } from './survey-rows.ts'

export interface PrepareRequest {
  input: string
  output: string
  isSheet: boolean
  usesCr: boolean
  choices: Choices
  defaultAreaCode: string
}

/** One line of the prepared file: where the row stood, how, and what it says or why it is left out. */
export interface PreparedRow<R = CustomerRow | PurchaseRow | AnswerRow> {
  line: number
  raw: string
  row?: R
  reject?: Reject
}

const FLUSH_CHARS = 1 << 20

/**
 * Reads the whole file once and writes what needs no database: every row cleaned and checked, or the reason it is left
 * out, one JSON text a line. The same file and choices give the same bytes, so a run goes on at its byte offset even when
 * the prepared file had to be made again.
 */
export async function prepare(request: PrepareRequest): Promise<{ rows: number }> {
  const { choices } = request
  const out = openSync(request.output, 'w', 0o600)
  let buffer = ''
  let rows = 0
  let width = choices.mapping.length
  let headers: string[] = []
  const columns = columnsOf(choices.mapping)
  const hasLines = columns.has('number') && columns.has('product')
  const counter = makeCounter()

  const parser = makeCsvParser({
    delimiter: choices.delimiter,
    countsRecords: request.isSheet,
    onRecord(record) {
      if (record.line <= choices.headerLine) {
        if (record.line === choices.headerLine) {
          headers = record.cells
          width = record.cells.length
          if (width > MAX_COLUMNS) throw new FileProblem('import_too_many_columns', { max: MAX_COLUMNS })
          parser.setColumns(width)
        }
        return
      }
      if (record.problem === undefined && record.cells.every((cell) => cell === '' || cell.trim() === ''))
        return
      rows += 1
      if (rows > MAX_ROWS) throw new FileProblem('import_too_many_rows', { max: MAX_ROWS })
      const found = read(record)
      const prepared = isReject(found)
        ? { line: record.line, raw: clean(record.raw), reject: found }
        : { line: record.line, raw: clean(record.raw), row: slimRow(found) }
      buffer += `${JSON.stringify(prepared)}\n`
      if (buffer.length > FLUSH_CHARS) flush()
    },
  })

  function read(record: CsvRecord): CustomerRow | PurchaseRow | AnswerRow | Reject {
    if (record.problem) return reject(record.problem)
    const { cells, raw } = record
    const isTooWide = cells.length > width && cells.slice(width).some((cell) => cell.trim() !== '')
    if (isTooWide || (cells.length < width && !request.isSheet))
      return reject('row_columns', { expected: width, found: cells.length })
    if (raw.length > MAX_CELL && cells.some((cell) => cell.length > MAX_CELL))
      return reject('cell_too_long', { max: MAX_CELL })
    if (raw.includes('\uFFFD')) return reject('text_unreadable')
    const row = makeRow(cells, columns)
    if (choices.entity === 'customers') return readCustomerRow(row, choices, request.defaultAreaCode)
    if (choices.entity === 'purchases')
      return readPurchaseRow(row, choices, request.defaultAreaCode, hasLines, counter)
    return readAnswerRow(row, cells, headers, columns, choices, request.defaultAreaCode)
  }

  function flush(): void {
    writeSync(out, buffer)
    buffer = ''
  }

  if (choices.headerLine === 0) parser.setColumns(width)
  const decoder = new TextDecoder(choices.encoding)
  try {
    for await (const bytes of createReadStream(request.input, {
      highWaterMark: 1 << 20,
    }) as AsyncIterable<Buffer>) {
      const text = decoder.decode(bytes, { stream: true })
      parser.push(request.usesCr ? text.replaceAll('\r', '\n') : text)
    }
    parser.push(decoder.decode())
    parser.end()
    flush()
  } catch (error) {
    if (error instanceof LineTooLong) throw new FileProblem('import_line_too_long')
    throw error
  } finally {
    closeSync(out)
  }
  return { rows }
}

type Rows = CustomerRow | PurchaseRow | AnswerRow

/** Half the bytes of a prepared file would be empty fields of customers. */
const slimRow = (row: Rows) => ('customer' in row ? { ...row, customer: slim(row.customer) } : slim(row))

/** A prepared row as it was before it was written. */
export function readPrepared(line: string): PreparedRow {
  const prepared = JSON.parse(line) as PreparedRow
  const { row } = prepared
  if (row && 'customer' in row) row.customer = { ...nothing, ...row.customer }
  else if (row) prepared.row = { ...nothing, ...row }
  return prepared
}

/** What PostgreSQL and our separators can not hold. */
const clean = (raw: string) =>
  raw
    .slice(0, MAX_CELL)
    .replace(/[\u0000-\u0008\u000e-\u001f]/g, '')
    .toWellFormed()
