import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { type BuiltPerson, buildBranch, buildCustomer, buildPerson } from '../../server/test/build.ts'

let t: TestApp
let branch: { id: string; name: string }
let employee: BuiltPerson
let here: Client
let elsewhere: Client
let analyst: Client
let boss: Client
beforeAll(async () => {
  t = await startTestApp()
  branch = await buildBranch(t)
  employee = await buildPerson(t, { branchId: branch.id })
  here = await t.as(employee)
  elsewhere = await t.as(await buildPerson(t))
  analyst = await t.as(await buildPerson(t, { role: 'analyst' }))
  boss = await t.as(await buildPerson(t, { role: 'administrator', branchId: branch.id }))
})
afterAll(() => t.close())

const rowOf = (id: string) =>
  t.services.database.db.selectFrom('customers').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const auditsOf = (id: string) =>
  t.services.database.db
    .selectFrom('audit_entries')
    .selectAll()
    .where('customer_id', '=', id)
    .orderBy('id')
    .execute()

test('a stranger learns nothing, another branch finds nobody, an analyst changes nothing', async () => {
  const { id } = await buildCustomer(t, { branchId: branch.id })
  const before = await rowOf(id)
  const writes: ['post' | 'patch' | 'put' | 'delete', string, unknown][] = [
    ['patch', `/customers/${id}`, { version: 1, fullName: 'دزدیده' }],
    ['put', `/customers/${id}/stage`, { version: 1, stage: 'loyal' }],
    ['put', `/customers/${id}/owner`, { version: 1, ownerId: null }],
    ['put', `/customers/${id}/tags`, { version: 1, tags: ['x'] }],
    ['post', `/customers/${id}/identifier/unmask`, { reason: 'کنجکاوی' }],
    ['post', `/customers/${id}/contact-points`, { kind: 'phone', value: '09121110000' }],
    ['post', `/customers/${id}/relations`, { kind: 'family', otherCustomerId: id }],
    ['post', `/customers/${id}/facets`, { kind: 'interest', value: 'چای', source: 'گفت‌وگو' }],
    [
      'post',
      `/customers/${id}/consents`,
      { channel: 'sms', purpose: 'marketing', isGranted: true, proof: 'فرم' },
    ],
    ['post', `/customers/${id}/needs`, { text: 'صندلی' }],
  ]
  for (const path of [
    `/customers/${id}`,
    `/customers/${id}/card`,
    `/customers/${id}/timeline`,
    `/customers/${id}/purchases`,
  ]) {
    expect((await t.anonymous.get(path)).status).toBe(401)
    expect((await elsewhere.get(path)).status).toBe(404)
    expect((await analyst.get(path)).status).toBe(200)
  }
  for (const [verb, path, body] of writes) {
    expect((await t.anonymous[verb](path, body as never)).status, path).toBe(401)
    expect((await elsewhere[verb](path, body as never)).status, path).toBe(404)
    expect((await analyst[verb](path, body as never)).status, path).toBe(403)
  }
  expect((await here.delete(`/customers/${id}`)).status).toBe(403)
  expect((await here.post(`/customers/${id}/restore`)).status).toBe(403)
  expect(await rowOf(id)).toEqual(before)
  expect(await auditsOf(id)).toEqual([])
  for (const path of ['/customers', '/customers/search?q=علی', '/saved-views?entity=customers'])
    expect((await t.anonymous.get(path)).status).toBe(401)
  expect((await analyst.post('/customers', { fullName: 'کسی' })).status).toBe(403)
})

