import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { type BuiltPerson, buildBranch, buildPerson } from '../../server/test/build.ts'
import { importFile } from './testing.ts'

let t: TestApp
let other: TestApp
let lead: BuiltPerson
let client: Client
let there: Client

const CUSTOMERS = `کد مشتری,نوع مشتری,نام,موبایل,کد ملی,ایمیل,شهر,آدرس,تاریخ تولد,برچسب,توضیحات
A1,حقیقی,علی احمدی,"09121110001، 021-88776655",0012345679,"a@x.ir; b@x.ir",قم,خیابان ۱ | کوچه ۲,1360/05/06,"خوب، تازه","سطر یک
سطر دو"
A2,حقوقی,شرکت نمونه,,,,,,,,
,,زهرا کریمی,+14155552671,,,,,,,
F1,,"=HYPERLINK(""http://x"",""y"")",,,,+قم,,,-2+3,@SUM(1)
`
const PURCHASES = `کد مشتری,شماره فاکتور,تاریخ,کالا,تعداد,مبلغ,جمع فاکتور
A1,F1,1405/02/01,چای,2.5,1000,1400
A1,F1,1405/02/01,=قند,1,500,1400
A2,F2,1405/02/02,,,-700,
A2,,1405/02/02,,,90071992547409,
A2,,1405/02/02,,,90071992547409,
`

beforeAll(async () => {
  t = await startTestApp()
  other = await startTestApp()
  lead = await buildPerson(t, { role: 'lead' })
  client = await t.as(lead)
  there = await other.as(await buildPerson(other, { role: 'administrator' }))
  expect((await importFile(t, client, CUSTOMERS)).body.progress).toMatchObject({ inserted: 4, rejected: 0 })
  expect((await importFile(t, client, PURCHASES)).body.progress).toMatchObject({ inserted: 5, rejected: 0 })
})
afterAll(async () => {
  await t.close()
  await other.close()
})

const bytes = async (path: string) => {
  const person = await client.inject({ method: 'GET', url: `/api/v1${path}` })
  expect(person.status).toBe(200)
  return person
}
const raw = async (path: string): Promise<Buffer> => {
  const { startSession } = await import('../people/sessions.ts')
  const { asSystem } = await import('../../server/lib/jobs.ts')
  const made = await asSystem(t.services, 'test', (ctx) => startSession(ctx, lead.id, 'test'))
  return (
    await t.app.inject({ method: 'GET', url: `/api/v1${path}`, headers: { cookie: `sid=${made.token}` } })
  ).rawPayload
}

const said = async (app: TestApp) => {
  const query = async (text: string) => (await app.services.database.pool.query(text)).rows
  return {
    customers: await query(
      `select external_code, kind, full_name, identifier, city, born_on, tags, note, purchase_count, purchase_total_rials, last_purchase_on from customers order by full_name, external_code`,
    ),
    points: await query(
      'select c.full_name, p.kind, p.normalised, p.is_primary from contact_points p join customers c on c.id = p.customer_id order by 1, 2, 3',
    ),
    purchases: await query(
      'select c.full_name, p.source, p.number, p.purchased_on, p.total_rials from purchases p join customers c on c.id = p.customer_id order by 1, 2, 3',
    ),
    items: await query(
      'select p.number, i.position, i.product, i.quantity, i.amount_rials from purchase_items i join purchases p on p.customer_id = i.customer_id and p.id = i.purchase_id order by 1, 2',
    ),
  }
}

test('who may not export gets nothing', async () => {
  const employee = await t.as(await buildPerson(t, { role: 'employee', branchId: lead.branchId }))
  const auditor = await t.as(await buildPerson(t, { role: 'auditor' }))
  for (const path of ['/customers/export', '/customers/export/count', '/purchases/export?format=xlsx']) {
    expect((await t.anonymous.get(path)).status).toBe(401)
    expect((await employee.get(path)).status).toBe(403)
    expect((await auditor.get(path)).status).toBe(403)
  }
})

test('an export holds what the person may see, and is recorded', async () => {
  const branch = await buildBranch(t)
  const stranger = await t.as(await buildPerson(t, { role: 'lead', branchId: branch.id }))
  const empty = await stranger.get('/customers/export')
  expect(empty.text.trim().split('\r\n')).toHaveLength(1)
  expect((await stranger.get('/purchases/export')).text).not.toContain('F1')
  const { rows } = await t.services.database.pool.query(
    `select action, branch_id, after from audit_entries where action like '%.export' order by id`,
  )
  expect(rows).toMatchObject([
    { action: 'customer.export', branch_id: branch.id, after: { format: 'csv' } },
    { action: 'purchase.export', branch_id: branch.id },
  ])
})

