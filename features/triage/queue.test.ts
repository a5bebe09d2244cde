import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../server/lib/id.ts'
import { startTestApp, type TestApp } from '../../server/test/app.ts'
import { type BuiltPerson, buildBranch, buildCustomer, buildPerson } from '../../server/test/build.ts'
import { insertCase } from '../compensations/build-case.ts'
import { listCandidates } from './queries.ts'

let t: TestApp
let branchId: string
let employee: BuiltPerson
const now = new Date('2026-11-24T10:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)

beforeAll(async () => {
  t = await startTestApp()
  t.setNow(now)
})
afterAll(() => t.close())
beforeEach(async () => {
  branchId = (await buildBranch(t)).id
  employee = await buildPerson(t, { branchId })
})

const open = (more: Record<string, unknown> = {}) =>
  insertCase(t, { branch_id: branchId, turn_since: ago(600), ...more })
const idsOf = (body: { items: { caseId: string }[] }) => body.items.map((i) => i.caseId)

test('the queue is for employees, and everybody sees their own scope only', async () => {
  expect((await t.anonymous.get('/queue')).status).toBe(401)
  expect((await t.anonymous.post('/queue/next')).status).toBe(401)
  const auditor = await t.as(await buildPerson(t, { role: 'auditor' }))
  expect((await auditor.get('/queue')).status).toBe(403)
  const analyst = await t.as(await buildPerson(t, { role: 'analyst' }))
  expect((await analyst.post('/queue/next')).status).toBe(403)
  const mine = await open()
  const foreign = await insertCase(t, { turn_since: ago(600) })
  const me = await t.as(employee)
  expect((await me.get('/queue?scope=all')).status).toBe(403)
  expect(idsOf((await me.get('/queue?scope=branch')).body)).toEqual([mine.id])
  expect((await me.get('/queue?scope=branch')).body.counts.all).toBe(null)
  const all = await analyst.get('/queue?scope=all&limit=200')
  expect(idsOf(all.body)).toEqual(expect.arrayContaining([mine.id, foreign.id]))
})

test('mine are those I own and those nobody owns; only our turn counts', async () => {
  const colleague = await buildPerson(t, { branchId })
  const [a, b] = [await open({ owner_id: employee.id }), await open()]
  const theirs = await open({ owner_id: colleague.id })
  await open({ turn: 'customer', status: 'waiting' })
  const me = await t.as(employee)
  const { body } = await me.get('/queue')
  expect(idsOf(body).sort()).toEqual([a.id, b.id].sort())
  expect(body.counts).toEqual({ me: 2, team: 2, branch: 3, all: null })
  expect(idsOf((await me.get('/queue?scope=branch')).body)).toContain(theirs.id)

  const db = t.services.database.db
  const teamId = newId()
  await db.insertInto('teams').values({ id: teamId, branch_id: branchId, name: 'پاسخ‌گویی' }).execute()
  await db
    .updateTable('people')
    .set({ team_id: teamId })
    .where('id', 'in', [employee.id, colleague.id])
    .execute()
  const again = await t.as(employee)
  expect(idsOf((await again.get('/queue?scope=team')).body).sort()).toEqual([a.id, b.id, theirs.id].sort())
})

test('clock, promise, mood, value and severity move a case, the floor above all', async () => {
  const db = t.services.database.db
  const plain = await open({ turn_since: ago(700) })
  const critical = await open({ severity: 'critical' })
  const angry = await open({ mood: 'angry' })
  const promised = await open()
  const breached = await open()
  const waited = await open({ severity: 'low', kind: 'praise', turn_since: ago(28_900) })
  await db
    .insertInto('promises')
    .values({
      customer_id: promised.customerId,
      id: newId(),
      case_id: promised.id,
      text: 'تماس',
      keeper_id: employee.id,
      made_by: employee.id,
      branch_id: branchId,
      due_at: ago(7200),
    })
    .execute()
  await db
    .insertInto('clocks')
    .values({
      customer_id: breached.customerId,
      id: newId(),
      case_id: breached.id,
      metric: 'first_reply',
      branch_id: branchId,
      target_seconds: 14_400,
      near_ratio: 0.75,
      started_at: ago(20_000),
      due_at: ago(7_200),
      near_at: ago(9_000),
      breached_at: ago(7_200),
    })
    .execute()
  await db
    .insertInto('interactions')
    .values({
      customer_id: angry.customerId,
      id: newId(),
      case_id: angry.id,
      kind: 'message',
      direction: 'inbound',
      channel: 'portal',
      author_name: 'مشتری',
      body: 'سه روز است کسی جواب نمی‌دهد',
      occurred_at: ago(600),
    })
    .execute()
  const { body } = await (await t.as(employee)).get('/queue?scope=branch')
  expect(idsOf(body)).toEqual([waited.id, breached.id, critical.id, promised.id, angry.id, plain.id])
  const [first, third, second, fourth, fifth] = body.items
  expect(first).toMatchObject({ isPastFloor: true, waitingSeconds: 28_900 })
  expect(first.whyFirst[0].code).toBe('past_floor')
  expect(second.whyFirst[0]).toMatchObject({ code: 'severity', params: { severity: 'critical' } })
  expect(third).toMatchObject({ clock: { isBreached: true, metric: 'first_reply' } })
  expect(third.whyFirst[0].code).toBe('clock_breached')
  expect(fourth.whyFirst[0].code).toBe('promise_overdue')
  expect(fifth.lastMessage).toMatchObject({ text: 'سه روز است کسی جواب نمی‌دهد', direction: 'inbound' })
})

test('the ranges lose nothing while a queue fits into them, and always hold the ends', async () => {
  const db = t.services.database.db
  const severities = ['low', 'normal', 'high', 'critical']
  const customer = await buildCustomer(t, { branchId })
  for (let i = 0; i < 60; i++)
    await open({
      customer_id: customer.id,
      turn_since: ago((i * 7919) % 5000),
      severity: severities[i % 4],
      owner_id: i % 3 === 0 ? employee.id : null,
    })
  const count = async (where: string, params: unknown[]) =>
    (await t.services.database.pool.query(`select id from cases where turn = 'us' and ${where}`, params)).rows
      .map((r) => r.id)
      .sort()
  const wanted = await count('branch_id = $1', [branchId])
  const whole = await listCandidates(db, [{ kind: 'branch', branchId }])
  expect(whole.map((c) => c.id).sort()).toEqual(wanted)
  const split = await listCandidates(db, [
    { kind: 'owners', ownerIds: [employee.id] },
    { kind: 'unowned', branchId },
  ])
  expect(split.map((c) => c.id).sort()).toEqual(wanted)
  const all = await listCandidates(db, [{ kind: 'all' }])
  expect(all.map((c) => c.id).sort()).toEqual(await count('true', []))

  const few = await listCandidates(db, [{ kind: 'branch', branchId }], { waiting: 5, other: 3 })
  const longest = [...whole].sort((a, b) => a.turnSince.getTime() - b.turnSince.getTime())
  const got = new Set(few.map((c) => c.id))
  for (const c of longest.slice(0, 5)) expect(got.has(c.id)).toBe(true)
  for (const severity of ['critical', 'high', 'normal'])
    for (const c of longest.filter((x) => x.severity === severity).slice(0, 3))
      expect(got.has(c.id)).toBe(true)
  expect(few.length).toBeLessThanOrEqual(5 + 9)
})

test('ten employees who ask for the next at once get ten cases, the first ones, audited', async () => {
  for (let i = 0; i < 14; i++) await open({ turn_since: ago(i * 60) })
  const people = await Promise.all(Array.from({ length: 10 }, () => buildPerson(t, { branchId })))
  const clients = await Promise.all(people.map((p) => t.as(p)))
  const order = idsOf((await clients[0]!.get('/queue')).body)
  const answers = await Promise.all(clients.map((c) => c.post('/queue/next')))
  const taken = answers.map((a) => a.body.item?.caseId)
  expect(new Set(taken).size).toBe(10)
  expect([...taken].sort()).toEqual(order.slice(0, 10).sort())
  const { rows } = await t.services.database.pool.query(
    `select c.owner_id, (select count(*)::int from audit_entries a where a.entity_id = c.id::text) as audits from cases c where c.id = any($1)`,
    [taken],
  )
  expect(rows.map((r) => r.owner_id).sort()).toEqual(people.map((p) => p.id).sort())
  expect(rows.every((r) => r.audits === 1)).toBe(true)
})

test('nothing left to take is an answer, not an error', async () => {
  const answer = await (await t.as(employee)).post('/queue/next')
  expect(answer.status).toBe(200)
  expect(answer.body).toEqual({ item: null })
})
