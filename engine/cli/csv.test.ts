import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { CliError } from './cli-error.ts'
import type { ColumnKind } from './column.ts'
import { dayOf, isoDay, parseDay } from './parse-day.ts'
import { parseNumber } from './parse-number.ts'
import { readTable, type TableOptions } from './read-table.ts'

const folder = mkdtempSync(join(tmpdir(), 'engine-csv-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0

function read(content: string | Uint8Array, kinds: string, options?: TableOptions) {
  const file = join(folder, `${files++}.csv`)
  writeFileSync(file, content)
  let header: string[] = []
  const names: Record<string, ColumnKind> = { n: 'number', t: 'text', d: 'day' }
  const table = readTable(
    file,
    (columns) => {
      header = columns
      return [...kinds].flatMap((kind, index) => (kind === '.' ? [] : [{ index, kind: names[kind]! }]))
    },
    options,
  )
  const columns = table.columns.map((column) =>
    column.kind === 'text' ? [...column.codes].map((code) => column.texts[code]!) : [...column.values],
  )
  return { header, rows: table.rows, columns }
}

function refusal(content: string | Uint8Array, kinds: string, options?: TableOptions): CliError {
  try {
    read(content, kinds, options)
  } catch (error) {
    if (error instanceof CliError) return error
    throw error
  }
  throw new Error('accepted')
}

describe('reading CSV', () => {
  it('reads quotes, doubled quotes, line ends inside quotes, CRLF, a byte order mark and blank lines', () => {
    const { header, columns } = read(
      '\ufeff"a ""x""",b\r\n\r\n"one,\r\ntwo", 3\r\n  \r\n"say ""hi""",-4.50\r\n',
      'tn',
    )
    expect(header).toEqual(['a "x"', 'b'])
    expect(columns).toEqual([
      ['one,\r\ntwo', 'say "hi"'],
      [3, -4.5],
    ])
  })

  it('finds commas, semicolons and tabs, also beside decimal commas', () => {
    expect(read('a;b\n1,5;2\n3,25;4\n', 'nn').columns).toEqual([
      [1.5, 3.25],
      [2, 4],
    ])
    expect(read('a\tb\n1\t2', 'nn').columns).toEqual([[1], [2]])
    expect(read('a,b\n1,2\r3,4', 'nn').columns).toEqual([
      [1, 3],
      [2, 4],
    ])
    expect(read('a:b\n1:2', 'nn', { separator: ':' }).columns).toEqual([[1], [2]])
  })

  it('reads Persian and Arabic digits and signs, and every way to leave a field blank', () => {
    expect(read('a,b\n۱۲٫۵,٧\n−۳,1e3\n', 'nn').columns).toEqual([
      [12.5, -3],
      [7, 1000],
    ])
    expect(read('a,b\nNA,\n.,n/a\n"",NaN\n- ,null', 'nn').columns).toEqual([
      [Number.NaN, Number.NaN, Number.NaN, Number.NaN],
      [Number.NaN, Number.NaN, Number.NaN, Number.NaN],
    ])
  })

  it('takes declared codes as missing', () => {
    expect(read('a\n98\n7\nDK\n', 'n', { missingCodes: ['98', 'DK'] }).columns).toEqual([
      [Number.NaN, 7, Number.NaN],
    ])
  })

  it('reads without a header and ignores columns nobody asked for', () => {
    const { header, columns } = read('1,x,3\n4,y,6\n', 'n.n', { noHeader: true })
    expect([header, columns]).toEqual([
      ['1', '2', '3'],
      [
        [1, 4],
        [3, 6],
      ],
    ])
  })

  it('reads every number exactly as JavaScript does', () => {
    const numbers = fc.array(
      fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer(),
        fc.integer().map((n) => n / 100),
      ),
      { minLength: 1, maxLength: 30 },
    )
    fc.assert(
      fc.property(numbers, (values) => {
        expect(read(`a\n${values.join('\n')}`, 'n').columns[0]!.map((value) => `${value}`)).toEqual(
          values.map((value) => `${value}`),
        )
      }),
      { numRuns: 40 },
    )
  })

  it('gives the same rows wherever the windows over the file end', () => {
    const text = fc.stringMatching(/^[a-zآ-ی۰-۹ ,;"\n\r]{0,12}$/)
    const row = fc.tuple(
      text,
      fc.integer({ min: -99_999, max: 99_999 }),
      fc.integer({ min: 0, max: 30_000 }),
      fc.boolean(),
    )
    const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 25 }),
        fc.integer({ min: 4, max: 70 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        (rows, windowBytes, end) => {
          const lines = rows.map(([label, number, day, quote]) => {
            const value = number / 100
            return `${quoted(label)},${quote ? quoted(String(value)) : value},${isoDay(day)}`
          })
          const file = `id,v,d${end}${lines.join(end)}${rows.length % 2 ? end : ''}`
          // Line ends within quotes stay as they are; blanks around a text do not count.
          expect(read(file, 'tnd', { windowBytes }).columns).toEqual([
            rows.map(([label]) => label.replace(/^[ \n\r]+|[ \n\r]+$/g, '')),
            rows.map(([, number]) => number / 100),
            rows.map(([, , day]) => day),
          ])
        },
      ),
      { numRuns: 120 },
    )
  })

  it('says precisely what is wrong, with file, line and column', () => {
    const cases: [string | Uint8Array, string, string, Record<string, unknown>][] = [
      ['', 'n', 'file_empty', {}],
      ['\n \n', 'n', 'file_empty', {}],
      ['a,b\n', 'nn', 'file_no_rows', {}],
      ['a,b\n\n1,x7\n', 'nn', 'csv_not_number', { line: 3, column: 'b', value: 'x7' }],
      ['a,b\n1,1e999\n', 'nn', 'csv_not_number', { line: 2 }],
      ['a,b\n1,"1,234"\n', 'nn', 'csv_not_number', { value: '1,234' }],
      ['a,b\n"x\ny",1\n"z",1,2\n', 'tn', 'csv_fields', { line: 4, found: 3, expected: 2 }],
      ['a,b\n1\n', 'nn', 'csv_fields', { line: 2, found: 1 }],
      ['a,b\n1,"2\n3,4\n', 'nn', 'csv_unclosed_quote', { line: 2 }],
      ['a,b\n1,"2"x\n', 'nn', 'csv_after_quote', { line: 2, field: 2 }],
      ['a,b\n2024-02-30,1\n', 'dn', 'csv_not_day', { line: 2, value: '2024-02-30' }],
      [Uint8Array.of(0x61, 0x0a, 0x31, 0x00), 'n', 'file_binary', { position: 4 }],
      [Uint8Array.of(0x50, 0x4b, 3, 4, 20), 'n', 'file_excel', {}],
      [Uint8Array.of(0xff, 0xfe, 0x61, 0), 'n', 'file_utf16', {}],
      [Uint8Array.of(0x61, 0x0a, 0xe9, 0x0a), 'n', 'file_encoding', { line: 2 }],
    ]
    for (const [content, kinds, code, params] of cases) {
      const error = refusal(content, kinds)
      expect({ code: error.code, ...error.params }).toMatchObject({ code, ...params })
    }
    expect(() => readTable(folder, () => [])).toThrow(/is a folder/)
    expect(() => readTable(join(folder, 'none.csv'), () => [])).toThrow(/no file .*none\.csv/)
  })

  it('allows a trailing separator but no further field', () => {
    expect(read('a,b\n1,2,\n', 'nn').columns).toEqual([[1], [2]])
  })
})

describe('numbers and days as people write them', () => {
  it('knows thousands signs only where they cannot be a decimal comma', () => {
    expect(parseNumber('1,234,567', true)).toBe(1_234_567)
    expect(parseNumber('1,234.5', true)).toBe(1234.5)
    expect(parseNumber('3,5', true)).toBe(3.5)
    expect(parseNumber('1,234', true)).toBeUndefined()
    expect(parseNumber('۱٬۲۳۴', true)).toBe(1234)
    expect(parseNumber('12 apples', true)).toBeUndefined()
    expect(parseNumber('Infinity', true)).toBeUndefined()
  })

  it('reads days of both calendars, with or without a time', () => {
    expect(parseDay('1970-01-02')).toBe(1)
    expect(parseDay('19970101')).toBe(Date.UTC(1997, 0, 1) / 864e5)
    expect(parseDay('2024/2/29 13:45')).toBe(Date.UTC(2024, 1, 29) / 864e5)
    expect(parseDay('2024-02-29T23:59:59.123Z')).toBe(Date.UTC(2024, 1, 29) / 864e5)
    expect(parseDay('۱۴۰۳/۰۱/۰۱')).toBe(Date.UTC(2024, 2, 20) / 864e5)
    for (const bad of ['2023-02-29', '1402/12/30', '1403/13/01', '20240230', '01/02/2024', '5', '2024-1/2']) {
      expect(parseDay(bad), bad).toBeUndefined()
    }
  })

  it('agrees with the platform on every Persian day of two centuries', () => {
    const persian = new Intl.DateTimeFormat('en-u-ca-persian-nu-latn', {
      timeZone: 'UTC',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    })
    for (let day = dayOf(1921, 3, 21)!; day < dayOf(2121, 1, 1)!; day += 1) {
      // Every day is slow through Intl: the days around the ends of months decide.
      const parts = day % 17 === 0 || day % 365 < 2 ? persian.formatToParts(day * 864e5) : undefined
      if (!parts) continue
      const part = (type: string) => Number(parts.find((one) => one.type === type)!.value)
      expect(dayOf(part('year'), part('month'), part('day'))).toBe(day)
    }
    expect(isoDay(dayOf(1403, 12, 30)!)).toBe('2025-03-20')
  })
})
