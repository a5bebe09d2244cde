import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../server/lib/id.ts'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import {
  type BuiltCustomer,
  type BuiltPerson,
  buildBranch,
  buildCustomer,
  buildPerson,
} from '../../server/test/build.ts'
import { type BuiltSurvey, buildInvitation, buildSurvey, sampleDefinition } from './build-survey.ts'
import { definition } from './definition.ts'

let t: TestApp
let branchId: string
let employee: BuiltPerson
let customer: BuiltCustomer
let survey: BuiltSurvey
let me: Client
beforeAll(async () => {
  t = await startTestApp()
})
afterAll(() => t.close())
beforeEach(async () => {
  t.setNow(new Date())
  branchId = (await buildBranch(t)).id
  employee = await buildPerson(t, { branchId })
  customer = await buildCustomer(t, { branchId, fullName: 'پریسا' })
  survey = await buildSurvey(t)
  me = await t.as(employee)
})

const rows = async (text: string, values: unknown[] = []) =>
  (await t.services.database.pool.query(text, values)).rows
const start = (client: Client, more: object = {}, id = survey.id) =>
  client.post(`/surveys/${id}/responses`, { customerId: customer.id, mode: 'phone', ...more })
const pathOf = (response: { id: string }) => `/customers/${customer.id}/responses/${response.id}`

describe('who may not', () => {
  test('begin, go on, finish and read', async () => {
    const analyst = await t.as(await buildPerson(t, { role: 'analyst' }))
    const auditor = await t.as(await buildPerson(t, { role: 'auditor' }))
    const stranger = await t.as(await buildPerson(t))
    expect((await start(t.anonymous)).status).toBe(401)
    expect((await start(auditor)).status).toBe(403)
    expect((await start(stranger)).status).toBe(404)
    expect(await rows('select 1 from responses where customer_id = $1', [customer.id])).toEqual([])
    const begun = (await start(me)).body
    for (const [client, status, readStatus] of [
      [t.anonymous, 401, 401],
      [stranger, 404, 404],
      [auditor, 403, 200],
    ] as const) {
      expect((await client.put(`${pathOf(begun)}/answers`, { answers: { SAT: 1 } })).status).toBe(status)
      expect((await client.post(`${pathOf(begun)}/submit`, { answers: { SAT: 9 } })).status).toBe(status)
      expect((await client.get(pathOf(begun))).status).toBe(readStatus)
    }
    expect((await me.get(pathOf(begun))).body).toMatchObject({ answers: {}, submittedAt: null })
    // Somebody else's customer does not lead to this response.
    const other = await buildCustomer(t, { branchId })
    expect((await me.get(`/customers/${other.id}/responses/${begun.id}`)).status).toBe(404)
    // An analyst may answer everywhere but has no case to open by hand; the low score opens it all the same.
    expect(
      (await analyst.post(`${pathOf(begun)}/submit`, { answers: { SAT: 1, WHY: 'price' } })).status,
    ).toBe(200)
    expect((await me.get(pathOf(begun))).body.caseId).not.toBeNull()
  })

  test('a survey of another branch is not there, and a deleted customer’s answers are out of reach', async () => {
    const foreign = await buildSurvey(t, { branchId: (await buildBranch(t)).id })
    expect((await start(me, {}, foreign.id)).status).toBe(404)
    for (const list of ['responses', 'question-table', 'verbatims'])
      expect((await me.get(`/surveys/${foreign.id}/${list}`)).status).toBe(404)
    const begun = (await start(me)).body
    await me.post(`${pathOf(begun)}/submit`, { answers: { SAT: 9, TELL: 'رازی' } })
    await rows('update customers set deleted_at = now() where id = $1', [customer.id])
    expect((await me.get(pathOf(begun))).status).toBe(404)
    expect((await me.get(`/surveys/${survey.id}/responses`)).body.items).toEqual([])
    expect((await me.get(`/surveys/${survey.id}/verbatims`)).text).not.toContain('رازی')
  })
})

