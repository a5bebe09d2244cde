import { makeTrackingCode } from '@hamdel/persian'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../server/lib/id.ts'
import { asSystem } from '../../server/lib/jobs.ts'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { type BuiltPerson, buildBranch, buildCustomer, buildPerson } from '../../server/test/build.ts'
import { findOrCreateCustomer } from './access.ts'

let t: TestApp
let branch: { id: string; name: string }
let person: BuiltPerson
let here: Client
let elsewhere: Client
beforeAll(async () => {
  t = await startTestApp()
  branch = await buildBranch(t)
  person = await buildPerson(t, { branchId: branch.id })
  here = await t.as(person)
  elsewhere = await t.as(await buildPerson(t))
})
afterAll(() => t.close())

const find = async (q: string, client = here) =>
  (await client.get(`/customers/search?q=${encodeURIComponent(q)}`)).body.items as Record<string, unknown>[]
const set = (id: string, values: Record<string, unknown>) =>
  t.services.database.db.updateTable('customers').set(values).where('id', '=', id).execute()
const setActivity = (
  id: string,
  values: { open_case_count?: number; last_contact_at?: Date; mood?: string },
) =>
  t.services.database.db.updateTable('customer_activity').set(values).where('customer_id', '=', id).execute()

test('a name is found with Arabic letters, without spaces, turned round and by its beginning', async () => {
  const { id } = await buildCustomer(t, { branchId: branch.id, fullName: 'علی کریمی' })
  await buildCustomer(t, { branchId: branch.id, fullName: 'بهمن آذرنیا' })
  for (const q of ['علي كريمي', 'علیکریمی', 'کریمی علی', 'علی کر', 'کریم', 'لی کری'])
    expect(
      (await find(q)).map((hit) => hit.customerId),
      q,
    ).toContain(id)
  expect(await find('علي كريمي')).toMatchObject([{ kind: 'customer', isExact: true, matchedOn: 'name' }])
  expect(await find('اذرنیا')).toHaveLength(1)
  expect(await find('کریمی', elsewhere)).toEqual([])
  expect(await find('%')).toEqual([])
  expect(await find('__')).toEqual([])
})

test('the very name comes before those that only hold it', async () => {
  const names = ['پرویز نوری‌زاده', 'نوری', 'نوریان', 'مریم نوری']
  for (const fullName of names) await buildCustomer(t, { branchId: branch.id, fullName })
  expect((await find('نوری')).map((hit) => hit.fullName)).toEqual([
    'نوری',
    'مریم نوری',
    'پرویز نوری‌زاده',
    'نوریان',
  ])
})

test('a phone is found whole, by a part, with a leading zero and in any digits', async () => {
  const { id } = await buildCustomer(t, { branchId: branch.id, phone: '+989357650432' })
  for (const q of ['۰۹۳۵۷۶۵۰۴۳۲', '+98 935 765 0432', '0935765', '۶۵۰۴', '0432', '٩٣٥٧٦٥'])
    expect(await find(q), q).toMatchObject([{ customerId: id, matchedOn: 'phone' }])
  expect((await find('09357650432'))[0]).toMatchObject({ isExact: true, primaryPhone: '+989357650432' })
  expect(await find('09357650432', elsewhere)).toEqual([])
  expect(await find('432')).toMatchObject([{ customerId: id, matchedValue: '+989357650432' }])
  expect(await find('432', elsewhere)).toEqual([])
  expect(await find('32')).toEqual([])
})

test('three digits find first whose number ends with them, and say which of their numbers it is', async () => {
  const begins = await buildCustomer(t, { branchId: branch.id, phone: '+989777100001' })
  const ends = await buildCustomer(t, { branchId: branch.id, phone: '+982100000001' })
  await here.post(`/customers/${ends.id}/contact-points`, { kind: 'phone', value: '09351239771' })
  expect(await find('۹۷۷')).toMatchObject([{ customerId: begins.id }, { customerId: ends.id }])
  expect(await find('۷۷۱')).toMatchObject([
    { customerId: ends.id, matchedValue: '+989351239771', primaryPhone: '+982100000001' },
    { customerId: begins.id, matchedValue: '+989777100001' },
  ])
})

