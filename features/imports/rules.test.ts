import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvCell, csvLine, escapeFormula } from '../../server/lib/csv.ts'
import { readDay, readMoney } from './cells.ts'
import { makeCounter } from './counter.ts'
import { nothing } from './customers-rows.ts'
import { detect, detectDelimiter, detectEncoding, guessDateKind } from './detect.ts'
import { guessEntity, guessMapping, mappingProblem } from './fields.ts'
import { type Draft, makePlan } from './match.ts'
import { type CsvRecord, makeCsvParser, readCsvText } from './read-csv.ts'
import { canMove } from './rules.ts'
import { cellNumber, isDateFormat, serialDay } from './xlsx-cells.ts'

const windows1256 = (text: string): Buffer => {
  const table = new Map<string, number>()
  const decoder = new TextDecoder('windows-1256')
  for (let i = 0; i < 256; i++) table.set(decoder.decode(Uint8Array.of(i)), i)
  return Buffer.from([...text].map((c) => table.get(c) ?? 63))
}

describe('detection', () => {
  test.each([
    ['utf-8 with a mark', Buffer.from('\uFEFFنام,شهر\nعلی,قم\n'), 'utf-8', ','],
    ['utf-8 without one', Buffer.from('نام;شهر\nعلی;قم\n'), 'utf-8', ';'],
    ['windows-1256', windows1256('نام;شهر\nعلی;قم\n'), 'windows-1256', ';'],
    ['utf-16 with a mark', Buffer.from('\uFEFFنام\tشهر\nعلی\tقم\n', 'utf16le'), 'utf-16le', '\t'],
    ['utf-16 without one', Buffer.from('id|city|name\n1|Qom|Ali\n', 'utf16le'), 'utf-16le', '|'],
  ])('%s', (_, bytes, encoding, delimiter) => {
    const found = detect(bytes)
    expect(found).toMatchObject({ encoding, delimiter, headerLine: 1 })
    expect(found.preview).toHaveLength(1)
  })
  test('commas inside quotes do not win over the delimiter', () => {
    expect(detectDelimiter('a;b;c\n"1,2,3";x;y\n"4,5,6";x;y\n')).toBe(';')
  })
  test('a character cut at the end of the sample is still UTF-8', () => {
    expect(detectEncoding(Buffer.from('سلام').subarray(0, 5))).toBe('utf-8')
  })
  test('titles above the header are passed over; a file of data alone has none', () => {
    expect(detect(Buffer.from('گزارش مشتریان,,\n,,\nکد مشتری,نام,شهر\n1,علی,قم\n')).headerLine).toBe(3)
    expect(detect(Buffer.from('1,14030501,2000\n2,14030502,3000\n')).headerLine).toBe(0)
  })
  test.each([
    [['1405/09/03', '۱۴۰۵/۰۹/۰۴'], 'jalali'],
    [['14050903'], 'jalali'],
    [['19970101'], 'gregorian'],
    [['2026-11-24'], 'gregorian'],
    [['24/11/2026', '03/04/2026'], 'gregorian_dmy'],
    [['03/04/2026', '11/24/2026'], 'gregorian_mdy'],
    [['۳ آذر ۱۴۰۵'], 'jalali'],
    [['', 'x1'], 'jalali'],
    [[''], null],
  ])('days %j are %s', (values, kind) => {
    expect(guessDateKind(values)).toBe(kind)
  })
  test('headers say what a file holds', () => {
    expect(guessEntity(['کد مشتری', 'نام', 'موبایل'])).toBe('customers')
    expect(guessEntity(['شماره فاکتور', 'تاریخ', 'مبلغ (ریال)', 'کد مشتری'])).toBe('purchases')
    expect(guessEntity(['customer_id', 'question', 'answer', 'date'])).toBe('survey_answers')
  })
  test('«نام» beside «نام خانوادگی» is the first name, alone the whole name', () => {
    expect(guessMapping(['نام', 'نام خانوادگی', 'تلفن 1', 'تلفن 2', 'كد ملي'], 'customers')).toEqual([
      'firstName',
      'lastName',
      'phone',
      'phone',
      'identifier',
    ])
    expect(guessMapping(['نام', 'جمع', 'تاریخ'], 'purchases')).toEqual(['fullName', 'amount', 'date'])
  })
  test('a mapping must name the customer, and a field once', () => {
    expect(mappingProblem('purchases', ['date', 'amount'], false)?.code).toBe('import_customer_unmapped')
    expect(mappingProblem('purchases', ['date', 'externalCode'], false)?.code).toBe('import_amount_unmapped')
    expect(mappingProblem('customers', ['city', 'city', 'phone'], false)?.code).toBe('import_field_repeated')
    expect(mappingProblem('customers', ['amount'], false)?.code).toBe('import_field_unknown')
    expect(mappingProblem('customers', ['phone', 'phone', null], false)).toBeUndefined()
  })
})

