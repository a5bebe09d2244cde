import { tehranDay } from '@hamdel/persian'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../server/lib/id.ts'
import { asSystem } from '../../server/lib/jobs.ts'
import { addJob, emit } from '../../server/lib/outbox.ts'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { buildBranch, buildCustomer, buildPerson } from '../../server/test/build.ts'
import { insertCase } from '../compensations/build-case.ts'
import { insertPlan, takePlanPart } from './asking-queries.ts'
import { ensureShippedInstruments } from './ensure-shipped.ts'

const DAY = 86_400_000
let t: TestApp
let csat: string
let start: number
let branchId: string
let lead: Client
let employee: Client

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
  employee = await t.as(await buildPerson(t, { branchId }))
})

const rows = async (query: string, values: unknown[] = []) =>
  (await t.services.database.pool.query(query, values)).rows
const run = async (body: object = {}) => {
  const { body: survey } = await lead.post('/surveys', {
    name: 'رضایت',
    instrumentId: csat,
    consent: 'not_refused',
    ...body,
  })
  await lead.post(`/surveys/${survey.id}/start`, { version: 1 })
  return survey as { id: string }
}
const count = async (survey: { id: string }) =>
  (await rows('select count(*)::int as n from invitations where survey_id = $1', [survey.id]))[0].n
const causes = async (survey: { id: string }) =>
  (await rows('select cause_id from invitations where survey_id = $1 order by created_at', [survey.id])).map(
    (r) => r.cause_id,
  )
/** `n` customers of the branch in one statement. */
const people = (n: number) =>
  rows(
    `with made as (
      insert into customers (id, kind, full_name, search_key, joined_key, branch_id)
      select gen_random_uuid(), 'person', 'مشتری ' || g, 'x', 'x', $1 from generate_series(1, $2) g returning id)
    insert into contact_points (customer_id, id, kind, value, normalised, is_primary)
    select id, gen_random_uuid(), 'phone', '0912', '+98912' || lpad((row_number() over ())::text, 7, '0'), true from made`,
    [branchId, n],
  )

test('thousands are invited in parts, each once, and the work goes on where it stopped', async () => {
  await people(2_000)
  const survey = await run()
  await t.drain()
  expect(await count(survey)).toBe(2_000)
  const told = await rows(
    `select after from audit_entries where action = 'inviteCustomers' and entity_id = $1`,
    [survey.id],
  )
  expect(told).toEqual([{ after: { invited: 2_000, passedOver: 0 } }])
  expect(await rows('select 1 from survey_plans where survey_id = $1', [survey.id])).toEqual([])

  // A plan of many parts, left over by a crash after the second.
  const again = await run({ restDays: 0 })
  const ids = (await rows('select id from customers where branch_id = $1 order by id', [branchId])).map(
    (r) => r.id,
  )
  await rows('update surveys set planned_count = 2000 where id = $1', [again.id])
  await asSystem(t.services, 'test', async (ctx) => {
    await insertPlan(ctx, again.id, ids, 300)
    await takePlanPart(ctx, again.id)
    await takePlanPart(ctx, again.id)
  })
  await t.drain()
  expect(await count(again)).toBe(1_400)
  // Planned twice, invited once.
  await asSystem(t.services, 'test', async (ctx) => {
    await insertPlan(ctx, again.id, ids, 300)
    addJob(ctx, { name: 'surveys.invite', payload: { surveyId: again.id } })
  })
  await t.drain()
  expect(await count(again)).toBe(2_000)
})

test('a part is taken alone, whatever the planner believes of the table', async () => {
  const survey = await run({ occasion: 'visit' })
  const ids = Array.from({ length: 60 }, newId)
  // Empty when it was last looked at: a plan that evaluates the choice of the part once per row.
  await rows('truncate survey_plans')
  await rows('analyze survey_plans')
  await asSystem(t.services, 'test', (ctx) => insertPlan(ctx, survey.id, ids, 10))
  for (let part = 0; part < 6; part++) {
    const taken = await asSystem(t.services, 'test', (ctx) => takePlanPart(ctx, survey.id))
    expect(taken?.customerIds).toEqual(ids.slice(part * 10, part * 10 + 10))
  }
  expect(await asSystem(t.services, 'test', (ctx) => takePlanPart(ctx, survey.id))).toBe(undefined)
})

test('a part that fails leaves nothing half done and is done again', async () => {
  await people(50)
  const survey = await run()
  // The first try finds the table of invitations refusing.
  await rows(
    `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`,
  )
  await rows('create trigger refuse before insert on invitations for each row execute function refuse()')
  await t.drain()
  expect(await count(survey)).toBe(0)
  expect((await rows('select 1 from survey_plans where survey_id = $1', [survey.id])).length).toBe(1)
  await rows('drop trigger refuse on invitations')
  await rows(`update jobs set run_at = $1 where name = 'surveys.invite'`, [t.services.now()])
  await t.drain()
  expect(await count(survey)).toBe(50)
})

