import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../server/lib/id.ts'
import { asSystem } from '../../server/lib/jobs.ts'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { type BuiltCustomer, buildBranch, buildCustomer, buildPerson } from '../../server/test/build.ts'
import { ensureShippedInstruments } from './ensure-shipped.ts'
import { digestOf } from './links.ts'

const DAY = 86_400_000
let t: TestApp
let analyst: Client
let csat: string
let start: number
let branchId: string
let otherBranchId: string
let lead: Client

beforeAll(async () => {
  t = await startTestApp()
  await asSystem(t.services, 'test', ensureShippedInstruments)
  csat = (await rows(`select id from instruments where key = 'csat'`))[0].id
  analyst = await t.as(await buildPerson(t, { role: 'analyst' }))
})
afterAll(() => t.close())
beforeEach(async () => {
  start = Date.parse('2026-11-25T08:00:00Z')
  t.setNow(new Date(start))
  branchId = (await buildBranch(t)).id
  otherBranchId = (await buildBranch(t)).id
  lead = await t.as(await buildPerson(t, { role: 'lead', branchId }))
})

const rows = async (query: string, values: unknown[] = []) =>
  (await t.services.database.pool.query(query, values)).rows
const consent = (customer: { id: string }, isGranted = true, channel = 'sms') =>
  t.services.database.db
    .insertInto('consents')
    .values({
      customer_id: customer.id,
      id: newId(),
      channel,
      purpose: 'survey',
      is_granted: isGranted,
      proof: 'فرم',
      recorded_at: t.services.now(),
    })
    .execute()
/** A customer who may be asked. */
const willing = async (values: Parameters<typeof buildCustomer>[1] = {}): Promise<BuiltCustomer> => {
  const customer = await buildCustomer(t, { branchId, ...values })
  await consent(customer)
  return customer
}
const create = async (body: object = {}, client = lead) =>
  (await client.post('/surveys', { name: 'رضایت پاییز', instrumentId: csat, ...body })).body
const move = (survey: { id: string; version: number }, verb: string, client = lead) =>
  client.post(`/surveys/${survey.id}/${verb}`, { version: survey.version })
const run = async (body: object = {}, client = lead) => {
  const { body: survey } = await move(await create(body, client), 'start', client)
  await t.drain()
  return survey
}
const invited = async (survey: { id: string }): Promise<string[]> =>
  (await rows('select customer_id from invitations where survey_id = $1', [survey.id])).map(
    (r) => r.customer_id,
  )

test('strangers, employees and auditors run no survey; a lead runs those of the branch, not the company’s', async () => {
  const own = await create()
  const company = await create({ branchId: null }, analyst)
  const foreign = await create({ branchId: otherBranchId }, analyst)
  const employee = await t.as(await buildPerson(t, { branchId }))
  const auditor = await t.as(await buildPerson(t, { role: 'auditor' }))
  const before = await rows('select id, version from surveys order by id')
  const body = { name: 'x', instrumentId: csat }
  expect((await t.anonymous.get('/surveys')).status).toBe(401)
  expect((await employee.post('/surveys', body)).status).toBe(403)
  expect((await auditor.post('/surveys', body)).status).toBe(403)
  expect((await lead.post('/surveys', { ...body, branchId: null })).status).toBe(403)
  expect((await lead.post('/surveys', { ...body, branchId: otherBranchId })).status).toBe(403)
  const foreignFilter = { ...body, audience: { 'filter[branch]': otherBranchId } }
  expect((await lead.post('/surveys', foreignFilter)).status).toBe(403)
  for (const verb of ['start', 'pause', 'resume', 'close', 'kiosk', 'links']) {
    const put = { version: 1 }
    const at = (survey: { id: string }) => `/surveys/${survey.id}/${verb}`
    const what = verb === 'links' ? {} : put
    expect([verb, (await employee.post(at(own), what)).status]).toEqual([verb, 403])
    expect([verb, (await lead.post(at(company), what)).status]).toEqual([verb, 403])
    expect([verb, (await lead.post(at(foreign), what)).status]).toEqual([verb, 404])
  }
  for (const path of ['', '/numbers', '/invitations']) {
    expect((await employee.get(`/surveys/${company.id}${path}`)).status).toBe(200)
    expect((await employee.get(`/surveys/${foreign.id}${path}`)).status).toBe(404)
    expect((await auditor.get(`/surveys/${foreign.id}${path}`)).status).toBe(200)
  }
  expect((await lead.get(`/surveys/${company.id}/preview`)).status).toBe(403)
  const listed = (await lead.get('/surveys')).body.items.map((s: { id: string }) => s.id)
  expect(listed).toContain(own.id)
  expect(listed).toContain(company.id)
  expect(listed).not.toContain(foreign.id)
  expect(await rows('select id, version from surveys order by id')).toEqual(before)
})