describe('reading CSV', () => {
  const read = (text: string, columns?: number, piece = text.length || 1) => {
    const records: CsvRecord[] = []
    const parser = makeCsvParser({ delimiter: ',', onRecord: (record) => records.push(record) })
    if (columns) parser.setColumns(columns)
    for (let i = 0; i < text.length; i += piece) parser.push(text.slice(i, i + piece))
    parser.end()
    return records
  }
  test('quoted cells keep delimiters, quotes and lines', () => {
    expect(read('a,"b ""x"", c"\r\n"two\nlines",d\ne,f', 2)).toEqual([
      { line: 1, raw: 'a,"b ""x"", c"', cells: ['a', 'b "x", c'] },
      { line: 2, raw: '"two\nlines",d', cells: ['two\nlines', 'd'] },
      { line: 4, raw: 'e,f', cells: ['e', 'f'] },
    ])
  })
  test('an unbalanced quote costs its line and nothing more', () => {
    const text = '1,a\n2,"b\n3,c\n"4","d"\n5,"e"\n'
    const found = read(text, 2)
    expect(found.map((record) => [record.line, record.problem])).toEqual([
      [1, undefined],
      [2, 'quote_unclosed'],
      [3, undefined],
      [4, undefined],
      [5, undefined],
    ])
  })
  test('stray quotes inside a cell are letters', () => {
    expect(read('لوله 1/2" گالوانیزه,5\n"a" b",6\n', 2).map((record) => record.cells)).toEqual([
      ['لوله 1/2" گالوانیزه', '5'],
      ['a" b', '6'],
    ])
  })
  test('what our writer writes is read back, however the text is cut', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'ب', '"', ',', '\n', ' ', '1', ';') })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 }),
        fc.nat(9),
        (rows, piece) => {
          const text = rows.map((row) => row.map((c) => `"${c.replaceAll('"', '""')}"`).join(',')).join('\n')
          expect(read(text, 3, piece + 1).map((record) => record.cells)).toEqual(rows)
        },
      ),
    )
  })
  test('no input loses a line or goes back', () => {
    const line = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'ب') })
    fc.assert(
      fc.property(line, fc.nat(5), (text, piece) => {
        const found = read(text, 2, piece + 1)
        let last = 0
        for (const record of found) {
          expect(record.line).toBeGreaterThan(last)
          last = record.line
        }
        expect(found.map((r) => r.raw.replace(/[\r\n]/g, '')).join('')).toBe(text.replace(/[\r\n]/g, ''))
      }),
    )
  })
  test('a hundred thousand unclosed quotes are read in a second', () => {
    const start = performance.now()
    expect(read('"x,y\n'.repeat(100_000), 2)).toHaveLength(100_000)
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})