test('an identifier, a code and an e-mail lead to their customer', async () => {
  const { id } = await buildCustomer(t, { branchId: branch.id, identifier: '0084575948' })
  await set(id, { external_code: 'KD-77' })
  await here.post(`/customers/${id}/contact-points`, { kind: 'email', value: 'Nobody@Example.org' })
  expect(await find('۰۰۸۴۵۷۵۹۴۸')).toMatchObject([{ customerId: id, matchedOn: 'identifier', isExact: true }])
  expect(await find('kd-77')).toMatchObject([{ customerId: id, matchedOn: 'externalCode' }])
  expect(await find('nobody@example.org')).toMatchObject([
    { customerId: id, matchedOn: 'email', isExact: true },
  ])
  expect(await find('nobody@exa')).toMatchObject([{ customerId: id, isExact: false }])
  expect(await find('84575948', elsewhere)).toEqual([])
})

test('a tracking code leads to its case, only in the branch that has it', async () => {
  const { id, fullName } = await buildCustomer(t, { branchId: branch.id })
  const code = makeTrackingCode('123450987')
  const kase = {
    customer_id: id,
    id: newId(),
    code,
    kind: 'complaint',
    subject: 'موضوع',
    channel: 'portal',
    branch_id: branch.id,
  }
  await t.services.database.db.insertInto('cases').values(kase).execute()
  await t.services.database.db
    .insertInto('case_codes')
    .values({ code, customer_id: id, case_id: kase.id })
    .execute()
  expect((await find(code))[0]).toMatchObject({
    kind: 'case',
    customerId: id,
    caseId: kase.id,
    code,
    customerName: fullName,
  })
  expect(await find(code, elsewhere)).toEqual([])
})

test('pages of every order hold every customer once, also when many are equal or have none', async () => {
  const place = await buildBranch(t)
  const reader = await t.as(await buildPerson(t, { branchId: place.id }))
  const made: string[] = []
  for (let i = 0; i < 23; i++) {
    const { id } = await buildCustomer(t, { branchId: place.id, fullName: `مشتری ${i % 3}` })
    made.push(id)
    await set(id, {
      purchase_total_rials: i % 4,
      last_purchase_on: i % 5 ? `2026-01-0${1 + (i % 3)}` : null,
      updated_at: new Date(1_700_000_000_000 + (i % 2)),
    })
    if (i % 6) await setActivity(id, { last_contact_at: new Date(1_700_000_000_000 + (i % 2)) })
  }
  for (const sort of [
    'name',
    '-name',
    'updated',
    '-updated',
    'total',
    '-total',
    'lastPurchase',
    '-lastPurchase',
    'lastContact',
    '-lastContact',
  ]) {
    const seen: string[] = []
    let cursor = ''
    do {
      const page = await reader.get(`/customers?sort=${sort}&limit=5${cursor && `&cursor=${cursor}`}`)
      expect(page.status).toBe(200)
      seen.push(...page.body.items.map((item: { id: string }) => item.id))
      cursor = page.body.nextCursor
    } while (cursor)
    expect(seen.length, sort).toBe(23)
    expect(new Set(seen), sort).toEqual(new Set(made))
  }
  // A cursor of another order, or none of ours, starts at the beginning.
  const first = await reader.get('/customers?sort=name&limit=5')
  const odd = await reader.get(`/customers?sort=-total&limit=5&cursor=${first.body.nextCursor}`)
  expect(odd.body.items).toEqual((await reader.get('/customers?sort=-total&limit=5')).body.items)
  const forged = Buffer.from('["-total","1; drop table","x"]').toString('base64url')
  expect((await reader.get(`/customers?sort=-total&limit=5&cursor=${forged}`)).status).toBe(200)
})

