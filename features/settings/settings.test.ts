import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '../../server/lib/context.ts'
import { newId } from '../../server/lib/id.ts'
import { asSystem } from '../../server/lib/jobs.ts'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { buildPerson } from '../../server/test/build.ts'
import { clockSettings } from '../clocks/calendars.ts'
import { installDefaults } from './set-up.ts'

let t: TestApp
let administrator: Client
let branchId: string
const as = async (role: Role) => t.as(await buildPerson(t, { role, branchId }))

beforeAll(async () => {
  t = await startTestApp()
  const person = await buildPerson(t, { role: 'administrator' })
  branchId = person.branchId
  administrator = await t.as(person)
  await asSystem(t.services, 'test', (ctx) => installDefaults(ctx))
})
afterAll(() => t.close())

const auditsOf = (action: string) =>
  t.services.database.db.selectFrom('audit_entries').selectAll().where('action', '=', action).execute()
const changes = () =>
  t.services.database.db
    .selectFrom('events')
    .select('payload')
    .where('name', '=', 'settings.changed')
    .execute()

describe('who may not', () => {
  const id = newId()
  test.each<['post' | 'put' | 'patch' | 'delete', string, unknown]>([
    ['patch', '/settings/company', { name: 'دیگر', version: 1 }],
    ['post', '/settings/branches', { name: 'شعبهٔ نو' }],
    ['patch', `/settings/branches/${id}`, { city: 'قم', version: 1 }],
    ['post', '/settings/teams', { branchId: id, name: 'تیم' }],
    ['patch', `/settings/teams/${id}`, { name: 'تیم', version: 1 }],
    ['put', '/settings/business-hours', { branchId: null, hours: [] }],
    ['post', '/settings/calendar-days', { on: '2026-09-01', kind: 'closed', title: 'تعطیل' }],
    ['patch', `/settings/calendar-days/${id}`, { title: 'تعطیل' }],
    ['delete', `/settings/calendar-days/${id}`, undefined],
    ['post', '/settings/calendar-days/holidays', {}],
    ['put', '/settings/clock-policies', { items: [] }],
    ['post', '/settings/categories', { name: 'دسته' }],
    ['patch', `/settings/categories/${id}`, { name: 'دسته', version: 1 }],
    ['put', '/settings/categories/order', { ids: [], was: [] }],
  ])('%s %s', async (verb, path, body) => {
    const before = await changes()
    expect((await t.anonymous[verb](path, body)).status).toBe(401)
    for (const role of ['employee', 'lead', 'analyst', 'auditor'] as const)
      expect((await (await as(role))[verb](path, body)).status).toBe(403)
    expect(await changes()).toEqual(before)
  })

  test('every employee reads the settings, nobody else does', async () => {
    const employee = await as('employee')
    for (const path of [
      'company',
      'branches',
      'teams',
      'business-hours',
      'calendar-days',
      'clock-policies',
      'categories',
    ]) {
      expect((await t.anonymous.get(`/settings/${path}`)).status).toBe(401)
      expect((await employee.get(`/settings/${path}`)).status, path).toBe(200)
    }
  })
})

describe('company', () => {
  test('is changed by version, audited and announced', async () => {
    const { body: before } = await administrator.get('/settings/company')
    const change = { name: 'فروشگاه‌های سپهر', moneyUnit: 'rial', version: before.version }
    const answer = await administrator.patch('/settings/company', change)
    expect(answer.body).toMatchObject({
      name: 'فروشگاه‌های سپهر',
      moneyUnit: 'rial',
      version: before.version + 1,
    })
    expect((await administrator.patch('/settings/company', change)).body.code).toBe('version_conflict')
    const [entry] = await auditsOf('updateCompany')
    expect(entry).toMatchObject({ before: { name: before.name }, after: { name: 'فروشگاه‌های سپهر' } })
  })
  test('refuses what it does not know', async () => {
    const answer = await administrator.patch('/settings/company', { isDemo: true, version: 2 })
    expect(answer.status).toBe(422)
  })
})

