import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { findModel } from '@hamdel/engine'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../server/test/app.ts'
import { type BuiltCustomer, buildCustomer, buildPerson } from '../../../server/test/build.ts'
import { buildInvitation, buildSurvey, sampleDefinition } from '../build-survey.ts'
import type { Definition } from '../definition.ts'
import { definition } from '../definition.ts'

let t: TestApp
beforeAll(async () => {
  t = await startTestApp()
})
afterAll(() => t.close())

let address = 0
const from = () => `10.2.${Math.floor(address / 250)}.${(address++ % 250) + 1}`
const get = (url: string, ip = from()) => t.anonymous.inject({ method: 'GET', url, remoteAddress: ip })
const post = (url: string, form: Record<string, string | string[]>, ip = from()) => {
  const payload = new URLSearchParams()
  for (const [name, value] of Object.entries(form))
    for (const one of [value].flat()) payload.append(name, one)
  return t.anonymous.inject({
    method: 'POST',
    url,
    payload: payload.toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    remoteAddress: ip,
  })
}
const rows = async (text: string, values: unknown[] = []) =>
  (await t.services.database.pool.query(text, values)).rows
const responseOf = async (invitation: { id: string }) =>
  (await rows('select * from responses where invitation_id = $1', [invitation.id]))[0]
const statusOf = async (invitation: { id: string }) =>
  (await rows('select status from invitations where id = $1', [invitation.id]))[0].status

async function invite(
  values: {
    definition?: Definition
    isAnonymous?: boolean
    closesAt?: Date
    expiresAt?: Date
    customer?: BuiltCustomer
  } = {},
) {
  const customer = values.customer ?? (await buildCustomer(t))
  const survey = await buildSurvey(t, values)
  const invitation = await buildInvitation(t, survey, customer, values)
  return { customer, survey, ...invitation }
}
const base = { version: '1', shown: 'SAT,LIKED,STAFF,TELL' }
const good = {
  ...base,
  a_SAT: '8',
  a_LIKED: ['quality', 'speed'],
  a_POLITE: '5',
  a_EXPERT: 'dont-know',
  a_TELL: 'خوب بود',
}
const stored = { SAT: 8, LIKED: ['speed', 'quality'], POLITE: 5, EXPERT: { dontKnow: true }, TELL: 'خوب بود' }

describe('whom a link lets in', () => {
  test('unknown, mistyped, expired and closed links get one and the same answer, and nothing is written', async () => {
    const expired = await invite({ expiresAt: new Date(Date.now() - 1000) })
    const closed = await invite({ closesAt: new Date(Date.now() - 1000) })
    const marked = await invite()
    await rows(`update invitations set status = 'expired' where id = $1`, [marked.id])
    const gone = await invite()
    await rows('update customers set deleted_at = now() where id = $1', [gone.customer.id])
    const unknown = await get(`/s/${randomBytes(32).toString('base64url')}`)
    expect(unknown.status).toBe(404)
    expect(unknown.headers['cache-control']).toBe('no-store')
    for (const path of [
      expired.path,
      closed.path,
      marked.path,
      gone.path,
      '/s/x',
      '/s/%20',
      '/s/%00',
      `/s/${'آ'.repeat(30)}`,
      `/s/${'x'.repeat(900)}`,
      '/s/a/b/c',
      '/s/',
    ]) {
      const shown = await get(path)
      expect([shown.status, shown.text]).toEqual([404, unknown.text])
      const sent = await post(path, good)
      expect([sent.status, sent.text]).toEqual([404, unknown.text])
    }
    for (const one of [expired, closed, marked, gone]) {
      expect(await responseOf(one)).toBeUndefined()
      expect(
        (await rows('select opened_at from invitations where id = $1', [one.id]))[0].opened_at,
      ).toBeNull()
    }
  })

  test('guessing opens nothing, always looks the same and is stopped, while a true link from there still opens', async () => {
    const one = await invite()
    const ip = from()
    const before = await rows('select count(*)::int as n from responses')
    const answers = new Set<string>()
    let stopped = 0
    for (let i = 0; i < 90; i++) {
      // Neighbours of a true link are guessed too, not only random ones.
      const guess =
        i % 3 === 0
          ? one.token.slice(0, -1) + (one.token.endsWith('A') ? 'E' : 'A')
          : randomBytes(32).toString('base64url')
      const answer = i % 2 ? await post(`/s/${guess}`, good, ip) : await get(`/s/${guess}`, ip)
      if (answer.status === 429) stopped += 1
      else answers.add(`${answer.status} ${answer.text}`)
    }
    expect(answers.size).toBe(1)
    expect([...answers][0]).toMatch(/^404 /)
    expect(stopped).toBe(30)
    expect(await rows('select count(*)::int as n from responses')).toEqual(before)
    expect((await get(one.path, ip)).status).toBe(200)
  })
})

