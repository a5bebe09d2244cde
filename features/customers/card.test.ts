import { makeTrackingCode } from '@hamdel/persian'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../server/lib/id.ts'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { type BuiltPerson, buildBranch, buildCustomer, buildPerson } from '../../server/test/build.ts'

const NOW = new Date('2026-11-24T09:00:00Z')
let t: TestApp
let branch: { id: string; name: string }
let other: { id: string; name: string }
let person: BuiltPerson
let here: Client
let analyst: Client
beforeAll(async () => {
  t = await startTestApp()
  t.setNow(NOW)
  branch = await buildBranch(t)
  other = await buildBranch(t)
  person = await buildPerson(t, { branchId: branch.id })
  here = await t.as(person)
  analyst = await t.as(await buildPerson(t, { role: 'analyst' }))
})
afterAll(() => t.close())

let codes = 100_000_000
const at = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)

async function buildCase(customerId: string, values: Record<string, unknown> = {}): Promise<string> {
  const row = {
    customer_id: customerId,
    id: newId(),
    code: makeTrackingCode(String(codes++)),
    kind: 'complaint',
    subject: 'یخچال',
    channel: 'phone',
    branch_id: branch.id,
    opened_at: at(100),
    ...values,
  }
  await t.services.database.db.insertInto('cases').values(row).execute()
  return row.id
}

/** A customer with something of every kind, of which a third happened in another branch. */
async function buildStory(identifier?: string) {
  const { db } = t.services.database
  const customer = await buildCustomer(t, { branchId: branch.id, ...(identifier ? { identifier } : {}) })
  const mine = { customer_id: customer.id }
  const caseId = await buildCase(customer.id, { opened_at: at(90) })
  const hidden = await buildCase(customer.id, { opened_at: at(80), branch_id: other.id, subject: 'پنهان' })
  for (const [i, [kase, body]] of (
    [
      [caseId, 'پیام'],
      [hidden, 'پنهان'],
      [null, 'تماس بی‌پرونده'],
    ] as const
  ).entries())
    await db
      .insertInto('interactions')
      .values({
        ...mine,
        id: newId(),
        case_id: kase,
        kind: 'message',
        direction: 'inbound',
        channel: 'portal',
        author_name: 'مشتری',
        body,
        occurred_at: at(70 + i),
      })
      .execute()
  for (const [kase, change] of [
    [caseId, 'solved'],
    [caseId, 'updated'],
    [hidden, 'refused'],
  ] as const)
    await db
      .insertInto('case_changes')
      .values({ ...mine, id: newId(), case_id: kase, at: at(60), actor_name: 'همکار', change })
      .execute()
  for (const [branch_id, status] of [
    [branch.id, 'kept'],
    [branch.id, 'open'],
    [other.id, 'open'],
  ] as const)
    await db
      .insertInto('promises')
      .values({
        ...mine,
        id: newId(),
        text: status,
        keeper_id: person.id,
        branch_id,
        due_at: at(-60),
        status,
        made_by: person.id,
        made_at: at(55),
        closed_at: status === 'kept' ? at(20) : null,
      })
      .execute()
  for (const [kase, branch_id, status, amount] of [
    [caseId, branch.id, 'granted', 500n],
    [caseId, branch.id, 'pending', 70n],
    [hidden, other.id, 'granted', 9_000n],
  ] as const)
    await db
      .insertInto('compensations')
      .values({
        ...mine,
        id: newId(),
        case_id: kase,
        kind: 'gift',
        amount_rials: amount,
        reason: 'دلجویی',
        status,
        branch_id,
        requested_by: person.id,
        requested_at: at(50),
      })
      .execute()
  await db
    .insertInto('verdicts')
    .values({
      ...mine,
      id: newId(),
      case_id: caseId,
      round: 1,
      score: 9,
      via: 'portal',
      branch_id: branch.id,
      given_at: at(40),
    })
    .execute()
  const purchaseId = newId()
  await db
    .insertInto('purchases')
    .values({ ...mine, id: purchaseId, number: '1', purchased_on: '2026-11-20', total_rials: 1_000n })
    .execute()
  for (let position = 1; position <= 4; position++)
    await db
      .insertInto('purchase_items')
      .values({ ...mine, id: newId(), purchase_id: purchaseId, position, product: `کالا ${position}` })
      .execute()
  await db
    .updateTable('customers')
    .set({ purchase_count: 1, purchase_total_rials: 1_000n, last_purchase_on: '2026-11-20' })
    .where('id', '=', customer.id)
    .execute()
  const clock = {
    ...mine,
    case_id: caseId,
    metric: 'resolution',
    branch_id: branch.id,
    target_seconds: 60,
    near_ratio: 0.75,
    started_at: at(90),
    near_at: at(-20),
  }
  await db
    .insertInto('clocks')
    .values({ ...clock, id: newId(), due_at: at(-30) })
    .execute()
  await db
    .insertInto('clocks')
    .values({ ...clock, id: newId(), metric: 'first_reply', due_at: at(50), stopped_at: at(60) })
    .execute()
  return { ...customer, caseId, hidden }
}