describe('branches and teams', () => {
  test('a branch is opened, named once, and closed only when nobody works there', async () => {
    const { body: branch } = await administrator.post('/settings/branches', {
      name: 'شیراز',
      code: 'SHZ',
      city: 'شیراز',
    })
    expect(branch).toMatchObject({ name: 'شیراز', code: 'SHZ', isActive: true })
    expect((await administrator.post('/settings/branches', { name: 'شیراز' })).body.code).toBe(
      'branch_exists',
    )
    expect((await administrator.post('/settings/branches', { name: 'شیراز ۲', code: 'SHZ' })).body.code).toBe(
      'branch_code_taken',
    )
    await buildPerson(t, { branchId: branch.id })
    const closing = await administrator.patch(`/settings/branches/${branch.id}`, {
      isActive: false,
      version: 1,
    })
    expect(closing.body.code).toBe('branch_in_use')
    const moved = await administrator.patch(`/settings/branches/${branch.id}`, {
      city: 'مرودشت',
      version: 1,
    })
    expect(moved.body).toMatchObject({ name: 'شیراز', city: 'مرودشت' })
    const empty = await administrator.post('/settings/branches', { name: 'یزد' })
    expect(
      (await administrator.patch(`/settings/branches/${empty.body.id}`, { isActive: false, version: 1 })).body
        .isActive,
    ).toBe(false)
  })
  test('a team has one name in its branch', async () => {
    const first = await administrator.post('/settings/teams', { branchId, name: 'پاسخگویی' })
    expect(first.status).toBe(201)
    expect((await administrator.post('/settings/teams', { branchId, name: 'پاسخگویی' })).body.code).toBe(
      'team_exists',
    )
    const second = await administrator.post('/settings/teams', { branchId, name: 'تعمیرات' })
    const renamed = await administrator.patch(`/settings/teams/${second.body.id}`, {
      name: 'پاسخگویی',
      version: 1,
    })
    expect(renamed.body.code).toBe('team_exists')
    const listed = await administrator.get(`/settings/teams?filter[branchId]=${branchId}`)
    expect(listed.body.items.map((team: { name: string }) => team.name).sort()).toEqual(
      ['تعمیرات', 'پاسخگویی'].sort(),
    )
  })
})

describe('calendar', () => {
  test('a branch gets its own week and loses it again; clocks follow at once', async () => {
    const calendarOf = () =>
      asSystem(t.services, 'test', async (ctx) => (await clockSettings(ctx)).calendarOf(branchId))
    const week = async () =>
      (await administrator.get('/settings/business-hours')).body.items.find(
        (item: { branchId: string | null }) => item.branchId === branchId,
      )
    expect((await calendarOf()).week[6]).toEqual([])
    await administrator.put('/settings/business-hours', {
      branchId,
      hours: [{ weekday: 6, opensAt: '17:00', closesAt: '24:00' }],
    })
    expect((await calendarOf()).week[6]).toEqual([{ opens: 17 * 3600, closes: 24 * 3600 }])
    expect((await week()).hours).toEqual([{ weekday: 6, opensAt: '17:00', closesAt: '24:00' }])
    await administrator.put('/settings/business-hours', { branchId, hours: [] })
    expect(await week()).toBeUndefined()
    expect((await calendarOf()).week[0]).toEqual([{ opens: 8 * 3600, closes: 17 * 3600 }])
  })
  test('overlapping hours are refused and the week stays', async () => {
    const before = (await administrator.get('/settings/business-hours')).body
    const answer = await administrator.put('/settings/business-hours', {
      branchId: null,
      hours: [
        { weekday: 0, opensAt: '08:00', closesAt: '12:00' },
        { weekday: 0, opensAt: '11:00', closesAt: '13:00' },
      ],
    })
    expect(answer.status).toBe(422)
    expect(answer.body.fields['hours.1']).toBeTruthy()
    expect((await administrator.get('/settings/business-hours')).body).toEqual(before)
  })
  test('the holidays of 1405 are there, and importing them again adds nothing', async () => {
    const { body } = await administrator.get('/settings/calendar-days?year=1405')
    expect(body.items[0]).toMatchObject({ on: '2026-03-21', kind: 'closed', branchId: null })
    expect(body.items.every((day: { on: string }) => day.on < '2027-03-21')).toBe(true)
    expect((await administrator.post('/settings/calendar-days/holidays', {})).body).toEqual({ added: 0 })
    await administrator.delete(`/settings/calendar-days/${body.items[0].id}`)
    expect((await administrator.post('/settings/calendar-days/holidays', { year: 1405 })).body).toEqual({
      added: 1,
    })
  })
  test('a day is closed, given hours, moved and opened again', async () => {
    const day = { on: '2026-09-05', kind: 'closed', title: 'انبارگردانی' }
    const { body: added, status } = await administrator.post('/settings/calendar-days', day)
    expect(status).toBe(201)
    expect((await administrator.post('/settings/calendar-days', day)).body.code).toBe('calendar_day_exists')
    expect((await administrator.post('/settings/calendar-days', { ...day, branchId })).status).toBe(201)
    const path = `/settings/calendar-days/${added.id}`
    expect((await administrator.patch(path, { kind: 'special' })).body.code).toBe('day_hours_wrong')
    const special = await administrator.patch(path, { kind: 'special', opensAt: '10:00', closesAt: '12:00' })
    expect(special.body).toMatchObject({ kind: 'special', opensAt: '10:00', title: 'انبارگردانی' })
    const closed = await administrator.patch(path, { kind: 'closed', on: '2026-09-06' })
    expect(closed.body).toMatchObject({ kind: 'closed', opensAt: null, on: '2026-09-06' })
    expect((await administrator.delete(path)).status).toBe(204)
    expect((await administrator.delete(path)).status).toBe(404)
  })
})

