import { type Context, personOf } from '../../server/lib/context.ts'
import { forbidden } from '../../server/lib/errors.ts'
import { takeCase } from '../cases/actions.ts'
import { clockSettings } from '../clocks/calendars.ts'
import { requireScope, scopeOf } from '../people/access.ts'
import {
  type Candidate,
  countSources,
  listCandidates,
  listExtras,
  listTeamMembers,
  lockFirstUnowned,
  type Source,
} from './queries.ts'
import { compareRanked, costOfDelay, customerValueOf, type Ranked, whyFirst } from './rules.ts'
import { makeWaiting } from './waiting.ts'

export type QueueScope = 'me' | 'team' | 'branch' | 'all'
type RankedCase = Candidate & Ranked & { waitingSeconds: number }

/** What a scope holds: mine and nobody's of my branch; my team's and nobody's; my branch; all branches. */
async function sourcesOf(ctx: Context, scope: QueueScope): Promise<Source[]> {
  const person = personOf(ctx)
  const { branchId } = person
  if (scope === 'all') {
    if (scopeOf(ctx, 'queue.read') !== 'all') throw forbidden()
    return [{ kind: 'all' }]
  }
  if (scope === 'branch') return [{ kind: 'branch', branchId }]
  const team = scope === 'team' && person.teamId ? await listTeamMembers(ctx.db, person.teamId) : []
  return [
    { kind: 'owners', ownerIds: [...new Set([person.id, ...team])] },
    { kind: 'unowned', branchId },
  ]
}

async function floorOf(ctx: Context): Promise<number> {
  const row = await ctx.db.selectFrom('company').select('queue_floor_seconds').executeTakeFirst()
  return row?.queue_floor_seconds ?? 28_800
}

/** All candidates of the sources in the order of the queue. */
async function rank(ctx: Context, sources: Source[], floorSeconds: number): Promise<RankedCase[]> {
  const candidates = await listCandidates(ctx.db, sources)
  const settings = await clockSettings(ctx)
  const waitings = new Map<unknown, (since: Date) => number>()
  const ranked = candidates.map((row): RankedCase => {
    const calendar = settings.calendarOf(row.branchId)
    const waiting = waitings.get(calendar) ?? makeWaiting(calendar, ctx.now)
    waitings.set(calendar, waiting)
    const waitingSeconds = waiting(row.turnSince)
    const delay = costOfDelay(
      {
        severity: row.severity,
        kind: row.kind,
        mood: row.mood,
        waitingSeconds,
        clock: row.clockDueAt
          ? {
              dueAt: row.clockDueAt,
              targetSeconds: row.clockTargetSeconds!,
              isPaused: row.clockIsPaused!,
              breached: row.clockIsBreached!,
            }
          : null,
        customerValue: customerValueOf(row.purchaseTotalRials),
        tier: row.tier,
        openPromiseDueAt: row.promiseDueAt,
        reopenedCount: row.reopenedCount,
      },
      ctx.now,
      floorSeconds,
    )
    return { ...row, waitingSeconds, delay }
  })
  return ranked.sort(compareRanked)
}

/** The first `limit` cases in which it is our turn, by cost of delay, with why each stands where it does. */
export async function getQueue(ctx: Context, input: { scope: QueueScope; limit: number }) {
  const floorSeconds = await floorOf(ctx)
  const sources = await sourcesOf(ctx, input.scope)
  const first = (await rank(ctx, sources, floorSeconds)).slice(0, input.limit)
  const extras = await listExtras(ctx.db, first)
  const seen: QueueScope[] = ['me', 'team', 'branch']
  if (scopeOf(ctx, 'queue.read') === 'all') seen.push('all')
  const scopes = []
  for (const name of seen)
    scopes.push({ name, sources: name === input.scope ? sources : await sourcesOf(ctx, name) })
  const counts = await countSources(ctx.db, scopes)
  return {
    items: first.map((row) => itemOf(row, extras.get(row.id))),
    counts: { me: counts.me!, team: counts.team!, branch: counts.branch!, all: counts.all ?? null },
    floorSeconds,
  }
}

function itemOf(
  row: RankedCase,
  extra: Awaited<ReturnType<typeof listExtras>> extends Map<string, infer E> ? E | undefined : never,
) {
  return {
    customerId: row.customerId,
    caseId: row.id,
    code: row.code,
    subject: row.subject,
    kind: row.kind,
    status: row.status as 'new',
    severity: row.severity,
    mood: row.mood,
    channel: row.channel,
    customerName: row.customerName,
    tier: row.tier,
    branchId: row.branchId,
    branchName: extra?.branchName ?? '',
    ownerId: row.ownerId,
    ownerName: extra?.ownerName ?? null,
    turnSince: row.turnSince,
    waitingSeconds: row.waitingSeconds,
    isPastFloor: row.delay.isPastFloor,
    score: row.delay.score,
    whyFirst: whyFirst(row.delay),
    clock: row.clockDueAt
      ? {
          metric: row.clockMetric!,
          dueAt: row.clockDueAt,
          nearAt: row.clockNearAt!,
          targetSeconds: row.clockTargetSeconds!,
          isPaused: row.clockIsPaused!,
          isBreached: row.clockIsBreached!,
        }
      : null,
    promiseDueAt: row.promiseDueAt,
    lastMessage:
      extra?.text != null
        ? {
            text: extra.text,
            direction: extra.direction!,
            authorName: extra.authorName!,
            at: extra.occurredAt!,
          }
        : null,
  }
}

/**
 * Takes the first case of my branch that nobody owns. Of two employees at once each gets another: a case being taken
 * this moment is passed over. `item` is null when there is none.
 */
export async function claimNextCase(ctx: Context) {
  const { branchId } = personOf(ctx)
  requireScope(ctx, 'case.manage', { branch_id: branchId })
  const ranked = await rank(ctx, [{ kind: 'unowned', branchId }], await floorOf(ctx))
  const found = ranked.length > 0 ? await lockFirstUnowned(ctx.db, ranked) : undefined
  if (!found) return { item: null }
  await takeCase(ctx, found.customerId, found.id)
  return { item: { customerId: found.customerId, caseId: found.id } }
}