describe('answering on one page', () => {
  test('a scanner that fetches the link in advance answers nothing', async () => {
    const one = await invite()
    for (const query of ['', '?q=TELL', '?edit=1', '?a_SAT=1&version=1&shown=SAT&go=next'])
      expect((await get(one.path + query)).status).toBe(200)
    expect(await responseOf(one)).toBeUndefined()
    expect(await statusOf(one)).toBe('opened')
    expect(
      (await rows('select answered_at from invitations where id = $1', [one.id]))[0].answered_at,
    ).toBeNull()
  })

  test('what was ticked is stored, the link says thanks, and the answer can be changed until the end', async () => {
    const one = await invite()
    const sent = await post(one.path, good)
    expect([sent.status, sent.headers.location]).toEqual([303, one.path])
    const row = await responseOf(one)
    expect(row).toMatchObject({ answers: stored, mode: 'web', instrument_version: 1, case_id: null })
    expect(row.segment).toEqual({ tier: 'normal', stage: 'potential', city: '' })
    expect(await statusOf(one)).toBe('answered')
    const thanks = await get(one.path)
    expect(thanks.text).toContain('ممنون که گفتید')
    const form = (await get(`${one.path}?edit=1`)).text
    expect(form).toMatch(/name="a_SAT" value="8" checked/)
    expect(form).toMatch(/name="a_EXPERT" value="dont-know" checked/)
    expect(form).toContain('خوب بود</textarea>')
    expect((await post(one.path, { ...good, a_SAT: '۹' })).status).toBe(303)
    const changed = await responseOf(one)
    expect(changed.answers.SAT).toBe(9)
    expect(changed.submitted_at).toEqual(row.submitted_at)
    // A faulty change takes nothing away.
    expect((await post(one.path, { ...base, a_SAT: '99' })).status).toBe(422)
    expect((await responseOf(one)).answers).toEqual({ ...stored, SAT: 9 })
    await rows(`update surveys set status = 'closed' where id = $1`, [one.survey.id])
    expect((await post(one.path, { ...good, a_SAT: '1' })).status).toBe(404)
    expect((await responseOf(one)).answers.SAT).toBe(9)
  })

  test('a faulty page loses nothing: what is right is kept, what was typed stands there, the fault is named', async () => {
    const one = await invite()
    const long = 'الف'.repeat(100)
    const sent = await post(one.path, { ...base, a_SAT: '۱۲', a_LIKED: 'speed', a_TELL: long })
    expect(sent.status).toBe(422)
    expect(sent.text).toContain('عددی از ۱ تا ۱۰ انتخاب کنید.')
    expect(sent.text).toContain('بلندتر از ۲۰۰ نویسه')
    expect(sent.text).toContain(long)
    expect(sent.text).toMatch(/value="speed" checked/)
    expect((await responseOf(one)).answers).toEqual({ LIKED: ['speed'] })
    expect((await responseOf(one)).submitted_at).toBeNull()
    expect(await statusOf(one)).toBe('sent')
    expect((await get(one.path)).text).toMatch(/value="speed" checked/)
  })

  test('an answer that brings up a question is followed by it; going round it finishes nothing', async () => {
    const one = await invite()
    const more = await post(one.path, { ...good, a_SAT: '2' })
    expect(more.status).toBe(200)
    expect(more.text).toContain('name="a_WHY"')
    expect(more.text).not.toContain('name="a_LIKED"')
    expect((await responseOf(one)).submitted_at).toBeNull()
    expect((await post(one.path, { version: '1', shown: 'TELL', seen: 'SAT,WHY,LIKED,STAFF' })).status).toBe(
      200,
    )
    expect((await responseOf(one)).submitted_at).toBeNull()
    const end = await post(one.path, {
      version: '1',
      shown: 'WHY',
      seen: 'SAT,LIKED,STAFF,TELL',
      a_WHY: 'staff',
    })
    expect(end.status).toBe(303)
    expect((await responseOf(one)).answers).toMatchObject({ SAT: 2, WHY: 'staff' })
    // Another mind: the reason goes with the score that asked for it.
    await post(one.path, { ...good, a_SAT: '9' })
    expect((await responseOf(one)).answers).toEqual({ ...stored, SAT: 9 })
  })

  test('two submits at once are one response', async () => {
    const one = await invite()
    const answers = await Promise.all(
      ['6', '7', '8', '9', '10'].map((n) => post(one.path, { ...good, a_SAT: n })),
    )
    expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303, 303, 303])
    expect(await rows('select count(*)::int as n from responses where invitation_id = $1', [one.id])).toEqual(
      [{ n: 1 }],
    )
  })

  test('another version, foreign codes and options are refused whole', async () => {
    const one = await invite()
    for (const form of [
      { ...good, version: '2' },
      { ...good, version: '' },
      { ...good, a_OTHER: '1' },
      { ...good, shown: 'SAT,OTHER' },
      { ...good, a_LIKED: 'price' },
      { ...good, a_SAT: '7; drop table' },
      { ...good, a___proto__: '1' },
    ])
      expect((await post(one.path, form as never)).status).toBe(422)
    expect((await responseOf(one))?.submitted_at ?? null).toBeNull()
    expect(await statusOf(one)).not.toBe('answered')
  })

  test('what is written is shown as text, never as markup', async () => {
    const one = await invite()
    await post(one.path, { ...good, a_TELL: '</textarea><script>alert(1)</script>' })
    const form = (await get(`${one.path}?edit=1`)).text
    expect(form).not.toContain('<script')
    expect(form).toContain('&lt;script&gt;')
  })
})