test('only a published questionnaire is asked, and a survey changes only before it begins', async () => {
  const made = (await analyst.post('/instruments', { title: 'پیش‌نویس' })).body
  const refused = await lead.post('/surveys', { name: 'x', instrumentId: made.id })
  expect(refused.body.code).toBe('survey_instrument_unpublished')
  expect(refused.body.fields.instrumentId).toBeTruthy()
  const survey = await create({ audience: { 'filter[tier]': 'gold,silver' }, seed: 7 })
  expect(survey).toMatchObject({
    status: 'draft',
    instrumentNumber: 1,
    branchId,
    audience: { 'filter[tier]': 'gold,silver' },
    seed: 7,
    version: 1,
  })
  const change = { name: 'نام تازه', instrumentId: csat, restDays: 5, version: 1 }
  const changed = await lead.put(`/surveys/${survey.id}`, change)
  expect(changed.body).toMatchObject({ name: 'نام تازه', restDays: 5, seed: 7, version: 2, audience: {} })
  expect((await lead.put(`/surveys/${survey.id}`, change)).body.code).toBe('version_conflict')
  const started = await move(changed.body, 'start')
  expect(started.body).toMatchObject({ status: 'running', version: 3 })
  expect((await lead.put(`/surveys/${survey.id}`, { ...change, version: 3 })).body.code).toBe(
    'survey_not_draft',
  )
  expect((await move(started.body, 'start')).body.code).toBe('survey_wrong_status')
  const late = { name: 'x', instrumentId: csat, closesAt: new Date(start - 1).toISOString() }
  expect((await lead.post('/surveys', late)).body.code).toBe('survey_closes_too_early')
})

test('the preview says who would be asked and why not the others, and the start does just that', async () => {
  const gold = [
    await willing({ tier: 'gold' }),
    await willing({ tier: 'gold' }),
    await willing({ tier: 'gold' }),
  ]
  const plain = [await willing(), await willing()]
  const silent = await buildCustomer(t, { branchId })
  const refusing = await willing()
  t.setNow(new Date(start + 1000))
  await consent(refusing, false)
  const unreachable = await willing()
  await rows('delete from contact_points where customer_id = $1', [unreachable.id])
  const elsewhere = await willing({ branchId: otherBranchId })
  const deleted = await willing()
  await rows('update customers set deleted_at = now() where id = $1', [deleted.id])
  // Asked by another survey last week.
  const resting = await willing()
  await run({ audience: { q: resting.fullName } })
  t.setNow(new Date(start + 7 * DAY))

  const body = { quotas: [{ by: 'tier', value: 'gold', atMost: 1 }], sampleSize: 2, restDays: 30 }
  const survey = await create(body)
  const { body: preview } = await lead.get(`/surveys/${survey.id}/preview`)
  expect(preview).toMatchObject({
    fit: 9,
    alreadyInvited: 0,
    resting: 1,
    withoutConsent: 2,
    withoutContact: 1,
    asked: 2,
  })
  expect(preview.quotaFull + preview.beyondSample).toBe(3)
  await move(survey, 'start')
  await t.drain()
  const asked = await invited(survey)
  expect(asked.length).toBe(2)
  expect(asked.filter((id) => gold.some((c) => c.id === id)).length).toBeLessThanOrEqual(1)
  for (const id of asked) expect([...gold, ...plain].map((c) => c.id)).toContain(id)
  for (const other of [silent, refusing, unreachable, elsewhere, deleted, resting])
    expect(asked).not.toContain(other.id)
  expect((await lead.get(`/surveys/${survey.id}`)).body).toMatchObject({ plannedCount: 2, invitedCount: 2 })

  // Who never said no may be asked where the survey says so; a refusal holds.
  const open = await create({ consent: 'not_refused', restDays: 0 })
  const { body: wider } = await lead.get(`/surveys/${open.id}/preview`)
  expect(wider).toMatchObject({ fit: 9, resting: 0, withoutConsent: 1, withoutContact: 1, asked: 7 })
})

