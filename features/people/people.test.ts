import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '../../server/lib/context.ts'
import { newId } from '../../server/lib/id.ts'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { type BuiltPerson, buildBranch, buildCustomer, buildPerson } from '../../server/test/build.ts'

let t: TestApp
let branchId: string
let boss: BuiltPerson
let administrator: Client
const person = (role: Role = 'employee') => buildPerson(t, { role, branchId })

beforeAll(async () => {
  t = await startTestApp()
  boss = await buildPerson(t, { role: 'administrator' })
  branchId = boss.branchId
  administrator = await t.as(boss)
})
afterAll(() => t.close())

const rowOf = (id: string) =>
  t.services.database.db.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const versionOf = async (id: string) => (await rowOf(id)).version

describe('who may not', () => {
  test('nobody but an administrator changes people, and a refusal changes nothing', async () => {
    const target = await person()
    const before = await rowOf(target.id)
    const customer = await buildCustomer(t, { branchId })
    const path = `/people/${target.id}`
    const tries: ['get' | 'post' | 'put' | 'patch' | 'delete', string, unknown][] = [
      ['get', path, undefined],
      ['post', '/people', { fullName: 'نفوذی', email: 'a@b.ir', role: 'administrator', branchId }],
      ['patch', path, { role: 'administrator', version: before.version }],
      ['post', `${path}/activate`, undefined],
      ['post', `${path}/deactivate`, undefined],
      ['put', `${path}/authority`, { maxSingleRials: 9, monthlyBudgetRials: 9 }],
      ['post', `${path}/password`, { password: 'سه درخت سیب زرد' }],
      ['delete', `${path}/totp`, undefined],
      ['post', `${path}/customers`, { customerId: customer.id, kind: 'self' }],
      ['delete', `${path}/customers/${customer.id}`, undefined],
    ]
    const clients = await Promise.all(
      (['employee', 'lead', 'analyst', 'auditor'] as const).map(async (role) => t.as(await person(role))),
    )
    for (const [verb, url, body] of tries) {
      expect((await t.anonymous[verb](url, body)).status, `${verb} ${url}`).toBe(401)
      for (const client of clients) expect((await client[verb](url, body)).status, `${verb} ${url}`).toBe(403)
    }
    expect(await rowOf(target.id)).toEqual(before)
  })

  test('an employee does not raise their own authority, nor does an administrator', async () => {
    const one = await person()
    const authority = { maxSingleRials: 1_000_000, monthlyBudgetRials: 10_000_000 }
    expect((await (await t.as(one)).put(`/people/${one.id}/authority`, authority)).status).toBe(403)
    const own = await administrator.put(`/people/${boss.id}/authority`, authority)
    expect(own.body.code).toBe('own_authority')
    expect((await rowOf(boss.id)).max_single_rials).toBe(0n)
  })
})

describe('the list', () => {
  test('shows a branch its own people and an analyst all of them, by name, page by page', async () => {
    const other = await buildBranch(t)
    const stranger = await buildPerson(t, { branchId: other.id, fullName: 'آبان بیگانه' })
    const mine = await buildPerson(t, { branchId, fullName: 'آرش نخست', role: 'lead' })
    const employee = await t.as(await person())
    const seen = await employee.get('/people')
    expect(seen.body.items.every((p: { branchId: string }) => p.branchId === branchId)).toBe(true)
    expect((await employee.get(`/people?filter[branchId]=${other.id}`)).body.items).toEqual([])
    const analyst = await t.as(await person('analyst'))
    expect((await analyst.get(`/people?filter[branchId]=${other.id}`)).body.items).toMatchObject([
      { id: stranger.id },
    ])
    expect(
      (await analyst.get(`/people?filter[role]=lead&filter[branchId]=${branchId}`)).body.items,
    ).toContainEqual(expect.objectContaining({ id: mine.id, fullName: 'آرش نخست' }))
    const ids: string[] = []
    let cursor = ''
    do {
      const page = await analyst.get(`/people?limit=3${cursor && `&cursor=${cursor}`}`)
      ids.push(...page.body.items.map((p: { id: string }) => p.id))
      cursor = page.body.nextCursor ?? ''
    } while (cursor)
    const all = await analyst.get('/people?limit=200')
    expect(ids).toEqual(all.body.items.map((p: { id: string }) => p.id))
    expect((await analyst.get('/people?sort=password_hash')).status).toBe(422)
    expect((await analyst.get('/people?cursor=rubbish')).status).toBe(200)
  })
})