test('an export holds the rows of the filtered list in its order, and the count says how many', async () => {
  const names = async (query: string) =>
    (await client.get(`/customers/export?${query}`)).text
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.match(/علی احمدی|شرکت نمونه|زهرا کریمی|HYPERLINK/)?.[0])
      .filter(Boolean)
  const count = async (query: string) => (await client.get(`/customers/export/count?${query}`)).body.count
  for (const query of [
    'filter[kind]=organisation',
    'q=كريمي',
    'filter[hasOpenCase]=no&sort=-name',
    'sort=name',
    'filter[tag]=هیچ',
  ]) {
    const asked = encodeURI(query)
    const list = (await client.get(`/customers?${asked}`)).body.items.map(
      (one: { fullName: string }) => one.fullName.match(/علی احمدی|شرکت نمونه|زهرا کریمی|HYPERLINK/)![0],
    )
    expect(await names(asked)).toEqual(list)
    expect(await count(asked.replace(/&?sort=[^&]*/, ''))).toBe(list.length)
  }
  const { text } = await client.get('/purchases/export?filter[kind]=organisation')
  expect(text).toContain('شرکت نمونه')
  expect(text).not.toContain('علی احمدی')
  expect((await client.get('/customers/export?filter[stage]=nonsense')).status).toBe(422)
  const { rows } = await t.services.database.pool.query(
    `select after from audit_entries where action = 'purchase.export' order by id desc limit 1`,
  )
  expect(rows[0].after).toMatchObject({ 'filter[kind]': 'organisation' })
})

test('no cell of an exported CSV is a formula', async () => {
  const { text } = await bytes('/customers/export')
  expect(text.startsWith('\uFEFFکد مشتری,')).toBe(true)
  expect(text).toContain(`"'=HYPERLINK(""http://x"",""y"")"`)
  expect(text).toContain(`'+قم`)
  expect(text).toContain(`'-2+3`)
  expect(text).toContain(`'@SUM(1)`)
  expect(text).toContain('09121110001')
})

test.each(['csv', 'xlsx'])('what is exported as %s and imported elsewhere is the same', async (format) => {
  await other.services.database.pool.query('truncate customers, imports cascade')
  const customers = await raw(`/customers/export?format=${format}`)
  const purchases = await raw(`/purchases/export?format=${format}`)
  const options = { numbersRestartYearly: false }
  const first = await importFile(other, there, customers, options, `a.${format}`)
  expect(first.body.progress).toMatchObject({ inserted: 4, rejected: 0 })
  const second = await importFile(other, there, purchases, options, `b.${format}`)
  expect(second.body).toMatchObject({ status: 'done', entity: 'purchases', progress: { rejected: 0 } })
  expect(await said(other)).toEqual(await said(t))
  // And once more, into where it came from: nothing changes.
  expect((await importFile(t, client, customers, options, `a.${format}`)).body.progress).toMatchObject({
    inserted: 0,
    updated: 0,
    unchanged: 4,
  })
  expect((await importFile(t, client, purchases, options, `b.${format}`)).body.progress).toMatchObject({
    inserted: 0,
    updated: 0,
    unchanged: 5,
  })
})

test('the sheet reads from right to left and keeps types', async () => {
  const file = await raw('/customers/export?format=xlsx')
  const { default: yauzl } = await import('yauzl')
  const sheet = await new Promise<string>((resolve, reject) =>
    yauzl.fromBuffer(file, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error)
      zip.on('entry', (entry) => {
        if (entry.fileName !== 'xl/worksheets/sheet1.xml') return zip.readEntry()
        zip.openReadStream(entry, async (_, stream) => resolve((await stream!.toArray()).join('')))
      })
      zip.readEntry()
    }),
  )
  expect(sheet).toContain('rightToLeft="1"')
  expect(sheet).toContain('<c t="inlineStr" s="1"><is><t xml:space="preserve">0012345679</t></is></c>')
  expect(sheet).toContain('<c s="2"><v>29795</v></c>')
  expect(sheet).toContain('۱۳۶۰/۰۵/۰۶')
  expect(sheet).not.toContain('<f>')
})
