import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../server/lib/id.ts'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { type BuiltPerson, buildBranch, buildCustomer, buildPerson } from '../../server/test/build.ts'

let t: TestApp
let branch: { id: string; name: string }
let person: BuiltPerson
let here: Client
let lead: Client
beforeAll(async () => {
  t = await startTestApp()
  branch = await buildBranch(t)
  person = await buildPerson(t, { branchId: branch.id })
  here = await t.as(person)
  lead = await t.as(await buildPerson(t, { branchId: branch.id, role: 'lead' }))
})
afterAll(() => t.close())

const cardOf = async (id: string) => (await here.get(`/customers/${id}/card`)).body
const auditsOf = async (id: string) =>
  (
    await t.services.database.db
      .selectFrom('audit_entries')
      .select('action')
      .where('customer_id', '=', id)
      .orderBy('id')
      .execute()
  ).map((row) => row.action)

test('contact points come and go, and one of each kind is always first', async () => {
  const { id } = await buildCustomer(t, { branchId: branch.id, phone: '+989121230001' })
  const path = `/customers/${id}/contact-points`
  const second = await here.post(path, { kind: 'phone', value: '۰۹۱۲ ۱۲۳ ۰۰۰۲', label: 'محل کار' })
  expect(second.body).toMatchObject({ normalised: '+989121230002', isPrimary: false })
  expect((await here.post(path, { kind: 'phone', value: '+989121230001' })).body.code).toBe(
    'contact_point_exists',
  )
  expect((await here.post(path, { kind: 'phone', value: '12' })).body.fields).toHaveProperty('value')
  expect((await here.post(path, { kind: 'email', value: 'نادرست' })).body.code).toBe('contact_point_invalid')
  expect((await here.put(`${path}/${second.body.id}/primary`)).status).toBe(204)
  const primaries = async () =>
    (await cardOf(id)).contactPoints
      .filter((p: { isPrimary: boolean }) => p.isPrimary)
      .map((p: { normalised: string }) => p.normalised)
  expect(await primaries()).toEqual(['+989121230002'])
  expect((await here.delete(`${path}/${second.body.id}`)).status).toBe(204)
  expect((await here.delete(`${path}/${second.body.id}`)).status).toBe(404)
  expect(await primaries()).toEqual(['+989121230001'])
  expect(await auditsOf(id)).toEqual(['addContactPoint', 'setPrimaryContactPoint', 'removeContactPoint'])
})

test('a contact point of another customer is out of reach by this one’s address', async () => {
  const mine = await buildCustomer(t, { branchId: branch.id })
  const strange = await buildCustomer(t)
  const [point] = await t.services.database.db
    .selectFrom('contact_points')
    .select('id')
    .where('customer_id', '=', strange.id)
    .execute()
  expect((await here.delete(`/customers/${mine.id}/contact-points/${point!.id}`)).status).toBe(404)
  expect((await here.put(`/customers/${mine.id}/contact-points/${point!.id}/primary`)).status).toBe(404)
})

test('two people who each make a number the first leave one first', async () => {
  const { id } = await buildCustomer(t, { branchId: branch.id })
  await Promise.all(
    [1, 2, 3, 4].map((n) =>
      here.post(`/customers/${id}/contact-points`, {
        kind: 'phone',
        value: `0912999000${n}`,
        isPrimary: true,
      }),
    ),
  )
  const points = (await cardOf(id)).contactPoints
  expect(points).toHaveLength(5)
  expect(points.filter((p: { isPrimary: boolean }) => p.isPrimary)).toHaveLength(1)
})

test('a relation is seen from both sides and only with somebody in reach', async () => {
  const payer = await buildCustomer(t, { branchId: branch.id, fullName: 'پدر' })
  const user = await buildCustomer(t, { branchId: branch.id, fullName: 'دختر' })
  const strange = await buildCustomer(t)
  const path = `/customers/${payer.id}/relations`
  const made = await here.post(path, { kind: 'pays', otherCustomerId: user.id })
  expect(made.status).toBe(201)
  expect((await here.post(path, { kind: 'pays', otherCustomerId: user.id })).body.code).toBe(
    'relation_exists',
  )
  expect((await here.post(path, { kind: 'family', otherCustomerId: payer.id })).body.code).toBe(
    'relation_with_self',
  )
  expect((await here.post(path, { kind: 'family', otherCustomerId: strange.id })).status).toBe(404)
  expect((await cardOf(payer.id)).relations).toMatchObject([
    { direction: 'outgoing', kind: 'pays', otherName: 'دختر' },
  ])
  expect((await cardOf(user.id)).relations).toMatchObject([
    { direction: 'incoming', kind: 'pays', otherName: 'پدر' },
  ])
  expect((await here.delete(`/customers/${user.id}/relations/${made.body.id}`)).status).toBe(404)
  expect((await here.delete(`${path}/${made.body.id}`)).status).toBe(204)
  expect((await cardOf(user.id)).relations).toEqual([])
})

