import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { type BuiltPerson, buildPerson } from '../../server/test/build.ts'
import { hashPassword } from './passwords.ts'

let t: TestApp
let passwordHash: string
const PASSWORD = 'چهار اسب سرخ'
let members = 1_000_000
let now: Date

beforeAll(async () => {
  t = await startTestApp()
  passwordHash = await hashPassword(PASSWORD)
})
afterAll(() => t.close())
beforeEach(() => setNow(new Date()))

function setNow(value: Date) {
  now = value
  t.setNow(value)
}
const inSteps = (n: number) => setNow(new Date(now.getTime() + n * 30_000))

async function member(): Promise<{ person: BuiltPerson; client: Client; phone: string }> {
  members += 1
  const phone = `+98938${members}`
  const person = await buildPerson(t, { passwordHash, phone })
  return { person, client: await t.as(person), phone }
}
const signIn = (identifier: string, password = PASSWORD, totp?: string) =>
  t.anonymous.post('/sessions', { identifier, password, ...(totp ? { totp } : {}) })
const codeOf = (secret: string) => new TOTP({ secret }).generate({ timestamp: now.getTime() })
const remove = (client: Client, body: unknown) =>
  client.inject({ method: 'DELETE', url: '/api/v1/me/totp', payload: body as object })

async function withSecondFactor() {
  const one = await member()
  const offer = (await one.client.post('/me/totp/begin')).body
  const confirmed = await one.client.post('/me/totp/confirm', {
    token: offer.token,
    code: codeOf(offer.secret),
  })
  expect(confirmed.status).toBe(204)
  return { ...one, secret: offer.secret as string }
}

test('strangers have no account', async () => {
  for (const [verb, path] of [
    ['get', '/me/sessions'],
    ['patch', '/me'],
    ['post', '/me/password'],
    ['post', '/me/totp/begin'],
    ['post', '/me/totp/confirm'],
    ['delete', '/me/totp'],
  ] as const)
    expect((await t.anonymous[verb](path)).status, path).toBe(401)
})

describe('password', () => {
  test('needs the current one, ends the other sessions and keeps this one', async () => {
    const { person, client, phone } = await member()
    const other = await t.as(person)
    const wrong = await client.post('/me/password', { current: 'نه این', password: 'هفت کوه بلند آبی' })
    expect(wrong.body.code).toBe('password_wrong')
    expect((await other.get('/me')).status).toBe(200)
    const same = await client.post('/me/password', { current: PASSWORD, password: PASSWORD })
    expect(same.body.code).toBe('password_weak')
    const changed = await client.post('/me/password', { current: PASSWORD, password: 'هفت کوه بلند آبی' })
    expect(changed.status).toBe(204)
    expect((await client.get('/me')).status).toBe(200)
    expect((await other.get('/me')).status).toBe(401)
    expect((await signIn(phone)).status).toBe(401)
    expect((await signIn(phone, 'هفت کوه بلند آبی')).status).toBe(201)
  })

  test('can not be guessed at an open desk', async () => {
    const { client } = await member()
    let last = 0
    for (let i = 0; i < 11; i++)
      last = (await client.post('/me/password', { current: `حدس ${i}`, password: 'هفت کوه بلند آبی' })).status
    expect(last).toBe(429)
  })

  test('set by an administrator it unlocks the person and ends their sessions', async () => {
    const boss = await buildPerson(t, { role: 'administrator' })
    const administrator = await t.as(boss)
    const { person, client, phone } = await member()
    for (let i = 0; i < 5; i++) await signIn(phone, 'غلط')
    expect((await signIn(phone)).body.code).toBe('locked_out')
    const path = `/people/${person.id}/password`
    expect((await administrator.post(path, { password: 'هفت کوه بلند آبی' })).status).toBe(204)
    expect((await client.get('/me')).status).toBe(401)
    expect((await signIn(phone, 'هفت کوه بلند آبی')).status).toBe(201)
    const own = await administrator.post(`/people/${boss.id}/password`, { password: 'هفت کوه بلند آبی' })
    expect(own.body.code).toBe('own_password')
  })

  test('a lock ends after its time', async () => {
    const { phone } = await member()
    for (let i = 0; i < 5; i++) await signIn(phone, 'غلط')
    expect((await signIn(phone)).status).toBe(429)
    setNow(new Date(now.getTime() + 15 * 60_000 + 1000))
    expect((await signIn(phone)).status).toBe(201)
  })
})