test('the same seed draws the same customers, another seed others', async () => {
  for (let i = 0; i < 30; i++) await willing()
  const draw = (seed: number) => run({ seed, sampleSize: 10, restDays: 0 }).then(invited)
  const [one, two, three] = [await draw(1), await draw(1), await draw(2)]
  expect(one!.length).toBe(10)
  expect(two!.sort()).toEqual(one!.sort())
  expect(three!.sort()).not.toEqual(one)
})

test('two surveys that start together do not both ask one customer', async () => {
  for (let i = 0; i < 20; i++) await willing()
  const [a, b] = [await create(), await create()]
  await Promise.all([move(a, 'start'), move(b, 'start')])
  await Promise.all([t.drain(), t.drain()])
  const all = [...(await invited(a)), ...(await invited(b))]
  expect(all.length).toBe(20)
  expect(new Set(all).size).toBe(20)
})

test('a survey that opens later asks later, and one that is over closes and lets its invitations expire', async () => {
  await willing()
  const survey = await run({
    opensAt: new Date(start + DAY).toISOString(),
    closesAt: new Date(start + 3 * DAY).toISOString(),
  })
  expect(await invited(survey)).toEqual([])
  t.setNow(new Date(start + DAY + 1000))
  await t.drain()
  expect((await invited(survey)).length).toBe(1)
  const [row] = await rows('select expires_at from invitations where survey_id = $1', [survey.id])
  expect(row.expires_at).toEqual(new Date(start + 3 * DAY))
  t.setNow(new Date(start + 3 * DAY))
  await rows(`insert into jobs (id, name, key, run_at) values ($1, 'surveys.sweep', 'surveys.sweep', $2)`, [
    newId(),
    t.services.now(),
  ])
  await t.drain()
  expect((await lead.get(`/surveys/${survey.id}`)).body.status).toBe('closed')
  const after = await lead.get(`/surveys/${survey.id}/invitations`)
  expect(after.body.items.map((i: { status: string }) => i.status)).toEqual(['expired'])
  // It was never sent to them: they do not rest because of it.
  const next = await create()
  expect((await lead.get(`/surveys/${next.id}/preview`)).body).toMatchObject({ resting: 0, asked: 1 })
  await rows(`delete from jobs where key = 'surveys.sweep'`)
})

