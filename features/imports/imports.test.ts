import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { type BuiltPerson, buildBranch, buildCustomer, buildPerson } from '../../server/test/build.ts'
import { importFile, multipart, uploadFile } from './testing.ts'

let t: TestApp
let lead: BuiltPerson
let client: Client
let admin: Client
beforeAll(async () => {
  t = await startTestApp()
  lead = await buildPerson(t, { role: 'lead' })
  client = await t.as(lead)
  admin = await t.as(await buildPerson(t, { role: 'administrator', branchId: lead.branchId }))
})
afterAll(() => t.close())
beforeEach(async () => {
  await t.services.database.pool.query('truncate customers, imports cascade')
})

const rows = async (text: string, values: unknown[] = []) =>
  (await t.services.database.pool.query(text, values)).rows
const CUSTOMERS = 'کد مشتری,نام,نام خانوادگی,موبایل,کد ملی,شهر\n'

test('who may not import learns and changes nothing', async () => {
  const employee = await t.as(await buildPerson(t, { role: 'employee', branchId: lead.branchId }))
  const auditor = await t.as(await buildPerson(t, { role: 'auditor' }))
  const stranger = await t.as(await buildPerson(t, { role: 'lead' }))
  expect((await uploadFile(t.anonymous, 'a,b\n1,2\n')).status).toBe(401)
  expect((await uploadFile(employee, 'a,b\n1,2\n')).status).toBe(403)
  expect((await uploadFile(auditor, 'a,b\n1,2\n')).status).toBe(403)
  expect(await rows('select 1 from imports')).toEqual([])
  const made = await uploadFile(client, `${CUSTOMERS}1,علی,احمدی,,,\n`)
  const { id } = made.body
  for (const step of ['check', 'run', 'cancel', 'undo']) {
    expect((await t.anonymous.post(`/imports/${id}/${step}`)).status).toBe(401)
    expect((await stranger.post(`/imports/${id}/${step}`)).status).toBe(404)
    expect((await auditor.post(`/imports/${id}/${step}`)).status).toBe(403)
  }
  expect((await stranger.get(`/imports/${id}`)).status).toBe(404)
  expect((await stranger.get(`/imports/${id}/rejects?format=csv`)).status).toBe(404)
  expect((await auditor.get(`/imports/${id}`)).status).toBe(200)
  expect((await stranger.get('/imports')).body.items).toEqual([])
  expect(await rows('select status from imports')).toEqual([{ status: 'uploaded' }])
})

test('a lead can not import into, or change customers of, another branch', async () => {
  const other = await buildBranch(t)
  const made = await uploadFile(client, `${CUSTOMERS}1,علی,احمدی,,,\n`)
  const options = { entity: 'customers', mapping: made.body.detection.mapping.customers, moneyUnit: 'rial' }
  expect(
    (await client.put(`/imports/${made.body.id}/options`, { ...options, branchId: other.id })).status,
  ).toBe(403)
  await importFile(t, admin, `${CUSTOMERS}77,نگار,کریمی,09121110077,,\n`, { branchId: other.id })
  const answer = await importFile(t, client, `${CUSTOMERS}77,دزد,کریمی,,,\n,مهر,کریمی,09121110077,,\n`)
  expect(answer.body.progress).toMatchObject({ inserted: 1, rejected: 1 })
  expect(await rows(`select full_name from customers where external_code = '77'`)).toEqual([
    { full_name: 'نگار کریمی' },
  ])
  const list = await client.get(`/imports/${answer.body.id}/reject-list`)
  expect(list.body.items).toMatchObject([{ line: 2, code: 'other_branch' }])
})

test('a Windows-1256 file with semicolons is understood, and its mapping remembered', async () => {
  const text = 'كد مشتري;نام;ناشناخته\n12;علي;x\n'
  const decoder = new TextDecoder('windows-1256')
  const bytes = Buffer.from(
    [...text].map((c) => [...Array(256).keys()].find((i) => decoder.decode(Uint8Array.of(i)) === c)!),
  )
  const made = await uploadFile(client, bytes)
  expect(made.status).toBe(201)
  expect(made.body.detection).toMatchObject({
    encoding: 'windows-1256',
    delimiter: ';',
    entity: 'customers',
    isRemembered: false,
  })
  expect(made.body.detection.mapping.customers).toEqual(['externalCode', 'fullName', null])
  const mapping = ['externalCode', 'fullName', 'city']
  const chosen = await client.put(`/imports/${made.body.id}/options`, {
    entity: 'customers',
    mapping,
    moneyUnit: 'toman',
  })
  expect(chosen.status).toBe(200)
  const again = await uploadFile(client, Buffer.concat([bytes, bytes.subarray(bytes.indexOf(10) + 1)]))
  expect(again.body.detection).toMatchObject({ isRemembered: true, mapping: { customers: mapping } })
})

