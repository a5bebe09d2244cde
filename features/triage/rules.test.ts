import { tehranDay } from '@hamdel/persian'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { businessSecondsBetween, CLOCK_TIME, makeCalendar } from '../clocks/rules.ts'
import {
  compareRanked,
  costOfDelay,
  customerValueOf,
  type DelayInput,
  MAX_VALUE_FACTOR,
  type Ranked,
  type Severity,
  whyFirst,
} from './rules.ts'
import { makeWaiting } from './waiting.ts'

const now = new Date('2026-11-24T10:00:00Z')
const FLOOR = 28_800
const hours = (h: number) => new Date(now.getTime() + h * 3_600_000)
const plain: DelayInput = {
  severity: 'normal',
  kind: 'request',
  mood: 'neutral',
  waitingSeconds: 0,
  clock: null,
  customerValue: 0,
  tier: 'normal',
  openPromiseDueAt: null,
  reopenedCount: 0,
}
const score = (more: Partial<DelayInput>) => costOfDelay({ ...plain, ...more }, now, FLOOR).score
const clock = (h: number, more = {}) => ({
  dueAt: hours(h),
  targetSeconds: 14_400,
  isPaused: false,
  breached: h < 0,
  ...more,
})

test.each([
  ['a plain request', {}, 2],
  ['a critical complaint', { severity: 'critical', kind: 'complaint' }, 15.6],
  ['an angry customer', { mood: 'angry' }, 3],
  ['the most valuable customer', { customerValue: 1, tier: 'gold' }, 3],
  ['half the floor waited', { waitingSeconds: FLOOR / 2 }, 3],
  ['a clock due now', { clock: clock(0) }, 8],
  ['a clock due in an hour of a target of four', { clock: clock(1) }, 5],
  ['a paused clock', { clock: clock(1, { isPaused: true }) }, 2],
  ['a promise due now', { openPromiseDueAt: now }, 8],
  ['reopened twice', { reopenedCount: 2 }, 2.6],
] as const)('%s scores as documented', (_, more, expected) => {
  expect(score(more as Partial<DelayInput>)).toBeCloseTo(expected, 3)
})

const input: fc.Arbitrary<DelayInput> = fc.record({
  severity: fc.constantFrom('low', 'normal', 'high', 'critical'),
  kind: fc.constantFrom('complaint', 'request', 'question', 'suggestion', 'praise', 'warranty_claim'),
  mood: fc.constantFrom('unknown', 'angry', 'upset', 'neutral', 'happy'),
  waitingSeconds: fc.nat(200_000),
  clock: fc.option(
    fc
      .record({
        h: fc.double({ min: -200, max: 200, noNaN: true }),
        targetSeconds: fc.integer({ min: 60, max: 400_000 }),
        isPaused: fc.boolean(),
      })
      .map(({ h, targetSeconds, isPaused }) => ({
        dueAt: hours(h),
        targetSeconds,
        isPaused,
        breached: h < 0,
      })),
    { nil: null },
  ),
  customerValue: fc.double({ min: 0, max: 1, noNaN: true }),
  tier: fc.constantFrom('normal', 'silver', 'gold'),
  openPromiseDueAt: fc.option(fc.double({ min: -200, max: 200, noNaN: true }).map(hours), { nil: null }),
  reopenedCount: fc.nat(9),
})
const EPS = 0.002

test('waiting longer never lowers a score, nor a place', () => {
  fc.assert(
    fc.property(input, fc.nat(100_000), (one, more) => {
      const before = costOfDelay(one, now, FLOOR)
      const after = costOfDelay({ ...one, waitingSeconds: one.waitingSeconds + more }, now, FLOOR)
      expect(after.score).toBeGreaterThanOrEqual(before.score - EPS)
      expect(Number(after.isPastFloor)).toBeGreaterThanOrEqual(Number(before.isPastFloor))
    }),
  )
})

test('as time passes and nothing happens, a score only grows', () => {
  fc.assert(
    fc.property(input, fc.nat(500_000), (one, seconds) => {
      const later = new Date(now.getTime() + seconds * 1000)
      expect(
        costOfDelay({ ...one, waitingSeconds: one.waitingSeconds + seconds }, later, FLOOR).score,
      ).toBeGreaterThanOrEqual(costOfDelay(one, now, FLOOR).score - EPS)
    }),
  )
})

