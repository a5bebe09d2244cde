import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../server/lib/id.ts'
import { type Answer, type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { buildBranch, buildCustomer, buildPerson } from '../../server/test/build.ts'
import { type BuiltSurvey, buildSurvey } from './build-survey.ts'
import type { Definition } from './definition.ts'
import { shippedInstruments } from './shipped.ts'

let t: TestApp
let branch: { id: string; name: string }
let lead: Client
let survey: BuiltSurvey
beforeAll(async () => {
  t = await startTestApp()
  branch = await buildBranch(t, { name: 'ونک' })
  lead = await t.as(await buildPerson(t, { role: 'lead', branchId: branch.id }))
})
afterAll(() => t.close())
beforeEach(async () => {
  survey = await buildSurvey(t)
})

const rows = async (text: string, values: unknown[] = []) =>
  (await t.services.database.pool.query(text, values)).rows
const shipped = (key: string): Definition => shippedInstruments.find((one) => one.key === key)!.definition

function send(
  client: Client,
  content: string | Buffer,
  fields: Record<string, string> = {},
  id = survey.id,
): Promise<Answer> {
  const boundary = 'test-boundary-2'
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="answers.csv"\r\ncontent-type: text/csv\r\n\r\n`
  return client.inject({
    method: 'POST',
    url: `/api/v1/surveys/${id}/response-imports`,
    payload: Buffer.concat([
      Buffer.from(parts.join('') + head),
      Buffer.from(content),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'idempotency-key': newId() },
  })
}
const countAll = async () =>
  (await rows('select count(*)::int as n from answer_sheets where survey_id = $1', [survey.id]))[0].n

test('who may not', async () => {
  const file = 'SAT\n9\n'
  expect((await send(t.anonymous, file)).status).toBe(401)
  for (const role of ['employee', 'auditor'] as const)
    expect((await send(await t.as(await buildPerson(t, { role, branchId: branch.id })), file)).status).toBe(
      403,
    )
  const away = await buildSurvey(t, { branchId: (await buildBranch(t)).id })
  expect((await send(lead, file, {}, away.id)).status).toBe(404)
  expect((await send(lead, file, { branchId: (await buildBranch(t)).id })).status).toBe(403)
  expect(await countAll()).toBe(0)
  expect(
    await rows('select 1 from response_imports where survey_id in ($1, $2)', [survey.id, away.id]),
  ).toEqual([])
})

describe('a file', () => {
  test('is read in Persian as well: digits, branches, days, lists; what is left out says its line and why', async () => {
    const away = await buildBranch(t, { name: 'تجریش' })
    const text = [
      'SAT;LIKED;polite;TELL;WHY;شعبه;تاریخ;ردیف',
      '۹;speed,quality;5;خوب بود;;ونک;1404/06/15;1',
      '10.0;;۹۹;;price;;;2',
      '11;;;;;;;3',
      '7;no;;;;;;4',
      ';;;;price;;;5',
      '8;;;;;تجریش;;6',
      '8;;;;;ناکجا;;7',
      '8;;;;;;1404/13/40;8',
      '8;;;;;;1499/01/01;9',
      '8;x',
      '"8;;;;;;;11',
      '2;;;;staff;;;12',
    ].join('\r\n')
    const { status, body } = await send(lead, `\uFEFF${text}`, { missingCodes: '98,99' })
    expect([status, body.code]).toEqual([201, undefined])
    expect(body).toMatchObject({
      isAnonymous: true,
      rowCount: 12,
      insertedCount: 3,
      rejectedCount: 9,
      ignoredColumns: ['ردیف'],
      isRepeat: false,
    })
    expect(body.rejects.map((reject: { line: number; code: string }) => [reject.line, reject.code])).toEqual([
      [4, 'answer_outside_scale'],
      [5, 'answer_option_unknown'],
      [6, 'row_empty'],
      [7, 'branch_outside'],
      [8, 'branch_unknown'],
      [9, 'date_invalid'],
      [10, 'date_future'],
      [11, 'row_width'],
      [12, 'row_broken'],
    ])
    expect(body.rejects[0].reason).toBe('SAT: 11 بیرون از مقیاس ۱ تا ۱۰ است.')
    const sheets = await rows(
      `select answers, submitted_at, branch_id, mode from anonymous_responses where survey_id = $1 order by submitted_at, answers->>'SAT'`,
      [survey.id],
    )
    expect(sheets.map((sheet) => sheet.answers)).toEqual([
      { SAT: 9, LIKED: ['speed', 'quality'], POLITE: 5, TELL: 'خوب بود' },
      // 99 stands for nothing, and the reason of a good score was never asked.
      { SAT: 10 },
      { SAT: 2, WHY: 'staff' },
    ])
    expect(sheets[0].submitted_at.toISOString()).toBe('2025-09-05T20:30:00.000Z')
    expect(new Set(sheets.map((sheet) => `${sheet.branch_id} ${sheet.mode}`))).toEqual(
      new Set([`${branch.id} import`]),
    )
    expect(away.name).toBe('تجریش')
    expect(await rows('select 1 from cases where branch_id = $1', [branch.id])).toEqual([])
  })

  test('sent twice, also at once, goes in once', async () => {
    const file = 'SAT\n5\n6\n7\n'
    const all = await Promise.all([send(lead, file), send(lead, file), send(lead, file)])
    expect(all.map((answer) => answer.status)).toEqual([201, 201, 201])
    expect(all.map((answer) => answer.body.isRepeat).sort()).toEqual([false, true, true])
    expect(new Set(all.map((answer) => answer.body.id)).size).toBe(1)
    expect((await send(lead, file)).body).toMatchObject({ isRepeat: true, insertedCount: 3 })
    expect(await countAll()).toBe(3)
  })

  test('with customers belongs to them: by phone, identifier or code; strangers and the unreachable are left out', async () => {
    const byPhone = await buildCustomer(t, { branchId: branch.id, phone: '+989121110001' })
    const byIdentifier = await buildCustomer(t, { branchId: branch.id, identifier: '0013542419' })
    const elsewhere = await buildCustomer(t, { phone: '+989121110002' })
    const twins = [1, 2].map(() => buildCustomer(t, { branchId: branch.id, phone: '+989121110003' }))
    await Promise.all(twins)
    const { body } = await send(
      lead,
      `موبایل,SAT\n۰۹۱۲۱۱۱۰۰۰۱,9\n0013542419,8\n09121110002,7\n09121110003,6\n,5\n09120000000,4\n`,
    )
    expect(body).toMatchObject({ isAnonymous: false, insertedCount: 2, rejectedCount: 4 })
    expect(body.rejects.map((reject: { line: number; code: string }) => [reject.line, reject.code])).toEqual([
      [4, 'customer_unknown'],
      [5, 'customer_unknown'],
      [6, 'customer_missing'],
      [7, 'customer_unknown'],
    ])
    const stored = await rows(
      'select customer_id, answers, segment, mode from responses where survey_id = $1',
      [survey.id],
    )
    expect(stored.map((row) => row.customer_id).sort()).toEqual([byPhone.id, byIdentifier.id].sort())
    expect(stored[0]).toMatchObject({ mode: 'import', segment: { tier: 'normal' } })
    expect(stored.map((row) => row.customer_id)).not.toContain(elsewhere.id)
  })

  test('of an anonymous survey stays anonymous though it names customers', async () => {
    survey = await buildSurvey(t, { isAnonymous: true })
    await buildCustomer(t, { branchId: branch.id, phone: '+989121110009' })
    expect((await send(lead, 'phone,SAT\n09121110009,9\n')).body).toMatchObject({
      isAnonymous: true,
      insertedCount: 1,
    })
    expect(await rows('select 1 from responses where survey_id = $1', [survey.id])).toEqual([])
  })

  test.each([
    ['', 'response_file_missing'],
    ['SAT\n', 'response_file_no_header'],
    ['نمره\n9\n', 'response_file_no_questions'],
    ['SAT,sat\n9,9\n', 'response_file_column_twice'],
    ['PK\u0003\u0004\u0000\u0000', 'response_file_not_csv'],
  ])('%j is refused with %s', async (content, code) => {
    expect((await send(lead, content)).body).toMatchObject({ status: 422, code })
    expect(await countAll()).toBe(0)
  })

  test('a column that is named and is not there is told', async () => {
    expect((await send(lead, 'SAT\n9\n', { dateColumn: 'روز' })).body).toMatchObject({
      code: 'response_file_column_unknown',
      params: { column: 'روز' },
    })
  })
})

test('a file is taken back whole by whom all its branches are open to, and may be sent again', async () => {
  const away = await buildBranch(t)
  const file = `SAT,branch\n9,${branch.name}\n8,${away.name}\n`
  const analyst = await t.as(await buildPerson(t, { role: 'analyst', branchId: branch.id }))
  const { body } = await send(analyst, file)
  const undo = (client: Client, id = survey.id) =>
    client.post(`/surveys/${id}/response-imports/${body.id}/undo`)
  expect((await undo(lead)).status).toBe(403)
  expect((await undo(await t.as(await buildPerson(t, { branchId: branch.id })))).status).toBe(403)
  expect((await undo(analyst, (await buildSurvey(t)).id)).status).toBe(404)
  expect(await countAll()).toBe(2)
  expect((await lead.get(`/surveys/${survey.id}/response-imports`)).body.items).toMatchObject([
    { id: body.id, insertedCount: 2 },
  ])
  expect((await undo(analyst)).status).toBe(204)
  expect(await countAll()).toBe(0)
  expect((await undo(analyst)).status).toBe(404)
  expect((await send(analyst, file)).body).toMatchObject({ isRepeat: false, insertedCount: 2 })
})

/** Every column of a file, as numbers: what must be found again. */
function columnsOf(text: string) {
  const [header, ...lines] = text.trim().split(/\r?\n/)
  const names = header!.replaceAll('"', '').split(',')
  const data = lines.map((line) => line.replaceAll('"', '').split(',').map(Number))
  return {
    n: data.length,
    sums: Object.fromEntries(names.map((name, i) => [name, data.reduce((sum, row) => sum + row[i]!, 0)])),
  }
}

async function compare(text: string, key: string, ignored: string[]) {
  survey = await buildSurvey(t, { definition: shipped(key) })
  const expected = columnsOf(text)
  const analyst = await t.as(await buildPerson(t, { role: 'analyst' }))
  const { status, body } = await send(analyst, text)
  expect(status).toBe(201)
  expect(body).toMatchObject({
    insertedCount: expected.n,
    rejectedCount: 0,
    ignoredColumns: ignored,
    rejects: [],
  })
  const sums = await rows(
    `select e.key, sum((e.value #>> '{}')::int)::int as sum, count(*)::int as n
     from answer_sheets a, jsonb_each(a.answers) e where a.survey_id = $1 group by 1`,
    [survey.id],
  )
  const { items } = (await analyst.get(`/surveys/${survey.id}/question-table`)).body
  let compared = 0
  for (const [code, sum] of Object.entries(expected.sums)) {
    if (ignored.includes(code)) continue
    compared += 1
    expect(sums.find((row) => row.key === code)).toEqual({ key: code, sum, n: expected.n })
    const item = items.find((one: { code: string }) => one.code === code)
    expect(item.n).toBe(expected.n)
    expect(item.mean).toBeCloseTo(sum / expected.n, 9)
  }
  return compared
}

const fixture = (name: string) =>
  readFileSync(new URL(`../../engine/fixtures/${name}.csv`, import.meta.url), 'utf8')
const real = (name: string) => {
  const file = fileURLToPath(new URL(`../../../shared/data/${name}`, import.meta.url))
  return existsSync(file) ? file : undefined
}

describe('whole data sets come back number for number', () => {
  test('simulated answers of ECSI', async () => expect(await compare(fixture('ecsi'), 'ecsi', [])).toBe(24))

  test.skipIf(!real('mobi.csv'))('250 customers of a mobile operator', async () =>
    expect(await compare(readFileSync(real('mobi.csv')!, 'utf8'), 'ecsi', [])).toBe(24),
  )
  test.skipIf(!real('acsi2015_complete.csv'))('7,341 respondents of four industries', async () =>
    expect(await compare(readFileSync(real('acsi2015_complete.csv')!, 'utf8'), 'acsi', ['INDUSTRY'])).toBe(
      13,
    ),
  )
})