test('a wrongly guessed delimiter is corrected on the same file, and what was said before stays', async () => {
  // More pipes than semicolons: the guess falls for them.
  const text = 'کد مشتری;نام;توضیحات\n1;علی;a|b|c\n2;رضا;d|e|f\n3;سارا;g|h|i\n4;مینا;j|k|l\n'
  const made = await uploadFile(client, text.replace('توضیحات', 'یادداشت|۱|۲'))
  const path = `/imports/${made.body.id}`
  const employee = await t.as(await buildPerson(t, { role: 'employee', branchId: lead.branchId }))
  const stranger = await t.as(await buildPerson(t, { role: 'lead' }))
  expect((await t.anonymous.put(`${path}/reading`, { delimiter: ';' })).status).toBe(401)
  expect((await employee.put(`${path}/reading`, { delimiter: ';' })).status).toBe(403)
  expect((await stranger.put(`${path}/reading`, { delimiter: ';' })).status).toBe(404)
  expect((await client.put(`${path}/reading`, { delimiter: '#' })).status).toBe(422)
  expect((await client.get(path)).body.detection).toEqual(made.body.detection)

  const wrong = (await client.put(`${path}/reading`, { delimiter: '|' })).body
  expect(wrong.detection.columns).toHaveLength(3)
  await client.put(`${path}/options`, {
    entity: 'customers',
    mapping: ['fullName', null, null],
    moneyUnit: 'toman',
    source: 'صندوق',
    duplicatePolicy: 'skip',
  })
  await client.post(`${path}/check`)
  await t.drain()
  const right = await client.put(`${path}/reading`, { delimiter: ';' })
  expect(right.status).toBe(200)
  expect(right.body).toMatchObject({
    status: 'uploaded',
    checked: null,
    detection: { delimiter: ';', mapping: { customers: ['externalCode', 'fullName', 'note'] } },
    choices: {
      delimiter: ';',
      source: 'صندوق',
      duplicatePolicy: 'skip',
      mapping: ['externalCode', 'fullName', 'note'],
    },
  })
  expect(right.body.detection.preview[0].cells).toEqual(['1', 'علی', 'a|b|c'])
  await client.post(`${path}/run`)
  await t.drain()
  expect((await client.get(path)).body.progress).toMatchObject({ inserted: 4, rejected: 0 })
  expect((await client.put(`${path}/reading`, { delimiter: ',' })).body.code).toBe('import_not_ready')
})

test('a wrongly guessed encoding is corrected, and columns that no longer suffice stop the run', async () => {
  const made = await uploadFile(client, 'نام,شهر\nعلی,قم\n')
  const path = `/imports/${made.body.id}`
  await client.put(`${path}/options`, {
    entity: 'customers',
    mapping: ['fullName', 'city'],
    moneyUnit: 'rial',
  })
  const spoiled = (await client.put(`${path}/reading`, { encoding: 'windows-1256' })).body
  expect(spoiled.detection.columns[0].header).not.toBe('نام')
  expect((await client.post(`${path}/run`)).body.code).toBe('import_options_missing')
  const mended = (await client.put(`${path}/reading`, { encoding: 'utf-8' })).body
  expect(mended).toMatchObject({
    detection: { isRemembered: true },
    choices: { mapping: ['fullName', 'city'] },
  })
})

test('what can not be a table is refused with a sentence', async () => {
  for (const [content, code] of [
    [Buffer.from('%PDF-1.7'), 'import_file_refused'],
    [Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1]), 'import_file_old_excel'],
    [Buffer.from('PK\u0003\u0004nothing'), 'import_sheet_unreadable'],
    [Buffer.from('\n\n'), 'import_file_empty'],
    [Buffer.from(`${'a,'.repeat(250)}b\n`), 'import_too_many_columns'],
  ] as const) {
    const answer = await uploadFile(client, content)
    expect([answer.status, answer.body.code]).toEqual([422, code])
    expect(answer.body.detail).toMatch(/[آ-ی]/)
  }
  const sent = multipart('x.csv', '')
  expect((await client.inject({ method: 'POST', url: '/api/v1/imports', ...sent })).body.code).toBe(
    'import_file_missing',
  )
})