test('the newest consent of a channel and purpose holds, and older ones can not be changed', async () => {
  const { id } = await buildCustomer(t, { branchId: branch.id })
  const give = (isGranted: boolean, channel = 'sms') =>
    here.post(`/customers/${id}/consents`, { channel, purpose: 'marketing', isGranted, proof: 'فرم امضاشده' })
  await give(true)
  await give(true, 'email')
  await give(false)
  expect(
    (await cardOf(id)).consents.map((c: { channel: string; isGranted: boolean }) => [c.channel, c.isGranted]),
  ).toEqual([
    ['email', true],
    ['sms', false],
  ])
  const { db } = t.services.database
  expect(await db.selectFrom('consents').selectAll().where('customer_id', '=', id).execute()).toHaveLength(3)
  await expect(
    db.updateTable('consents').set({ is_granted: true }).where('customer_id', '=', id).execute(),
  ).rejects.toThrow('append-only')
  expect((await give(true, 'fax')).status).toBe(422)
})

test('a facet has a source and a day that has come', async () => {
  const { id } = await buildCustomer(t, { branchId: branch.id })
  const path = `/customers/${id}/facets`
  expect((await here.post(path, { kind: 'interest', value: 'چای' })).status).toBe(422)
  const early = await here.post(path, {
    kind: 'interest',
    value: 'چای',
    source: 'خودش',
    observedOn: '2199-01-01',
  })
  expect([early.status, early.body.code]).toEqual([422, 'day_in_future'])
  const answer = await here.post(path, {
    kind: 'occasion',
    value: 'سالگرد',
    source: 'تماس',
    observedOn: '2020-02-02',
  })
  expect(answer.status).toBe(201)
  const timeline = (await here.get(`/customers/${id}/timeline`)).body.items
  expect(timeline).toMatchObject([{ kind: 'facet', facetKind: 'occasion', observedOn: '2020-02-02' }])
})

test('a need ends once', async () => {
  const { id } = await buildCustomer(t, { branchId: branch.id })
  const path = `/customers/${id}/needs`
  expect((await here.post(path, { text: 'صندلی', caseId: newId() })).status).toBe(404)
  const { body } = await here.post(path, { text: 'صندلی', kind: 'latent' })
  const ends = await Promise.all(['fulfil', 'decline'].map((end) => here.post(`${path}/${body.id}/${end}`)))
  expect(ends.map((answer) => answer.status).sort()).toEqual([204, 409])
  expect((await here.post(`${path}/${newId()}/fulfil`)).status).toBe(404)
  const told = (await here.get(`/customers/${id}/timeline`)).body.items
  expect(told).toHaveLength(2)
  expect(told[1]).toMatchObject({ kind: 'need', change: 'recorded' })
})

test('saved views are mine, or shared by a colleague and theirs to remove', async () => {
  const view = { entity: 'customers', name: 'طلایی‌ها', query: { 'filter[tier]': 'gold' } }
  const own = await here.post('/saved-views', view)
  expect(own.status).toBe(201)
  expect((await here.post('/saved-views', view)).body.code).toBe('saved_view_exists')
  const shared = await lead.post('/saved-views', { ...view, isShared: true })
  const hidden = await lead.post('/saved-views', { ...view, name: 'خصوصی' })
  const names = async () =>
    (await here.get('/saved-views?entity=customers')).body.items.map((v: { id: string; isMine: boolean }) => [
      v.id,
      v.isMine,
    ])
  expect(await names()).toEqual([
    [own.body.id, true],
    [shared.body.id, false],
  ])
  expect((await here.get('/saved-views?entity=cases')).body.items).toEqual([])
  expect((await here.delete(`/saved-views/${shared.body.id}`)).status).toBe(403)
  expect((await here.delete(`/saved-views/${hidden.body.id}`)).status).toBe(404)
  expect((await here.delete(`/saved-views/${own.body.id}`)).status).toBe(204)
  expect(await names()).toHaveLength(1)
})