describe('taking on and changing', () => {
  test('a person is added with a phone in Persian digits and signs in', async () => {
    const input = {
      fullName: 'سارا محمدی',
      phone: '۰۹۳۵ ۱۲۳ ۴۵ ۶۷',
      role: 'employee',
      branchId,
      password: 'چهار اسب سرخ ۱۲',
    }
    const added = await administrator.post('/people', input)
    expect(added.status).toBe(201)
    expect(added.body).toMatchObject({
      phone: '+989351234567',
      maxSingleRials: 0,
      isActive: true,
      version: 1,
    })
    expect(JSON.stringify(added.body)).not.toContain('argon2')
    const twin = await administrator.post('/people', { ...input, fullName: 'دیگری' })
    expect(twin.body.code).toBe('person_phone_taken')
    // The same password, its digits typed on a Latin keyboard.
    const signedIn = await t.anonymous.post('/sessions', {
      identifier: '09351234567',
      password: 'چهار اسب سرخ 12',
    })
    expect(signedIn.status).toBe(201)
    const { rows } = await t.services.database.pool.query(
      `select (select string_agg(a::text, '') from audit_entries a) || (select string_agg(k::text, '') from idempotency_keys k) as everything`,
    )
    expect(rows[0].everything).not.toContain('چهار اسب')
  })

  test.each([
    [{ phone: '123' }, 'staff_phone_invalid'],
    [{ email: 'نه ایمیل' }, 'staff_email_invalid'],
    [{}, 'identifier_required'],
    [{ phone: '09351234500', nationalId: '1234567890' }, 'staff_national_id_invalid'],
    [{ phone: '09351234500', password: '1111111111' }, 'password_weak'],
    [{ phone: '09351234500', branchId: newId() }, 'branch_closed'],
    [{ phone: '09351234500', teamId: newId() }, 'team_of_other_branch'],
  ])('%o is refused with %s', async (values, code) => {
    const answer = await administrator.post('/people', {
      fullName: 'کسی',
      role: 'employee',
      branchId,
      ...values,
    })
    expect(answer.body.code).toBe(code)
    expect(answer.status).toBe(422)
  })

  test('a changed role holds on the next request of a running session', async () => {
    const one = await person()
    const client = await t.as(one)
    expect((await client.get('/me')).body.permissions['compensation.approve']).toBeUndefined()
    const version = await versionOf(one.id)
    const change = { role: 'lead', version }
    expect((await administrator.patch(`/people/${one.id}`, change)).body).toMatchObject({ role: 'lead' })
    expect((await client.get('/me')).body.permissions['compensation.approve']).toBe('branch')
    expect((await administrator.patch(`/people/${one.id}`, change)).body.code).toBe('version_conflict')
    const down = { role: 'employee', version: version + 1 }
    await administrator.patch(`/people/${one.id}`, down)
    expect((await client.get('/me')).body.permissions['compensation.approve']).toBeUndefined()
  })

  test('moving to another branch leaves the team behind', async () => {
    const { db } = t.services.database
    const teamId = newId()
    await db.insertInto('teams').values({ id: teamId, branch_id: branchId, name: 'پاسخگویی' }).execute()
    const one = await person()
    const path = `/people/${one.id}`
    const joined = await administrator.patch(path, { teamId, version: 1 })
    expect(joined.body).toMatchObject({ teamName: 'پاسخگویی', version: 2 })
    const other = await buildBranch(t)
    const moved = await administrator.patch(path, { branchId: other.id, version: 2 })
    expect(moved.body).toMatchObject({ branchId: other.id, teamId: null })
  })

  test('nobody changes their own role or disables themselves', async () => {
    const own = await administrator.patch(`/people/${boss.id}`, {
      role: 'employee',
      version: await versionOf(boss.id),
    })
    expect(own.body.code).toBe('own_role')
    expect((await administrator.post(`/people/${boss.id}/deactivate`)).body.code).toBe('own_deactivation')
    expect((await rowOf(boss.id)).role).toBe('administrator')
  })
})