describe('one question a page', () => {
  const paged = () => invite({ definition: sampleDefinition({ paging: 'one' }) })
  const step = (
    one: { path: string },
    shown: string,
    values: Record<string, string | string[]>,
    go = 'next',
  ) => post(one.path, { version: '1', shown, go, ...values })

  test('each page is stored, another device goes on where the first stopped, back shows what was answered', async () => {
    const one = await paged()
    const first = (await get(one.path)).text
    expect(first).toContain('چند پرسش کوتاه')
    expect(first).toContain('name="a_SAT"')
    expect(first).not.toContain('name="a_LIKED"')
    expect((await step(one, 'SAT', { a_SAT: '3' })).headers.location).toBe(`${one.path}?q=WHY`)
    expect((await responseOf(one)).answers).toEqual({ SAT: 3 })
    // Nothing but the link: this is another telephone.
    const resumed = (await get(one.path)).text
    expect(resumed).toContain('name="a_WHY"')
    expect(resumed).toContain('پرسش ۲ از ۵')
    expect((await step(one, 'WHY', {}, 'next')).status).toBe(422)
    expect((await step(one, 'WHY', {}, 'back')).headers.location).toBe(`${one.path}?q=SAT`)
    expect((await get(`${one.path}?q=SAT`)).text).toMatch(/name="a_SAT" value="3" checked/)
    expect((await step(one, 'SAT', { a_SAT: '9' })).headers.location).toBe(`${one.path}?q=LIKED`)
    await step(one, 'LIKED', { a_LIKED: 'speed' })
    await step(one, 'STAFF', { a_POLITE: '4' })
    expect((await responseOf(one)).submitted_at).toBeNull()
    expect((await step(one, 'TELL', {})).headers.location).toBe(one.path)
    expect(await responseOf(one)).toMatchObject({ answers: { SAT: 9, LIKED: ['speed'], POLITE: 4 } })
    expect(await statusOf(one)).toBe('answered')
  })

  test('jumping to the last question does not finish the sheet', async () => {
    const one = await paged()
    expect((await step(one, 'TELL', { a_TELL: 'پایان' })).headers.location).toBe(`${one.path}?q=SAT`)
    expect(await statusOf(one)).not.toBe('answered')
  })

  test('a question that is hidden is not shown by its address', async () => {
    const one = await paged()
    expect((await get(`${one.path}?q=WHY`)).text).not.toContain('name="a_WHY"')
  })
})

