import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../server/lib/id.ts'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import {
  type BuiltCustomer,
  type BuiltPerson,
  buildBranch,
  buildCustomer,
  buildPerson,
} from '../../server/test/build.ts'
import { insertCase } from '../compensations/build-case.ts'

const HOUR = 3_600_000
let t: TestApp
let branchId: string
let employee: BuiltPerson
let customer: BuiltCustomer
let me: Client
let start: number

beforeAll(async () => {
  t = await startTestApp()
})
afterAll(() => t.close())
beforeEach(async () => {
  start = Date.now()
  t.setNow(new Date(start))
  branchId = (await buildBranch(t)).id
  employee = await buildPerson(t, { branchId })
  customer = await buildCustomer(t, { branchId })
  me = await t.as(employee)
})

const path = (id = customer.id) => `/customers/${id}/promises`
const input = (hours = 24, more: object = {}) => ({
  text: 'تا فردا تماس می‌گیرم',
  dueAt: new Date(start + hours * HOUR).toISOString(),
  ...more,
})
const make = async (hours = 24, more: object = {}) => (await me.post(path(), input(hours, more))).body.promise
const count = async () =>
  (
    await t.services.database.pool.query('select count(*)::int as n from promises where customer_id = $1', [
      customer.id,
    ])
  ).rows[0].n
const eventsOf = async (id: string) =>
  (
    await t.services.database.pool.query(
      `select name from events where payload->>'promiseId' = $1 order by id`,
      [id],
    )
  ).rows.map((row) => row.name)

test('strangers, readers and other branches can not promise, and nothing is written', async () => {
  expect((await t.anonymous.post(path(), input())).status).toBe(401)
  expect((await (await t.as(await buildPerson(t, { role: 'analyst' }))).post(path(), input())).status).toBe(
    403,
  )
  expect((await (await t.as(await buildPerson(t))).post(path(), input())).status).toBe(404)
  expect(await count()).toBe(0)
})

test('a promise has a keeper, a time in the future and a history', async () => {
  expect((await me.post(path(), input(-1))).body.code).toBe('promise_due_in_past')
  expect((await me.post(path(), input(0))).body.code).toBe('promise_due_in_past')
  const foreigner = await buildPerson(t)
  expect((await me.post(path(), input(1, { keeperId: foreigner.id }))).body.code).toBe(
    'promise_keeper_unavailable',
  )
  const gone = await buildPerson(t, { branchId })
  await t.services.database.pool.query('update people set is_active = false where id = $1', [gone.id])
  expect((await me.post(path(), input(1, { keeperId: gone.id }))).body.code).toBe(
    'promise_keeper_unavailable',
  )
  expect((await me.post(path(), input(1, { interactionId: newId() }))).body.code).toBe(
    'promise_interaction_unknown',
  )
  expect(await count()).toBe(0)
  const made = await me.post(path(), input())
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({
    warning: null,
    promise: { status: 'open', keeperId: employee.id, madeByName: employee.fullName, isOverdue: false },
  })
  const changes = await me.get(`${path()}/${made.body.promise.id}/changes`)
  expect(changes.body.items.map((c: { status: string }) => c.status)).toEqual(['open'])
})

test('a promise in a case belongs to the branch of the case', async () => {
  const kase = await insertCase(t, { customer_id: customer.id })
  const { body } = await me.post(path(), input(5, { caseId: kase.id }))
  expect(body.promise).toMatchObject({ caseId: kase.id, branchId })
  const other = await buildCustomer(t, { branchId })
  expect((await me.post(path(other.id), input(5, { caseId: kase.id }))).status).toBe(404)
})

test('kept in time is kept, after its time is late, and ten minutes undo it', async () => {
  const one = await make(2)
  const two = await make(2)
  const url = (p: { id: string }, verb: string) => `${path()}/${p.id}/${verb}`
  const stranger = await t.as(await buildPerson(t))
  expect((await stranger.post(url(one, 'keep'), { version: 1 })).status).toBe(404)
  expect((await me.post(url(one, 'keep'), { version: 7 })).body.code).toBe('version_conflict')
  expect((await me.post(url(one, 'keep'), { version: 1 })).body.status).toBe('kept')
  expect((await me.post(url(one, 'keep'), { version: 2 })).body.code).toBe('promise_already_closed')
  t.setNow(new Date(start + 9 * 60_000))
  expect((await me.post(url(one, 'undo-keep'), { version: 2 })).body).toMatchObject({
    status: 'open',
    closedAt: null,
  })
  t.setNow(new Date(start + 2 * HOUR + 1))
  expect((await me.post(url(one, 'keep'), { version: 3 })).body.status).toBe('late')
  expect((await me.post(url(two, 'keep'), { version: 1 })).body.status).toBe('late')
  t.setNow(new Date(start + 2 * HOUR + 11 * 60_000))
  expect((await me.post(url(two, 'undo-keep'), { version: 2 })).body.code).toBe('promise_undo_too_late')
  const { body } = await me.get(url(one, 'changes'))
  expect(body.items.map((c: { status: string }) => c.status)).toEqual(['open', 'kept', 'open', 'late'])
})

