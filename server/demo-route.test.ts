import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from './test/app.ts'

let t: TestApp
beforeAll(async () => {
  t = await startTestApp()
})
afterAll(() => t.close())

const company = {
  companyName: 'مهر',
  branch: { name: 'دفتر مرکزی' },
  administrator: { fullName: 'نسرین شریفی', phone: '09121112233', password: 'سه درخت سیب زرد' },
}

test('of demo and company at once one is made; then both doors are gone', async () => {
  const answers = await Promise.all([
    t.anonymous.post('/set-up/demo'),
    t.anonymous.post('/set-up/demo'),
    t.anonymous.post('/set-up', company),
  ])
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1)
  for (const { status } of answers) expect([201, 404, 409]).toContain(status)
  const { db } = t.services.database
  expect(await db.selectFrom('company').select('id').execute()).toHaveLength(1)
  expect((await t.anonymous.post('/set-up/demo')).status).toBe(404)
  expect((await t.anonymous.post('/set-up', company)).status).toBe(404)
  expect((await t.anonymous.get('/set-up')).body).toEqual({ needsSetUp: false })
}, 120_000)

test('an empty installation becomes the demo and tells who may sign in', async () => {
  const fresh = await startTestApp()
  try {
    const [first, second] = await Promise.all([
      fresh.anonymous.post('/set-up/demo'),
      fresh.anonymous.post('/set-up/demo'),
    ])
    expect([first.status, second.status].sort()).toEqual([201, 409])
    const { body } = first.status === 201 ? first : second
    expect((first.status === 409 ? first : second).body.code).toBe('company_exists')
    const options = (await fresh.anonymous.get('/sign-in/options')).body
    expect(options).toMatchObject({ needsSetUp: false, demoAccounts: body.demoAccounts })
    const [{ identifier, password }] = body.demoAccounts
    expect((await fresh.anonymous.post('/sessions', { identifier, password })).status).toBe(201)
    expect((await fresh.anonymous.post('/set-up/demo')).status).toBe(404)
  } finally {
    await fresh.close()
  }
}, 120_000)

test('another site can not fill it', async () => {
  const answer = await t.anonymous.inject({
    method: 'POST',
    url: '/api/v1/set-up/demo',
    headers: { 'sec-fetch-site': 'cross-site', 'idempotency-key': 'another-site-1' },
  })
  expect(answer.status).toBe(403)
})