describe('a low score', () => {
  test('opens one case with the questions and answers in it, in Persian, with its clocks', async () => {
    const one = await invite({ customer: await buildCustomer(t, { fullName: 'پریسا نادری' }) })
    const low = {
      ...good,
      shown: 'SAT,WHY,LIKED,STAFF,TELL',
      a_SAT: '2',
      a_WHY: 'staff',
      a_TELL: 'افتضاح بود',
    }
    await Promise.all([post(one.path, low), post(one.path, low)])
    const { case_id: caseId } = await responseOf(one)
    const cases = await rows('select * from cases where customer_id = $1', [one.customer.id])
    expect(cases).toMatchObject([
      { id: caseId, kind: 'complaint', channel: 'portal', mood: 'angry', status: 'new' },
    ])
    expect(cases[0].subject).toBe('نمرهٔ ۲ از ۱۰ در «پس از خرید»')
    const [message] = await rows('select * from interactions where case_id = $1', [caseId])
    expect(message).toMatchObject({ direction: 'inbound', author_name: 'پریسا نادری' })
    expect(message.body).toContain('پرسش: چقدر راضی هستید؟\nپاسخ: ۲ (از ۱، هیچ، تا ۱۰، کاملاً)')
    expect(message.body).toContain('پرسش: چرا؟\nپاسخ: برخورد')
    expect(message.body).toContain('پرسش: همکاران ما – کاردان‌اند\nپاسخ: نمی‌دانم')
    expect(message.body).toContain('پاسخ: سرعت، کیفیت')
    expect(
      (await rows('select count(*)::int as n from clocks where case_id = $1', [caseId]))[0].n,
    ).toBeGreaterThan(0)
    // A change of mind opens no second one and closes none.
    await post(one.path, { ...good, a_SAT: '10' })
    await post(one.path, low)
    expect(
      await rows('select count(*)::int as n from cases where customer_id = $1', [one.customer.id]),
    ).toEqual([{ n: 1 }])
  })

  test('is none while the sheet is being filled in, and none of a good score', async () => {
    const one = await invite({ definition: sampleDefinition({ paging: 'one' }) })
    await post(one.path, { version: '1', shown: 'SAT', a_SAT: '1' })
    const two = await invite()
    await post(two.path, good)
    for (const { customer } of [one, two])
      expect(await rows('select 1 from cases where customer_id = $1', [customer.id])).toEqual([])
  })
})