test('the card shows all there is, and of other branches’ cases nothing', async () => {
  const { id, caseId } = await buildStory('0084575948')
  await here.post(`/customers/${id}/facets`, { kind: 'interest', value: 'چای', source: 'گفت‌وگو' })
  await here.post(`/customers/${id}/needs`, { text: 'صندلی راحت', isWant: true })
  const { status, body, text } = await here.get(`/customers/${id}/card`)
  expect(status).toBe(200)
  expect(body.value).toEqual({
    purchaseCount: 1,
    purchaseTotalRials: 1_000,
    averageBasketRials: 1_000,
    firstPurchaseOn: '2026-11-20',
    lastPurchaseOn: '2026-11-20',
    daysSinceLastPurchase: 4,
  })
  expect(body.suggestedStage).toBe('new')
  expect(body.openCases).toMatchObject([{ id: caseId, clocks: [{ metric: 'resolution', pausedAt: null }] }])
  expect(body.promises.map((p: { status: string }) => p.status)).toEqual(['open', 'kept'])
  expect(body.compensations).toMatchObject({ grantedCount: 1, grantedTotalRials: 500, pendingCount: 1 })
  expect(body.facets).toMatchObject([
    { value: 'چای', observedOn: '2026-11-24', recordedByName: person.fullName },
  ])
  expect(body.needs).toMatchObject([{ text: 'صندلی راحت', isWant: true, status: 'open' }])
  expect(text).not.toContain('پنهان')
  expect(text).not.toContain('0084575948')
  const all = await analyst.get(`/customers/${id}/card`)
  expect(all.body.openCases).toHaveLength(2)
  expect(all.body.compensations.grantedTotalRials).toBe(9_500)
})

type Entry = { kind: string; id: string; at: string; change?: string; products?: string[] }
const told = (entries: Entry[]) =>
  entries.map((entry) => [entry.kind, entry.change].filter(Boolean).join(' '))