describe('keeping out', () => {
  test('deactivating ends every session at once; activating lets in again', async () => {
    const one = await person()
    const [desk, phone] = [await t.as(one), await t.as(one)]
    expect((await desk.get('/me')).status).toBe(200)
    const answer = await administrator.post(`/people/${one.id}/deactivate`)
    expect(answer.body.isActive).toBe(false)
    expect((await desk.get('/me')).status).toBe(401)
    expect((await phone.get('/me')).status).toBe(401)
    expect((await administrator.post(`/people/${one.id}/activate`)).body.isActive).toBe(true)
    expect((await desk.get('/me')).status).toBe(401)
    expect((await (await t.as(one)).get('/me')).status).toBe(200)
  })

  test('two administrators who disable each other at once leave one', async () => {
    const own = await startTestApp()
    try {
      const a = await buildPerson(own, { role: 'administrator' })
      const b = await buildPerson(own, { role: 'administrator', branchId: a.branchId })
      const [asA, asB] = [await own.as(a), await own.as(b)]
      await Promise.all([asA.get('/me'), asB.get('/me')])
      const answers = await Promise.all([
        asA.post(`/people/${b.id}/deactivate`),
        asB.post(`/people/${a.id}/deactivate`),
      ])
      expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
      const left = await own.services.database.db
        .selectFrom('people')
        .select('id')
        .where('is_active', '=', true)
        .execute()
      expect(left).toHaveLength(1)
    } finally {
      await own.close()
    }
  })
})

describe('authority and customers', () => {
  test('authority is set, kept in the audit, and never above the budget', async () => {
    const one = await person()
    const path = `/people/${one.id}/authority`
    const answer = await administrator.put(path, {
      maxSingleRials: 5_000_000,
      monthlyBudgetRials: 30_000_000,
    })
    expect(answer.body).toMatchObject({ maxSingleRials: 5_000_000, monthlyBudgetRials: 30_000_000 })
    const over = await administrator.put(path, { maxSingleRials: 5, monthlyBudgetRials: 1 })
    expect(over.body.code).toBe('authority_over_budget')
    const [entry] = await t.services.database.db
      .selectFrom('audit_entries')
      .selectAll()
      .where('action', '=', 'putAuthority')
      .where('entity_id', '=', one.id)
      .execute()
    expect(entry).toMatchObject({
      actor_id: boss.id,
      before: { maxSingleRials: 0 },
      after: { maxSingleRials: 5_000_000 },
    })
  })

  test('a customer is recorded as a relative, shown, and taken back', async () => {
    const one = await person()
    const customer = await buildCustomer(t)
    const path = `/people/${one.id}/customers`
    expect((await administrator.post(path, { customerId: newId(), kind: 'self' })).status).toBe(404)
    expect((await administrator.post(path, { customerId: customer.id, kind: 'self' })).status).toBe(204)
    expect((await administrator.post(path, { customerId: customer.id, kind: 'relative' })).status).toBe(204)
    expect((await administrator.get(`/people/${one.id}`)).body.customers).toEqual([
      { customerId: customer.id, fullName: customer.fullName, kind: 'relative' },
    ])
    expect((await administrator.delete(`${path}/${customer.id}`)).status).toBe(204)
    expect((await administrator.delete(`${path}/${customer.id}`)).status).toBe(404)
  })
})