test('a mapping that can not work is refused before anything happens', async () => {
  const made = await uploadFile(client, 'نام,شهر\nعلی,قم\n')
  const put = (more: object) =>
    client.put(`/imports/${made.body.id}/options`, { entity: 'customers', moneyUnit: 'rial', ...more })
  expect((await put({ mapping: ['fullName'] })).body.code).toBe('import_mapping_length')
  expect((await put({ mapping: [null, 'city'] })).body.code).toBe('import_customer_unmapped')
  expect((await put({ mapping: ['amount', 'city'] })).body.code).toBe('import_field_unknown')
  expect((await client.post(`/imports/${made.body.id}/run`)).body.code).toBe('import_options_missing')
})

test('a check foretells the run and writes nothing', async () => {
  await buildCustomer(t, { branchId: lead.branchId, phone: '+989121110001' })
  let text = CUSTOMERS
  for (let i = 0; i < 9_000; i++) text += `${i % 8_500},نام ${i % 8_500},خانواده,,,\n`
  text += ',مهمان,تازه,09121110001,,\n,بد,شماره,123,,\n'
  const made = await uploadFile(client, text)
  const path = `/imports/${made.body.id}`
  await client.put(`${path}/options`, {
    entity: 'customers',
    mapping: made.body.detection.mapping.customers,
    moneyUnit: 'rial',
  })
  const before = await rows(`select md5(string_agg(c::text, '' order by id)) as d from customers c`)
  expect((await client.post(`${path}/check`)).body.status).toBe('checking')
  await t.drain()
  const checked = (await client.get(path)).body
  expect(checked.status).toBe('checked')
  expect(await rows(`select md5(string_agg(c::text, '' order by id)) as d from customers c`)).toEqual(before)
  expect(await rows('select 1 from import_changes')).toEqual([])
  expect(checked.checked).toMatchObject({ inserted: 8_500, rejected: 1 })
  await client.post(`${path}/run`)
  await t.drain()
  const done = (await client.get(path)).body
  expect(done.progress).toMatchObject({ inserted: 8_500, rejected: 1, nextRow: 9_002, totalRows: 9_002 })
  expect(await rows('select count(*)::int as n from customers')).toEqual([{ n: 8_501 }])
})

test('customers are found by code, identifier and mobile; only filled cells change them', async () => {
  await importFile(t, client, `${CUSTOMERS}A1,علی,احمدی,۰۹۱۲ ۱۱۱ ۰۰۰۲,,قم\n,زهرا,کریمی,,0012345679,ری\n`)
  const answer = await importFile(
    t,
    client,
    `${CUSTOMERS}A1,,,02188776655,,\n,زهرا,کریمی‌پور,,۱۲۳۴۵۶۷۹,\n,علی,احمدی,+98 912 111 0002,,تهران\n,زهرا,کریمی,,,\n`,
  )
  expect(answer.body.progress).toMatchObject({ inserted: 1, updated: 3, unchanged: 0, rejected: 0 })
  expect(
    await rows('select external_code, full_name, city, identifier from customers order by id'),
  ).toMatchObject([
    { external_code: 'A1', full_name: 'علی احمدی', city: 'تهران' },
    { full_name: 'زهرا کریمی‌پور', city: 'ری', identifier: '0012345679' },
    { full_name: 'زهرا کریمی', identifier: null },
  ])
  expect(await rows(`select normalised from contact_points order by 1`)).toEqual([
    { normalised: '+982188776655' },
    { normalised: '+989121110002' },
  ])
  const skipped = await importFile(t, client, `${CUSTOMERS}A1,دیگر,,,,\n`, { duplicatePolicy: 'skip' })
  expect(skipped.body.progress).toMatchObject({ updated: 0, unchanged: 1 })
})

test('customers without a code come once, however often their file comes', async () => {
  const text = `${CUSTOMERS},علی,احمدی,,,قم\n,علی,احمدی,,,قم\n,علی,احمدی,,,ری\n,زهرا,کریمی,02188776655,,\n,زهره,کریمی,02188776655,,\n`
  expect((await importFile(t, client, text)).body.progress).toMatchObject({ inserted: 5 })
  expect((await importFile(t, client, text)).body.progress).toMatchObject({
    inserted: 0,
    updated: 0,
    unchanged: 5,
  })
  // Another file with such a name is about somebody else.
  expect((await importFile(t, client, `${CUSTOMERS},علی,احمدی,,,قم\n`)).body.progress).toMatchObject({
    inserted: 1,
  })
})

