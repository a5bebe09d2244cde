/**
 * The order of the queue: cost of delay. A score is a rate, points per hour of further waiting:
 *
 *   severity × kind × value × mood × urgency × waiting × reopened + promise
 *
 * | factor   | range      | why                                                                              |
 * |----------|------------|----------------------------------------------------------------------------------|
 * | severity | 1 … 12     | what the problem does to the customer                                             |
 * | kind     | 0.5 … 1.3  | a complaint hurts while it waits, praise does not                                 |
 * | value    | 1 … 1.5    | lifetime purchases (logarithm) and tier: felt, never decisive (R65, R71)          |
 * | mood     | 1 … 1.5    | an angry customer leaves sooner                                                   |
 * | urgency  | 1 … 4 …    | 1 + 3·s/(s + time left), s = a quarter of the target: a hyperbola that is 4 when   |
 * |          |            | due, then 4 + 2·ln(1 + overdue/s): it keeps growing but no lapse outweighs all     |
 * | waiting  | 1 … 2 …    | 1 + business time waited / floor                                                   |
 * | reopened | 1 … 1.6    | we said it was solved, and it was not                                              |
 * | promise  | 0 … 6 …    | our word, added: it counts the same whoever it was given to                        |
 *
 * The floor stands above all scores: whoever has waited longer than the company's floor comes before everybody who has
 * not, the longest waiting first. So every case is first at some time, whatever arrives meanwhile (R71, R72).
 */
export type Severity = 'low' | 'normal' | 'high' | 'critical'
export type Mood = 'unknown' | 'angry' | 'upset' | 'neutral' | 'happy'
export type Kind = 'complaint' | 'request' | 'question' | 'suggestion' | 'praise' | 'warranty_claim'
export type Tier = 'normal' | 'silver' | 'gold'

export interface DelayInput {
  severity: Severity
  kind: Kind
  mood: Mood
  /** Business seconds since it became our turn. */
  waitingSeconds: number
  clock: { dueAt: Date; targetSeconds: number; isPaused: boolean; breached: boolean } | null
  /** 0 … 1, see `customerValueOf`. */
  customerValue: number
  tier: Tier
  /** The soonest open promise in this case. */
  openPromiseDueAt: Date | null
  reopenedCount: number
}

export type WhyCode =
  | 'past_floor'
  | 'severity'
  | 'complaint'
  | 'value'
  | 'mood'
  | 'clock_near'
  | 'clock_breached'
  | 'waiting'
  | 'reopened'
  | 'promise_near'
  | 'promise_overdue'

export interface Reason {
  code: WhyCode
  /** Its part of the score, in points per hour. */
  weight: number
  params: Record<string, string | number>
}

export interface Delay {
  score: number
  isPastFloor: boolean
  /** Heaviest first. */
  reasons: Reason[]
}

const SEVERITY: Record<Severity, number> = { low: 1, normal: 2, high: 5, critical: 12 }
const KIND: Record<Kind, number> = {
  complaint: 1.3,
  warranty_claim: 1.2,
  request: 1,
  question: 1,
  suggestion: 0.6,
  praise: 0.5,
}
const MOOD: Record<Mood, number> = { angry: 1.5, upset: 1.25, neutral: 1, unknown: 1, happy: 1 }
const TIER: Record<Tier, number> = { normal: 0, silver: 0.05, gold: 0.1 }
export const MAX_VALUE_FACTOR = 1.5
const MIN_SCALE_SECONDS = 900
const PROMISE_SCALE_SECONDS = 7200
const PROMISE_POINTS = 6

/** Lifetime purchases in rials to 0 … 1 by logarithm: 0 up to one million toman (10⁷ rials), 1 from ten billion toman (10¹¹ rials). */
export function customerValueOf(purchaseTotalRials: bigint): number {
  const [low, high] = [7, 11]
  const log = Math.log10(Math.max(1, Number(purchaseTotalRials)))
  return Math.min(1, Math.max(0, (log - low) / (high - low)))
}

