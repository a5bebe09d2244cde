import { describe, expect, test } from 'vitest'
import { EngineError } from '../errors.ts'
import { makeStream } from '../random.ts'
import { type AnswerOptions, type Columns, readAnswers } from './answers.ts'
import { compileModel } from './compile.ts'
import { addSums, checkMoments, mergeMoments, momentsOfSums } from './moments.ts'
import type { IndexModel } from './types.ts'

const model: IndexModel = {
  constructs: [
    { name: 'A', items: ['a1', 'a2'] },
    { name: 'B', items: ['b1'] },
  ],
  paths: [['A', 'B']],
  items: { a2: { reversed: true, scale: { min: 0, max: 5 } } },
}
const compiled = compileModel(model)
const gap = Number.NaN

function columnsOf(rows: readonly (readonly number[])[]): Columns {
  return Object.fromEntries(
    ['a1', 'a2', 'b1'].map((name, i) => [name, Float64Array.from(rows, (row) => row[i]!)]),
  )
}

const withGaps = columnsOf([
  [1, 0, 2],
  [gap, 1, 4],
  [3, 5, gap],
  [gap, gap, gap],
  [9, 2, 9],
  [4, 4, 5],
])

function fault(columns: Columns, options: AnswerOptions = {}, of = compiled): EngineError {
  try {
    readAnswers(of, columns, options)
  } catch (error) {
    if (error instanceof EngineError) return error
    throw error
  }
  throw new Error('no error was thrown')
}

/** n × p random answers 1 … 10. */
function randomRows(seed: number, n: number, p: number): number[][] {
  const stream = makeStream(seed, 0)
  return Array.from({ length: n }, () => Array.from({ length: p }, () => 1 + stream.below(10)))
}

describe('readAnswers', () => {
  test('casewise keeps complete rows and turns reversed answers round', () => {
    const answers = readAnswers(compiled, withGaps, { missing: 'casewise' })
    expect([...answers.rows]).toEqual([1, 5, 2, 9, 3, 9, 4, 1, 5])
    expect([...answers.rowNumbers]).toEqual([0, 4, 5])
    expect(answers.missing).toEqual({
      treatment: 'casewise',
      rowsGiven: 6,
      rowsComplete: 3,
      rowsUsed: 3,
      rowsEmpty: 1,
      perItem: { a1: 1, b1: 1 },
    })
  })

  test('mean replacement keeps every mean and leaves out only rows without any answer', () => {
    const answers = readAnswers(compiled, withGaps)
    expect(answers.n).toBe(5)
    expect(answers.missing.treatment).toBe('mean')
    expect(answers.rows[3]).toBeCloseTo(17 / 4, 14)
    expect([...answers.moments.means].map((mean) => mean.toFixed(12))).toEqual(
      [17 / 4, 13 / 5, 5].map((mean) => mean.toFixed(12)),
    )
  })

  test('pairwise takes every covariance from the rows that have both answers', () => {
    const answers = readAnswers(compiled, withGaps, { missing: 'pairwise' })
    const { means, covariance } = answers.moments
    expect(means[0]).toBeCloseTo(17 / 4, 14)
    // a1 and b1 together: (1, 2), (9, 9), (4, 5).
    const [x, y] = [
      [1, 9, 4],
      [2, 9, 5],
    ] as const
    const meanX = 14 / 3
    const meanY = 16 / 3
    const expected = x.reduce((sum, value, i) => sum + (value - meanX) * (y[i]! - meanY), 0) / 2
    expect(covariance[0 * 3 + 2]).toBeCloseTo(expected, 12)
    expect(answers.missing.smallestPair).toBe(3)
    expect(answers.n).toBe(3)
  })

  test('all three treatments are the same where nothing is missing', () => {
    const columns = columnsOf(randomRows(3, 40, 3).map((row) => [row[0]!, row[1]! % 6, row[2]!]))
    const [mean, casewise, pairwise] = (['mean', 'casewise', 'pairwise'] as const).map(
      (missing) => readAnswers(compiled, columns, { missing }).moments,
    )
    expect(casewise).toEqual(mean)
    expect(pairwise).toEqual(mean)
  })

  test('codes of no answer are missing, before anything is turned round', () => {
    const answers = readAnswers(
      compiled,
      columnsOf([
        [1, 0, 2],
        [98, 1, 4],
        [3, 99, 6],
        [5, 4, 7],
        [6, 3, 9],
      ]),
      {
        missing: 'casewise',
        missingCodes: [98, 99],
      },
    )
    expect([...answers.rowNumbers]).toEqual([0, 3, 4])
    expect(answers.findings.map(({ code }) => code)).not.toContain('out_of_scale')
  })

  test('an answer outside its scale is kept with a finding, taken as missing, or refused, as the caller says', () => {
    const columns = columnsOf([
      [1, 0, 2],
      [3, 7, 4],
      [3, 5, 6],
      [5, 4, 7],
      [6, 3, 9],
    ])
    const kept = readAnswers(compiled, columns)
    expect(kept.findings[0]).toMatchObject({
      code: 'out_of_scale',
      severity: 'serious',
      item: 'a2',
      value: 7,
    })
    expect(kept.rows[1 * 3 + 1]).toBe(-2)
    expect(readAnswers(compiled, columns, { outOfScale: 'missing' }).missing.perItem).toEqual({ a2: 1 })
    expect(fault(columns, { outOfScale: 'refuse' })).toMatchObject({
      code: 'item_out_of_scale',
      params: { item: 'a2', count: 1, value: 7 },
    })
  })

  test('items with many missing answers are found', () => {
    expect(readAnswers(compiled, withGaps).findings.map(({ code, item }) => [code, item])).toEqual([
      ['missing_many', 'a1'],
      ['missing_many', 'b1'],
    ])
  })

  test('faults of the data name the item', () => {
    const good = columnsOf(randomRows(1, 9, 3))
    const { b1: _gone, ...without } = good
    expect(fault(without)).toMatchObject({ code: 'item_missing', params: { item: 'b1' } })
    expect(fault({ ...good, b1: new Float64Array(4) })).toMatchObject({
      code: 'item_length',
      params: { item: 'b1', rows: 4, expected: 9 },
    })
    expect(fault({ ...good, a2: new Float64Array(9).fill(4) })).toMatchObject({
      code: 'item_constant',
      params: { item: 'a2' },
    })
    expect(fault({ ...good, a2: new Float64Array(9).fill(gap) })).toMatchObject({
      code: 'item_no_answers',
      params: { item: 'a2' },
    })
    expect(fault(columnsOf([[1, 2, 3]]))).toMatchObject({
      code: 'too_few_rows',
      params: { rows: 1, needed: 3 },
    })
    expect(fault(columnsOf([]))).toMatchObject({ code: 'too_few_rows', params: { rows: 0 } })
  })

  test('a formative construct needs more rows than items', () => {
    const formative = compileModel({
      constructs: [
        { name: 'A', items: ['a1', 'a2', 'a3', 'a4'], mode: 'B' },
        { name: 'B', items: ['b1'] },
      ],
      paths: [['A', 'B']],
    })
    const rows = randomRows(5, 4, 5)
    const columns = Object.fromEntries(
      formative.items.map((name, i) => [name, Float64Array.from(rows, (row) => row[i]!)]),
    )
    expect(fault(columns, {}, formative)).toMatchObject({
      code: 'too_few_rows_block',
      params: { construct: 'A', needed: 5, rows: 4 },
    })
  })

  test('a constant item of odd decimals is found despite rounding', () => {
    const columns = { ...columnsOf(randomRows(1, 50, 3)), b1: new Float64Array(50).fill(0.1 + 0.2) }
    expect(fault(columns).code).toBe('item_constant')
  })
})

