import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../server/lib/id.ts'
import { asSystem } from '../../server/lib/jobs.ts'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { buildPerson } from '../../server/test/build.ts'
import { ensureShippedInstruments } from './ensure-shipped.ts'
import { shippedInstruments } from './shipped.ts'

let t: TestApp
let analyst: Client
let employee: Client

beforeAll(async () => {
  t = await startTestApp()
  analyst = await t.as(await buildPerson(t, { role: 'analyst' }))
  employee = await t.as(await buildPerson(t))
  await asSystem(t.services, 'test', ensureShippedInstruments)
})
afterAll(() => t.close())

const w = (fa: string) => ({ fa, en: '' })
const own = (codes = ['a', 'b']) => ({
  intro: w('سلام'),
  thanks: w('سپاس'),
  questions: codes.map((code) => ({ code, kind: 'text', text: w('نظر شما؟') })),
})
const create = async (body: object = {}) =>
  (await analyst.post('/instruments', { title: 'پرسشنامهٔ ما', definition: own(), ...body })).body
const rows = async (query: string, values: unknown[] = []) =>
  (await t.services.database.pool.query(query, values)).rows

test('strangers see no questionnaire, employees and leads read them, and only designers write', async () => {
  const lead = await t.as(await buildPerson(t, { role: 'lead' }))
  const auditor = await t.as(await buildPerson(t, { role: 'auditor' }))
  const made = await create()
  const before = await rows('select count(*)::int as n, max(updated_at) as at from instrument_versions')
  expect((await t.anonymous.get('/instruments')).status).toBe(401)
  for (const client of [employee, lead, auditor]) {
    expect((await client.get(`/instruments/${made.id}`)).status).toBe(200)
    expect((await client.post('/instruments', { title: 'x' })).status).toBe(403)
    const draft = { version: 1, title: 'x', definition: own() }
    expect((await client.put(`/instruments/${made.id}/draft`, draft)).status).toBe(403)
    expect((await client.post(`/instruments/${made.id}/publish`, { version: 1 })).status).toBe(403)
    expect(
      (await client.post(`/instruments/${made.id}/archive`, { version: 1, isArchived: true })).status,
    ).toBe(403)
  }
  expect(await rows('select count(*)::int as n, max(updated_at) as at from instrument_versions')).toEqual(
    before,
  )
})

test('what ships is there once, published, however often and by however many it is ensured', async () => {
  const counts = () =>
    rows(`select key, max(v.version) as number, count(v.published_at)::int as published
      from instruments i join instrument_versions v on v.instrument_id = i.id where created_by is null group by key order by key`)
  const first = await counts()
  expect(first.map((row) => row.key)).toEqual(shippedInstruments.map((i) => i.key).sort())
  expect(first.every((row) => row.number === 1 && row.published === 1)).toBe(true)
  await Promise.all([1, 2].map(() => asSystem(t.services, 'test', ensureShippedInstruments)))
  expect(await counts()).toEqual(first)
  const { body } = await employee.get('/instruments')
  expect(body.items.slice(0, 3).map((i: { key: string }) => i.key)).toEqual(['csat', 'nps', 'ces'])
  expect(body.items[3]).toMatchObject({
    key: 'acsi',
    isShipped: true,
    publishedNumber: 1,
    draftNumber: null,
    modelId: 'acsi',
    questionCount: 14,
  })
})

test('a release that words a shipped one anew publishes its next version and keeps the old', async () => {
  const [{ id }] = (await rows(`select id from instruments where key = 'nps'`)) as [{ id: string }]
  // The database as an older release left it.
  await t.services.database.pool.query(
    `alter table instrument_versions disable trigger instrument_versions_published`,
  )
  await t.services.database.pool.query(
    `update instrument_versions set definition = jsonb_set(definition, '{intro,fa}', '"پیشین"') where instrument_id = $1`,
    [id],
  )
  await t.services.database.pool.query(
    `alter table instrument_versions enable trigger instrument_versions_published`,
  )
  await asSystem(t.services, 'test', ensureShippedInstruments)
  const detail = (await employee.get(`/instruments/${id}`)).body
  expect(detail.publishedNumber).toBe(2)
  expect(detail.current.definition.intro.fa).not.toBe('پیشین')
  expect((await employee.get(`/instruments/${id}/versions/1`)).body.definition.intro.fa).toBe('پیشین')
})

test('a shipped one is copied, not changed', async () => {
  const { body } = await analyst.get('/instruments')
  const swics = body.items.find((i: { key: string }) => i.key === 'swics')
  const save = { version: swics.version, title: 'x', definition: own() }
  expect((await analyst.put(`/instruments/${swics.id}/draft`, save)).body.code).toBe('instrument_is_shipped')
  const copy = await analyst.post('/instruments', { title: 'گفت‌وگوی ما', copyOf: { instrumentId: swics.id } })
  expect(copy.status).toBe(201)
  expect(copy.body).toMatchObject({
    kind: 'swics',
    modelId: 'swics',
    isShipped: false,
    draftNumber: 1,
    publishedNumber: null,
  })
  const { definition } = (await analyst.get(`/instruments/${copy.body.id}`)).body.current
  const broken = {
    ...definition,
    questions: definition.questions.filter((q: { code: string }) => q.code !== 'sat2'),
  }
  const refused = await analyst.put(`/instruments/${copy.body.id}/draft`, {
    version: 1,
    title: 'x',
    definition: broken,
  })
  expect(refused.status).toBe(422)
  expect(refused.body.code).toBe('instrument_invalid')
  expect(Object.keys(refused.body.fields)).toEqual(['definition.modelId.sat2'])
})

