import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../server/lib/id.ts'
import { startTestApp, type TestApp } from '../../server/test/app.ts'
import { type BuiltPerson, buildBranch, buildCustomer, buildPerson } from '../../server/test/build.ts'
import { insertCase } from './build-case.ts'
import { budgetInvariant } from './jobs.ts'

let t: TestApp
let branchId: string
let employee: BuiltPerson
let lead: BuiltPerson
let kase: { id: string; customerId: string }

beforeAll(async () => {
  t = await startTestApp()
})
afterAll(() => t.close())
beforeEach(async () => {
  branchId = (await buildBranch(t)).id
  employee = await buildPerson(t, { branchId, maxSingleRials: 1_000n, monthlyBudgetRials: 3_000n })
  lead = await buildPerson(t, {
    role: 'lead',
    branchId,
    maxSingleRials: 10_000n,
    monthlyBudgetRials: 20_000n,
  })
  kase = await insertCase(t, { branch_id: branchId })
})

const path = (k = kase) => `/customers/${k.customerId}/cases/${k.id}/compensations`
const grant = (amountRials: number, kind = 'gift') => ({ kind, amountRials, reason: 'دیر رسیدن کالا' })
const one = (id: string, verb: string, k = kase) => `/customers/${k.customerId}/compensations/${id}/${verb}`
const rowsOf = async (k = kase) =>
  t.services.database.db
    .selectFrom('compensations')
    .selectAll()
    .where('customer_id', '=', k.customerId)
    .execute()
const spentOf = async (person: BuiltPerson) =>
  (
    await t.services.database.db
      .selectFrom('budget_months')
      .select('spent_rials')
      .where('person_id', '=', person.id)
      .executeTakeFirst()
  )?.spent_rials ?? 0n

test('strangers, readers and other branches can not compensate, and nothing is written', async () => {
  expect((await t.anonymous.post(path(), grant(100))).status).toBe(401)
  const auditor = await t.as(await buildPerson(t, { role: 'auditor' }))
  expect((await auditor.post(path(), grant(100))).status).toBe(403)
  const other = await t.as(await buildPerson(t, { maxSingleRials: 1_000n, monthlyBudgetRials: 1_000n }))
  expect((await other.post(path(), grant(100))).status).toBe(404)
  expect((await other.get(path())).status).toBe(404)
  expect(await rowsOf()).toEqual([])
})

test('within authority it is granted at once and charged, above it waits and charges nobody', async () => {
  const me = await t.as(employee)
  const granted = await me.post(path(), grant(1_000))
  expect(granted.status).toBe(201)
  expect(granted.body).toMatchObject({ limit: null, compensation: { status: 'granted', amountRials: 1_000 } })
  const single = await me.post(path(), grant(1_001))
  expect(single.body).toMatchObject({ limit: 'single', compensation: { status: 'pending' } })
  await me.post(path(), grant(1_000))
  await me.post(path(), grant(500))
  const budget = await me.post(path(), grant(501))
  expect(budget.body).toMatchObject({ limit: 'budget', compensation: { status: 'pending' } })
  expect(await spentOf(employee)).toBe(2_500n)
  expect((await me.get('/me/authority')).body).toMatchObject({
    spentThisMonthRials: 2_500,
    leftThisMonthRials: 500,
  })
  expect((await me.get(path())).body.items).toHaveLength(5)
  expect(await budgetInvariant(t.services.database.db)).toEqual([])
})

test('an apology costs nothing and needs no authority', async () => {
  const me = await t.as(await buildPerson(t, { branchId }))
  expect((await me.post(path(), grant(0, 'apology'))).body.compensation.status).toBe('granted')
  expect((await me.post(path(), grant(5, 'apology'))).body.code).toBe('compensation_apology_is_free')
  expect((await me.post(path(), grant(0, 'gift'))).body.code).toBe('compensation_amount_required')
})

