import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../server/lib/id.ts'
import { startTestApp, type TestApp } from '../../server/test/app.ts'
import { type BuiltPerson, buildBranch, buildPerson } from '../../server/test/build.ts'
import { insertCase } from '../compensations/build-case.ts'

let t: TestApp
let branchId: string
let lead: BuiltPerson
const now = new Date('2026-11-24T10:00:00Z') // 3 Azar 1405
const HOUR = 3_600_000
const at = (hours: number) => new Date(now.getTime() + hours * HOUR)

beforeAll(async () => {
  t = await startTestApp()
  t.setNow(now)
})
afterAll(() => t.close())
beforeEach(async () => {
  branchId = (await buildBranch(t)).id
  lead = await buildPerson(t, { role: 'lead', branchId })
})

const verdict = async (score: number, given_at: Date, category_id: string | null = null) => {
  const kase = await insertCase(t, { branch_id: branchId, status: 'judged', turn: 'nobody', category_id })
  await t.services.database.db
    .insertInto('verdicts')
    .values({
      customer_id: kase.customerId,
      id: newId(),
      case_id: kase.id,
      round: 1,
      score,
      via: 'portal',
      branch_id: branchId,
      category_id,
      given_at,
    })
    .execute()
}

test('indices are for those who lead or measure', async () => {
  expect((await t.anonymous.get('/indices/csat')).status).toBe(401)
  expect((await t.anonymous.get('/lead/summary')).status).toBe(401)
  const employee = await t.as(await buildPerson(t, { branchId }))
  expect((await employee.get('/indices/csat')).status).toBe(403)
  expect((await employee.get('/lead/summary')).status).toBe(403)
})

test('satisfaction by Jalali month has every month, borders at Tehran midnight, and n', async () => {
  for (const score of [9, 10, 8, 9, 9]) await verdict(score, at(-1))
  await verdict(2, new Date('2026-11-21T20:29:59Z')) // the last second of Aban
  await verdict(4, new Date('2026-11-21T20:30:00Z')) // the first of Azar
  const { body } = await (await t.as(lead)).get('/indices/csat?by=month')
  expect(body.groups).toHaveLength(12)
  const [aban, azar] = body.groups.slice(-2)
  expect(aban).toMatchObject({ key: '2026-10-23', csat: { n: 1, mean: 2, low: null } })
  expect(azar).toMatchObject({ key: '2026-11-22', csat: { n: 6, topTwoRatio: 4 / 6 } })
  expect(azar.csat.mean).toBeCloseTo(49 / 6)
  expect(body.groups[0].csat).toMatchObject({ n: 0, mean: null })
  expect(body.total.n).toBe(7)
})

test('satisfaction by category and branch; a lead sees their branch only', async () => {
  const category = newId()
  await t.services.database.db
    .insertInto('categories')
    .values({ id: category, name: `ارسال ${category}`, name_en: 'Delivery' })
    .execute()
  await verdict(9, at(-1), category)
  await verdict(5, at(-1), category)
  await verdict(7, at(-1))
  const me = await t.as(lead)
  const { body } = await me.get('/indices/csat?by=category')
  expect(body.groups).toEqual([
    expect.objectContaining({
      key: category,
      label: `ارسال ${category}`,
      csat: expect.objectContaining({ n: 2, mean: 7 }),
    }),
    expect.objectContaining({ key: null, label: null, csat: expect.objectContaining({ n: 1, mean: 7 }) }),
  ])
  const mine = await me.get('/indices/csat?by=branch')
  expect(mine.body.groups.map((g: { key: string }) => g.key)).toEqual([branchId])
  const analyst = await t.as(await buildPerson(t, { role: 'analyst' }))
  expect((await analyst.get('/indices/csat?by=branch')).body.groups.length).toBeGreaterThan(1)
  const none = await me.get('/indices/csat?by=branch&from=2026-11-20&to=2026-11-23')
  expect(none.body).toMatchObject({ groups: [], total: { n: 0, mean: null } })
  expect((await me.get('/indices/csat?from=2026-11-24&to=2026-11-23')).body.code).toBe('period_invalid')
})

test('an empty branch has a summary of zeros, not an error', async () => {
  const { status, body } = await (await t.as(lead)).get('/lead/summary')
  expect(status).toBe(200)
  expect(body).toMatchObject({
    branchId,
    open: { count: 0 },
    promisesKept: { n: 0, ratio: null, low: null },
    oldestWaiting: null,
    csat: { value: { n: 0, mean: null } },
  })
  expect(body.csatTrend).toHaveLength(12)
})

test('what belongs to a deleted customer is in no number', async () => {
  const db = t.services.database.db
  const me = await t.as(lead)
  const seen = async () => {
    const { at: _, ...summary } = (await me.get('/lead/summary')).body
    return [summary, (await me.get('/lead/team')).body, (await me.get('/indices/csat?by=branch')).body]
  }
  const before = await seen()
  const kase = await insertCase(t, {
    branch_id: branchId,
    status: 'open',
    owner_id: lead.id,
    turn_since: at(-9),
  })
  await insertCase(t, {
    branch_id: branchId,
    status: 'open',
    customer_id: kase.customerId,
    turn_since: at(-9),
  })
  await db
    .insertInto('clocks')
    .values({
      customer_id: kase.customerId,
      id: newId(),
      case_id: kase.id,
      metric: 'resolution',
      branch_id: branchId,
      target_seconds: 36_000,
      near_ratio: 0.75,
      started_at: at(-20),
      due_at: at(-1),
      near_at: at(-2),
      breached_at: at(-1),
    })
    .execute()
  await db
    .insertInto('verdicts')
    .values({
      customer_id: kase.customerId,
      id: newId(),
      case_id: kase.id,
      round: 1,
      score: 9,
      via: 'portal',
      branch_id: branchId,
      given_at: at(-1),
    })
    .execute()
  expect(await seen()).not.toEqual(before)
  await db.updateTable('customers').set({ deleted_at: now }).where('id', '=', kase.customerId).execute()
  expect(await seen()).toEqual(before)
})