test('a tablet’s door opens under a code shown once and kept as a digest', async () => {
  const survey = await create()
  const opened = await lead.post(`/surveys/${survey.id}/kiosk`, { version: 1 })
  expect(opened.status).toBe(200)
  expect(opened.body.url.endsWith(`/${opened.body.code}`)).toBe(true)
  const digest = async () =>
    (await rows('select kiosk_digest from surveys where id = $1', [survey.id]))[0].kiosk_digest
  expect((await digest()).equals(digestOf(opened.body.code))).toBe(true)
  const again = await lead.post(`/surveys/${survey.id}/kiosk`, { version: 2 })
  expect(again.body.code).not.toBe(opened.body.code)
  expect((await lead.get(`/surveys/${survey.id}`)).body.hasKiosk).toBe(true)
  expect((await lead.delete(`/surveys/${survey.id}/kiosk`)).status).toBe(204)
  expect(await digest()).toBe(null)
  const dump = JSON.stringify(await rows('select response from idempotency_keys'))
  expect(dump).not.toContain(opened.body.code)
})

test('numbers: what was asked and answered, where people stopped, and how they differ from the customers', async () => {
  const [a, b, c, d] = [await willing({ tier: 'gold' }), await willing(), await willing(), await willing()]
  await buildCustomer(t, { branchId, tier: 'silver' })
  const survey = await run()
  await lead.post(`/surveys/${survey.id}/links`, {})
  const set = (customer: { id: string }, status: string) =>
    rows(
      `update invitations set status = $3, answered_at = case when $3 = 'answered' then now() end
      where survey_id = $1 and customer_id = $2`,
      [survey.id, customer.id, status],
    )
  await set(a!, 'answered')
  await set(b!, 'answered')
  await set(c!, 'refused')
  await rows(
    `insert into responses (customer_id, id, survey_id, instrument_id, instrument_version, invitation_id, branch_id, mode, answers, last_question, submitted_at)
    select i.customer_id, i.id, i.survey_id, $2, 1, i.id, i.branch_id, 'web', '{"csat": 9}', case when i.customer_id = $3 then 'csat' else 'comment' end,
      case when i.customer_id <> $3 then $4::timestamptz end
    from invitations i where i.survey_id = $1 and i.customer_id <> $5`,
    [survey.id, csat, d!.id, new Date(start), c!.id],
  )
  const { body } = await lead.get(`/surveys/${survey.id}/numbers`)
  expect(body).toMatchObject({
    invited: 4,
    sent: 4,
    answered: 2,
    refused: 1,
    expired: 0,
    responseRatio: 0.5,
    responseN: 4,
    started: 3,
    finished: 2,
    dropOff: [{ question: 'csat', stopped: 1 }],
    days: [{ on: '2026-11-25', answered: 2 }],
  })
  const tier = (value: string) => body.shares.find((s: { value: string }) => s.value === value)
  expect(tier('gold')).toEqual({
    by: 'tier',
    value: 'gold',
    name: null,
    customers: 1,
    fit: 1,
    invited: 1,
    answered: 1,
  })
  expect(tier('silver')).toMatchObject({ customers: 1, invited: 0, answered: 0 })
  expect(tier('normal')).toMatchObject({ customers: 3, invited: 3, answered: 1 })
  expect(tier(branchId)).toMatchObject({ by: 'branch', customers: 5, invited: 4, answered: 2 })
})

test('in a survey of the company a branch sees its own numbers only, and few anonymous people are not told apart', async () => {
  await willing()
  await willing({ branchId: otherBranchId })
  const survey = await run({ branchId: null, isAnonymous: true, restDays: 0 }, analyst)
  const { body: mine } = await lead.get(`/surveys/${survey.id}/numbers`)
  expect(mine.invited).toBe(1)
  expect(
    mine.shares.filter((s: { by: string }) => s.by === 'branch').map((s: { value: string }) => s.value),
  ).toEqual([branchId])
  expect(mine.shares.every((s: { answered: unknown }) => s.answered === null)).toBe(true)
  expect((await lead.get(`/surveys/${survey.id}`)).body.invitedCount).toBe(1)
  expect((await lead.get(`/surveys/${survey.id}/invitations`)).body.items.length).toBe(1)
  const { body: whole } = await analyst.get(`/surveys/${survey.id}/numbers`)
  expect(whole.invited).toBeGreaterThan(1)
})