describe('anonymous surveys', () => {
  test('the answer is on its own: no customer, no invitation, no time of day; the link is used up', async () => {
    const one = await invite({ isAnonymous: true })
    const low = { ...good, shown: 'SAT,WHY,LIKED,STAFF,TELL', a_SAT: '2', a_WHY: 'staff' }
    const answers = await Promise.all([post(one.path, low), post(one.path, low), post(one.path, low)])
    expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303])
    expect(await responseOf(one)).toBeUndefined()
    const sheets = await rows('select * from anonymous_responses where survey_id = $1', [one.survey.id])
    expect(sheets).toMatchObject([
      { answers: { SAT: 2 }, segment: { tier: 'normal' }, mode: 'web', recorded_by: null },
    ])
    expect(JSON.stringify(sheets)).not.toContain(one.customer.id)
    expect(JSON.stringify(sheets)).not.toContain(one.id)
    // Midnight in Tehran, and an id without a clock in it.
    expect(sheets[0].submitted_at.toISOString()).toMatch(/T20:30:00\.000Z$/)
    expect(sheets[0].id[14]).toBe('4')
    expect(await statusOf(one)).toBe('answered')
    const audits = await rows('select * from audit_entries where customer_id = $1 or entity_id = $2', [
      one.customer.id,
      one.survey.id,
    ])
    expect(audits.length).toBe(2)
    expect(JSON.stringify(audits)).not.toContain(sheets[0].id)
    expect((await get(`${one.path}?edit=1`)).text).not.toContain('<form')
    expect(await rows('select 1 from cases where customer_id = $1', [one.customer.id])).toEqual([])
  })

  test('page by page nothing is kept before the end; what travels along is read as strictly as anything', async () => {
    const one = await invite({ isAnonymous: true, definition: sampleDefinition({ paging: 'one' }) })
    const first = await post(one.path, { version: '1', shown: 'SAT', a_SAT: '7', kept: '{}' })
    expect(first.text).toContain('name="a_LIKED"')
    const count = () =>
      rows('select count(*)::int as n from anonymous_responses where survey_id = $1', [one.survey.id])
    expect(await count()).toEqual([{ n: 0 }])
    const kept = JSON.stringify({
      SAT: 7,
      WHY: 'staff',
      LIKED: ['speed', 'x'],
      POLITE: 99,
      EXTRA: 1,
      TELL: 5,
    })
    expect((await post(one.path, { version: '1', shown: 'TELL', a_TELL: 'تمام', kept })).status).toBe(303)
    const [sheet] = await rows('select answers from anonymous_responses where survey_id = $1', [
      one.survey.id,
    ])
    expect(sheet.answers).toEqual({ SAT: 7, TELL: 'تمام' })
  })

  test('a form without the required answer finishes nothing', async () => {
    const one = await invite({ isAnonymous: true, definition: sampleDefinition({ paging: 'one' }) })
    for (const kept of ['', 'null', '[]', '{"SAT":11}', '{'])
      expect((await post(one.path, { version: '1', shown: 'TELL', kept })).text).toContain('name="a_SAT"')
    expect(await statusOf(one)).not.toBe('answered')
  })
})

test('the page is small, complete in English, without script, and asks no robot in', async () => {
  const model = findModel('ecsi')
  const questions = Object.entries(model.items!).map(([code, item]) => ({
    kind: 'scale',
    code,
    text: item.question,
    min: 1,
    max: 10,
    minPole: item.ends!.low,
    maxPole: item.ends!.high,
    hasDontKnow: true,
  }))
  expect(questions).toHaveLength(24)
  const ecsi = await invite({
    definition: definition.parse({ intro: { fa: 'سلام' }, thanks: { fa: 'سپاس' }, questions }),
  })
  const css = ['portal', 'survey'].map((name) =>
    readFileSync(new URL(`../../../portal/assets/${name}.css`, import.meta.url)),
  )
  const page = await get(ecsi.path)
  expect(Buffer.byteLength(page.text) + css.reduce((sum, file) => sum + file.length, 0)).toBeLessThan(50_000)
  expect(page.text).not.toContain('<script')
  expect(page.text).toContain('name="robots" content="noindex"')
  expect(page.headers['cache-control']).toBe('no-store')
  const english = await get(`${(await invite()).path}?lang=en`)
  expect(english.text).toContain('dir="ltr"')
  expect(english.text).toContain('How satisfied are you?')
  expect(english.text).not.toMatch(/surveys\.answering|[آ-ی]{2}.*<\/legend>/)
})

test('colleagues of another branch see neither the answer nor the case', async () => {
  const one = await invite()
  await post(one.path, { ...good, shown: 'SAT,WHY,LIKED,STAFF,TELL', a_SAT: '1', a_WHY: 'price' })
  const row = await responseOf(one)
  const stranger = await t.as(await buildPerson(t))
  expect((await stranger.get(`/customers/${one.customer.id}/responses/${row.id}`)).status).toBe(404)
  expect((await stranger.get(`/customers/${one.customer.id}/cases/${row.case_id}`)).status).toBe(404)
})
