import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../server/test/app.ts'

let t: TestApp
beforeAll(async () => {
  t = await startTestApp()
})
afterAll(() => t.close())

const input = (companyName: string) => ({
  companyName,
  branch: { name: 'دفتر مرکزی', city: 'تهران' },
  administrator: { fullName: 'نسرین شریفی', phone: '۰۹۱۲۱۱۱۲۲۳۳', password: 'سه درخت سیب زرد' },
})

test('a weak password and overlapping hours make nothing', async () => {
  const weak = input('مهر')
  weak.administrator.password = '۱۲۳۴۵۶۷۸۹۰'
  expect((await t.anonymous.post('/set-up', weak)).body.code).toBe('password_weak')
  const hours = [{ weekday: 0, opensAt: '12:00', closesAt: '08:00' }]
  expect((await t.anonymous.post('/set-up', { ...input('مهر'), businessHours: hours })).status).toBe(422)
  expect((await t.anonymous.get('/set-up')).body).toEqual({ needsSetUp: true })
  expect((await t.anonymous.get('/sign-in/options')).body).toEqual({
    companyName: null,
    needsSetUp: true,
    demoAccounts: [],
  })
})

test('of several at once one sets the company up; then the door is gone', async () => {
  const answers = await Promise.all(
    ['مهر', 'سپهر', 'کیهان', 'ناهید'].map((name) => t.anonymous.post('/set-up', input(name))),
  )
  const made = answers.filter((answer) => answer.status === 201)
  expect(made).toHaveLength(1)
  for (const other of answers) if (other !== made[0]) expect([409, 404]).toContain(other.status)
  const { db } = t.services.database
  expect(await db.selectFrom('company').select('id').execute()).toHaveLength(1)
  expect(await db.selectFrom('people').select('id').execute()).toHaveLength(1)
  expect(await db.selectFrom('branches').select('id').execute()).toHaveLength(1)

  const cookie = String(made[0]!.headers['set-cookie']).split(';')[0]!
  const me = await t.anonymous.inject({ method: 'GET', url: '/api/v1/me', headers: { cookie } })
  expect(me.body.person).toMatchObject({ fullName: 'نسرین شریفی', role: 'administrator' })
  expect(me.body.company.moneyUnit).toBe('toman')

  const later = await t.anonymous.post('/set-up', input('دیرآمده'))
  expect(later.status).toBe(404)
  expect((await t.anonymous.get('/set-up')).body).toEqual({ needsSetUp: false })

  const signedIn = await t.anonymous.post('/sessions', {
    identifier: '09121112233',
    password: 'سه درخت سیب زرد',
  })
  expect(signedIn.status).toBe(201)
  const [entry] = await db.selectFrom('audit_entries').selectAll().where('action', '=', 'setUp').execute()
  expect(JSON.stringify(entry)).not.toContain('سه درخت')
})