test('the same file twice leaves the same rows', async () => {
  const text = `${CUSTOMERS}A1,علی,احمدی,09121110003,,قم\nA2,زهرا,کریمی,09121110004,,ری\nA1,علی,احمدی,09121110005,,قم\n`
  const digest = () =>
    rows(
      `select md5(string_agg(c::text, '' order by id)) as d from customers c union all select md5(string_agg(p::text, '' order by id)) from contact_points p`,
    )
  expect((await importFile(t, client, text)).body.progress).toMatchObject({ inserted: 2, updated: 1 })
  const first = await digest()
  expect((await importFile(t, client, text)).body.progress).toMatchObject({
    inserted: 0,
    updated: 0,
    unchanged: 3,
  })
  expect(await digest()).toEqual(first)
})

test('spoiled rows are told with line and reason, everything else is kept', async () => {
  const text = `customer_id,name,date,amount,invoice number,phone,national_id
1,ali,1405/01/02,1000,F1,,
2,sara,1405/13/02,1000,F2,,
3,reza,1405/01/02,abc,F3,,
,,1405/01/02,1000,F4,,
5,mina,1405/01/02,1000
6,"nima,1405/01/02,1000,F6,,
7,hadi,1405/01/02,1000,F7,12,
8,omid,1405/01/02,1000,F8,,1111111112
9,${'x'.repeat(40_000)},1405/01/02,1000,F9,,

1,ali,1405/01/03,2000,F1,,
11,"two
lines",۱۴۰۵/۰۱/۰۲,"۱٬۰۰۰",F11,,
12,"good, one",14050102,1000,F12,,
`
  const answer = await importFile(t, client, text)
  expect(answer.body.progress).toMatchObject({ inserted: 3, rejected: 9, totalRows: 12 })
  const { items } = (await client.get(`/imports/${answer.body.id}/reject-list`)).body
  expect(items.map((item: { line: number; code: string }) => [item.line, item.code])).toEqual([
    [3, 'date_invalid'],
    [4, 'amount_invalid'],
    [5, 'customer_missing'],
    [6, 'row_columns'],
    [7, 'quote_unclosed'],
    [8, 'phone_invalid'],
    [9, 'identifier_invalid'],
    [10, 'cell_too_long'],
    [12, 'number_repeated'],
  ])
  for (const item of items) expect(item.reason).toMatch(/^[^{}]*[آ-ی][^{}]*$/)
  const file = await client.get(`/imports/${answer.body.id}/rejects?format=csv`)
  expect(file.headers['content-type']).toMatch(/text\/csv/)
  expect(file.text.startsWith('\uFEFFسطر فایل,علت,متن سطر\r\n3,')).toBe(true)
  expect(file.text).toContain('"2,sara,1405/13/02,1000,F2,,"')
})

test('rejects are safe to open in a spreadsheet', async () => {
  const answer = await importFile(t, client, 'کد مشتری,نام,موبایل\n=HYPERLINK("x"),علی,12\n')
  const { text } = await client.get(`/imports/${answer.body.id}/rejects?format=csv`)
  expect(text).toContain(`"'=HYPERLINK(""x""),علی,12"`)
})

test('identical purchases are both kept, and importing them again doubles nothing', async () => {
  const text = 'customer_id,date,value\n0001,19970101,11.77\n0001,19970101,11.77\n0002,1997-01-02,5\n'
  expect((await importFile(t, client, text, { moneyUnit: 'toman' })).body.progress).toMatchObject({
    inserted: 3,
  })
  expect((await importFile(t, client, text, { moneyUnit: 'toman' })).body.progress).toMatchObject({
    inserted: 0,
    unchanged: 3,
  })
  expect(
    await rows(
      'select full_name, external_code, purchase_count, purchase_total_rials::int as total, last_purchase_on from customers order by 2',
    ),
  ).toEqual([
    {
      full_name: 'مشتری ۰۰۰۱',
      external_code: '0001',
      purchase_count: 2,
      total: 236,
      last_purchase_on: '1997-01-01',
    },
    {
      full_name: 'مشتری ۰۰۰۲',
      external_code: '0002',
      purchase_count: 1,
      total: 50,
      last_purchase_on: '1997-01-02',
    },
  ])
})