test('the story is told newest first and page by page without a gap or a repetition', async () => {
  const { id } = await buildStory()
  const whole = (await analyst.get(`/customers/${id}/timeline?limit=100`)).body
  expect(whole.nextCursor).toBeNull()
  expect(whole.items.map((entry: Entry) => entry.at)).toEqual(
    whole.items
      .map((entry: Entry) => entry.at)
      .sort()
      .reverse(),
  )
  expect(whole.items).toHaveLength(16)
  for (const limit of [1, 2, 5]) {
    const seen: Entry[] = []
    let cursor = ''
    do {
      const page = (
        await analyst.get(`/customers/${id}/timeline?limit=${limit}${cursor && `&cursor=${cursor}`}`)
      ).body
      seen.push(...page.items)
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual(whole.items)
  }
  const card = (await analyst.get(`/customers/${id}/card`)).body
  expect(card.timeline).toEqual(whole)
  const mine = (await here.get(`/customers/${id}/timeline`)).body.items
  expect(told(mine)).toEqual([
    'promise kept',
    'verdict',
    'compensation',
    'compensation',
    'promise made',
    'promise made',
    'case solved',
    'interaction',
    'interaction',
    'case opened',
    'purchase',
  ])
  expect(mine.at(-1)).toMatchObject({
    at: '2026-11-19T20:30:00.000Z',
    products: ['کالا 1', 'کالا 2', 'کالا 3'],
  })
})

test('the story can be narrowed to one kind and starts anew at a forged cursor', async () => {
  const { id } = await buildStory()
  const of = async (query: string) => told((await here.get(`/customers/${id}/timeline?${query}`)).body.items)
  expect(await of('filter[kind]=promise')).toEqual(['promise kept', 'promise made', 'promise made'])
  expect(await of('filter[kind]=purchase')).toEqual(['purchase'])
  const forged = Buffer.from('["2026-01-01T00:00:00Z\' or 1=1","x",0]').toString('base64url')
  expect(await of(`filter[kind]=purchase&cursor=${forged}`)).toEqual(['purchase'])
  expect((await here.get(`/customers/${id}/timeline?filter[kind]=secret`)).status).toBe(422)
})

test('imported survey answers stand in the story: one entry a survey and day', async () => {
  const { id } = await buildCustomer(t, { branchId: branch.id })
  const answer = (survey: string, question: string, answered_on: string, score: number | null) => ({
    customer_id: id,
    id: newId(),
    survey,
    question,
    answer: score === null ? 'نمی‌دانم' : 'خوب',
    score,
    answered_on,
  })
  await t.services.database.db
    .insertInto('survey_answers')
    .values([
      answer('پس از خرید', 'راضی هستید؟', '2026-10-01', 4.5),
      answer('پس از خرید', 'باز می‌آیید؟', '2026-10-01', null),
      answer('پس از خرید', 'راضی هستید؟', '2026-11-01', 2),
      answer('', 'پیشنهاد می‌کنید؟', '2026-11-01', 9),
    ])
    .execute()
  const stranger = await t.as(await buildPerson(t, { branchId: other.id }))
  expect((await t.anonymous.get(`/customers/${id}/timeline`)).status).toBe(401)
  expect((await stranger.get(`/customers/${id}/timeline?filter[kind]=survey`)).status).toBe(
    (await stranger.get(`/customers/${id}/card`)).status,
  )
  const { items } = (await here.get(`/customers/${id}/timeline?filter[kind]=survey`)).body
  expect(items).toHaveLength(3)
  expect(items.at(-1)).toMatchObject({
    kind: 'survey',
    survey: 'پس از خرید',
    answeredOn: '2026-10-01',
    at: '2026-09-30T20:30:00.000Z',
    answers: [
      { question: 'راضی هستید؟', answer: 'خوب', score: 4.5 },
      { question: 'باز می‌آیید؟', answer: 'نمی‌دانم', score: null },
    ],
  })
  expect((await here.get(`/customers/${id}/card`)).body.timeline.items).toEqual(items)
  const paged = []
  let cursor = ''
  do {
    const page = (await here.get(`/customers/${id}/timeline?limit=1${cursor && `&cursor=${cursor}`}`)).body
    paged.push(...page.items)
    cursor = page.nextCursor
  } while (cursor)
  expect(paged).toEqual(items)
})

test('two facts of one instant are both told, also across pages', async () => {
  const { id } = await buildCustomer(t, { branchId: branch.id })
  const row = {
    customer_id: id,
    text: 'همان دم',
    keeper_id: person.id,
    branch_id: branch.id,
    due_at: NOW,
    made_by: person.id,
  }
  for (let i = 0; i < 3; i++)
    await t.services.database.db
      .insertInto('promises')
      .values({ ...row, id: newId(), status: 'withdrawn', made_at: at(5), closed_at: at(5) })
      .execute()
  const seen: Entry[] = []
  let cursor = ''
  do {
    const page = (await here.get(`/customers/${id}/timeline?limit=1${cursor && `&cursor=${cursor}`}`)).body
    seen.push(...page.items)
    cursor = page.nextCursor
  } while (cursor)
  expect(told(seen).sort()).toEqual([...Array(3).fill('promise made'), ...Array(3).fill('promise withdrawn')])
})
