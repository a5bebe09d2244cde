// What the desk looks like at this moment: how many cases stand in each state, when each began, what each is about.
import type { BusinessTime } from './business-time.ts'
import { CLOCK_POLICIES } from './content/company.ts'
import { SCRIPTS } from './content/scripts/all.ts'
import { questionIndex, type Script } from './content/scripts/script.ts'
import type { Random } from './random.ts'
import type { CaseKind, CaseStatus, Severity } from './types.ts'

export type Plan = {
  status: CaseStatus
  isReopened: boolean
  isRefusalPending: boolean
  script: Script
  variant: number
  openedAt: number
}

const DAY = 86_400_000
const HOUR = 3_600_000
const KIND_WEIGHTS: readonly (readonly [CaseKind, number])[] = [
  ['complaint', 55],
  ['request', 12],
  ['question', 12],
  ['warranty_claim', 11],
  ['suggestion', 5],
  ['praise', 5],
]
/** Of the twelve who wait for a first answer: two beyond the limit, three near it, seven in good time. */
const WAITED_SHARES = [1.35, 1.12, 0.93, 0.88, 0.8, 0.6, 0.45, 0.33, 0.22, 0.14, 0.07, 0.02]
const REFUSABLE = ['no-agreement', 'used-return']

export function policyFor(metric: 'first_reply' | 'resolution', severity: Severity) {
  const rows = CLOCK_POLICIES.filter((row) => row.metric === metric)
  return rows.find((row) => row.severity === severity) ?? rows.find((row) => row.severity === null)!
}

/** Some conversations are over too soon to be seen half-way. */
function fits(script: Script, status: CaseStatus): boolean {
  if (status === 'open') return script.turns.length > 3
  if (status === 'waiting') return questionIndex(script.turns) > 0
  return true
}

export function planCases(random: Random, now: Date, time: BusinessTime, count: number): Plan[] {
  const at = now.getTime()
  const judged = Math.max(count - 115, 0)
  const statuses: [CaseStatus, number][] = [
    ['judged', judged],
    ['new', 12],
    ['open', 45],
    ['waiting', 20],
    ['solved', 30],
  ]
  const used = new Map<string, number>()
  const byKind = Map.groupBy(SCRIPTS, (script) => script.kind)
  // The judged ones go through every script once before any is repeated.
  const firstRound = random.shuffle(SCRIPTS)

  function choose(status: CaseStatus, isReopened: boolean): Script {
    const next = status === 'judged' ? firstRound.pop() : undefined
    if (next) return next
    const allowed = (kind: CaseKind) =>
      isReopened
        ? kind === 'complaint' || kind === 'warranty_claim'
        : kind !== 'praise' || status === 'judged' || status === 'solved'
    const poolOf = (kind: CaseKind) => byKind.get(kind)!.filter((script) => fits(script, status))
    const pool = poolOf(
      random.weighted(KIND_WEIGHTS.filter(([kind]) => allowed(kind) && poolOf(kind).length > 0)),
    )
    // Of three drawn, the least used: conversations repeat as late as possible.
    const drawn = [random.pick(pool), random.pick(pool), random.pick(pool)]
    return drawn.toSorted((a, b) => (used.get(a.key) ?? 0) - (used.get(b.key) ?? 0))[0]!
  }
  function plan(status: CaseStatus, openedAt: (script: Script) => number, isReopened = false): Plan {
    const script = choose(status, isReopened)
    const times = used.get(script.key) ?? 0
    used.set(script.key, times + 1)
    return {
      status,
      isReopened,
      isRefusalPending: false,
      script,
      variant: times % (script.variants.length + 1),
      openedAt: Math.min(openedAt(script), at - 60_000),
    }
  }

  const plans: Plan[] = []
  for (const [status, number] of statuses) {
    for (let i = 0; i < number; i++) {
      if (status === 'judged') plans.push(plan(status, () => at - (9 + 700 * random.next() ** 1.5) * DAY))
      else if (status === 'new')
        plans.push(
          plan(status, (script) => {
            const target = policyFor('first_reply', script.severity).businessSeconds * 1000
            return time.timeAt(time.openAt(at) - WAITED_SHARES[i % WAITED_SHARES.length]! * target)
          }),
        )
      else if (status === 'solved') plans.push(plan(status, () => at - (2 + 9 * random.next()) * DAY))
      else plans.push(plan(status, () => at - 5 * HOUR - Math.min(random.exponential(3.2), 12) * DAY))
    }
  }
  for (let i = 0; i < 8 && count > 115; i++)
    plans.push(plan('open', () => at - (9 + 16 * random.next()) * DAY, true))
  plans
    .filter((item) => item.status === 'open' && !item.isReopened)
    .slice(0, REFUSABLE.length)
    .forEach((item, i) => {
      item.script = SCRIPTS.find((script) => script.key === REFUSABLE[i])!
      item.variant = 0
      item.isRefusalPending = true
      item.openedAt = at - (5 + 3 * i) * DAY
    })
  for (const item of plans) {
    // People come in and ring up when the doors are open; they write at any hour but the deep night.
    const channel = item.script.channel
    if (item.status === 'new') continue
    if (channel === 'phone' || channel === 'in_person')
      item.openedAt = time.timeAt(time.openAt(item.openedAt) - 60_000 * random.int(1, 300))
    else item.openedAt = awake(item.openedAt)
  }
  return plans.sort((a, b) => a.openedAt - b.openedAt)
}

/** Moves an instant of the deep night (1 to 7 in Tehran) to the evening before. */
export function awake(instant: number): number {
  const hour = Math.floor(((instant + 3.5 * HOUR) % DAY) / HOUR)
  return hour >= 1 && hour < 7 ? instant - 6.5 * HOUR : instant
}
