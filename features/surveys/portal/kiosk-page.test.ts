import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../server/test/app.ts'
import { buildBranch } from '../../../server/test/build.ts'
import { type BuiltSurvey, buildSurvey } from '../build-survey.ts'

let t: TestApp
let survey: BuiltSurvey
let branch: { id: string }
let path: string
beforeAll(async () => {
  t = await startTestApp()
  branch = await buildBranch(t)
})
afterAll(() => t.close())
beforeEach(async () => {
  t.setNow(new Date())
  survey = await buildSurvey(t, { branchId: branch.id })
  path = `/k/${survey.door}`
})

const get = (url: string) => t.anonymous.inject({ method: 'GET', url })
const post = (form: Record<string, string>, url = path) =>
  t.anonymous.inject({
    method: 'POST',
    url,
    payload: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
const sheets = async () =>
  (
    await t.services.database.pool.query('select * from anonymous_responses where survey_id = $1', [
      survey.id,
    ])
  ).rows

const UNESCAPE: Record<string, string> = {
  '&quot;': '"',
  '&#39;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
}
/** The hidden fields of the form on a page, as a browser would send them. */
const hiddenOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map((m) => [
      m[1]!,
      m[2]!.replace(/&(?:quot|#39|lt|gt|amp);/g, (c) => UNESCAPE[c]!),
    ]),
  )

test('a wrong door, a closed one and a paused one stay shut with one page', async () => {
  const wrong = await get('/k/never')
  expect(wrong.status).toBe(404)
  expect((await get(`/k/${'x'.repeat(500)}`)).text).toBe(wrong.text)
  await t.services.database.pool.query(`update surveys set status = 'paused' where id = $1`, [survey.id])
  for (const answer of [await get(path), await post({ go: 'start', version: '1' })])
    expect([answer.status, answer.text]).toEqual([404, wrong.text])
  expect(await sheets()).toEqual([])
})

test('a customer taps through, is thanked, and the tablet returns to its start by itself', async () => {
  const start = await get(path)
  expect(start.text).toContain('شروع')
  expect(start.text).not.toContain('<script')
  let page = await post({ ...hiddenOf(start.text), go: 'start' })
  // A scale is buttons: one tap goes on.
  expect(page.text).toMatch(/<button name="a_SAT" value="3">۳<\/button>/)
  expect(page.text).toContain(`http-equiv="refresh" content="90;url=${path}"`)
  page = await post({ ...hiddenOf(page.text), a_SAT: '3' })
  expect(page.text).toContain('name="a_WHY"')
  page = await post({ ...hiddenOf(page.text), go: 'back' })
  expect(page.text).toMatch(/<button name="a_SAT" value="3" class="on">/)
  page = await post({ ...hiddenOf(page.text), a_SAT: '9' })
  expect(page.text).toContain('name="a_LIKED"')
  page = await post({ ...hiddenOf(page.text), a_LIKED: 'speed', go: 'next' })
  page = await post({ ...hiddenOf(page.text), a_POLITE: '5', go: 'next' })
  expect(await sheets()).toEqual([])
  const last = { ...hiddenOf(page.text), a_TELL: 'ممنون', go: 'next' }
  // An impatient finger.
  const ends = await Promise.all([post(last), post(last)])
  for (const end of ends) {
    expect(end.text).toContain('ممنون که گفتید')
    expect(end.text).toContain(`http-equiv="refresh" content="8;url=${path}"`)
  }
  expect(await sheets()).toMatchObject([
    {
      mode: 'kiosk',
      branch_id: branch.id,
      answers: { SAT: 9, LIKED: ['speed'], POLITE: 5, TELL: 'ممنون' },
      segment: {},
      recorded_by: null,
    },
  ])
  await post({ ...last })
  expect(await sheets()).toHaveLength(1)
})

test('a sheet left alone is dropped, and one of another survey or of nobody is none', async () => {
  const first = await post({ go: 'start', version: '1' })
  const foreign = await buildSurvey(t)
  const other = hiddenOf((await post({ go: 'start', version: '1' }, `/k/${foreign.door}`)).text).sheet!
  const end: Record<string, string> = {
    ...hiddenOf(first.text),
    shown: 'TELL',
    kept: '{"SAT":9}',
    a_TELL: 'x',
  }
  for (const sheet of [other, '', 'a.b.c', end.sheet!.replace(/^./, (c) => (c === '0' ? '1' : '0'))])
    expect((await post({ ...end, sheet })).headers.location).toBe(path)
  t.setNow(new Date(Date.now() + 31 * 60_000))
  expect((await post(end)).headers.location).toBe(path)
  expect(await sheets()).toEqual([])
  t.setNow(new Date())
  expect((await post(end)).status).toBe(200)
  expect(await sheets()).toHaveLength(1)
})

test('another version and foreign codes are refused, a missing required answer is asked for', async () => {
  const form = hiddenOf((await post({ go: 'start', version: '1' })).text)
  for (const bad of [
    { ...form, version: '2', a_SAT: '5' },
    { ...form, a_NO: '5' },
    { ...form, a_SAT: '11' },
    { ...form, go: 'next' },
  ])
    expect((await post(bad)).status).toBe(422)
  expect(await sheets()).toEqual([])
})

test('a tablet of the whole company says where it stands', async () => {
  await t.services.database.pool.query(`update branches set code = 'VNK' where id = $1`, [branch.id])
  survey = await buildSurvey(t)
  path = `/k/${survey.door}?branch=VNK`
  const form = hiddenOf((await post({ ...hiddenOf((await get(path)).text), go: 'start' })).text)
  await post({ ...form, shown: 'TELL', kept: '{"SAT":9}', a_TELL: 'خوب' })
  expect(await sheets()).toMatchObject([{ branch_id: branch.id }])
})
