/** One record of a CSV file with the line it starts on and its text as it stood in the file. */
export interface CsvRecord {
  line: number
  raw: string
  cells: string[]
  problem?: 'quote_unclosed'
}

const QUOTE = 34
const LF = 10
const CR = 13
/** A quoted cell may run over lines, but not over more text than a cell may hold twice. */
const LOOK_AHEAD = 70_000
/** 200 columns of 32k characters. */
const MAX_LINE = 8_000_000
/** After so many unclosed quotes the file does not use quotes to span lines: every line stands alone. */
const MAX_RECOVERIES = 1_000

export class LineTooLong extends Error {}

/**
 * A push parser for CSV that never lets an unbalanced quote swallow the file: a record of several lines counts only when
 * its quotes close properly and it has as many cells as the header; otherwise its first line alone is reported as
 * `quote_unclosed` and reading goes on with the next line. Lines without quotes are split, nothing more.
 */
export function makeCsvParser(input: {
  delimiter: string
  onRecord(record: CsvRecord): void
  /** Number lines by record, for files made from a sheet. */
  countsRecords?: boolean
}): { push(text: string): void; end(): void; setColumns(count: number): void } {
  const { delimiter, onRecord } = input
  const delimiterCode = delimiter.charCodeAt(0)
  let columns: number | undefined
  let rest = ''
  let line = 1
  let recoveries = 0

  function consume(buffer: string, isLast: boolean): string {
    let at = 0
    while (at < buffer.length) {
      const newline = buffer.indexOf('\n', at)
      if (newline === -1 && !isLast) break
      const lineEnd = newline === -1 ? buffer.length : newline
      const raw = buffer.slice(
        at,
        buffer.charCodeAt(lineEnd - 1) === CR && lineEnd > at ? lineEnd - 1 : lineEnd,
      )
      if (!raw.includes('"')) {
        onRecord({ line, raw, cells: raw.split(delimiter) })
        line += 1
        at = lineEnd + 1
        continue
      }
      const limit = recoveries < MAX_RECOVERIES ? Math.min(buffer.length, at + LOOK_AHEAD) : lineEnd
      const found = readQuoted(buffer, at, limit, isLast)
      if (found === 'open' && !isLast && limit === buffer.length && limit - at < LOOK_AHEAD) break
      if (
        typeof found === 'object' &&
        (found.end <= lineEnd || columns === undefined || found.cells.length === columns)
      ) {
        const end = found.end
        const text = buffer.slice(at, buffer.charCodeAt(end - 1) === CR ? end - 1 : end)
        onRecord({ line, raw: text, cells: found.cells })
        if (input.countsRecords) line += 1
        else
          for (let i = at; i !== -1 && i <= end; ) {
            const next = buffer.indexOf('\n', i)
            line += 1
            i = next === -1 || next >= end ? -1 : next + 1
          }
        at = end + 1
        continue
      }
      recoveries += 1
      onRecord({ line, raw, cells: [], problem: 'quote_unclosed' })
      line += 1
      at = lineEnd + 1
    }
    return buffer.slice(at)
  }

  function readQuoted(buffer: string, start: number, limit: number, isLast: boolean) {
    const cells: string[] = []
    let i = start
    for (;;) {
      if (buffer.charCodeAt(i) === QUOTE) {
        let value = ''
        let from = i + 1
        for (;;) {
          const quote = buffer.indexOf('"', from)
          if (quote === -1 || quote >= limit) return 'open' as const
          value += buffer.slice(from, quote)
          const after = quote + 1
          // What follows decides, and it has not come yet.
          if (!isLast && after + 1 >= buffer.length) return 'open' as const
          const code = buffer.charCodeAt(after)
          if (code === QUOTE) {
            value += '"'
            from = after + 1
            continue
          }
          if (
            after >= buffer.length ||
            code === delimiterCode ||
            code === LF ||
            (code === CR && (after + 1 >= buffer.length || buffer.charCodeAt(after + 1) === LF))
          ) {
            i = after
            break
          }
          // A stray quote inside one line is a letter like any other; over lines it means the quotes do not match.
          if (value.includes('\n')) return 'broken' as const
          value += '"'
          from = after
        }
        cells.push(value)
      } else {
        const end = nextEnd(buffer, i)
        const stop =
          buffer.charCodeAt(end - 1) === CR && end > i && buffer.charCodeAt(end) !== delimiterCode
            ? end - 1
            : end
        cells.push(buffer.slice(i, stop))
        i = end
      }
      if (buffer.charCodeAt(i) === CR) i += 1
      if (i >= buffer.length && !isLast) return 'open' as const
      if (i >= buffer.length || buffer.charCodeAt(i) === LF) return { cells, end: i }
      i += 1
    }
  }

  function nextEnd(buffer: string, from: number): number {
    for (let i = from; i < buffer.length; i++) {
      const code = buffer.charCodeAt(i)
      if (code === delimiterCode || code === LF) return i
    }
    return buffer.length
  }

  return {
    push(text) {
      rest = consume(rest + text, false)
      if (rest.length > MAX_LINE) throw new LineTooLong()
    },
    end() {
      rest = consume(rest, true)
    },
    setColumns(count) {
      columns = count
    },
  }
}

/** All records of a text, for samples. */
export function readCsvText(text: string, delimiter: string, countsRecords = false): CsvRecord[] {
  const records: CsvRecord[] = []
  const parser = makeCsvParser({ delimiter, countsRecords, onRecord: (record) => records.push(record) })
  parser.push(text)
  parser.end()
  return records
}
