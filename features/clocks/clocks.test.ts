import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runFixed } from '../../server/lib/fixed-sql.ts'
import { newId } from '../../server/lib/id.ts'
import { asSystem } from '../../server/lib/jobs.ts'
import { startTestApp, type TestApp } from '../../server/test/app.ts'
import { buildBranch, buildCustomer, buildPerson } from '../../server/test/build.ts'
import {
  type ClockedCase,
  pauseClocks,
  plannedClocks,
  restartResolution,
  resumeClocks,
  retargetClocks,
  stopClock,
  sweepClocks,
} from './actions.ts'
import { forgetClockSettings } from './calendars.ts'
import { ensureRecurring } from './jobs.ts'
import { START } from './queries.ts'

let t: TestApp
let branch: { id: string }
const at = (text: string) => new Date(`${text}+03:30`)
/** A Saturday. */
const MORNING = at('2026-04-04T09:00')

beforeAll(async () => {
  t = await startTestApp()
  branch = await buildBranch(t)
  const { db } = t.services.database
  await db
    .insertInto('business_hours')
    .values(
      [0, 1, 2, 3, 4, 5].map((weekday) => ({
        id: newId(),
        weekday,
        opens_at: '08:00',
        closes_at: weekday === 5 ? '13:00' : '17:00',
      })),
    )
    .execute()
  await db
    .insertInto('clock_policies')
    .values([
      { id: newId(), metric: 'first_reply', business_seconds: 7200, near_ratio: 0.75 },
      { id: newId(), metric: 'first_reply', severity: 'critical', business_seconds: 1800, near_ratio: 0.5 },
      { id: newId(), metric: 'resolution', business_seconds: 9 * 3600, near_ratio: 0.75 },
    ])
    .execute()
})
afterAll(() => t.close())
beforeEach(() => t.setNow(MORNING))

async function buildClocked(
  values: { branchId?: string; severity?: string; openedAt?: Date; ownerId?: string } = {},
): Promise<ClockedCase & { caseId: string; openedAt: Date }> {
  const branchId = values.branchId ?? branch.id
  const customer = await buildCustomer(t, { branchId })
  const id = newId()
  const openedAt = values.openedAt ?? MORNING
  await t.services.database.db
    .insertInto('cases')
    .values({
      customer_id: customer.id,
      id,
      code: id.slice(-10),
      kind: 'complaint',
      subject: 'یخچال خراب رسید',
      channel: 'phone',
      branch_id: branchId,
      owner_id: values.ownerId ?? null,
    })
    .execute()
  const kase = {
    customerId: customer.id,
    id,
    caseId: id,
    branchId,
    kind: 'complaint',
    severity: values.severity ?? 'normal',
    tier: 'normal',
    openedAt,
  }
  await asSystem(t.services, 'test', async (ctx) => runFixed(ctx.db, START, await plannedClocks(ctx, kase)))
  return kase
}

const run = <T>(work: Parameters<typeof asSystem<T>>[2], now?: Date) =>
  asSystem(t.services, 'test', work, now)
const clocksIn = async (kase: { customerId: string; caseId: string }) =>
  (await (await t.as(await administrator())).get(`/customers/${kase.customerId}/cases/${kase.caseId}/clocks`))
    .body.items
let boss: { id: string } | undefined
async function administrator(): Promise<{ id: string }> {
  boss ??= await buildPerson(t, { role: 'administrator', branchId: branch.id })
  return boss
}
const eventsOf = (caseId: string, name: string) =>
  t.services.database.db
    .selectFrom('events')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('name', '=', name)
    .execute()

describe('who may see clocks', () => {
  test('nobody signed in, another branch and a stranger to the customer learn nothing', async () => {
    const kase = await buildClocked()
    const path = `/customers/${kase.customerId}/cases/${kase.id}/clocks`
    expect((await t.anonymous.get(path)).status).toBe(401)
    const stranger = await t.as(await buildPerson(t))
    expect((await stranger.get(path)).status).toBe(404)
    const colleague = await t.as(await buildPerson(t, { branchId: branch.id }))
    expect((await colleague.get(path)).status).toBe(200)
    const other = await buildCustomer(t, { branchId: branch.id })
    expect((await colleague.get(`/customers/${other.id}/cases/${kase.id}/clocks`)).status).toBe(404)
  })
})