describe('a telephone interview', () => {
  test('keeps each answer as it is given, goes on where it stopped, and ticks the invitation off at its end', async () => {
    const invitation = await buildInvitation(t, survey, customer)
    const begun = (await start(me)).body
    expect(begun).toMatchObject({
      invitationId: invitation.id,
      visible: ['SAT', 'LIKED', 'STAFF', 'TELL'],
      open: ['SAT'],
    })
    const saved = (await me.put(`${pathOf(begun)}/answers`, { answers: { SAT: 3 } })).body
    expect(saved).toMatchObject({
      answers: { SAT: 3 },
      lastQuestion: 'SAT',
      visible: ['SAT', 'WHY', 'LIKED', 'STAFF', 'TELL'],
      open: ['WHY'],
      progress: { answered: 1, shown: 5 },
    })
    // One row of a matrix after the other; taking an answer back.
    await me.put(`${pathOf(begun)}/answers`, { answers: { POLITE: 5 } })
    await me.put(`${pathOf(begun)}/answers`, { answers: { EXPERT: { dontKnow: true }, LIKED: ['quality'] } })
    await me.put(`${pathOf(begun)}/answers`, { answers: { LIKED: null } })
    const colleague = await t.as(await buildPerson(t, { branchId, fullName: 'همکار دوم' }))
    const again = (await start(colleague)).body
    expect(again).toMatchObject({ id: begun.id, answers: { SAT: 3, POLITE: 5, EXPERT: { dontKnow: true } } })
    expect((await colleague.post(`${pathOf(begun)}/submit`, {})).body).toMatchObject({
      code: 'answers_missing',
      fields: { 'answers.WHY': 'به این پرسش پاسخ دهید.' },
    })
    expect((await rows('select status from invitations where id = $1', [invitation.id]))[0].status).toBe(
      'sent',
    )
    const done = (await colleague.post(`${pathOf(begun)}/submit`, { answers: { WHY: 'staff' } })).body
    expect(done).toMatchObject({ mode: 'phone', recordedByName: 'همکار دوم', open: [] })
    expect(done.submittedAt).not.toBeNull()
    expect((await rows('select status from invitations where id = $1', [invitation.id]))[0].status).toBe(
      'answered',
    )
    expect((await rows('select channel, kind from cases where id = $1', [done.caseId]))[0]).toEqual({
      channel: 'phone',
      kind: 'complaint',
    })
    expect((await start(me, { invitationId: invitation.id })).body.code).toBe('response_already_submitted')
    expect((await me.put(`${pathOf(begun)}/answers`, { answers: { SAT: 9 } })).body.code).toBe(
      'response_already_submitted',
    )
    const names = await rows(`select name from events where payload->>'responseId' = $1`, [begun.id])
    expect(names).toEqual([{ name: 'survey.answered' }])
  })

  test('goes on with what the customer began on their own telephone', async () => {
    const invitation = await buildInvitation(t, survey, customer)
    await t.anonymous.inject({
      method: 'POST',
      url: invitation.path,
      payload: 'version=1&shown=SAT&a_SAT=3',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    const begun = (await start(me, { invitationId: invitation.id })).body
    expect(begun).toMatchObject({ answers: { SAT: 3 }, open: ['WHY'], mode: 'phone' })
  })

  test('wrong values are refused whole, each named; nothing of the request is kept', async () => {
    const begun = (await start(me)).body
    const bad = await me.put(`${pathOf(begun)}/answers`, {
      answers: { SAT: 11, LIKED: ['speed', 'no'], POLITE: 5, TELL: 'x'.repeat(201) },
    })
    expect(bad).toMatchObject({ status: 422, body: { code: 'answers_invalid' } })
    expect(Object.keys(bad.body.fields)).toEqual(['answers.SAT', 'answers.LIKED', 'answers.TELL'])
    const unknown = await me.put(`${pathOf(begun)}/answers`, { answers: { NOPE: 1 } })
    expect(Object.keys(unknown.body.fields)).toEqual(['answers.NOPE'])
    expect((await me.get(pathOf(begun))).body.answers).toEqual({})
  })

  test('a survey that is paused, closed or over takes none; a stranger’s invitation is not there', async () => {
    const begun = (await start(me)).body
    await rows(`update surveys set closes_at = now() - interval '1 minute' where id = $1`, [survey.id])
    expect((await start(me)).body.code).toBe('survey_not_running')
    expect((await me.post(`${pathOf(begun)}/submit`, { answers: { SAT: 9 } })).body.code).toBe(
      'survey_not_running',
    )
    const other = await buildSurvey(t)
    const foreign = await buildInvitation(t, other, customer)
    survey = await buildSurvey(t)
    expect((await start(me, { invitationId: foreign.id })).status).toBe(404)
    expect((await start(me, { invitationId: newId() })).status).toBe(404)
  })

  test('two colleagues who begin at once hold one sheet', async () => {
    const invitation = await buildInvitation(t, survey, customer)
    const both = await Promise.all([start(me), start(me), start(me)])
    expect(new Set(both.map((one) => one.body.id)).size).toBe(1)
    expect(
      await rows('select count(*)::int as n from responses where invitation_id = $1', [invitation.id]),
    ).toEqual([{ n: 1 }])
  })
})

describe('paper', () => {
  test('is entered for a customer; a low score opens a case of one who was there', async () => {
    const begun = (await start(me, { mode: 'paper' })).body
    const done = (await me.post(`${pathOf(begun)}/submit`, { answers: { SAT: 2, WHY: 'price' } })).body
    expect(done).toMatchObject({ mode: 'paper', invitationId: null })
    expect((await rows('select channel from cases where id = $1', [done.caseId]))[0].channel).toBe(
      'in_person',
    )
  })

  test('of an anonymous survey leaves no trace of the customer but the tick', async () => {
    survey = await buildSurvey(t, { isAnonymous: true })
    expect((await start(me)).body.code).toBe('survey_is_anonymous')
    const invitation = await buildInvitation(t, survey, customer)
    const record = (client: Client, answers: object = { SAT: 1, WHY: 'staff' }) =>
      client.post(`/surveys/${survey.id}/anonymous-responses`, {
        mode: 'paper',
        answers,
        invitation: { customerId: customer.id, invitationId: invitation.id },
      })
    expect((await record(await t.as(await buildPerson(t)))).status).toBe(404)
    expect((await record(await t.as(await buildPerson(t, { role: 'auditor' })))).status).toBe(403)
    expect((await record(me, {})).body.code).toBe('answers_missing')
    expect((await record(me)).status).toBe(204)
    expect((await record(me)).body.code).toBe('response_already_submitted')
    const sheets = await rows('select * from anonymous_responses where survey_id = $1', [survey.id])
    expect(sheets).toMatchObject([{ mode: 'paper', branch_id: branchId, recorded_by: employee.id }])
    expect(JSON.stringify(sheets)).not.toContain(customer.id)
    expect(await rows('select 1 from cases where customer_id = $1', [customer.id])).toEqual([])
    const elsewhere = { mode: 'paper', answers: { SAT: 9 }, branchId: (await buildBranch(t)).id }
    expect((await me.post(`/surveys/${survey.id}/anonymous-responses`, elsewhere)).status).toBe(403)
  })
})

/** Sheets by SQL: what the lists are compared with. */
async function addAnonymous(n: number, values: { branchId?: string; answers?: (i: number) => object } = {}) {
  for (let i = 0; i < n; i++)
    await rows(
      `insert into anonymous_responses (id, survey_id, instrument_id, instrument_version, branch_id, mode, answers)
       values (gen_random_uuid(), $1, $2, 1, $3, 'kiosk', $4)`,
      [
        survey.id,
        survey.instrumentId,
        values.branchId ?? branchId,
        JSON.stringify(values.answers?.(i) ?? { SAT: 2, TELL: `گفتهٔ ${i}` }),
      ],
    )
}

describe('lists and tables', () => {
  test('anonymous answers are told of from five on, in every list and under every filter', async () => {
    const away = (await buildBranch(t)).id
    const lead = await t.as(await buildPerson(t, { role: 'analyst' }))
    await addAnonymous(4)
    const look = async (query = '') => ({
      list: (await lead.get(`/surveys/${survey.id}/responses${query}`)).body,
      table: (await lead.get(`/surveys/${survey.id}/question-table${query}`)).body,
      said: (await lead.get(`/surveys/${survey.id}/verbatims${query}`)).body,
    })
    const four = await look()
    expect(four.list).toMatchObject({ items: [], isWithheld: true })
    expect(four.said.items).toEqual([])
    expect(four.table).toMatchObject({ sheets: null, isBelowFloor: true })
    for (const item of four.table.items)
      expect(item).toMatchObject({
        n: null,
        mean: null,
        sd: null,
        topTwo: null,
        dontKnow: null,
        distribution: null,
      })
    await addAnonymous(1, { branchId: away })
    const five = await look()
    expect(five.list).toMatchObject({ isWithheld: false })
    expect(five.list.items).toHaveLength(5)
    expect(five.list.items[0]).toMatchObject({ customerId: null, customerName: null })
    expect(five.said.items).toHaveLength(5)
    expect(five.table).toMatchObject({ sheets: 5, isBelowFloor: false })
    const one = await look(`?filter[branch]=${away}`)
    expect([one.list.items, one.list.isWithheld, one.said.items, one.table.sheets]).toEqual([
      [],
      true,
      [],
      null,
    ])
    // Nor does a filter of the score single anybody out.
    await addAnonymous(1, { answers: () => ({ SAT: 1, TELL: 'تنها' }) })
    expect((await lead.get(`/surveys/${survey.id}/responses?filter[scoreAtMost]=1`)).body).toMatchObject({
      items: [],
      isWithheld: true,
    })
  })

  test('a question few answered stays hidden though the sheets are many', async () => {
    await addAnonymous(6, { answers: (i) => (i < 4 ? { SAT: 8, POLITE: 1 } : { SAT: 8 }) })
    const { items } = (await me.get(`/surveys/${survey.id}/question-table`)).body
    const by = (code: string) => items.find((item: { code: string }) => item.code === code)
    expect(by('SAT')).toMatchObject({ n: 6, mean: 8, sd: 0, topTwo: 0 })
    expect(by('POLITE')).toMatchObject({ n: null, distribution: null })
  })

  test('the table is what one computes by hand; a reversed question’s best steps are its lowest', async () => {
    survey = await buildSurvey(t, {
      definition: definition.parse({
        ...sampleDefinition({ lowScore: null }),
        questions: [
          ...sampleDefinition().questions,
          {
            kind: 'scale',
            code: 'EFFORT',
            text: { fa: 'زحمت' },
            min: 0,
            max: 10,
            minPole: { fa: 'کم' },
            maxPole: { fa: 'زیاد' },
            isReversed: true,
          },
        ],
      }),
    })
    const sat = [10, 9, 8, 2, 9, 7]
    await addAnonymous(8, {
      answers: (i) =>
        i < 6
          ? {
              SAT: sat[i],
              EFFORT: i,
              LIKED: i % 2 ? ['speed'] : ['speed', 'quality'],
              ...(i === 3 ? { WHY: 'price' } : {}),
              TELL: 'x',
            }
          : { SAT: { dontKnow: true } },
    })
    const { items, sheets } = (await me.get(`/surveys/${survey.id}/question-table`)).body
    expect(sheets).toBe(8)
    const by = (code: string) => items.find((item: { code: string }) => item.code === code)
    const mean = sat.reduce((a, b) => a + b) / 6
    const sd = Math.sqrt(sat.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 5)
    expect(by('SAT')).toMatchObject({
      n: 6,
      dontKnow: 2,
      topTwo: 0.5,
      distribution: { 2: 1, 7: 1, 8: 1, 9: 2, 10: 1 },
    })
    expect(by('SAT').mean).toBeCloseTo(mean, 12)
    expect(by('SAT').sd).toBeCloseTo(sd, 12)
    expect(by('EFFORT')).toMatchObject({ n: 6, mean: 2.5, topTwo: 2 / 6, isReversed: true })
    expect(by('LIKED')).toMatchObject({ n: 6, mean: null, distribution: { speed: 6, quality: 3 } })
    expect(by('WHY')).toMatchObject({ n: null })
    expect(by('TELL')).toMatchObject({ n: 6, distribution: null })
    expect(items.map((item: { code: string }) => item.code)).toEqual([
      'SAT',
      'WHY',
      'LIKED',
      'POLITE',
      'EXPERT',
      'TELL',
      'EFFORT',
    ])
  })

  test('pages follow each other without a gap, by branch, mode and score; a branch sees its own', async () => {
    const people = await Promise.all(Array.from({ length: 7 }, () => buildCustomer(t, { branchId })))
    for (const [i, person] of people.entries()) {
      t.setNow(new Date(Date.now() + i))
      const begun = (
        await me.post(`/surveys/${survey.id}/responses`, {
          customerId: person.id,
          mode: i % 2 ? 'phone' : 'paper',
        })
      ).body
      await me.post(`/customers/${person.id}/responses/${begun.id}/submit`, {
        answers: { SAT: i + 3, ...(i < 2 ? { WHY: 'price' } : {}), TELL: `سخن ${i}` },
      })
    }
    // Begun and not finished: in no list.
    await start(me)
    const walk = async (url: string) => {
      const all: { score?: number; text?: string; customerName: string }[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const { body } = await me.get(
          `${url}${url.includes('?') ? '&' : '?'}limit=3${cursor ? `&cursor=${cursor}` : ''}`,
        )
        all.push(...body.items)
        cursor = body.nextCursor
      }
      return all
    }
    const list = await walk(`/surveys/${survey.id}/responses`)
    expect(list.map((row) => row.score)).toEqual([9, 8, 7, 6, 5, 4, 3])
    expect(list[0]!.customerName).toBe(people[6]!.fullName)
    expect(
      (await walk(`/surveys/${survey.id}/responses?filter[mode]=phone`)).map((row) => row.score),
    ).toEqual([8, 6, 4])
    expect(
      (await walk(`/surveys/${survey.id}/responses?filter[scoreAtMost]=4`)).map((row) => row.score),
    ).toEqual([4, 3])
    expect(
      (await walk(`/surveys/${survey.id}/verbatims?filter[question]=TELL`)).map((row) => row.text),
    ).toEqual([6, 5, 4, 3, 2, 1, 0].map((i) => `سخن ${i}`))
    const elsewhere = await t.as(await buildPerson(t))
    expect((await elsewhere.get(`/surveys/${survey.id}/responses`)).body.items).toEqual([])
    expect((await elsewhere.get(`/surveys/${survey.id}/verbatims`)).body.items).toEqual([])
    expect((await elsewhere.get(`/surveys/${survey.id}/responses?filter[branch]=${branchId}`)).status).toBe(
      403,
    )
  })
})
