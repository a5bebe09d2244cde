import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../server/lib/id.ts'
import { asSystem } from '../../server/lib/jobs.ts'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { buildBranch, buildCustomer, buildPerson } from '../../server/test/build.ts'
import { ensureShippedInstruments } from './ensure-shipped.ts'
import { digestOf } from './links.ts'
import { MAX_CALLS } from './rules.ts'

const HOUR = 3_600_000
let t: TestApp
let csat: string
let start: number
let branchId: string
let lead: Client
let caller: Client
let colleague: Client

beforeAll(async () => {
  t = await startTestApp()
  await asSystem(t.services, 'test', ensureShippedInstruments)
  csat = (await rows(`select id from instruments where key = 'csat'`))[0].id
})
afterAll(() => t.close())
beforeEach(async () => {
  start = Date.parse('2026-11-25T08:00:00Z')
  t.setNow(new Date(start))
  branchId = (await buildBranch(t)).id
  lead = await t.as(await buildPerson(t, { role: 'lead', branchId }))
  caller = await t.as(await buildPerson(t, { branchId }))
  colleague = await t.as(await buildPerson(t, { branchId }))
})

const rows = async (query: string, values: unknown[] = []) =>
  (await t.services.database.pool.query(query, values)).rows
const run = async (count: number, body: object = {}) => {
  for (let i = 0; i < count; i++) await buildCustomer(t, { branchId })
  const { body: survey } = await lead.post('/surveys', {
    name: 'رضایت',
    instrumentId: csat,
    consent: 'not_refused',
    ...body,
  })
  await lead.post(`/surveys/${survey.id}/start`, { version: 1 })
  await t.drain()
  return survey as { id: string }
}
const listed = async (survey: { id: string }, query = '') =>
  (await lead.get(`/surveys/${survey.id}/invitations${query}`)).body.items
const linksOf = (text: string) => [...text.matchAll(/https?:\/\/[^\s,]+\/([\w-]{43})/g)].map((m) => m[1]!)
const kept = async () =>
  (await rows('select token_digest from invitation_tokens')).map((r) => r.token_digest.toString('hex'))
const hex = (token: string) => digestOf(token).toString('hex')

test('links are given by those who run the survey; one link also by who answers customers, within the branch', async () => {
  const survey = await run(1)
  const [invitation] = await listed(survey)
  const one = `/customers/${invitation.customerId}/invitations/${invitation.id}`
  const auditor = await t.as(await buildPerson(t, { role: 'auditor' }))
  const stranger = await t.as(await buildPerson(t))
  expect((await t.anonymous.post(`/surveys/${survey.id}/links`, {})).status).toBe(401)
  expect((await caller.post(`/surveys/${survey.id}/links`, {})).status).toBe(403)
  expect((await auditor.post(`${one}/link`)).status).toBe(403)
  expect((await auditor.post(`${one}/call`, { outcome: 'refused' })).status).toBe(403)
  expect((await auditor.post(`/surveys/${survey.id}/calls/next`)).status).toBe(403)
  expect((await stranger.post(`${one}/link`)).status).toBe(404)
  expect((await stranger.post(`${one}/call`, { outcome: 'refused' })).status).toBe(404)
  expect((await stranger.post(`/surveys/${survey.id}/calls/next`)).status).toBe(404)
  expect((await stranger.get(`/surveys/${survey.id}/invitations`)).status).toBe(404)
  const other = await buildCustomer(t, { branchId })
  expect((await caller.post(`/customers/${other.id}/invitations/${invitation.id}/link`)).status).toBe(404)
  expect(await kept()).toEqual([])
  expect((await listed(survey))[0].status).toBe('waiting')
  expect((await caller.post(`${one}/link`)).status).toBe(200)
})