test('every filter keeps what it says, within the scope', async () => {
  const place = await buildBranch(t)
  const reader = await buildPerson(t, { branchId: place.id })
  const client = await t.as(reader)
  const a = await buildCustomer(t, { branchId: place.id, fullName: 'الف', ownerId: reader.id, tier: 'gold' })
  const b = await buildCustomer(t, { branchId: place.id, fullName: 'بهزاد', phone: '+989351110022' })
  await set(a.id, {
    stage: 'loyal',
    tags: ['مهم'],
    last_purchase_on: '2026-05-05',
  })
  await setActivity(a.id, { open_case_count: 2, mood: 'angry' })
  await set(b.id, { kind: 'organisation', external_code: 'Z-9' })
  const list = async (query: string) => {
    const answer = await client.get(`/customers?${query}`)
    expect(answer.status, query).toBe(200)
    return answer.body.items.map((item: { fullName: string }) => item.fullName).join()
  }
  for (const query of [
    'filter[stage]=loyal,former',
    'filter[mood]=angry',
    'filter[tier]=gold',
    'filter[owner]=me',
    `filter[owner]=${reader.id}`,
    'filter[tag]=مهم',
    'filter[kind]=person',
    'filter[hasOpenCase]=yes',
    'filter[lastPurchaseBefore]=2026-05-06',
    'filter[lastPurchaseAfter]=2026-05-04',
  ])
    expect(await list(query), query).toBe('الف')
  for (const query of [
    'filter[owner]=nobody',
    'filter[hasOpenCase]=no',
    'q=بهز',
    'q=1110022',
    'q=09351110022',
    'q=Z-9',
  ])
    expect(await list(query), query).toBe('بهزاد')
  expect(await list('filter[lastPurchaseBefore]=2026-05-05')).toBe('')
  expect(await list(`filter[branch]=${branch.id}`)).toBe('')
  expect((await client.get('/customers?filter[colour]=red')).status).toBe(422)
  expect((await client.get('/customers?sort=identifier')).status).toBe(422)
})

const call = (fullName: string, phone: string, email?: string) =>
  asSystem(t.services, 'portal', (ctx) =>
    findOrCreateCustomer(ctx, { fullName, phone, email, branchId: branch.id }),
  )

test('two callers at once with one phone make one customer', async () => {
  const found = await Promise.all(
    ['۰۹۳۶ ۰۰۰ ۱۱۲۲', '09360001122', '+989360001122', '00989360001122'].map((phone) =>
      call('رضا تازه‌وارد', phone, 'r@example.org'),
    ),
  )
  expect(new Set(found.map((one) => one.id)).size).toBe(1)
  expect(found.filter((one) => one.isNew)).toHaveLength(1)
  const points = await t.services.database.db
    .selectFrom('contact_points')
    .select('normalised')
    .where('customer_id', '=', found[0]!.id)
    .orderBy('normalised')
    .execute()
  expect(points.map((point) => point.normalised)).toEqual(['+989360001122', 'r@example.org'])
})

test('a caller with a shared phone is the one of that name, else the oldest; a stranger adds no address', async () => {
  const phone = '+989360003344'
  const mother = await buildCustomer(t, { fullName: 'مینا امینی', phone })
  const son = await buildCustomer(t, { fullName: 'امیر امینی', phone })
  expect(await call('آقای امير اميني', '09360003344')).toMatchObject({ id: son.id, isNew: false })
  expect(await call('کسی دیگر', '09360003344', 'thief@example.org')).toMatchObject({
    id: mother.id,
    isNew: false,
  })
  await set(mother.id, { deleted_at: new Date() })
  expect(await call('کسی دیگر', '09360003344')).toMatchObject({ id: son.id })
  expect(await find('thief@example.org')).toEqual([])
  await expect(call('کسی', 'بی‌شماره')).rejects.toMatchObject({ status: 422, code: 'phone_invalid' })
})
