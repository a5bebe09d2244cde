import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { buildBranch, buildCustomer, buildPerson } from '../../server/test/build.ts'

let t: TestApp
let branch: { id: string }
let employee: Client
let lead: Client
let stranger: Client
beforeAll(async () => {
  t = await startTestApp()
  branch = await buildBranch(t)
  employee = await t.as(await buildPerson(t, { branchId: branch.id }))
  lead = await t.as(await buildPerson(t, { branchId: branch.id, role: 'lead' }))
  stranger = await t.as(await buildPerson(t))
})
afterAll(() => t.close())

const digest = async () =>
  (
    await sql<{
      n: string
    }>`select (select count(*) from cases) || '/' || (select count(*) from interactions) || '/' || (select coalesce(sum(version), 0) from cases) || '/' || (select count(*) from audit_entries) as n`.execute(
      t.services.database.db,
    )
  ).rows[0]!.n

async function openCase(values: Record<string, unknown> = {}) {
  const customer = await buildCustomer(t, { branchId: branch.id })
  const answer = await employee.post('/cases', {
    customerId: customer.id,
    kind: 'complaint',
    text: 'یخچال دیر رسید و درش خط افتاده بود.',
    ...values,
  })
  expect(answer.status).toBe(201)
  return {
    customer,
    path: `/customers/${customer.id}/cases/${answer.body.caseId}`,
    ...(answer.body as { caseId: string; code: string }),
  }
}

describe('who may not', () => {
  test('a stranger, an auditor and another branch can neither open, read nor answer, and nothing changes', async () => {
    const { path, customer } = await openCase()
    const auditor = await t.as(await buildPerson(t, { role: 'auditor', branchId: branch.id }))
    const before = await digest()
    expect((await t.anonymous.get(path)).status).toBe(401)
    expect((await stranger.get(path)).status).toBe(404)
    expect((await stranger.post(`${path}/take`)).status).toBe(404)
    expect((await auditor.get(path)).status).toBe(200)
    expect((await auditor.post(`${path}/take`)).status).toBe(403)
    expect(
      (await stranger.post('/cases', { customerId: customer.id, kind: 'request', text: 'سلام' })).status,
    ).toBe(404)
    expect(
      (
        await stranger.post('/cases', {
          customerId: customer.id,
          kind: 'request',
          text: 'سلام',
          branchId: branch.id,
        })
      ).status,
    ).toBe(403)
    expect(await digest()).toBe(before)
  })
})

describe('opening', () => {
  test('a complaint gets a code, a subject, a mood, two clocks and a first line of history', async () => {
    const { path, code } = await openCase({ text: 'افتضاحه! سه بار زنگ زدم کسی جواب نداد.' })
    const { body } = await employee.get(path)
    expect(body).toMatchObject({ code, status: 'new', turn: 'us', mood: 'angry', severity: 'high' })
    expect(body.subject).toContain('افتضاحه')
    expect(body.clocks.map((clock: { metric: string }) => clock.metric).sort()).toEqual([
      'first_reply',
      'resolution',
    ])
    expect(body.changes[0].change).toBe('opened')
  })

  test('the same key opens one case; another body with it is refused', async () => {
    const customer = await buildCustomer(t, { branchId: branch.id })
    const body = { customerId: customer.id, kind: 'question', text: 'ساعت کار پنجشنبه؟' }
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => employee.post('/cases', body, { key: 'a-key-of-mine' })),
    )
    expect(new Set(answers.map((a) => a.body.caseId)).size).toBe(1)
    expect(
      (await employee.post('/cases', { ...body, text: 'دیگر' }, { key: 'a-key-of-mine' })).body.code,
    ).toBe('idempotency_key_reused')
  })

  test('a caller is found by phone in any spelling or made once', async () => {
    const one = await employee.post('/cases', {
      customer: { fullName: 'مینا سلیمی', phone: '۰۹۱۲ ۷۷۷ ۸۸ ۹۹' },
      kind: 'request',
      text: 'نصب',
    })
    const two = await employee.post('/cases', {
      customer: { fullName: 'مينا سليمي', phone: '+98 912 777 8899' },
      kind: 'request',
      text: 'نصب دوم',
    })
    expect(one.status).toBe(201)
    expect(two.body.customerId).toBe(one.body.customerId)
  })
})