test('a refused case is not compensated, a judged one is', async () => {
  const me = await t.as(employee)
  const refused = await insertCase(t, {
    branch_id: branchId,
    status: 'solved',
    turn: 'nobody',
    outcome: 'refused',
  })
  expect((await me.post(path(refused), grant(10))).body.code).toBe('compensation_case_refused')
  const judged = await insertCase(t, {
    branch_id: branchId,
    status: 'judged',
    turn: 'nobody',
    outcome: 'win_win',
  })
  expect((await me.post(path(judged), grant(10))).status).toBe(201)
})

test('nobody compensates themselves or their family, by record, phone, identifier or family relation', async () => {
  const db = t.services.database.db
  const person = await buildPerson(t, {
    branchId,
    maxSingleRials: 1_000n,
    monthlyBudgetRials: 1_000n,
    phone: '+989351110000',
    nationalId: '0084575948',
  })
  const me = await t.as(person)
  const byRecord = await buildCustomer(t, { branchId })
  await db
    .insertInto('customer_people')
    .values({ customer_id: byRecord.id, person_id: person.id, kind: 'relative' })
    .execute()
  const byPhone = await buildCustomer(t, { branchId, phone: '+989351110000' })
  const byIdentifier = await buildCustomer(t, { branchId, identifier: '0084575948' })
  const inLaw = await buildCustomer(t, { branchId })
  const inLawToo = await buildCustomer(t, { branchId })
  const relation = { kind: 'family', note: '' }
  await db
    .insertInto('customer_relations')
    .values([
      { ...relation, id: newId(), customer_id: byRecord.id, other_customer_id: inLaw.id },
      { ...relation, id: newId(), customer_id: inLawToo.id, other_customer_id: byPhone.id },
    ])
    .execute()
  for (const customer of [byRecord, byPhone, byIdentifier, inLaw, inLawToo]) {
    const theirs = await insertCase(t, { customer_id: customer.id })
    const answer = await me.post(path(theirs), grant(10))
    expect(answer.status).toBe(403)
    expect(answer.body.code).toBe('compensation_own_family')
    expect(await rowsOf(theirs)).toEqual([])
  }
  const stranger = await insertCase(t, { branch_id: branchId })
  expect((await me.post(path(stranger), grant(10))).status).toBe(201)
})

test('an approver with enough authority approves, and their own month is charged', async () => {
  const { body } = await (await t.as(employee)).post(path(), grant(5_000))
  const id = body.compensation.id
  const asked = await t.as(lead)
  const list = await asked.get('/compensations?filter[status]=pending')
  expect(list.body.items).toEqual([
    expect.objectContaining({ id, mayDecide: true, requestedByName: employee.fullName }),
  ])
  const weak = await t.as(await buildPerson(t, { role: 'lead', branchId, maxSingleRials: 4_999n }))
  expect((await weak.post(one(id, 'approve'), {})).body.code).toBe('compensation_above_your_limit')
  const poor = await t.as(
    await buildPerson(t, { role: 'lead', branchId, maxSingleRials: 5_000n, monthlyBudgetRials: 4_999n }),
  )
  expect((await poor.post(one(id, 'approve'), {})).body.code).toBe('compensation_budget_exceeded')
  expect((await (await t.as(employee)).post(one(id, 'approve'), {})).status).toBe(403)
  const foreign = await t.as(
    await buildPerson(t, { role: 'lead', maxSingleRials: 9_000n, monthlyBudgetRials: 9_000n }),
  )
  expect((await foreign.post(one(id, 'approve'), {})).status).toBe(404)
  expect((await foreign.get('/compensations')).body.items).toEqual([])

  const done = await asked.post(one(id, 'approve'), { note: 'درست است' })
  expect(done.body).toMatchObject({ status: 'approved', decidedBy: lead.id, decisionNote: 'درست است' })
  expect(await spentOf(lead)).toBe(5_000n)
  expect(await spentOf(employee)).toBe(0n)
  expect((await asked.post(one(id, 'approve'), {})).body.code).toBe('compensation_already_decided')
  expect((await asked.post(one(id, 'reject'), { note: 'نه' })).status).toBe(409)
  expect(await budgetInvariant(t.services.database.db)).toEqual([])
})