test('a customer is added with normalised keys and contact points, in the branch of whoever adds them', async () => {
  const made = await here.post('/customers', {
    fullName: 'علي  كريمي',
    identifier: '۰۰۸۴۵۷۵۹۴۸',
    contactPoints: [
      { kind: 'phone', value: '۰۹۱۲ ۷۷۷ ۰۰۰۱' },
      { kind: 'phone', value: '+98 912 777 0001' },
      { kind: 'email', value: 'Ali@Example.ORG' },
    ],
  })
  expect(made.status).toBe(201)
  const row = await rowOf(made.body.id)
  expect(row).toMatchObject({
    full_name: 'علی کریمی',
    search_key: 'علی کریمی',
    joined_key: 'علیکریمی',
    identifier: '0084575948',
    branch_id: branch.id,
    stage: 'potential',
  })
  const card = await here.get(`/customers/${made.body.id}/card`)
  expect(card.status).toBe(200)
  expect(card.body.customer.identifierMasked).toBe('***-****-48')
  expect(card.text).not.toContain('0084575948')
  expect(
    card.body.contactPoints.map((p: { normalised: string; isPrimary: boolean }) => [
      p.normalised,
      p.isPrimary,
    ]),
  ).toEqual([
    ['+989127770001', true],
    ['ali@example.org', true],
  ])
  expect(card.body).toMatchObject({
    suggestedStage: 'potential',
    openCases: [],
    promises: [],
    openCaseCount: 0,
  })
  const audits = await auditsOf(made.body.id)
  expect(audits.map((a) => a.action)).toEqual(['createCustomer'])
  expect(JSON.stringify(audits)).not.toContain('0084575948')
})

test('adding somebody who seems to exist asks back, and tells nothing of another branch', async () => {
  const known = await buildCustomer(t, {
    branchId: branch.id,
    fullName: 'زهرا محمدی',
    phone: '+989127770002',
  })
  const hidden = await buildCustomer(t, { fullName: 'نام پنهان', phone: '+989127770002' })
  const body = { fullName: 'زهره محمدی', contactPoints: [{ kind: 'phone', value: '09127770002' }] }
  const asked = await here.post('/customers', body)
  expect(asked.status).toBe(409)
  expect(asked.body.code).toBe('customer_may_exist')
  expect(asked.body.params).toEqual({
    count: 2,
    names: 'زهرا محمدی',
    candidateIds: known.id,
    elsewhereCount: 1,
  })
  expect(asked.text).not.toContain(hidden.id)
  const made = await here.post('/customers', { ...body, allowDuplicate: true })
  expect(made.status).toBe(201)
})

test('an identifier and an external code belong to one customer', async () => {
  const first = await here.post('/customers', {
    fullName: 'اولی',
    identifier: '0499370899',
    externalCode: 'C-2',
  })
  expect(first.status).toBe(201)
  const asked = await here.post('/customers', { fullName: 'دومی', identifier: '0499370899' })
  expect(asked.body.code).toBe('customer_may_exist')
  const forced = await here.post('/customers', {
    fullName: 'دومی',
    identifier: '0499370899',
    allowDuplicate: true,
  })
  expect(forced.body.code).toBe('identifier_taken')
  const coded = await here.post('/customers', { fullName: 'سومی', externalCode: 'C-2' })
  expect(coded.body.code).toBe('external_code_taken')
  const wrong = await here.post('/customers', { fullName: 'چهارمی', identifier: '1234567890' })
  expect([wrong.status, wrong.body.code]).toEqual([422, 'identifier_invalid'])
  const badPhone = await here.post('/customers', {
    fullName: 'پنجمی',
    contactPoints: [{ kind: 'phone', value: '123' }],
  })
  expect(Object.keys(badPhone.body.fields)).toEqual(['contactPoints.0.value'])
})

test('nobody adds customers to a branch they do not work in', async () => {
  const other = await buildBranch(t)
  expect((await here.post('/customers', { fullName: 'کسی', branchId: other.id })).status).toBe(403)
  expect((await boss.post('/customers', { fullName: 'کسی', branchId: other.id })).status).toBe(201)
  const owner = await buildPerson(t, { branchId: other.id })
  const answer = await here.post('/customers', { fullName: 'کسی', ownerId: owner.id })
  expect([answer.status, answer.body.code]).toEqual([422, 'owner_unsuitable'])
})

test('of two who change a customer at once the second is told', async () => {
  const { id } = await buildCustomer(t, { branchId: branch.id })
  const both = await Promise.all(
    ['یک', 'دو'].map((fullName) => here.patch(`/customers/${id}`, { version: 1, fullName })),
  )
  expect(both.map((answer) => answer.status).sort()).toEqual([200, 409])
  expect(both.find((answer) => answer.status === 409)?.body.code).toBe('version_conflict')
  const row = await rowOf(id)
  expect(row.version).toBe(2)
  expect(row.search_key).toBe(row.full_name)
})