describe('the clocks of a case', () => {
  test('both start with the case, in business time', async () => {
    const kase = await buildClocked({ openedAt: at('2026-04-09T12:00') })
    t.setNow(at('2026-04-09T12:30'))
    const [firstReply, resolution] = await clocksIn(kase)
    expect(firstReply).toMatchObject({ metric: 'first_reply', state: 'running', targetSeconds: 7200 })
    expect(new Date(firstReply.dueAt)).toEqual(at('2026-04-11T09:00'))
    expect(firstReply.remainingBusinessSeconds).toBe(5400)
    expect(new Date(resolution.dueAt)).toEqual(at('2026-04-11T16:00'))
  })

  test('starting twice keeps the first clocks', async () => {
    const kase = await buildClocked()
    await run(async (ctx) => runFixed(ctx.db, START, await plannedClocks(ctx, kase)))
    expect(await clocksIn(kase)).toHaveLength(2)
  })

  test('a reply in time is met and keeps both durations', async () => {
    const kase = await buildClocked({ openedAt: at('2026-04-04T16:30') })
    await run((ctx) => stopClock(ctx, kase, 'first_reply', at('2026-04-05T08:30')))
    const [firstReply] = await clocksIn(kase)
    expect(firstReply).toMatchObject({
      state: 'met',
      elapsedSeconds: 16 * 3600,
      elapsedBusinessSeconds: 3600,
    })
  })

  test('waiting for the customer pauses the resolution only, and the pause is given back', async () => {
    const kase = await buildClocked()
    await run((ctx) => pauseClocks(ctx, kase, at('2026-04-04T10:00')))
    await run((ctx) => pauseClocks(ctx, kase, at('2026-04-04T10:30')))
    let [firstReply, resolution] = await clocksIn(kase)
    expect(firstReply.state).toBe('running')
    expect(resolution.state).toBe('paused')
    await run((ctx) => resumeClocks(ctx, kase, at('2026-04-05T10:00')))
    ;[firstReply, resolution] = await clocksIn(kase)
    expect(resolution).toMatchObject({ pausedSeconds: 24 * 3600, pausedBusinessSeconds: 9 * 3600 })
    expect(new Date(resolution.dueAt)).toEqual(at('2026-04-06T09:00'))
    await run((ctx) => stopClock(ctx, kase, 'all', at('2026-04-05T11:00')))
    ;[firstReply, resolution] = await clocksIn(kase)
    expect(firstReply.state).toBe('missed')
    expect(resolution).toMatchObject({ state: 'met', elapsedBusinessSeconds: 7200, elapsedSeconds: 7200 })
  })

  test('a late stop is announced and audited as a breach, once', async () => {
    const kase = await buildClocked()
    await run((ctx) => stopClock(ctx, kase, 'first_reply', at('2026-04-04T12:00')))
    await run((ctx) => stopClock(ctx, kase, 'first_reply', at('2026-04-04T13:00')))
    await run((ctx) => sweepClocks(ctx), at('2026-04-04T14:00'))
    expect(await eventsOf(kase.id, 'clock.breached')).toHaveLength(1)
    const [firstReply] = await clocksIn(kase)
    expect(new Date(firstReply.breachedAt)).toEqual(at('2026-04-04T11:00'))
    expect(firstReply.elapsedBusinessSeconds).toBe(3 * 3600)
  })

  test('a reopened case gets a new resolution clock beside the old one', async () => {
    const kase = await buildClocked()
    await run((ctx) => stopClock(ctx, kase, 'resolution', at('2026-04-04T10:00')))
    await run((ctx) => restartResolution(ctx, kase, at('2026-04-05T08:00')))
    const resolutions = (await clocksIn(kase)).filter((c: { metric: string }) => c.metric === 'resolution')
    expect(resolutions.map((c: { state: string }) => c.state)).toEqual(['met', 'running'])
    expect(new Date(resolutions[1].dueAt)).toEqual(at('2026-04-05T17:00'))
  })

  test('a raised severity shortens the running clock from its start; a recorded breach stays', async () => {
    const kase = await buildClocked()
    await run((ctx) => retargetClocks(ctx, { ...kase, severity: 'critical' }))
    let [firstReply] = await clocksIn(kase)
    expect(firstReply.targetSeconds).toBe(1800)
    expect(new Date(firstReply.dueAt)).toEqual(at('2026-04-04T09:30'))
    await run((ctx) => sweepClocks(ctx), at('2026-04-04T09:40'))
    await run((ctx) => retargetClocks(ctx, kase))
    ;[firstReply] = await clocksIn(kase)
    expect(firstReply).toMatchObject({ state: 'breached', targetSeconds: 7200 })
  })

  test("a branch's own week and own closed day replace the company's", async () => {
    const own = await buildBranch(t)
    const { db } = t.services.database
    await db
      .insertInto('business_hours')
      .values([
        { id: newId(), branch_id: own.id, weekday: 0, opens_at: '10:00', closes_at: '12:00' },
        { id: newId(), branch_id: own.id, weekday: 1, opens_at: '10:00', closes_at: '12:00' },
        { id: newId(), branch_id: own.id, weekday: 2, opens_at: '10:00', closes_at: '12:00' },
      ])
      .execute()
    await db
      .insertInto('calendar_days')
      .values({
        id: newId(),
        branch_id: own.id,
        on_date: '2026-04-05' as never,
        kind: 'closed',
        title: 'انبارگردانی',
      })
      .execute()
    forgetClockSettings(t.services)
    const kase = await buildClocked({ branchId: own.id, openedAt: at('2026-04-04T11:00') })
    const [firstReply] = await clocksIn(kase)
    expect(new Date(firstReply.dueAt)).toEqual(at('2026-04-06T11:00'))
  })
})