describe('moments', () => {
  const rows = randomRows(8, 90, 3)
  const momentsOf = (part: number[][]) =>
    readAnswers(compileModel({ ...model, items: {} }), columnsOf(part)).moments
  const whole = momentsOf(rows)

  test('merged over any partition are those of all rows', () => {
    const merged = mergeMoments([
      momentsOf(rows.slice(0, 17)),
      momentsOf(rows.slice(17, 20)),
      momentsOf(rows.slice(20)),
    ])
    expect(merged.n).toBe(90)
    for (let i = 0; i < 3; i++) expect(merged.means[i]).toBeCloseTo(whole.means[i]!, 12)
    for (let c = 0; c < 9; c++) expect(merged.covariance[c]).toBeCloseTo(whole.covariance[c]!, 12)
  })

  test('from added sums are those of all rows, and the sums of whole numbers are exact', () => {
    const sumsOf = (part: number[][]) => ({
      n: part.length,
      sums: Float64Array.from([0, 1, 2], (i) => part.reduce((sum, row) => sum + row[i]!, 0)),
      products: Float64Array.from({ length: 9 }, (_, c) =>
        part.reduce((sum, row) => sum + row[Math.floor(c / 3)]! * row[c % 3]!, 0),
      ),
    })
    const added = addSums(sumsOf(rows.slice(0, 40)), sumsOf(rows.slice(40)))
    expect(added).toEqual(sumsOf(rows))
    const moments = momentsOfSums(added)
    for (let c = 0; c < 9; c++) expect(moments.covariance[c]).toBeCloseTo(whole.covariance[c]!, 12)
  })

  test('given by the caller are checked', () => {
    const check = (change: Partial<typeof whole>) => () => checkMoments(compiled, { ...whole, ...change })
    expect(check({})).not.toThrow()
    expect(check({ means: new Float64Array(2) })).toThrow(/3 means/)
    expect(check({ n: 2 })).toThrow(/only 2/)
    const crooked = whole.covariance.slice()
    crooked[1]! += 0.5
    expect(check({ covariance: crooked })).toThrow(/a1.*a2/)
    const flat = whole.covariance.slice()
    flat[4] = 0
    expect(check({ covariance: flat })).toThrow(/a2/)
    const empty = whole.means.slice()
    empty[2] = gap
    expect(check({ means: empty })).toThrow(/b1/)
  })
})