test('breaking and withdrawing need a reason; an overdue promise is broken, not withdrawn', async () => {
  const one = await make(1)
  const two = await make(1)
  expect((await me.post(`${path()}/${one.id}/break`, { version: 1 })).status).toBe(422)
  expect(
    (await me.post(`${path()}/${one.id}/withdraw`, { version: 1, reason: 'کالا تمام شد' })).body,
  ).toMatchObject({
    status: 'withdrawn',
    reason: 'کالا تمام شد',
  })
  t.setNow(new Date(start + HOUR + 1))
  const late = await me.post(`${path()}/${two.id}/withdraw`, { version: 1, reason: 'دیر شد' })
  expect(late.body.code).toBe('promise_overdue_not_withdrawn')
  expect((await me.post(`${path()}/${two.id}/break`, { version: 1, reason: 'دیر شد' })).body.status).toBe(
    'broken',
  )
})

test('those that ended are listed, the newest first, without the withdrawn', async () => {
  const ids: string[] = []
  for (const [i, verb] of ['keep', 'break', 'withdraw', 'keep'].entries()) {
    const one = await make(5)
    t.setNow(new Date(start + i * 1000))
    await me.post(`${path()}/${one.id}/${verb}`, {
      version: 1,
      ...(verb === 'keep' ? {} : { reason: 'دلیل' }),
    })
    if (verb !== 'withdraw') ids.unshift(one.id)
  }
  const first = await me.get('/promises?filter[due]=ended&limit=2')
  const second = await me.get(`/promises?filter[due]=ended&limit=2&cursor=${first.body.nextCursor}`)
  expect([...first.body.items, ...second.body.items].map((p: { id: string }) => p.id)).toEqual(ids)
  expect(second.body.nextCursor).toBe(null)
  await t.services.database.pool.query('update customers set deleted_at = now() where id = $1', [customer.id])
  expect((await me.get('/promises?filter[due]=ended')).body.items).toEqual([])
})

test('two who keep one promise at once: one does, the other hears 409', async () => {
  const one = await make(2)
  const answers = await Promise.all([1, 2].map(() => me.post(`${path()}/${one.id}/keep`, { version: 1 })))
  expect(answers.map((a) => a.status).sort()).toEqual([200, 409])
})

test('lists are by due time, within the branch, and pages do not lose or repeat', async () => {
  const ids = []
  for (const hours of [5, 1, 3, 100, 2]) ids.push((await make(hours)).id)
  const colleague = await buildPerson(t, { branchId })
  const theirs = (await me.post(path(), input(4, { keeperId: colleague.id }))).body.promise.id
  const order = [ids[1], ids[4], ids[2], theirs, ids[0], ids[3]]
  const seen = []
  let cursor = ''
  do {
    const { body } = await me.get(`/promises?limit=2${cursor && `&cursor=${cursor}`}`)
    seen.push(...body.items.map((p: { id: string }) => p.id))
    cursor = body.nextCursor
  } while (cursor)
  expect(seen).toEqual(order)
  const mine = await me.get('/promises?filter[keeper]=me')
  expect(mine.body.items.map((p: { id: string }) => p.id)).toEqual(order.filter((id) => id !== theirs))
  const stranger = await t.as(await buildPerson(t))
  expect((await stranger.get('/promises')).body.items).toEqual([])
  expect((await stranger.get(`/promises?filter[branch]=${branchId}`)).status).toBe(403)
  t.setNow(new Date(start + 2 * HOUR + 1))
  const overdue = await me.get('/promises?filter[due]=overdue')
  expect(overdue.body.items.map((p: { id: string }) => p.id)).toEqual([ids[1], ids[4]])
  expect(overdue.body.items[0].isOverdue).toBe(true)
})

test('today is the day of Tehran', async () => {
  start = Date.parse('2026-11-24T08:00:00Z')
  t.setNow(new Date(start))
  const today = await make(12.4) // 23:54 in Tehran
  await make(12.6) // 00:06 tomorrow
  const { body } = await me.get('/promises?filter[due]=today')
  expect(body.items.map((p: { id: string }) => p.id)).toEqual([today.id])
})

test('the twenty-first open promise of a day comes with a warning, not a refusal', async () => {
  start = Date.parse('2026-11-24T05:00:00Z')
  t.setNow(new Date(start))
  for (let i = 0; i < 20; i++) expect((await me.post(path(), input(1 + i / 10))).body.warning).toBe(null)
  const last = await me.post(path(), input(5))
  expect(last.status).toBe(201)
  expect(last.body.warning).toEqual({ code: 'keeper_day_full', count: 21 })
  expect((await me.post(path(), input(48))).body.warning).toBe(null)
})

test('the sweep warns once before and says once after', async () => {
  const long = await make(10)
  const short = await make(1)
  const kept = await make(1)
  await me.post(`${path()}/${kept.id}/keep`, { version: 1 })
  await t.services.database.pool.query(
    `insert into jobs (id, name, key) values ($1, 'promises.sweep', 'promises.sweep')`,
    [newId()],
  )
  const sweepAt = async (hours: number) => {
    t.setNow(new Date(start + hours * HOUR))
    await t.drain()
  }
  await sweepAt(0.5)
  expect(await eventsOf(short.id)).toEqual(['promise.made'])
  await sweepAt(0.81)
  await sweepAt(0.9)
  expect(await eventsOf(short.id)).toEqual(['promise.made', 'promise.due_soon'])
  await sweepAt(1.01)
  await sweepAt(1.1)
  expect(await eventsOf(short.id)).toEqual(['promise.made', 'promise.due_soon', 'promise.overdue'])
  expect(await eventsOf(long.id)).toEqual(['promise.made'])
  await sweepAt(8.1)
  expect(await eventsOf(long.id)).toEqual(['promise.made', 'promise.due_soon'])
  expect(await eventsOf(kept.id)).toEqual(['promise.made', 'promise.kept'])
  await t.services.database.pool.query(`delete from jobs where key = 'promises.sweep'`)
})