test('a published version is frozen: the next save begins a new one, the old one stays as it was', async () => {
  const made = await create()
  const url = `/instruments/${made.id}`
  expect(made).toMatchObject({ draftNumber: 1, publishedNumber: null, version: 1 })
  const published = await analyst.post(`${url}/publish`, { version: 1 })
  expect(published.body).toMatchObject({ draftNumber: null, publishedNumber: 1, version: 2 })
  expect((await analyst.post(`${url}/publish`, { version: 2 })).body.code).toBe(
    'instrument_nothing_to_publish',
  )
  const saved = await analyst.put(`${url}/draft`, { version: 2, title: 'نام تازه', definition: own(['c']) })
  expect(saved.body).toMatchObject({ draftNumber: 2, publishedNumber: 1, title: 'نام تازه', version: 3 })
  const again = await analyst.put(`${url}/draft`, { version: 3, title: 'نام تازه', definition: own(['d']) })
  expect(again.body).toMatchObject({ draftNumber: 2, version: 4 })
  const first = (await analyst.get(`${url}/versions/1`)).body
  expect(first.definition.questions.map((q: { code: string }) => q.code)).toEqual(['a', 'b'])
  expect(first.publishedAt).not.toBe(null)
  await expect(
    rows(`update instrument_versions set definition = '{}' where instrument_id = $1 and version = 1`, [
      made.id,
    ]),
  ).rejects.toThrow(/does not change/)
})

test('two who save at once: one does, the other is told and has lost nothing', async () => {
  const made = await create()
  const answers = await Promise.all(
    ['x', 'y'].map((code) =>
      analyst.put(`/instruments/${made.id}/draft`, { version: 1, title: 'x', definition: own([code]) }),
    ),
  )
  expect(answers.map((a) => a.status).sort()).toEqual([200, 409])
})

test('a wrong definition is refused with every place at fault, in words', async () => {
  const wrong = { ...own(['a', 'a']), lowScore: { question: 'a', atMost: 3 } }
  const { status, body } = await analyst.post('/instruments', { title: 'x', definition: wrong })
  expect(status).toBe(422)
  expect(body.fields).toEqual({
    'definition.questions.1.code': 'این کد پیش‌تر به کار رفته است. کد دیگری بدهید.',
    'definition.lowScore.question': expect.stringContaining('نمرهٔ پایین'),
  })
  expect(body.detail).toContain('۲ ایراد')
})

test('a questionnaire goes out as a file and comes back the same', async () => {
  const made = await create({ titleEn: 'Ours' })
  const file = await employee.get(`/instruments/${made.id}/versions/1/export`)
  expect(file.headers['content-disposition']).toContain('attachment')
  const content = JSON.parse(file.text)
  const back = await analyst.post('/instruments/import', content)
  expect(back.status).toBe(201)
  expect(back.body).toMatchObject({
    title: 'پرسشنامهٔ ما',
    titleEn: 'Ours',
    draftNumber: 1,
    publishedNumber: null,
  })
  expect(back.body.id).not.toBe(made.id)
  const definition = async (id: string) => (await analyst.get(`/instruments/${id}`)).body.current.definition
  expect(await definition(back.body.id)).toEqual(await definition(made.id))
  content.definition.questions[1].kind = 'scale'
  const refused = await analyst.post('/instruments/import', content)
  expect(refused.status).toBe(422)
  expect(Object.keys(refused.body.fields)).toContain('definition.questions.1.min')
  expect((await analyst.post('/instruments/import', { ...content, format: 'other' })).status).toBe(422)
})

test('every export of what ships can be imported', async () => {
  const { body } = await analyst.get('/instruments')
  for (const i of body.items.filter((one: { isShipped: boolean }) => one.isShipped)) {
    const file = await analyst.get(`/instruments/${i.id}/versions/${i.publishedNumber}/export`)
    expect((await analyst.post('/instruments/import', JSON.parse(file.text))).status).toBe(201)
  }
})

test('an archived one leaves the list and comes back', async () => {
  const made = await create()
  const url = `/instruments/${made.id}/archive`
  expect((await analyst.post(url, { version: 1, isArchived: true })).body.isArchived).toBe(true)
  const listed = async (archived: string) =>
    (await analyst.get(`/instruments?filter[archived]=${archived}`)).body.items.map(
      (i: { id: string }) => i.id,
    )
  expect(await listed('no')).not.toContain(made.id)
  expect(await listed('yes')).toContain(made.id)
  expect((await analyst.post(url, { version: 2, isArchived: false })).status).toBe(200)
  expect(await listed('no')).toContain(made.id)
})

test('an unknown one is not found', async () => {
  expect((await analyst.get(`/instruments/${newId()}`)).body.code).toBe('instrument_not_found')
  expect((await analyst.post('/instruments', { title: 'x', copyOf: { instrumentId: newId() } })).status).toBe(
    404,
  )
})