describe('the sweep', () => {
  test('notices near and late clocks once, also when two processes sweep together', async () => {
    const owner = await buildPerson(t, { branchId: branch.id })
    const cases = await Promise.all(Array.from({ length: 5 }, () => buildClocked({ ownerId: owner.id })))
    const near = at('2026-04-04T10:45')
    await Promise.all([run((ctx) => sweepClocks(ctx), near), run((ctx) => sweepClocks(ctx), near)])
    const late = at('2026-04-04T11:05')
    await Promise.all([run((ctx) => sweepClocks(ctx), late), run((ctx) => sweepClocks(ctx), late)])
    for (const kase of cases) {
      const nearEvents = await eventsOf(kase.id, 'clock.near')
      expect(nearEvents).toHaveLength(1)
      expect(nearEvents[0]).toMatchObject({ person_id: owner.id, branch_id: branch.id })
      expect(await eventsOf(kase.id, 'clock.breached')).toHaveLength(1)
      const audits = await t.services.database.db
        .selectFrom('audit_entries')
        .select('id')
        .where('customer_id', '=', kase.customerId)
        .where('action', '=', 'breachClock')
        .execute()
      expect(audits).toHaveLength(1)
    }
  })

  test('leaves paused and stopped clocks alone', async () => {
    const kase = await buildClocked()
    await run((ctx) => pauseClocks(ctx, kase, MORNING))
    await run((ctx) => stopClock(ctx, kase, 'first_reply', MORNING))
    await run((ctx) => sweepClocks(ctx), at('2026-05-01T10:00'))
    expect(await eventsOf(kase.id, 'clock.breached')).toHaveLength(0)
  })

  test('comes back by itself and is enqueued once', async () => {
    await run((ctx) => Promise.resolve(ensureRecurring(ctx)))
    await run((ctx) => Promise.resolve(ensureRecurring(ctx)))
    const waiting = () =>
      t.services.database.db
        .selectFrom('jobs')
        .select(['run_at', 'max_attempts'])
        .where('name', '=', 'clocks.sweep')
        .execute()
    expect(await waiting()).toHaveLength(1)
    const now = new Date(Date.now() + 60_000)
    t.setNow(now)
    expect(await t.drain()).toBeGreaterThan(0)
    const [job] = await waiting()
    expect(job!.run_at.getTime()).toBe(now.getTime() + 15_000)
  })
})