test('links leave once as a file, stay as digests only, and new ones end the old', async () => {
  const survey = await run(3)
  const [first, second] = await listed(survey)
  const file = await lead.post(`/surveys/${survey.id}/links`, { invitationIds: [first.id, second.id] })
  expect(file.status).toBe(200)
  expect(file.headers['content-type']).toContain('text/csv')
  const tokens = linksOf(file.text)
  expect(tokens.length).toBe(2)
  expect(file.text).toContain(first.customerName)
  expect(file.text).toContain(first.phone.replace('+98', '0'))
  expect(await kept()).toEqual(expect.arrayContaining(tokens.map(hex)))
  expect((await listed(survey)).map((i: { status: string }) => i.status)).toEqual(['sent', 'sent', 'waiting'])
  const again = linksOf((await lead.post(`/surveys/${survey.id}/links`, { invitationIds: [first.id] })).text)
  const digests = await kept()
  expect(digests).toContain(hex(again[0]!))
  expect(digests.filter((d) => tokens.map(hex).includes(d)).length).toBe(1)
  const waiting = await lead.post(`/surveys/${survey.id}/links`, {})
  expect(linksOf(waiting.text).length).toBe(1)
  expect((await lead.post(`/surveys/${survey.id}/links`, {})).body.code).toBe('survey_no_links_to_hand_out')
  // Nowhere else: not in stored answers, not in the audit, not in events.
  const everything = JSON.stringify([
    await rows('select x::text from idempotency_keys x'),
    await rows('select x::text from audit_entries x'),
    await rows('select x::text from events x'),
  ])
  for (const token of [...tokens, ...again]) expect(everything).not.toContain(token)
  expect(everything).toContain('handOutLinks')
})

test('one link is given at the counter, and only while it can be answered', async () => {
  const survey = await run(2)
  const [one, two] = await listed(survey)
  const url = `/customers/${one.customerId}/invitations/${one.id}/link`
  const { body } = await caller.post(url)
  expect(await kept()).toContain(hex(linksOf(body.url)[0]!))
  await rows(`update invitations set status = 'answered' where id = $1`, [one.id])
  expect((await caller.post(url)).body.code).toBe('invitation_is_over')
  await lead.post(`/surveys/${survey.id}/pause`, { version: 2 })
  const paused = await caller.post(`/customers/${two.customerId}/invitations/${two.id}/link`)
  expect(paused.body.code).toBe('survey_not_running')
})

test('a reminder falls due once, is handed out with a new link, and is then over', async () => {
  const survey = await run(2, { reminderDays: 3 })
  await lead.post(`/surveys/${survey.id}/links`, {})
  const [one] = await listed(survey)
  await rows(`update invitations set status = 'answered' where id = $1`, [one.id])
  const sweepAt = async (days: number) => {
    t.setNow(new Date(start + days * 24 * HOUR))
    await rows(
      `insert into jobs (id, name, key, run_at) values ($1, 'surveys.sweep', 'surveys.sweep', $2)
      on conflict (key) do update set run_at = excluded.run_at`,
      [newId(), t.services.now()],
    )
    await t.drain()
  }
  await sweepAt(2.9)
  expect(await listed(survey, '?filter[reminder]=due')).toEqual([])
  await sweepAt(3.1)
  expect((await listed(survey, '?filter[reminder]=due')).length).toBe(1)
  const file = await lead.post(`/surveys/${survey.id}/links`, { which: 'reminder' })
  expect(linksOf(file.text).length).toBe(1)
  await sweepAt(9)
  expect(await listed(survey, '?filter[reminder]=due')).toEqual([])
  await rows(`delete from jobs where key = 'surveys.sweep'`)
})