test('the verdicts of a month, a branch and a category open their cases, reopened ones too', async () => {
  const category = newId()
  await t.services.database.db
    .insertInto('categories')
    .values({ id: category, name: `گارانتی ${category}` })
    .execute()
  await verdict(9, at(-1), category)
  await verdict(3, at(-2))
  await verdict(8, new Date('2026-11-21T20:29:59Z'))
  await t.services.database.db
    .updateTable('cases')
    .set({ status: 'open', turn: 'us' })
    .where('branch_id', '=', branchId)
    .where('category_id', 'is', null)
    .execute()
  const me = await t.as(lead)
  const rowsOf = async (query: Record<string, string>) =>
    (await me.get(`/cases?${new URLSearchParams(query)}`)).body.items.length
  const { csatTrend } = (await me.get('/lead/summary')).body
  for (const { value, rows } of csatTrend.slice(-2)) expect(await rowsOf(rows.query)).toBe(value.n)
  const { from, to, groups } = (await me.get('/indices/csat?by=category')).body
  expect(groups).toHaveLength(2)
  for (const { key, csat } of groups)
    expect(
      await rowsOf({
        'filter[judgedFrom]': from,
        'filter[judgedTo]': to,
        'filter[category]': key ?? 'none',
      }),
    ).toBe(csat.n)
})

test('every number of the summary is the number of rows its filter opens', async () => {
  const db = t.services.database.db
  const employee = await buildPerson(t, { branchId })
  const cases: { id: string; customerId: string }[] = []
  for (let i = 0; i < 6; i++)
    cases.push(await insertCase(t, { branch_id: branchId, status: 'open', turn_since: at(-1 - i) }))
  await insertCase(t, { branch_id: branchId, status: 'waiting', turn: 'customer' })
  await insertCase(t, { status: 'open' })
  const clock = (i: number, dueAt: Date, breached_at: Date | null, more = {}) =>
    db
      .insertInto('clocks')
      .values({
        customer_id: cases[i]!.customerId,
        id: newId(),
        case_id: cases[i]!.id,
        metric: 'resolution',
        branch_id: branchId,
        target_seconds: 36_000,
        near_ratio: 0.75,
        started_at: at(-20),
        due_at: dueAt,
        near_at: new Date(dueAt.getTime() - 3 * HOUR),
        breached_at,
        ...more,
      })
      .execute()
  await clock(0, at(2), null) // near
  await clock(1, at(-2), at(-2)) // breached today
  await clock(1, at(-40), at(-40), { metric: 'first_reply' }) // the same case, long ago
  await clock(2, at(9), null) // in time
  await clock(3, at(2), null, { paused_at: at(-5) })
  await clock(4, at(-1), at(-1), { stopped_at: at(-0.5) }) // passed its limit today, answered since
  const promise = (status: string, dueAt: Date, more = {}) =>
    db
      .insertInto('promises')
      .values({
        customer_id: cases[0]!.customerId,
        id: newId(),
        text: 'قول',
        keeper_id: employee.id,
        made_by: employee.id,
        branch_id: branchId,
        due_at: dueAt,
        status,
        closed_at: status === 'open' ? null : at(-3),
        ...more,
      })
      .execute()
  await promise('open', at(1))
  await promise('open', at(-30))
  await promise('open', at(60))
  for (const status of ['kept', 'kept', 'kept', 'late', 'broken', 'withdrawn']) await promise(status, at(-3))
  await promise('broken', at(-900), { closed_at: at(-31 * 24) })
  await db
    .insertInto('compensations')
    .values({
      customer_id: cases[0]!.customerId,
      id: newId(),
      case_id: cases[0]!.id,
      kind: 'gift',
      amount_rials: 10n,
      reason: 'r',
      status: 'pending',
      branch_id: branchId,
      requested_by: employee.id,
    })
    .execute()
  await db
    .insertInto('refusals')
    .values({
      customer_id: cases[1]!.customerId,
      id: newId(),
      case_id: cases[1]!.id,
      reason: 'r',
      message: 'm',
      requested_by: employee.id,
    })
    .execute()
  const me = await t.as(lead)
  const { body } = await me.get('/lead/summary')
  const numbers = Object.fromEntries(
    Object.entries<{ count?: number }>(body).flatMap(([k, v]) =>
      v?.count === undefined ? [] : [[k, v.count]],
    ),
  )
  expect(numbers).toEqual({
    open: 7,
    waiting: 6,
    burning: 2,
    breached: 1,
    breachedToday: 2,
    promisesToday: 1,
    promisesOverdue: 1,
    compensations: 1,
    refusals: 1,
  })
  expect(body.promisesKept).toMatchObject({ n: 5, kept: 3, ratio: 0.6 })
  expect(body.promisesKept.low).toBeLessThan(0.6)
  expect(body.oldestWaiting).toMatchObject({ caseId: cases[5]!.id })
  for (const [name, entry] of Object.entries<{ count: number; rows: { path: string; query: object } }>(
    body,
  )) {
    if (entry?.count === undefined) continue
    const list = await me.get(`${entry.rows.path}?${new URLSearchParams({ ...entry.rows.query } as never)}`)
    expect([name, list.body.items?.length]).toEqual([name, entry.count])
  }
  const { rows } = body.promisesKept
  expect((await me.get(`${rows.path}?${new URLSearchParams(rows.query)}`)).body.items).toHaveLength(5)
})