test('a paused survey stops inviting and goes on', async () => {
  await people(20)
  const survey = await run()
  await lead.post(`/surveys/${survey.id}/pause`, { version: 2 })
  await t.drain()
  expect(await count(survey)).toBe(0)
  await lead.post(`/surveys/${survey.id}/resume`, { version: 3 })
  await t.drain()
  expect(await count(survey)).toBe(20)
})

test('a closed survey invites nobody any more and its invitations are past', async () => {
  await people(20)
  const survey = await run()
  await t.drain()
  await lead.post(`/surveys/${survey.id}/close`, { version: 2 })
  await t.drain()
  const left = await rows('select distinct status from invitations where survey_id = $1', [survey.id])
  expect(left).toEqual([{ status: 'expired' }])
})

const verdict = async (customerId: string) => {
  const kase = await insertCase(t, { customer_id: customerId, status: 'solved', turn: 'nobody' })
  const answer = await employee.post(`/customers/${customerId}/cases/${kase.id}/verdict`, {
    score: 8,
    via: 'phone',
  })
  expect(answer.status).toBeLessThan(300)
  await t.drain()
  return kase.id
}

test('a verdict makes us ask about its case, once, unless the customer rests', async () => {
  const manual = await run({ audience: { 'filter[tier]': 'gold' } })
  const survey = await run({ occasion: 'verdict', restDays: 10 })
  const customer = await buildCustomer(t, { branchId })
  const first = await verdict(customer.id)
  expect(await causes(survey)).toEqual([first])
  await verdict(customer.id)
  expect(await causes(survey)).toEqual([first])
  t.setNow(new Date(start + 11 * DAY))
  const third = await verdict(customer.id)
  expect(await causes(survey)).toEqual([first, third])
  expect(await count(manual)).toBe(0)
})

test('an occasion asks only in its branch, its audience and its places', async () => {
  const other = await buildBranch(t)
  const survey = await run({ occasion: 'verdict', audience: { 'filter[tier]': 'gold' }, sampleSize: 1 })
  const foreign = await buildCustomer(t, { branchId: other.id, tier: 'gold' })
  const kase = await insertCase(t, { customer_id: foreign.id, status: 'solved', turn: 'nobody' })
  const admin = await t.as(await buildPerson(t, { role: 'administrator' }))
  await admin.post(`/customers/${foreign.id}/cases/${kase.id}/verdict`, { score: 8, via: 'phone' })
  await t.drain()
  await verdict((await buildCustomer(t, { branchId })).id)
  expect(await count(survey)).toBe(0)
  const asked = await verdict((await buildCustomer(t, { branchId, tier: 'gold' })).id)
  await verdict((await buildCustomer(t, { branchId, tier: 'gold' })).id)
  expect(await causes(survey)).toEqual([asked])
})

test('a visit makes us ask about it, a note does not', async () => {
  const survey = await run({ occasion: 'visit' })
  const customer = await buildCustomer(t, { branchId })
  const kase = await insertCase(t, { customer_id: customer.id })
  const log = (kind: string) =>
    employee.post(`/customers/${customer.id}/cases/${kase.id}/interactions`, {
      kind,
      text: 'آمد',
      direction: 'inbound',
    })
  expect((await log('note')).status).toBe(201)
  await t.drain()
  expect(await count(survey)).toBe(0)
  const { body } = await log('visit')
  await t.drain()
  expect(await causes(survey)).toEqual([body.interactionId])
})

test('an import of purchases makes us ask its fresh buyers once, about the newest', async () => {
  const survey = await run({ occasion: 'purchase' })
  const [fresh, old] = [await buildCustomer(t, { branchId }), await buildCustomer(t, { branchId })]
  const person = await buildPerson(t, { role: 'lead', branchId })
  const importId = newId()
  await rows(
    `insert into imports (id, entity, file_name, file_sha256, file_bytes, options, status, branch_id, created_by)
      values ($1, 'purchases', 'a.csv', 'x', 1, '{}', 'done', $2, $3)`,
    [importId, branchId, person.id],
  )
  const buy = async (customerId: string, daysAgo: number) => {
    const id = newId()
    await rows(
      `insert into purchases (customer_id, id, number, purchased_on, total_rials, import_id) values ($1, $2, $3, $4, 1, $5)`,
      [customerId, id, id, tehranDay(new Date(start - daysAgo * DAY)), importId],
    )
    return id
  }
  await buy(fresh.id, 5)
  const newest = await buy(fresh.id, 1)
  await buy(old.id, 60)
  await asSystem(t.services, 'test', async (ctx) => emit(ctx, { name: 'import.done', payload: { importId } }))
  await t.drain()
  expect(await causes(survey)).toEqual([newest])
})