test('lines of one invoice are one purchase; a corrected file corrects it', async () => {
  const head = 'کد مشتری,شماره فاکتور,تاریخ,کالا,تعداد,مبلغ\n'
  const text = `${head}1,F1,1405/02/01,چای,2,1000\n1,F1,1405/02/01,قند,1,500\n1,F2,1405/02/02,چای,1,500\n`
  expect((await importFile(t, client, text)).body.progress).toMatchObject({ inserted: 3 })
  expect((await importFile(t, client, text)).body.progress).toMatchObject({ unchanged: 3 })
  const fixed = await importFile(t, client, text.replace('قند,1,500', 'قند,1,700'))
  expect(fixed.body.progress).toMatchObject({ updated: 1, unchanged: 2 })
  expect(await rows('select number, total_rials::int as total from purchases order by 1')).toEqual([
    { number: 'F1', total: 1700 },
    { number: 'F2', total: 500 },
  ])
  expect(await rows('select purchase_total_rials::int as total from customers')).toEqual([{ total: 2200 }])
  await client.post(`/imports/${fixed.body.id}/undo`)
  await t.drain()
  expect(await rows('select number, total_rials::int as total from purchases order by 1')).toEqual([
    { number: 'F1', total: 1500 },
    { number: 'F2', total: 500 },
  ])
  expect(await rows(`select amount_rials::int as a from purchase_items where product = 'قند'`)).toEqual([
    { a: 500 },
  ])
})

test('unknown customers are refused when they may not be made', async () => {
  const answer = await importFile(t, client, 'کد مشتری,تاریخ,مبلغ\n1,1405/01/01,10\n', {
    createMissingCustomers: false,
  })
  expect(answer.body.progress).toMatchObject({ inserted: 0, rejected: 1 })
  expect(await rows('select 1 from customers')).toEqual([])
})

test('numbers that begin anew each year are different invoices when said so', async () => {
  const text = 'کد مشتری,شماره فاکتور,تاریخ,مبلغ\n1,7,1404/01/01,10\n1,7,1405/01/01,20\n'
  expect((await importFile(t, client, text)).body.progress).toMatchObject({ inserted: 1, rejected: 1 })
  expect((await importFile(t, client, text, { numbersRestartYearly: true })).body.progress).toMatchObject({
    inserted: 2,
  })
})

test('survey answers come one a row or one a column', async () => {
  const long =
    'کد مشتری,تاریخ,نظرسنجی,پرسش,پاسخ\n1,1405/01/01,خرید,راضی بودید؟,۸\n1,1405/01/01,خرید,چرا؟,خوب بود\n1,1405/01/01,خرید,دیگر؟,\n'
  expect((await importFile(t, client, long)).body.progress).toMatchObject({ inserted: 2, rejected: 1 })
  const wide = 'customer_id,q1,q2\n1,10,خوب\n2,5,\n'
  const answer = await importFile(t, client, wide, {
    entity: 'survey_answers',
    mapping: ['externalCode', 'answerColumn', 'answerColumn'],
    survey: 'پهن',
    answeredOn: '2026-11-24',
  })
  expect(answer.body.progress).toMatchObject({ inserted: 2 })
  expect(
    (
      await importFile(t, client, wide, {
        entity: 'survey_answers',
        mapping: ['externalCode', 'answerColumn', 'answerColumn'],
        survey: 'پهن',
        answeredOn: '2026-11-24',
      })
    ).body.progress,
  ).toMatchObject({ unchanged: 2 })
  expect(
    await rows('select question, answer, score from survey_answers order by survey, question, answer'),
  ).toHaveLength(5)
  expect(await rows(`select score from survey_answers where question = 'راضی بودید؟'`)).toEqual([
    { score: 8 },
  ])
})

test('a large upload passes, and states are recorded once', async () => {
  let text = CUSTOMERS
  while (text.length < 2_500_000) text += `${text.length},علی,${'ا'.repeat(150)},,,\n`
  const answer = await importFile(t, client, text)
  expect(answer.body.status).toBe('done')
  expect(answer.body.progress.rowsPerSecond).toBeGreaterThan(0)
  const audits = await rows('select action from audit_entries where entity_id = $1 order by id', [
    answer.body.id,
  ])
  expect(audits.map((a) => a.action)).toEqual(['import.upload', 'import.run', 'import.done'])
  const events = await rows(
    `select name, count(*)::int as n from events where payload ->> 'importId' = $1 group by 1 order by 1`,
    [answer.body.id],
  )
  const chunks = Math.ceil(answer.body.progress.totalRows / 4_000)
  expect(events).toEqual([
    { name: 'import.done', n: 1 },
    ...(chunks ? [{ name: 'import.progress', n: chunks }] : []),
  ])
  expect((await client.post(`/imports/${answer.body.id}/run`)).body.code).toBe('import_not_ready')
})