test('graver is never lower, and a more valuable customer neither, but by half at most', () => {
  const order: Severity[] = ['low', 'normal', 'high', 'critical']
  fc.assert(
    fc.property(input, fc.double({ min: 0, max: 1, noNaN: true }), (one, value) => {
      const at = (more: Partial<DelayInput>) => costOfDelay({ ...one, ...more }, now, FLOOR).score
      for (let i = 1; i < order.length; i++)
        expect(at({ severity: order[i]! })).toBeGreaterThan(at({ severity: order[i - 1]! }))
      const [less, more] = [Math.min(one.customerValue, value), Math.max(one.customerValue, value)]
      expect(at({ customerValue: more })).toBeGreaterThanOrEqual(at({ customerValue: less }))
      expect(at({ customerValue: 1, tier: 'gold' })).toBeLessThanOrEqual(
        MAX_VALUE_FACTOR * at({ customerValue: 0, tier: 'normal' }) + EPS,
      )
    }),
  )
})

const ranked = (list: DelayInput[]): Ranked[] =>
  list.map((one, i) => ({
    id: `case-${String(i).padStart(3, '0')}`,
    turnSince: new Date(now.getTime() - one.waitingSeconds * 1000),
    delay: costOfDelay(one, now, FLOOR),
  }))

test('whoever is past the floor stands before whoever is not, the longest waiting first', () => {
  fc.assert(
    fc.property(fc.array(input, { maxLength: 30 }), (list) => {
      const order = ranked(list).sort(compareRanked)
      const past = order.filter((r) => r.delay.isPastFloor)
      expect(order.slice(0, past.length)).toEqual(past)
      for (let i = 1; i < past.length; i++) expect(past[i - 1]!.turnSince <= past[i]!.turnSince).toBe(true)
    }),
  )
})

test('nobody starves: with graver, richer, angrier cases coming all the time, every case is first at last', () => {
  const humble = { ...plain, severity: 'low', kind: 'praise' } as const
  const grave: DelayInput = {
    ...plain,
    severity: 'critical',
    kind: 'complaint',
    mood: 'angry',
    customerValue: 1,
    tier: 'gold',
    clock: clock(-100),
  }
  const others = Array.from({ length: 50 }, (_, i) => ({ ...grave, waitingSeconds: i * 60 }))
  const first = ranked([{ ...humble, waitingSeconds: FLOOR + 1 }, ...others]).sort(compareRanked)[0]!
  expect(first.id).toBe('case-000')
})

test('one order for everybody: shuffling changes nothing', () => {
  fc.assert(
    fc.property(
      fc
        .array(input, { maxLength: 20 })
        .chain((list) =>
          fc.tuple(fc.constant(ranked(list)), fc.shuffledSubarray(ranked(list), { minLength: list.length })),
        ),
      ([list, shuffled]) => {
        expect([...shuffled].sort(compareRanked)).toEqual([...list].sort(compareRanked))
      },
    ),
  )
})

test('the reasons are the parts of the score, heaviest first', () => {
  fc.assert(
    fc.property(input, (one) => {
      const delay = costOfDelay(
        { ...one, kind: 'complaint', mood: 'angry', severity: 'high', waitingSeconds: 0 },
        now,
        FLOOR,
      )
      const sum = delay.reasons.reduce((total, r) => total + r.weight, 0)
      expect(Math.abs(sum - delay.score)).toBeLessThan(0.02)
      expect(delay.reasons.map((r) => r.weight)).toEqual(
        delay.reasons.map((r) => r.weight).sort((a, b) => b - a),
      )
    }),
  )
  const why = whyFirst(costOfDelay({ ...plain, clock: clock(-2), mood: 'angry' }, now, FLOOR))
  expect(why.map((r) => r.code)).toEqual(['clock_breached', 'severity', 'mood'])
})

test('value is felt by logarithm and bounded', () => {
  expect(customerValueOf(0n)).toBe(0)
  expect(customerValueOf(10_000_000n)).toBe(0)
  expect(customerValueOf(1_000_000_000n)).toBeCloseTo(0.5)
  expect(customerValueOf(9_000_000_000_000_000n)).toBe(1)
})

test('waiting in business time is the sum that the clocks count', () => {
  const calendar = makeCalendar({
    hours: [0, 1, 2, 3, 4].map((weekday) => ({ weekday, opensAt: '08:30', closesAt: '17:00' })),
    days: [{ on: '2026-11-22', opensAt: null, closesAt: null }],
  })
  const waitings = [makeWaiting(calendar, now), makeWaiting(CLOCK_TIME, now)]
  fc.assert(
    fc.property(fc.nat(300 * 86_400), (ago) => {
      const since = new Date(now.getTime() - ago * 1000)
      expect(waitings[0]!(since), tehranDay(since)).toBe(businessSecondsBetween(calendar, since, now))
      expect(waitings[1]!(since)).toBe(ago)
    }),
  )
  expect(waitings[0]!(hours(1))).toBe(0)
})
