import {
  compileModel,
  type IndexModel,
  type Moments,
  momentsOfSqlRow,
  momentsSql,
  readAnswers,
} from '@hamdel/engine'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

const model: IndexModel = {
  constructs: [
    { name: 'Quality', items: ['Q 1', 'q"2', 'پرسش ۳'] },
    { name: 'Satisfaction', items: ['s1', 's2'] },
  ],
  paths: [['Quality', 'Satisfaction']],
  items: { s2: { reversed: true }, 'q"2': { scale: { min: -3, max: 3 }, reversed: true } },
}
const compiled = compileModel(model)

interface Row {
  branch: string
  answers: (number | null)[]
}

// Answers without any chance: a multiplicative walk, with blanks, codes and one value outside its scale.
const rows: Row[] = Array.from({ length: 400 }, (_, i) => ({
  branch: i % 3 === 0 ? 'شرق' : "o'west",
  answers: compiled.items.map((item, j) => {
    const walk = (i * 7919 + j * 104729 + ((i * i) % 97) * 31) % 100
    if (walk === 13) return null
    if (walk === 14) return 99
    return item === 'q"2' ? (walk % 7) - 3 : 1 + (walk % 10)
  }),
}))
rows[5]!.answers = [4, 2, 44, 5, 6]

let client: Client

beforeAll(async () => {
  client = new Client({ connectionString: inject('clusterUrl') })
  await client.connect()
  await client.query(`create temporary table "survey ""answers"""
    (branch text, "Q 1" smallint, "q""2" integer, "پرسش ۳" numeric, first bigint, s2 real)`)
  for (const { branch, answers } of rows)
    await client.query('insert into "survey ""answers""" values ($1, $2, $3, $4, $5, $6)', [
      branch,
      ...answers,
    ])
})

afterAll(() => client.end())

function expected(of: (row: Row) => boolean, outOfScale: 'keep' | 'missing'): Moments {
  const chosen = rows.filter(of)
  const columns = Object.fromEntries(
    compiled.items.map((item, i) => [
      item,
      Float64Array.from(chosen, ({ answers }) => answers[i] ?? Number.NaN),
    ]),
  )
  return readAnswers(compiled, columns, { missing: 'casewise', missingCodes: [99, -9], outOfScale }).moments
}

function expectSame(got: Moments, want: Moments) {
  expect(got.n).toBe(want.n)
  for (const part of ['means', 'covariance'] as const)
    for (const [i, value] of want[part].entries())
      expect(Math.abs(got[part][i]! - value), `${part} ${i}`).toBeLessThan(1e-9)
}

const table = 'survey "answers"'
const options = { table, columns: { s1: 'first' }, missingCodes: [99, -9] }

test('the database reduces answers to the moments that the engine computes from the rows', async () => {
  const { rows: result } = await client.query(momentsSql(compiled, options))
  const got = momentsOfSqlRow(compiled, result[0])
  expect(got.n).toBeGreaterThan(300)
  expectSame(
    got,
    expected(() => true, 'keep'),
  )
})

test('group by group, and without answers outside their scale where asked', async () => {
  const { rows: result } = await client.query(
    momentsSql(compiled, { ...options, groupBy: 'branch', withinScale: true }),
  )
  expect(result.map((row) => row.group_value).sort()).toEqual(["o'west", 'شرق'])
  for (const row of result)
    expectSame(
      momentsOfSqlRow(compiled, row),
      expected(({ branch }) => branch === row.group_value, 'missing'),
    )
})

test('a table without complete rows gives zero respondents, not an error', async () => {
  await client.query(`create temporary table empty as select * from "survey ""answers""" limit 0`)
  const { rows: result } = await client.query(
    momentsSql(compiled, { ...options, table: ['pg_temp', 'empty'] }),
  )
  expect(momentsOfSqlRow(compiled, result[0]).n).toBe(0)
})

test('NaN answers do not count', async () => {
  await client.query(`create temporary table odd as select branch, "Q 1"::float8, "q""2", "پرسش ۳", first, s2
    from "survey ""answers"""`)
  await client.query(`update odd set "Q 1" = 'NaN' where branch <> 'شرق'`)
  const { rows: result } = await client.query(momentsSql(compiled, { ...options, table: 'odd' }))
  expectSame(
    momentsOfSqlRow(compiled, result[0]),
    expected(({ branch }) => branch === 'شرق', 'keep'),
  )
})
