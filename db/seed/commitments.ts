// What a case makes us owe: clocks, promises, amends.
import { jalaliMonthOf, tehranDay } from '@hamdel/persian'
import type { BusinessTime } from './business-time.ts'
import { STAFF, type Staff } from './content/company.ts'
import type { Script } from './content/scripts/script.ts'
import type { Keys } from './customers.ts'
import { policyFor } from './plan.ts'
import type { Random } from './random.ts'
import type { DemoClock, DemoCompensation, DemoPromise, Severity } from './types.ts'

const HOUR = 3_600_000

export function clock(
  time: BusinessTime,
  keys: Keys,
  now: number,
  row: {
    metric: DemoClock['metric']
    severity: Severity
    startedAt: number
    stoppedAt: number | null
    pausedAt?: number | null
  },
): DemoClock {
  const { businessSeconds, nearRatio } = policyFor(row.metric, row.severity)
  const dueAt = time.later(row.startedAt, businessSeconds * 1000)
  const nearAt = time.later(row.startedAt, businessSeconds * 1000 * nearRatio)
  const end = row.stoppedAt ?? row.pausedAt ?? now
  const { stoppedAt } = row
  return {
    key: keys.next(),
    metric: row.metric,
    targetSeconds: businessSeconds,
    nearRatio,
    startedAt: new Date(row.startedAt),
    dueAt: new Date(dueAt),
    nearAt: new Date(nearAt),
    pausedAt: row.pausedAt ? new Date(row.pausedAt) : null,
    pausedSeconds: 0,
    pausedBusinessSeconds: 0,
    stoppedAt: stoppedAt === null ? null : new Date(stoppedAt),
    nearNoticedAt: end > nearAt ? new Date(nearAt) : null,
    breachedAt: end > dueAt ? new Date(dueAt) : null,
    elapsedSeconds: stoppedAt === null ? null : Math.floor((stoppedAt - row.startedAt) / 1000),
    elapsedBusinessSeconds:
      stoppedAt === null ? null : Math.floor((time.openAt(stoppedAt) - time.openAt(row.startedAt)) / 1000),
  }
}

const EXCUSES = [
  'سرویس‌کار در نوبت پیشین ماند',
  'پیک دیر رسید',
  'چرخهٔ بانک عقب افتاد',
  'قطعه به‌موقع از انبار نرسید',
  'هماهنگی میان دو شعبه طول کشید',
]

export function promiseOf(
  random: Random,
  script: Script,
  row: {
    keeper: Staff
    madeAt: number
    interactionKey: number
    isClosed: boolean
    endOfToday: number
    now: number
  },
  keys: Keys,
): DemoPromise | null {
  if (!script.promise) return null
  const { keeper, madeAt, now } = row
  const span = script.promise.dueInHours * HOUR
  const dueAt = madeAt + span
  const written = script.promise.outcome
  let status: DemoPromise['status'] =
    written === 'late'
      ? random.chance(0.7)
        ? 'late'
        : 'kept'
      : random.weighted([
          ['kept', 85],
          ['late', 11],
          ['broken', 4],
        ])
  // Promises that fall due today are made apart, so that the day's list has the length it should have.
  if (dueAt > now) status = dueAt > row.endOfToday && !row.isClosed ? 'open' : 'kept'
  const closed = {
    open: null,
    kept: Math.min(madeAt + span * (0.35 + 0.6 * random.next()), now - 60_000),
    late: Math.min(dueAt + (0.5 + random.exponential(9)) * HOUR, now - 60_000),
    broken: Math.min(dueAt + 24 * HOUR, now - 60_000),
  }[status]
  const closedAt = closed === null ? null : Math.max(closed, madeAt)
  if (status === 'late' && closedAt! <= dueAt) status = 'kept'
  return {
    key: keys.next(),
    text: script.promise.text,
    keeperKey: keeper.key,
    madeByKey: keeper.key,
    madeAt: new Date(madeAt),
    dueAt: new Date(dueAt),
    status,
    closedAt: closedAt === null ? null : new Date(Math.floor(closedAt)),
    closedByKey: closedAt === null ? null : keeper.key,
    reason: status === 'late' || status === 'broken' ? random.pick(EXCUSES) : '',
    interactionKey: row.interactionKey,
  }
}

export const roundRials = (rials: number) => Math.round(rials / 100_000) * 100_000

/** Grants within the giver's authority and month; above it, somebody else decides and it is charged to the one who decided. */
export function treasury() {
  const spent = new Map<string, number>()
  const canSpend = (person: Staff, monthOn: string, amount: number) =>
    amount <= person.maxSingleRials &&
    (spent.get(`${person.key} ${monthOn}`) ?? 0) + amount <= person.monthlyBudgetRials
  function charge(person: Staff, monthOn: string, amount: number) {
    const key = `${person.key} ${monthOn}`
    spent.set(key, (spent.get(key) ?? 0) + amount)
    return { staffKey: person.key, monthOn }
  }

  return function compensate(
    random: Random,
    script: Script,
    row: { owner: Staff; at: number; until: number; amountRials: number },
    keys: Keys,
  ): DemoCompensation | null {
    if (!script.compensation) return null
    const { owner, at, amountRials } = row
    const monthOn = jalaliMonthOf(tehranDay(new Date(at))).from
    const base = {
      key: keys.next(),
      kind: script.compensation.kind,
      amountRials,
      reason: script.compensation.reason,
      requestedByKey: owner.key,
      requestedAt: new Date(at),
      decidedByKey: null,
      decidedAt: null,
      decisionNote: '',
      charge: null,
    }
    if (canSpend(owner, monthOn, amountRials))
      return {
        ...base,
        status: 'granted',
        charge: amountRials > 0 ? charge(owner, monthOn, amountRials) : null,
      }
    const decidedAt = at + (row.until - at) * (0.2 + 0.6 * random.next())
    const decidedMonthOn = jalaliMonthOf(tehranDay(new Date(decidedAt))).from
    const lead = STAFF.find(
      (person) => person.role === 'lead' && person.branchKey === owner.branchKey && person.key !== owner.key,
    )
    const administrator = STAFF.find((person) => person.role === 'administrator' && person.key !== owner.key)
    const decider = [lead, administrator].find(
      (person) => person && canSpend(person, decidedMonthOn, amountRials),
    )
    if (!decider) return null
    const decision = { decidedByKey: decider.key, decidedAt: new Date(Math.floor(decidedAt)) }
    // Nothing is refused that the conversation has already named or handed over.
    const isSpoken =
      script.turns.some((turn) => turn.text.includes('{amount}')) ||
      script.compensation.kind === 'replacement'
    if (!isSpoken && random.chance(0.2))
      return {
        ...base,
        ...decision,
        status: 'rejected',
        decisionNote: 'راه کم‌هزینه‌تری هست: اول تعمیر پیشنهاد شود.',
      }
    return {
      ...base,
      ...decision,
      status: 'approved',
      decisionNote: random.pick(['', '', 'حق با مشتری است.', 'تأیید شد؛ نتیجه را به مشتری خبر بدهید.']),
      charge: charge(decider, decidedMonthOn, amountRials),
    }
  }
}