describe('second factor', () => {
  test('is on only after a right code, and its secret is nowhere readable', async () => {
    const { client, person } = await member()
    const offer = (await client.post('/me/totp/begin')).body
    expect(offer.otpauthUrl).toContain(`secret=${offer.secret}`)
    expect(offer.qrSvg).toContain('<svg')
    const wrong = await client.post('/me/totp/confirm', { token: offer.token, code: '000000' })
    expect(wrong.body.code).toBe('code_wrong')
    expect((await client.get('/me')).body.person.hasSecondFactor).toBe(false)
    const confirmed = await client.post('/me/totp/confirm', {
      token: offer.token,
      code: codeOf(offer.secret),
    })
    expect(confirmed.status).toBe(204)
    expect((await client.get('/me')).body.person.hasSecondFactor).toBe(true)
    expect((await client.post('/me/totp/begin')).body.code).toBe('second_factor_on')
    const { rows } = await t.services.database.pool.query(
      `select (select string_agg(p::text, '') from people p) || coalesce((select string_agg(k::text, '') from idempotency_keys k), '') as everything`,
    )
    expect(rows[0].everything).not.toContain(offer.secret)
    expect(person.id).toBeTruthy()
  })

  test("an offer is its person's own and for a quarter of an hour", async () => {
    const [one, other] = [await member(), await member()]
    const offer = (await one.client.post('/me/totp/begin')).body
    const code = codeOf(offer.secret)
    const stolen = await other.client.post('/me/totp/confirm', { token: offer.token, code })
    expect(stolen.body.code).toBe('second_factor_expired')
    setNow(new Date(now.getTime() + 16 * 60_000))
    const late = await one.client.post('/me/totp/confirm', { token: offer.token, code: codeOf(offer.secret) })
    expect(late.body.code).toBe('second_factor_expired')
  })

  test('one code signs in once, and the code that turned it on not at all', async () => {
    const { phone, secret } = await withSecondFactor()
    expect((await signIn(phone)).body.code).toBe('second_factor_required')
    expect((await signIn(phone, PASSWORD, codeOf(secret))).status).toBe(401)
    inSteps(2)
    const code = codeOf(secret)
    const answers = await Promise.all([signIn(phone, PASSWORD, code), signIn(phone, PASSWORD, code)])
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 401])
    expect((await signIn(phone, PASSWORD, code)).status).toBe(401)
    inSteps(2)
    expect((await signIn(phone, PASSWORD, codeOf(secret))).status).toBe(201)
  })

  test('is turned off with password and an unused code only', async () => {
    const { client, phone, secret } = await withSecondFactor()
    const used = await remove(client, { password: PASSWORD, code: codeOf(secret) })
    expect(used.body.code).toBe('code_wrong')
    inSteps(2)
    const wrong = await remove(client, { password: 'نه این', code: codeOf(secret) })
    expect(wrong.body.code).toBe('password_wrong')
    expect((await remove(client, { password: PASSWORD, code: codeOf(secret) })).status).toBe(204)
    expect((await signIn(phone)).status).toBe(201)
  })

  test('is reset by an administrator for a lost phone, which ends the sessions', async () => {
    const { client, person, phone } = await withSecondFactor()
    const administrator = await t.as(await buildPerson(t, { role: 'administrator' }))
    expect((await administrator.delete(`/people/${person.id}/totp`)).status).toBe(204)
    expect((await client.get('/me')).status).toBe(401)
    expect((await signIn(phone)).status).toBe(201)
  })
})

describe('sessions', () => {
  test('one sees and ends only one’s own', async () => {
    const [one, other] = [await member(), await member()]
    const second = await t.as(one.person)
    const { items } = (await one.client.get('/me/sessions')).body
    expect(items).toHaveLength(2)
    expect(items.filter((s: { isCurrent: boolean }) => s.isCurrent)).toHaveLength(1)
    const target = items.find((s: { isCurrent: boolean }) => !s.isCurrent).id
    expect((await other.client.delete(`/me/sessions/${target}`)).status).toBe(404)
    expect((await second.get('/me')).status).toBe(200)
    expect((await one.client.delete(`/me/sessions/${target}`)).status).toBe(204)
    expect((await second.get('/me')).status).toBe(401)
    expect((await one.client.get('/me')).status).toBe(200)
  })

  test('signing out ends the session and takes the cookie', async () => {
    const { client } = await member()
    const answer = await client.delete('/sessions/current')
    expect(answer.status).toBe(204)
    expect(String(answer.headers['set-cookie'])).toMatch(/sid=;/)
    expect((await client.get('/me')).status).toBe(401)
    expect((await client.delete('/sessions/current')).status).toBe(204)
  })
})

test('the language is one’s own choice', async () => {
  const { client } = await member()
  expect((await client.patch('/me', { locale: 'en' })).body.person.locale).toBe('en')
  expect((await client.patch('/me', { locale: 'en', role: 'administrator' })).status).toBe(422)
})

test('the accounts of the demo are shown only by a demo', async () => {
  await member()
  const accounts = [{ fullName: 'سارا محمدی', role: 'employee', identifier: '09120000108', password: 'demo' }]
  writeFileSync(join(t.dataDir, 'demo-accounts.json'), JSON.stringify(accounts))
  expect((await t.anonymous.get('/sign-in/options')).body).toMatchObject({
    needsSetUp: false,
    demoAccounts: [],
  })
  await t.services.database.db.updateTable('company').set({ is_demo: true }).execute()
  expect((await t.anonymous.get('/sign-in/options')).body.demoAccounts).toEqual(accounts)
})