test('two callers get two calls, each keeps theirs until it is over, and none is lost', async () => {
  const survey = await run(3, { channel: 'phone' })
  const next = async (client: Client) => (await client.post(`/surveys/${survey.id}/calls/next`)).body.call
  const [a, b] = await Promise.all([next(caller), next(colleague)])
  expect(a.id).not.toBe(b.id)
  expect(a).toMatchObject({ status: 'waiting', callCount: 0 })
  expect(a.phone).toMatch(/^\+98/)
  expect((await next(caller)).id).toBe(a.id)
  const url = (call: { customerId: string; id: string }) =>
    `/customers/${call.customerId}/invitations/${call.id}/call`
  expect((await colleague.post(url(a), { outcome: 'refused' })).body.code).toBe('invitation_is_anothers')
  expect((await caller.post(url(a), { outcome: 'refused' })).body).toMatchObject({
    status: 'refused',
    callCount: 1,
    assignedTo: null,
  })
  expect((await caller.post(url(a), { outcome: 'refused' })).body.code).toBe('invitation_is_over')
  const c = await next(caller)
  expect([a.id, b.id]).not.toContain(c.id)
  expect((await caller.post(url(c), { outcome: 'unreachable' })).body.status).toBe('unreachable')
  expect(await next(caller)).toBe(null)
  expect((await listed(survey, '?filter[assigned]=nobody&filter[status]=refused,unreachable')).length).toBe(2)
  expect(
    (await colleague.get(`/surveys/${survey.id}/invitations?filter[assigned]=me`)).body.items[0].id,
  ).toBe(b.id)
})

test('who did not answer is called again by anybody later, and after five calls nobody does', async () => {
  const survey = await run(1, { channel: 'phone', expiresDays: 60 })
  const next = async (client: Client) => (await client.post(`/surveys/${survey.id}/calls/next`)).body
  for (let n = 1; n <= MAX_CALLS; n++) {
    const { call } = await next(n % 2 ? caller : colleague)
    const { body } = await (n % 2 ? caller : colleague).post(
      `/customers/${call.customerId}/invitations/${call.id}/call`,
      { outcome: 'no_answer' },
    )
    expect(body).toMatchObject({ status: n < MAX_CALLS ? 'sent' : 'unreachable', callCount: n })
    expect((await next(caller)).call).toBe(null)
    t.setNow(new Date(start + n * 6 * HOUR))
  }
  expect((await next(caller)).call).toBe(null)
})

test('a wish to be called later is kept by who heard it, at that time', async () => {
  const survey = await run(1, { channel: 'phone' })
  const next = async (client: Client) => (await client.post(`/surveys/${survey.id}/calls/next`)).body.call
  const call = await next(caller)
  const url = `/customers/${call.customerId}/invitations/${call.id}/call`
  expect((await caller.post(url, { outcome: 'later' })).body.code).toBe('call_again_missing')
  const past = { outcome: 'later', callAgainAt: new Date(start - 1).toISOString() }
  expect((await caller.post(url, past)).body.code).toBe('call_again_outside')
  const wish = { outcome: 'later', callAgainAt: new Date(start + 20 * HOUR).toISOString() }
  expect((await caller.post(url, wish)).status).toBe(200)
  expect(await next(caller)).toBe(null)
  t.setNow(new Date(start + 20 * HOUR))
  expect(await next(colleague)).toBe(null)
  expect((await next(caller)).id).toBe(call.id)
})

test('the hours at which people rest are said, in Tehran’s time', async () => {
  const survey = await run(0, { channel: 'phone' })
  const at = async (time: string) => {
    t.setNow(new Date(time))
    return (await caller.post(`/surveys/${survey.id}/calls/next`)).body.isQuietHour
  }
  // Half past eight, nine, and half past nine in the evening.
  expect(await at('2026-11-26T05:00:00Z')).toBe(true)
  expect(await at('2026-11-26T05:30:00Z')).toBe(false)
  expect(await at('2026-11-26T18:00:00Z')).toBe(true)
})

test('the list pages without losing or repeating', async () => {
  const survey = await run(7)
  const seen: string[] = []
  let cursor = ''
  do {
    const { body } = await caller.get(
      `/surveys/${survey.id}/invitations?limit=3${cursor && `&cursor=${cursor}`}`,
    )
    seen.push(...body.items.map((i: { id: string }) => i.id))
    cursor = body.nextCursor
  } while (cursor)
  expect(seen.length).toBe(7)
  expect(new Set(seen).size).toBe(7)
})