/** Rises to `atDue` as a hyperbola while `leftSeconds` shrinks to 0, then by logarithm without end. */
function nearing(leftSeconds: number, scale: number, atDue: number): number {
  if (leftSeconds >= 0) return (atDue * scale) / (scale + leftSeconds)
  return atDue + 2 * Math.log1p(-leftSeconds / scale)
}

const round = (x: number): number => Math.round(x * 1000) / 1000

/** What another hour of waiting costs (points per hour) and why. Pure: `now` and the floor are arguments. */
export function costOfDelay(input: DelayInput, now: Date, floorSeconds: number): Delay {
  const waited = Math.max(0, input.waitingSeconds)
  const value = Math.min(1, Math.max(0, input.customerValue))
  const factors: { code: WhyCode; factor: number; params: Record<string, string | number> }[] = [
    { code: 'severity', factor: SEVERITY[input.severity], params: { severity: input.severity } },
    { code: 'complaint', factor: KIND[input.kind], params: { kind: input.kind } },
    { code: 'value', factor: 1 + value * 0.4 + TIER[input.tier], params: { tier: input.tier } },
    { code: 'mood', factor: MOOD[input.mood], params: { mood: input.mood } },
    { code: 'waiting', factor: 1 + waited / floorSeconds, params: { seconds: Math.floor(waited) } },
    {
      code: 'reopened',
      factor: 1 + 0.15 * Math.min(4, Math.max(0, input.reopenedCount)),
      params: { count: input.reopenedCount },
    },
  ]
  const { clock } = input
  if (clock && !clock.isPaused) {
    const left = (clock.dueAt.getTime() - now.getTime()) / 1000
    const lapsed = clock.breached ? Math.min(0, left) : left
    const scale = Math.max(MIN_SCALE_SECONDS, clock.targetSeconds / 4)
    factors.push({
      code: lapsed <= 0 ? 'clock_breached' : 'clock_near',
      factor: 1 + nearing(lapsed, scale, 3),
      params: { seconds: Math.round(Math.abs(lapsed)), dueAt: clock.dueAt.toISOString() },
    })
  }
  const rate = factors.reduce((product, f) => product * f.factor, 1)
  let promise = 0
  const reasons: Reason[] = []
  if (input.openPromiseDueAt) {
    const left = (input.openPromiseDueAt.getTime() - now.getTime()) / 1000
    promise = nearing(left, PROMISE_SCALE_SECONDS, PROMISE_POINTS)
    reasons.push({
      code: left < 0 ? 'promise_overdue' : 'promise_near',
      weight: round(promise),
      params: { seconds: Math.round(Math.abs(left)), dueAt: input.openPromiseDueAt.toISOString() },
    })
  }
  const score = rate + promise
  // A product has no parts; each factor's share is that of its logarithm.
  const logs = factors.reduce((sum, f) => sum + Math.max(0, Math.log(f.factor)), 0)
  for (const { code, factor, params } of factors)
    if (factor > 1) reasons.push({ code, weight: round((rate * Math.log(factor)) / logs), params })
  reasons.sort((a, b) => b.weight - a.weight || (a.code < b.code ? -1 : 1))
  const isPastFloor = waited > floorSeconds
  if (isPastFloor)
    reasons.unshift({ code: 'past_floor', weight: round(score), params: { seconds: Math.floor(waited) } })
  return { score: round(score), isPastFloor, reasons }
}

/** Reasons worth saying: the heaviest three, without those that hardly count. */
export function whyFirst(delay: Delay): Reason[] {
  return delay.reasons.filter((r) => r.weight >= delay.score * 0.08).slice(0, 3)
}

export interface Ranked {
  id: string
  turnSince: Date
  delay: Delay
}

/** Past the floor first, by waiting; then by score; ties by waiting, then by id: one order for everybody. */
export function compareRanked(a: Ranked, b: Ranked): number {
  if (a.delay.isPastFloor !== b.delay.isPastFloor) return a.delay.isPastFloor ? -1 : 1
  const byWaiting = a.turnSince.getTime() - b.turnSince.getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  return a.delay.isPastFloor ? byWaiting : b.delay.score - a.delay.score || byWaiting
}