test('the one who asked never decides, even as a lead', async () => {
  const me = await t.as(lead)
  const { body } = await me.post(path(), grant(10_001))
  expect(body.compensation.status).toBe('pending')
  for (const verb of ['approve', 'reject', 'reverse'])
    expect((await me.post(one(body.compensation.id, verb), { note: 'خودم' })).body.code).toBe(
      'compensation_own_request',
    )
})

test('two leads approve at the same moment: one does, the other hears 409 and is not charged', async () => {
  const rival = await buildPerson(t, {
    role: 'lead',
    branchId,
    maxSingleRials: 10_000n,
    monthlyBudgetRials: 20_000n,
  })
  const { body } = await (await t.as(employee)).post(path(), grant(5_000))
  const [a, b] = await Promise.all([t.as(lead), t.as(rival)])
  const answers = await Promise.all([a, b].map((c) => c.post(one(body.compensation.id, 'approve'), {})))
  expect(answers.map((x) => x.status).sort()).toEqual([200, 409])
  expect((await spentOf(lead)) + (await spentOf(rival))).toBe(5_000n)
})

test('a rejection says why; a reversal gives the budget back by a new ledger row', async () => {
  const mine = await t.as(employee)
  const asked = await t.as(lead)
  const waiting = (await mine.post(path(), grant(5_000))).body.compensation.id
  expect((await asked.post(one(waiting, 'reject'), {})).status).toBe(422)
  expect((await asked.post(one(waiting, 'reject'), { note: 'بیش از زیان' })).body.status).toBe('rejected')
  expect((await asked.post(one(waiting, 'reverse'), { note: 'نداده' })).body.code).toBe(
    'compensation_not_given',
  )

  const given = (await mine.post(path(), grant(800))).body.compensation.id
  expect((await asked.post(one(given, 'reverse'), { note: 'اشتباه بود' })).body.status).toBe('reversed')
  expect((await asked.post(one(given, 'reverse'), { note: 'دوباره' })).status).toBe(409)
  expect(await spentOf(employee)).toBe(0n)
  const ledger = await t.services.database.db
    .selectFrom('compensation_ledger')
    .select('amount_rials')
    .where('compensation_id', '=', given)
    .orderBy('id')
    .execute()
  expect(ledger.map((row) => row.amount_rials)).toEqual([800n, -800n])
  const { rows } = await t.services.database.pool.query(
    `select action from audit_entries where entity_id = $1 order by at, id`,
    [given],
  )
  expect(rows.map((row) => row.action)).toEqual(['grantCompensation', 'reverseCompensation'])
  expect(await budgetInvariant(t.services.database.db)).toEqual([])
})

test('twenty grants at once against a budget for seven: seven are granted, the rest wait', async () => {
  const person = await buildPerson(t, { branchId, maxSingleRials: 1_000n, monthlyBudgetRials: 7_500n })
  const me = await t.as(person)
  const cases = await Promise.all(Array.from({ length: 5 }, () => insertCase(t, { branch_id: branchId })))
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => me.post(path(cases[i % 5]!), grant(1_000))),
  )
  expect(answers.every((a) => a.status === 201)).toBe(true)
  const statuses = answers.map((a) => a.body.compensation.status)
  expect(statuses.filter((s) => s === 'granted')).toHaveLength(7)
  expect(statuses.filter((s) => s === 'pending')).toHaveLength(13)
  expect(await spentOf(person)).toBe(7_000n)
  expect(await budgetInvariant(t.services.database.db)).toEqual([])
})

test('the same key sent twice gives once', async () => {
  const me = await t.as(employee)
  const key = newId()
  const answers = await Promise.all([1, 2, 3].map(() => me.post(path(), grant(700), { key })))
  expect(new Set(answers.map((a) => a.body.compensation.id)).size).toBe(1)
  expect(await spentOf(employee)).toBe(700n)
})