test('stage, owner and tags change with their own facts, and a change to the same writes nothing', async () => {
  const { id } = await buildCustomer(t, { branchId: branch.id })
  expect((await here.put(`/customers/${id}/stage`, { version: 1, stage: 'loyal' })).body).toEqual({
    version: 2,
  })
  expect((await here.put(`/customers/${id}/owner`, { version: 2, ownerId: employee.id })).body).toEqual({
    version: 3,
  })
  expect((await here.put(`/customers/${id}/tags`, { version: 3, tags: ['مهم', 'مهم'] })).body).toEqual({
    version: 4,
  })
  expect((await here.put(`/customers/${id}/tags`, { version: 4, tags: ['مهم'] })).body).toEqual({
    version: 4,
  })
  expect((await auditsOf(id)).map((a) => [a.action, a.before, a.after])).toEqual([
    ['changeStage', { stage: 'potential' }, { stage: 'loyal' }],
    ['assignCustomer', { ownerId: null }, { ownerId: employee.id }],
    ['tagCustomer', { tags: [] }, { tags: ['مهم'] }],
  ])
  const events = await t.services.database.db
    .selectFrom('events')
    .select('name')
    .where('customer_id', '=', id)
    .orderBy('id')
    .execute()
  expect(events.map((e) => e.name)).toEqual([
    'customer.stage_changed',
    'customer.assigned',
    'customer.updated',
  ])
})

test('a customer handed to another branch leaves the owner behind and needs a right in both', async () => {
  const other = await buildBranch(t)
  const { id } = await buildCustomer(t, { branchId: branch.id, ownerId: employee.id })
  expect((await here.patch(`/customers/${id}`, { version: 1, branchId: other.id })).status).toBe(403)
  expect((await boss.patch(`/customers/${id}`, { version: 1, branchId: other.id })).status).toBe(200)
  expect(await rowOf(id)).toMatchObject({ branch_id: other.id, owner_id: null })
  expect((await here.get(`/customers/${id}`)).status).toBe(404)
})

test('the identifier is shown for a reason, which is audited, and is kept nowhere else', async () => {
  const { id } = await buildCustomer(t, { branchId: branch.id, identifier: '0067749828' })
  expect((await here.post(`/customers/${id}/identifier/unmask`, { reason: ' ' })).status).toBe(422)
  const shown = await here.post(`/customers/${id}/identifier/unmask`, { reason: 'تطبیق با کارت' })
  expect(shown.body).toEqual({ identifier: '0067749828' })
  const [entry] = await auditsOf(id)
  expect([entry?.action, entry?.after, entry?.actor_id]).toEqual([
    'unmaskIdentifier',
    { reason: 'تطبیق با کارت' },
    employee.id,
  ])
  const keys = await t.services.database.db.selectFrom('idempotency_keys').selectAll().execute()
  expect(JSON.stringify(keys.map((key) => key.response))).not.toContain('0067749828')
  const none = await buildCustomer(t, { branchId: branch.id })
  expect((await here.post(`/customers/${none.id}/identifier/unmask`, { reason: 'تطبیق' })).body.code).toBe(
    'identifier_missing',
  )
})

test('a deleted customer is nowhere until restored', async () => {
  const { id, phone } = await buildCustomer(t, {
    branchId: branch.id,
    fullName: 'پاک‌شدنی',
    identifier: '0013542419',
  })
  expect((await boss.delete(`/customers/${id}`)).status).toBe(204)
  expect((await boss.delete(`/customers/${id}`)).status).toBe(404)
  expect((await here.get(`/customers/${id}/card`)).status).toBe(404)
  expect((await here.get(`/customers/search?q=${phone.slice(3)}`)).body.items).toEqual([])
  // The identifier is free for somebody else, who then stands in the way of the undo.
  const next = await here.post('/customers', { fullName: 'نفر بعد', identifier: '0013542419' })
  expect(next.status).toBe(201)
  expect((await boss.post(`/customers/${id}/restore`)).body.code).toBe('identifier_taken')
  await here.patch(`/customers/${next.body.id}`, { version: 1, identifier: null })
  expect((await boss.post(`/customers/${id}/restore`)).status).toBe(204)
  expect((await here.get(`/customers/${id}/card`)).status).toBe(200)
})