describe('cells', () => {
  test.each([
    ['1405/09/03', null, '2026-11-24'],
    ['۱۴۰۵/۹/۳ ۱۴:۲۲', null, '2026-11-24'],
    ['14050903', null, '2026-11-24'],
    ['19970101', null, '1997-01-01'],
    ['2026-11-24T10:00:00Z', null, '2026-11-24'],
    ['24/11/2026', 'gregorian_dmy', '2026-11-24'],
    ['11/24/2026', 'gregorian_mdy', '2026-11-24'],
    ['24/11/2026', null, undefined],
    ['31/12/1405', 'jalali', undefined],
    ['فردا', null, undefined],
  ] as const)('day %s as %s is %s', (text, kind, day) => {
    expect(readDay(text, kind)).toBe(day)
  })
  test.each([
    ['12000', 'rial', 12_000n],
    ['۱۲٬۰۰۰', 'toman', 120_000n],
    ['11.77', 'rial', 12n],
    ['11.77', 'toman', 118n],
    ['(5,000)', 'rial', -5_000n],
    ['2.5 میلیون تومان', 'rial', 25_000_000n],
    ['-3.5', 'rial', -4n],
    ['دوازده', 'rial', undefined],
    ['99999999999999999999', 'rial', undefined],
  ] as const)('money %s in %s is %s', (text, unit, rials) => {
    expect(readMoney(text, unit)).toBe(rials)
  })
  test('serial days of both systems, and the day that never was', () => {
    expect(serialDay(1, false)).toBe('1900-01-01')
    expect(serialDay(61, false)).toBe('1900-03-01')
    expect(serialDay(46350.75, false)).toBe('2026-11-24')
    expect(serialDay(44888, true)).toBe('2026-11-24')
    expect(serialDay(0.5, false)).toBeUndefined()
  })
  test.each([
    ['1.2345E+15', '1234500000000000'],
    ['9123456789', '9123456789'],
    ['0.28999999999999998', '0.29'],
    ['1E-7', '0.0000001'],
    ['-12.50', '-12.5'],
    ['123456789012345678', '123456789012346000'],
    ['0', '0'],
  ])('the number %s reads %s', (value, text) => {
    expect(cellNumber(value)).toBe(text)
  })
  test('formats of days', () => {
    expect(['yyyy/mm/dd', '[$-3000401]dd/mm/yyyy;@', 'd mmm'].every(isDateFormat)).toBe(true)
    expect(['0.00', '#,##0 "day"', 'General', '[Red]0', '@'].some(isDateFormat)).toBe(false)
  })
  test('the counter counts like a map', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3 })), (texts) => {
        const counter = makeCounter()
        const map = new Map<string, number>()
        for (const text of texts) {
          map.set(text, (map.get(text) ?? 0) + 1)
          expect(counter(text)).toBe(map.get(text))
        }
      }),
    )
    const counter = makeCounter()
    for (let i = 0; i < 200_000; i++) expect(counter(`k${i}`)).toBe(1)
  })
})

describe('writing CSV', () => {
  test.each([
    '=1+1',
    '+1',
    '-1+2',
    '@x',
    '\t=1',
    '\n=1',
    ' =1',
    '\u00a0=1',
    '\u200e=1',
    '\ufeff=1',
    '\u0000=1',
    '＝1',
    '|calc',
    '＋x',
    '\u202e=cmd',
  ])('the formula %j is disarmed', (text) => expect(escapeFormula(text)).toBe(`'${text}`))
  test('numbers and plain texts stay as they are', () => {
    expect(csvLine(['-12.5', 5n, 'علی', null, 'a,b'])).toBe('-12.5,5,علی,,"a,b"\r\n')
  })
  test('whatever the text, no cell begins like a formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const cell = readCsvText(`${csvCell(text)},`, ',')[0]?.cells[0] ?? ''
        if (!/^-?\d+(\.\d+)?$/.test(cell)) expect(/^[=+\-@|＝＋－＠]/.test(cell.trim())).toBe(false)
      }),
    )
  })
})

