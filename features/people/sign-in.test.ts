import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../server/test/app.ts'
import { buildPerson } from '../../server/test/build.ts'
import { hashPassword } from './passwords.ts'

let t: TestApp
beforeAll(async () => {
  t = await startTestApp()
})
afterAll(() => t.close())

test('nobody signed in learns nothing', async () => {
  const answer = await t.anonymous.get('/me')
  expect(answer.status).toBe(401)
  expect(answer.body.code).toBe('sign_in_required')
})

test('a person signs in by phone in Persian digits and sees their own permissions', async () => {
  const person = await buildPerson(t, {
    role: 'lead',
    phone: '+989121112233',
    passwordHash: await hashPassword('یک رمز طولانی'),
  })
  const answer = await t.anonymous.post('/sessions', {
    identifier: '۰۹۱۲ ۱۱۱ ۲۲۳۳',
    password: 'یک رمز طولانی',
  })
  expect(answer.status).toBe(201)
  const cookie = String(answer.headers['set-cookie']).split(';')[0]!
  const me = await t.anonymous.inject({ method: 'GET', url: '/api/v1/me', headers: { cookie } })
  expect(me.status).toBe(200)
  expect(me.body.person.id).toBe(person.id)
  expect(me.body.permissions['compensation.approve']).toBe('branch')
})

test('five wrong passwords lock the account and an unknown name gets the same answer as a wrong password', async () => {
  await buildPerson(t, { phone: '+989121112244', passwordHash: await hashPassword('رمز درست است') })
  const unknown = await t.anonymous.post('/sessions', { identifier: '09120000000', password: 'x' })
  let last = unknown
  for (let i = 0; i < 5; i++) {
    last = await t.anonymous.post('/sessions', { identifier: '09121112244', password: 'غلط' })
    expect(last.body).toEqual(unknown.body)
  }
  last = await t.anonymous.post('/sessions', { identifier: '09121112244', password: 'رمز درست است' })
  expect(last.status).toBe(429)
  expect(last.body.code).toBe('locked_out')
})
