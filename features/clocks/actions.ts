import type { Context } from '../../server/lib/context.ts'
import { runFixed } from '../../server/lib/fixed-sql.ts'
import { newId } from '../../server/lib/id.ts'
import { audit, emit } from '../../server/lib/outbox.ts'
import { type ClockSettings, clockSettings } from './calendars.ts'
import {
  type LiveClock,
  lockLiveClocks,
  markBreached,
  markNear,
  type NewClock,
  type NoticedClock,
  START,
  startValues,
  updateClocks,
} from './queries.ts'
import { choosePolicy, METRICS, type Metric, planClock, resumeClock, stopClockAt } from './rules.ts'

/** What the clocks need to know of a case. */
export interface ClockedCase {
  customerId: string
  id: string
  branchId: string
  kind: string
  severity: string
  /** The customer's. */
  tier: string
}

export interface CaseKey {
  customerId: string
  caseId: string
}

function newClock(settings: ClockSettings, kase: ClockedCase, metric: Metric, startedAt: Date): NewClock {
  const policy = choosePolicy(settings.policies, { ...kase, metric })
  return {
    id: newId(),
    customerId: kase.customerId,
    caseId: kase.id,
    branchId: kase.branchId,
    metric,
    startedAt,
    ...planClock(settings.calendarOf(kase.branchId), policy, startedAt),
  }
}

/** The clocks of a case that is being opened, first reply and resolution: the values of `START`. */
export async function plannedClocks(ctx: Context, kase: ClockedCase & { openedAt: Date }) {
  const settings = await clockSettings(ctx)
  return startValues([
    newClock(settings, kase, 'first_reply', kase.openedAt),
    newClock(settings, kase, 'resolution', kase.openedAt),
  ])
}

/** Gives a reopened case a new clock to its resolution; a running one is kept. One statement. */
export async function restartResolution(ctx: Context, kase: ClockedCase, at: Date): Promise<void> {
  const settings = await clockSettings(ctx)
  await runFixed(ctx.db, START, startValues([newClock(settings, kase, 'resolution', at)]))
}

/**
 * Stops a clock of a case and keeps how long it took, in clock time and in business time, without the pauses. Nothing
 * happens when it has stopped before. Two statements.
 */
export async function stopClock(
  ctx: Context,
  kase: CaseKey,
  metric: Metric | 'all',
  at: Date,
): Promise<void> {
  const settings = await clockSettings(ctx)
  await changeClocks(ctx, kase, metric === 'all' ? METRICS : [metric], (clock) =>
    stopClockAt(settings.calendarOf(clock.branchId), clock, at),
  )
}

/**
 * Pauses the way to the resolution while the customer has the move. The first reply does not pause: who was never
 * answered is waiting for us, whatever the status says. Two statements.
 */
export async function pauseClocks(ctx: Context, kase: CaseKey, at: Date): Promise<void> {
  await changeClocks(ctx, kase, ['resolution'], (clock) =>
    clock.pausedAt
      ? clock
      : { ...clock, pausedAt: at, breachedAt: clock.breachedAt ?? (at > clock.dueAt ? clock.dueAt : null) },
  )
}

/** Ends the pause: due and near times move forward by the business time it took. Two statements. */
export async function resumeClocks(ctx: Context, kase: CaseKey, at: Date): Promise<void> {
  const settings = await clockSettings(ctx)
  await changeClocks(ctx, kase, ['resolution'], (clock) =>
    resumeClock(settings.calendarOf(clock.branchId), clock, at),
  )
}

/**
 * Sets the targets of the running clocks anew after severity, kind, tier or branch changed; the time that has passed
 * counts. A breach that was recorded stays recorded: changing the severity does not undo it. Two statements.
 */
export async function retargetClocks(ctx: Context, kase: ClockedCase): Promise<void> {
  const settings = await clockSettings(ctx)
  const calendar = settings.calendarOf(kase.branchId)
  await changeClocks(ctx, { customerId: kase.customerId, caseId: kase.id }, METRICS, (clock) => {
    const policy = choosePolicy(settings.policies, { ...kase, metric: clock.metric })
    const plan = planClock(calendar, policy, clock.startedAt, clock.pausedBusinessSeconds)
    return {
      ...clock,
      ...plan,
      branchId: kase.branchId,
      nearNoticedAt: plan.nearAt > ctx.now ? null : clock.nearNoticedAt,
    }
  })
}

async function changeClocks(
  ctx: Context,
  kase: CaseKey,
  metrics: readonly Metric[],
  change: (clock: LiveClock) => LiveClock,
): Promise<void> {
  const before = await lockLiveClocks(ctx.db, kase, metrics)
  const after = before.map(change)
  await updateClocks(
    ctx.db,
    after.filter((clock, i) => clock !== before[i]),
  )
  after.forEach((clock, i) => {
    if (clock.breachedAt && !before[i]!.breachedAt) announceBreach(ctx, clock)
  })
}

function announceBreach(ctx: Context, clock: NoticedClock): void {
  const { customerId, caseId, branchId, ownerId, metric, dueAt } = clock
  const payload = { clockId: clock.id, metric, dueAt, ownerId }
  emit(ctx, { name: 'clock.breached', customerId, caseId, branchId, personId: ownerId, payload })
  audit(ctx, {
    action: 'breachClock',
    entity: 'clock',
    entityId: clock.id,
    customerId,
    branchId,
    after: { caseId, metric, dueAt },
  })
}

const BATCH = 500

/**
 * Notices the clocks that came near or passed their due time since the last sweep, each exactly once however many
 * processes sweep: 'clock.near' and 'clock.breached' are announced, breaches are audited. Says how many it found.
 */
export async function sweepClocks(
  ctx: Context,
): Promise<{ breached: number; near: number; isDone: boolean }> {
  const breached = await markBreached(ctx.db, ctx.now, BATCH)
  for (const clock of breached) announceBreach(ctx, clock)
  const near = await markNear(ctx.db, ctx.now, BATCH)
  for (const { id, customerId, caseId, branchId, metric, dueAt, ownerId } of near)
    emit(ctx, {
      name: 'clock.near',
      customerId,
      caseId,
      branchId,
      personId: ownerId,
      payload: { clockId: id, metric, dueAt, ownerId },
    })
  return {
    breached: breached.length,
    near: near.length,
    isDone: breached.length < BATCH && near.length < BATCH,
  }
}