test('each Jalali month has its own budget', async () => {
  t.setNow(new Date('2026-11-21T20:29:00Z')) // 23:59 of 30 Aban in Tehran
  const me = await t.as(employee)
  const client = await t.as(employee)
  try {
    for (let i = 0; i < 3; i++) expect((await me.post(path(), grant(1_000))).body.limit).toBe(null)
    expect((await me.post(path(), grant(1_000))).body.limit).toBe('budget')
    t.setNow(new Date('2026-11-21T20:30:00Z'))
    expect((await client.post(path(), grant(1_000))).body.limit).toBe(null)
  } finally {
    t.setNow(new Date())
  }
})

test('parallel batches of grants, approvals and reversals keep budget and ledger equal to the model', async () => {
  const rich = await buildPerson(t, {
    role: 'lead',
    branchId,
    maxSingleRials: 2_000n,
    monthlyBudgetRials: 6_000n,
  })
  const clients = { e: await t.as(employee), l: await t.as(lead), r: await t.as(rich) }
  const step = fc.oneof(
    fc.record({ who: fc.constantFrom('e', 'l', 'r'), amount: fc.integer({ min: 1, max: 2_500 }) }),
    fc.record({
      who: fc.constantFrom('l', 'r'),
      verb: fc.constantFrom('approve', 'reject', 'reverse'),
      pick: fc.nat(50),
    }),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 }),
      async (batches) => {
        for (const batch of batches) {
          const known = await rowsOf()
          const answers = await Promise.all(
            batch.map((s) => {
              const client = clients[s.who as 'e']
              if ('amount' in s) return client.post(path(), grant(s.amount))
              const target = known[s.pick % Math.max(known.length, 1)]
              return target ? client.post(one(target.id, s.verb), { note: 'آزمون' }) : client.get('/me')
            }),
          )
          expect(answers.filter((a) => a.status >= 500)).toEqual([])
          // The model: what stands is what was given and not taken back, charged to the asker or the approver.
          const ledger = await t.services.database.db
            .selectFrom('compensation_ledger')
            .selectAll()
            .where('customer_id', '=', kase.customerId)
            .execute()
          for (const row of await rowsOf()) {
            const mine = ledger.filter((l) => l.compensation_id === row.id)
            const sum = mine.reduce((total, l) => total + l.amount_rials, 0n)
            expect(sum).toBe(row.status === 'granted' || row.status === 'approved' ? row.amount_rials : 0n)
            if (row.status === 'granted') expect(mine[0]!.person_id).toBe(row.requested_by)
            if (row.status === 'approved') expect(mine[0]!.person_id).toBe(row.decided_by)
          }
          for (const [person, budget] of [
            [employee, 3_000n],
            [lead, 20_000n],
            [rich, 6_000n],
          ] as const)
            expect((await spentOf(person)) <= budget).toBe(true)
          expect(await budgetInvariant(t.services.database.db)).toEqual([])
        }
      },
    ),
    { numRuns: 12 },
  )
})

test('a changed sum is found within a minute and told once', async () => {
  await (await t.as(employee)).post(path(), grant(900))
  const { db, pool } = t.services.database
  await pool.query('update budget_months set spent_rials = 100 where person_id = $1', [employee.id])
  expect(await budgetInvariant(db)).toEqual([
    expect.objectContaining({ personId: employee.id, ledgerRials: 900n, spentRials: 100n }),
  ])
  await pool.query(
    `insert into jobs (id, name, key) values ($1, 'compensations.checkInvariant', 'compensations.checkInvariant')`,
    [newId()],
  )
  const start = Date.now()
  for (const minute of [1, 2, 3]) {
    t.setNow(new Date(start + minute * 60_000))
    await t.drain()
  }
  t.setNow(new Date())
  const { rows } = await pool.query(`select count(*)::int as n from events where name = 'invariant.broken'`)
  expect(rows[0].n).toBe(1)
  await pool.query('update budget_months set spent_rials = 900 where person_id = $1', [employee.id])
})