describe('whose row is it', () => {
  const draft = (values: Partial<Draft>): Draft => ({
    id: 'x',
    isNew: false,
    branchId: 'b1',
    version: 1,
    importId: null,
    code: null,
    identifier: null,
    kind: 'person',
    name: 'علی',
    searchKey: 'علی',
    joinedKey: 'علی',
    honorific: '',
    city: '',
    bornOn: null,
    note: '',
    tags: [],
    points: new Set(),
    isChanged: false,
    ...values,
  })
  const phone = { value: '0912', e164: '+989121112233' }
  let n = 0
  const rules = {
    policy: 'update' as const,
    branchLimit: null as string | null,
    branchId: 'b1',
    importId: 'i',
    newId: () => `n${n++}`,
    nameless: () => ({ code: 'name_missing', params: {} }),
  }
  const place = (existing: Draft[], mobiles: [string, string][], row: Partial<typeof nothing>, more = {}) =>
    makePlan(existing, mobiles, { ...rules, ...more }).place({ ...nothing, ...row })

  test('the code first, then the identifier, then the mobile, never the name', () => {
    const a = draft({ id: 'a', code: 'A' })
    const b = draft({ id: 'b', identifier: '0012345679' })
    const c = draft({ id: 'c' })
    const mobiles: [string, string][] = [[phone.e164, 'c']]
    expect(place([a, b, c], mobiles, { code: 'A', name: 'علی' })).toMatchObject({ draft: { id: 'a' } })
    expect(
      place([a, b, c], mobiles, { identifier: '0012345679', phones: [phone], name: 'علی' }),
    ).toMatchObject({ draft: { id: 'b' } })
    expect(place([a, b, c], mobiles, { phones: [phone], name: 'علی' })).toMatchObject({ draft: { id: 'c' } })
    expect(place([a, b, c], mobiles, { name: 'علی' })).toMatchObject({ outcome: 'inserted' })
  })
  test('code and identifier of two customers are a conflict', () => {
    const both = [draft({ id: 'a', code: 'A' }), draft({ id: 'b', identifier: '1' })]
    expect(place(both, [], { code: 'A', identifier: '1' })).toMatchObject({ code: 'customer_conflict' })
  })
  test('a shared mobile with another code is another person; with no code it is doubtful', () => {
    const two = [draft({ id: 'a', code: 'A' }), draft({ id: 'b', code: 'B' })]
    const mobiles: [string, string][] = [
      [phone.e164, 'a'],
      [phone.e164, 'b'],
    ]
    expect(place(two, mobiles, { code: 'C', name: 'رضا', phones: [phone] })).toMatchObject({
      outcome: 'inserted',
    })
    expect(place(two, mobiles, { name: 'رضا', phones: [phone] })).toMatchObject({
      code: 'customer_ambiguous',
    })
  })
  test('customers of another branch are out of reach', () => {
    const far = [draft({ id: 'a', code: 'A', branchId: 'b2' })]
    expect(place(far, [], { code: 'A' }, { branchLimit: 'b1' })).toMatchObject({ code: 'other_branch' })
    expect(
      place(far, [[phone.e164, 'a']], { name: 'م', phones: [phone] }, { branchLimit: 'b1' }),
    ).toMatchObject({ outcome: 'inserted' })
  })
  test('empty cells change nothing', () => {
    const a = draft({ id: 'a', code: 'A', city: 'قم' })
    expect(place([a], [], { code: 'A', name: 'علی' })).toMatchObject({
      outcome: 'unchanged',
      draft: { city: 'قم' },
    })
    expect(place([a], [], { code: 'A', city: 'ری' })).toMatchObject({
      outcome: 'updated',
      draft: { before: { city: 'قم' } },
    })
  })
})

test('steps follow one another', () => {
  expect(canMove({ status: 'uploaded', isDryRun: false }, 'run')).toBe(true)
  expect(canMove({ status: 'running', isDryRun: false }, 'undo')).toBe(false)
  expect(canMove({ status: 'cancelled', isDryRun: false }, 'choose')).toBe(false)
  expect(canMove({ status: 'cancelled', isDryRun: true }, 'choose')).toBe(true)
  expect(canMove({ status: 'undone', isDryRun: false }, 'run')).toBe(false)
})