describe('limits of time and categories', () => {
  test('limits are replaced as a whole, never without a general one', async () => {
    const { body } = await administrator.get('/settings/clock-policies')
    expect(body.items.length).toBeGreaterThan(40)
    const without = body.items.filter((p: { kind: unknown; severity: unknown }) => p.kind || p.severity)
    expect((await administrator.put('/settings/clock-policies', { items: without })).body.code).toBe(
      'policy_missing',
    )
    expect((await administrator.get('/settings/clock-policies')).body).toEqual(body)
    const fewer = body.items.filter((p: { tier: unknown }) => p.tier === null)
    expect((await administrator.put('/settings/clock-policies', { items: fewer })).body.items).toEqual(fewer)
  })
  test('categories are added, renamed, taken out of use and ordered', async () => {
    const added = await administrator.post('/settings/categories', { name: 'نصب', nameEn: 'Installation' })
    expect(added.body).toMatchObject({ name: 'نصب', isActive: true })
    expect((await administrator.post('/settings/categories', { name: 'نصب' })).body.code).toBe(
      'category_exists',
    )
    const path = `/settings/categories/${added.body.id}`
    expect((await administrator.patch(path, { name: 'سایر', version: 1 })).body.code).toBe('category_exists')
    expect((await administrator.patch(path, { isActive: false, version: 1 })).body.isActive).toBe(false)
    const ids = (await administrator.get('/settings/categories')).body.items.map((c: { id: string }) => c.id)
    expect(ids.at(-1)).toBe(added.body.id)
    const reversed = [...ids].reverse()
    const answer = await administrator.put('/settings/categories/order', { ids: reversed, was: ids })
    expect(answer.body.items.map((c: { id: string }) => c.id)).toEqual(reversed)
    expect(
      (
        await administrator.put('/settings/categories/order', {
          ids: ids.slice(1),
          was: reversed,
        })
      ).body.code,
    ).toBe('category_order_wrong')
  })
})

test.each([
  ['branches', { name: 'شعبهٔ دوسویه' }, { city: 'ری' }, { address: 'میدان' }],
  ['teams', { name: 'تیم دوسویه' }, { name: 'تیم الف' }, { name: 'تیم ب' }],
  ['categories', { name: 'دستهٔ دوسویه' }, { nameEn: 'One' }, { isActive: false }],
])(
  'two who change one of the %s at once: the second hears of it and loses nothing',
  async (path, made, first, second) => {
    const { body } = await administrator.post(
      `/settings/${path}`,
      path === 'teams' ? { ...made, branchId } : made,
    )
    expect(body.version).toBe(1)
    const at = `/settings/${path}/${body.id}`
    expect((await administrator.patch(at, second)).status).toBe(422)
    const both = await Promise.all([
      administrator.patch(at, { ...first, version: 1 }),
      administrator.patch(at, { ...second, version: 1 }),
    ])
    expect(both.map((one) => one.status).sort()).toEqual([200, 409])
    const refused = both.find((one) => one.status === 409)!
    expect(refused.body).toMatchObject({
      code: 'version_conflict',
      detail: expect.stringContaining('دوباره ذخیره کنید'),
    })
    const mine = refused === both[0] ? first : second
    const again = await administrator.patch(at, { ...mine, version: 2 })
    const expected = path === 'teams' ? mine : { ...first, ...second }
    expect(again.body).toMatchObject({ ...expected, version: 3 })
  },
)

test('an order made from an old order is refused', async () => {
  const ids: string[] = (await administrator.get('/settings/categories')).body.items.map(
    (c: { id: string }) => c.id,
  )
  const turned = [...ids.slice(1), ids[0]!]
  expect((await administrator.put('/settings/categories/order', { ids: turned, was: ids })).status).toBe(200)
  const late = await administrator.put('/settings/categories/order', { ids: [...ids].reverse(), was: ids })
  expect([late.status, late.body.code]).toEqual([409, 'version_conflict'])
})

test('installing the defaults again changes nothing', async () => {
  const count = async () =>
    Promise.all(
      (['business_hours', 'calendar_days', 'clock_policies', 'categories'] as const).map(
        async (table) =>
          (await t.services.database.pool.query(`select count(*)::int as n from ${table}`)).rows[0].n,
      ),
    )
  const before = await count()
  await asSystem(t.services, 'test', (ctx) => installDefaults(ctx))
  expect(await count()).toEqual(before)
})
