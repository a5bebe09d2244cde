import { addBusinessSeconds, businessSecondsBetween, type Calendar } from './business-time.ts'

export {
  addBusinessSeconds,
  businessSecondsBetween,
  type Calendar,
  CLOCK_TIME,
  findBusinessInstant,
  makeCalendar,
} from './business-time.ts'

export type Metric = 'first_reply' | 'resolution'
export const METRICS = ['first_reply', 'resolution'] as const satisfies readonly Metric[]

export interface Policy {
  metric: Metric
  /** Null means any. */
  kind: string | null
  severity: string | null
  tier: string | null
  businessSeconds: number
  nearRatio: number
}

const HOUR = 3600
/** What holds when nothing was set for a metric: nobody waits without a clock. */
const FALLBACK: Record<Metric, Policy> = {
  first_reply: {
    metric: 'first_reply',
    kind: null,
    severity: null,
    tier: null,
    businessSeconds: 8 * HOUR,
    nearRatio: 0.75,
  },
  resolution: {
    metric: 'resolution',
    kind: null,
    severity: null,
    tier: null,
    businessSeconds: 40 * HOUR,
    nearRatio: 0.75,
  },
}

/** The most specific policy that fits: a named kind outweighs severity and tier, a named severity outweighs tier. */
export function choosePolicy(
  policies: readonly Policy[],
  asked: { metric: Metric; kind: string; severity: string; tier: string },
): Policy {
  let best: Policy | undefined
  let bestWeight = -1
  for (const policy of policies) {
    if (policy.metric !== asked.metric) continue
    let weight = 0
    if (policy.kind !== null) {
      if (policy.kind !== asked.kind) continue
      weight += 4
    }
    if (policy.severity !== null) {
      if (policy.severity !== asked.severity) continue
      weight += 2
    }
    if (policy.tier !== null) {
      if (policy.tier !== asked.tier) continue
      weight += 1
    }
    if (weight > bestWeight) [best, bestWeight] = [policy, weight]
  }
  return best ?? FALLBACK[asked.metric]
}

/** A clock as it is stored. */
export interface Clock {
  id: string
  customerId: string
  caseId: string
  branchId: string
  metric: Metric
  targetSeconds: number
  nearRatio: number
  startedAt: Date
  dueAt: Date
  nearAt: Date
  pausedAt: Date | null
  pausedSeconds: number
  pausedBusinessSeconds: number
  stoppedAt: Date | null
  nearNoticedAt: Date | null
  breachedAt: Date | null
  elapsedSeconds: number | null
  elapsedBusinessSeconds: number | null
}

/** When a clock is due and near; `pausedBusinessSeconds` are the finished pauses so far. */
export function planClock(
  calendar: Calendar,
  policy: Pick<Policy, 'businessSeconds' | 'nearRatio'>,
  startedAt: Date,
  pausedBusinessSeconds = 0,
): { targetSeconds: number; nearRatio: number; dueAt: Date; nearAt: Date } {
  const { businessSeconds, nearRatio } = policy
  return {
    targetSeconds: businessSeconds,
    nearRatio,
    dueAt: addBusinessSeconds(calendar, startedAt, businessSeconds + pausedBusinessSeconds),
    nearAt: addBusinessSeconds(
      calendar,
      startedAt,
      Math.floor(businessSeconds * nearRatio) + pausedBusinessSeconds,
    ),
  }
}

/** The clock after its pause ended at `at`: due and near move forward by the business time of the pause. */
export function resumeClock<C extends Clock>(calendar: Calendar, clock: C, at: Date): C {
  if (clock.pausedAt === null) return clock
  const business = businessSecondsBetween(calendar, clock.pausedAt, at)
  return {
    ...clock,
    pausedAt: null,
    pausedSeconds:
      clock.pausedSeconds + Math.max(0, Math.floor((at.getTime() - clock.pausedAt.getTime()) / 1000)),
    pausedBusinessSeconds: clock.pausedBusinessSeconds + business,
    dueAt: addBusinessSeconds(calendar, clock.dueAt, business),
    nearAt: addBusinessSeconds(calendar, clock.nearAt, business),
  }
}

/** The clock after it stopped at `at`: both durations are kept, without the pauses; late is late from its due time on. */
export function stopClockAt<C extends Clock>(calendar: Calendar, clock: C, at: Date): C {
  const going = resumeClock(calendar, clock, at)
  const seconds = Math.floor((at.getTime() - going.startedAt.getTime()) / 1000)
  return {
    ...going,
    stoppedAt: at,
    elapsedSeconds: Math.max(0, seconds - going.pausedSeconds),
    elapsedBusinessSeconds: Math.max(
      0,
      businessSecondsBetween(calendar, going.startedAt, at) - going.pausedBusinessSeconds,
    ),
    breachedAt: going.breachedAt ?? (at > going.dueAt ? going.dueAt : null),
  }
}

export type ClockStateName = 'running' | 'paused' | 'near' | 'breached' | 'met' | 'missed'

export interface ClockState {
  state: ClockStateName
  /** Until due, in clock time; negative when late. Frozen while paused and after the stop. */
  remainingSeconds: number
  /** The same in business time; null when no calendar was given. */
  remainingBusinessSeconds: number | null
}

/** What a clock shows at `now`. A recorded breach stays one, also when the target was lengthened later. */
export function clockState(
  clock: Pick<Clock, 'dueAt' | 'nearAt' | 'pausedAt' | 'stoppedAt' | 'breachedAt'>,
  now: Date,
  calendar?: Calendar,
): ClockState {
  const at = clock.stoppedAt ?? clock.pausedAt ?? now
  const isLate = clock.breachedAt !== null || at > clock.dueAt
  let state: ClockStateName = 'running'
  if (clock.stoppedAt) state = isLate ? 'missed' : 'met'
  else if (isLate) state = 'breached'
  else if (clock.pausedAt) state = 'paused'
  else if (at >= clock.nearAt) state = 'near'
  return {
    state,
    remainingSeconds: Math.floor((clock.dueAt.getTime() - at.getTime()) / 1000),
    remainingBusinessSeconds: calendar
      ? businessSecondsBetween(calendar, at, clock.dueAt) - businessSecondsBetween(calendar, clock.dueAt, at)
      : null,
  }
}
