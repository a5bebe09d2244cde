import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../server/test/app.ts'

let t: TestApp
beforeAll(async () => {
  t = await startTestApp()
})
afterAll(() => t.close())

test('of two who ask for the demo company at once one gets it; then the door is gone', async () => {
  const answers = await Promise.all([1, 2].map(() => t.anonymous.post('/set-up/demo', {})))
  expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409])
  const { db } = t.services.database
  expect(await db.selectFrom('company').select('is_demo').execute()).toEqual([{ is_demo: true }])
  const options = (await t.anonymous.get('/sign-in/options')).body
  expect(options.needsSetUp).toBe(false)
  const [first] = options.demoAccounts
  const { identifier, password } = first
  expect((await t.anonymous.post('/sessions', { identifier, password })).status).toBe(201)
  expect((await t.anonymous.post('/set-up/demo', {})).status).toBe(404)
}, 120_000)