describe('verdict and refusal', () => {
  test('only a solved case is judged, not by its owner, and the verdict closes it', async () => {
    const { path } = await openCase()
    await employee.post(`${path}/take`)
    expect((await lead.post(`${path}/verdict`, { score: 9, via: 'phone' })).body.code).toBe('case_not_solved')
    expect(
      (await employee.post(`${path}/solve`, { outcome: 'win_win', rootCause: 'delivery_delay' })).body.code,
    ).toBe('case_never_answered')
    await sql`update cases set first_replied_at = now()`.execute(t.services.database.db)
    expect((await employee.post(`${path}/solve`, { outcome: 'win_win' })).body.fields).toHaveProperty(
      'rootCause',
    )
    expect(
      (await employee.post(`${path}/solve`, { outcome: 'win_win', rootCause: 'delivery_delay' })).status,
    ).toBe(204)
    expect((await employee.post(`${path}/verdict`, { score: 10, via: 'phone' })).body.code).toBe(
      'verdict_by_owner',
    )
    expect(
      (await lead.post(`${path}/verdict`, { score: 9, comment: 'خوب بود', via: 'phone' })).body.status,
    ).toBe('judged')
    const { body } = await employee.get(path)
    expect(body).toMatchObject({ status: 'judged', turn: 'nobody', verdictScore: 9 })
    expect(body.clocks.every((clock: { stoppedAt: string | null }) => clock.stoppedAt !== null)).toBe(true)
  })

  test('"not solved" keeps the score, opens the case again and starts a new clock', async () => {
    const { path } = await openCase()
    await sql`update cases set first_replied_at = now()`.execute(t.services.database.db)
    await employee.post(`${path}/solve`, { outcome: 'no_resolution', rootCause: 'other' })
    expect(
      (await lead.post(`${path}/verdict`, { score: 2, isSolved: false, via: 'phone' })).body.status,
    ).toBe('open')
    const { body } = await lead.get(path)
    expect(body).toMatchObject({ status: 'open', reopenedCount: 1, turn: 'us' })
    expect(body.verdicts).toHaveLength(1)
    expect(
      body.clocks.filter((clock: { stoppedAt: string | null }) => clock.stoppedAt === null),
    ).toHaveLength(1)
  })

  test('a refusal needs a reason and a second person, and only then the customer is told', async () => {
    const { path } = await openCase()
    const asked = await lead.post(`${path}/refusals`, {
      reason: 'پس از مهلت هفت‌روزه',
      message: 'متأسفانه مهلت بازگرداندن گذشته است.',
    })
    expect(asked.status).toBe(201)
    const decision = `${path}/refusals/${asked.body.refusalId}/decision`
    expect((await employee.post(decision, { isConfirmed: true })).status).toBe(403)
    expect((await lead.post(decision, { isConfirmed: true })).body.code).toBe('refusal_needs_second_person')
    expect((await lead.get(path)).body.interactions).toHaveLength(1)
    const second = await t.as(await buildPerson(t, { branchId: branch.id, role: 'lead' }))
    expect((await second.post(decision, { isConfirmed: true, note: 'درست است' })).status).toBe(204)
    const { body } = await lead.get(path)
    expect(body).toMatchObject({ status: 'solved', outcome: 'refused' })
    expect(body.interactions.at(-1)).toMatchObject({ direction: 'outbound' })
  })
})

describe('changing', () => {
  test('two people saving the same version: the second is told and nothing of theirs is written', async () => {
    const { path } = await openCase()
    const { version } = (await employee.get(path)).body
    expect((await employee.patch(path, { version, severity: 'critical' })).status).toBe(200)
    expect((await lead.patch(path, { version, severity: 'low' })).body.code).toBe('version_conflict')
    expect((await lead.get(path)).body.severity).toBe('critical')
  })

  test('a case is found by part of its subject, by the customer in any spelling, and by its code', async () => {
    const customer = await buildCustomer(t, { branchId: branch.id, fullName: 'علی کریمی‌نژاد' })
    const { body } = await employee.post('/cases', {
      customerId: customer.id,
      kind: 'question',
      subject: 'گارانتی جاروبرقی',
      text: 'تا کی است؟',
    })
    const found = async (q: string) =>
      (await employee.get(`/cases?q=${encodeURIComponent(q)}`)).body.items.map(
        (item: { id: string }) => item.id,
      )
    for (const q of ['جاروبرقي', 'علي كريمي نژاد', body.code]) expect(await found(q)).toEqual([body.caseId])
    expect(await found('%')).toEqual([])
    expect((await stranger.get(`/cases?q=${encodeURIComponent('جاروبرقی')}`)).body.items).toEqual([])
  })

  test('lists keep to the branch, filter and page without gaps', async () => {
    const opened = []
    for (let i = 0; i < 5; i++)
      opened.push((await openCase({ kind: 'suggestion', text: `پیشنهاد ${i}` })).caseId)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await employee.get(
        `/cases?filter[kind]=suggestion&limit=2${cursor ? `&cursor=${cursor}` : ''}`,
      )
      seen.push(...page.body.items.map((item: { id: string }) => item.id))
      cursor = page.body.nextCursor
    } while (cursor)
    expect(seen).toEqual(opened.reverse())
    expect((await stranger.get('/cases')).body.items).toHaveLength(0)
  })
})
