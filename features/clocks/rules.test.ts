import { addDays, tehranDay, weekday } from '@hamdel/persian'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addBusinessSeconds,
  businessSecondsBetween,
  type Clock,
  choosePolicy,
  clockState,
  findBusinessInstant,
  makeCalendar,
  type Policy,
  planClock,
  resumeClock,
  stopClockAt,
} from './rules.ts'

const HOUR = 3600
/** Saturday to Wednesday 8–17, Thursday 8–13, Friday closed; a holiday and a short day. */
const hours = [0, 1, 2, 3, 4, 5].map((day) => ({
  weekday: day,
  opensAt: '08:00',
  closesAt: day === 5 ? '13:00' : '17:00:00',
}))
const calendar = makeCalendar({
  hours,
  days: [
    { on: '2026-04-01', opensAt: null, closesAt: null },
    { on: '2026-04-05', opensAt: '10:00', closesAt: '12:00' },
  ],
})
const at = (text: string) => new Date(`${text}+03:30`)
const between = (from: string, to: string) => businessSecondsBetween(calendar, at(from), at(to))

describe('business time', () => {
  test.each([
    ['inside a day', '2026-04-04T09:00', '2026-04-04T11:30', 2.5 * HOUR],
    ['before opening and after closing', '2026-04-04T06:00', '2026-04-04T23:00', 9 * HOUR],
    ['a Thursday is half a day', '2026-04-09T00:00', '2026-04-10T00:00', 5 * HOUR],
    ['a Friday never runs', '2026-04-10T00:00', '2026-04-11T00:00', 0],
    ['over a weekend', '2026-04-09T12:00', '2026-04-11T09:00', 2 * HOUR],
    ['a holiday on a Wednesday never runs', '2026-04-01T00:00', '2026-04-02T00:00', 0],
    ['a special day has its own hours', '2026-04-05T00:00', '2026-04-06T00:00', 2 * HOUR],
    ['backwards is nothing', '2026-04-04T11:00', '2026-04-04T09:00', 0],
  ])('%s', (_, from, to, seconds) => expect(between(from, to)).toBe(seconds))

  test('a clock started on Thursday noon with two hours is due on Saturday at nine', () =>
    expect(addBusinessSeconds(calendar, at('2026-04-09T12:00'), 2 * HOUR)).toEqual(at('2026-04-11T09:00')))

  test('time that ends exactly at closing is due at closing, not at the next opening', () =>
    expect(addBusinessSeconds(calendar, at('2026-04-04T16:00'), HOUR)).toEqual(at('2026-04-04T17:00')))

  test('summer time of the years up to 1401 moves the opening with the wall clock', () => {
    // 1401/1/1 (2022-03-21): clocks went forward at midnight of 1 to 2 Farvardin.
    const day = addBusinessSeconds(calendar, new Date('2022-03-22T00:00:00Z'), HOUR)
    expect(day).toEqual(new Date('2022-03-22T04:30:00Z'))
    expect(
      businessSecondsBetween(calendar, new Date('2022-03-21T12:30:00Z'), new Date('2022-03-22T12:30:00Z')),
    ).toBe(10 * HOUR)
  })

  test('two shifts and overlapping rows count each second once', () => {
    const shifts = makeCalendar({
      hours: [
        { weekday: 0, opensAt: '08:00', closesAt: '12:00' },
        { weekday: 0, opensAt: '11:00', closesAt: '13:00' },
        { weekday: 0, opensAt: '16:00', closesAt: '24:00' },
      ],
    })
    expect(businessSecondsBetween(shifts, at('2026-04-04T00:00'), at('2026-04-05T00:00'))).toBe(13 * HOUR)
  })

  test('without any open time a clock runs in clock time and says so', () => {
    const empty = makeCalendar({ hours: [] })
    expect(findBusinessInstant(empty, at('2026-04-10T10:00'), HOUR)).toEqual({
      at: at('2026-04-10T11:00'),
      isClockTime: true,
    })
    expect(businessSecondsBetween(empty, at('2026-04-10T10:00'), at('2026-04-10T11:00'))).toBe(HOUR)
    const once = makeCalendar({
      hours: [],
      days: [{ on: '2026-04-05', opensAt: '10:00', closesAt: '12:00' }],
    })
    expect(findBusinessInstant(once, at('2026-04-05T11:00'), 2 * HOUR)).toEqual({
      at: at('2026-04-05T13:00'),
      isClockTime: true,
    })
  })

  const start = Date.UTC(2018, 0, 1)
  const instants = fc.integer({ min: 0, max: 12 * 366 * 86_400_000 }).map((ms) => new Date(start + ms))
  const spans = fc.integer({ min: 1, max: 60 * 9 * HOUR })
  const calendars = fc
    .record({
      week: fc.array(
        fc.record({
          weekday: fc.integer({ min: 0, max: 5 }),
          opens: fc.integer({ min: 0, max: 22 }),
          length: fc.integer({ min: 1, max: 24 }),
        }),
        { minLength: 1, maxLength: 12 },
      ),
      closed: fc.array(fc.integer({ min: 0, max: 12 * 366 }), { maxLength: 30 }),
    })
    .map(({ week, closed }) =>
      makeCalendar({
        hours: week.map(({ weekday: day, opens, length }) => ({
          weekday: day,
          opensAt: `${opens}:00`,
          closesAt: `${Math.min(24, opens + length)}:00`,
        })),
        days: closed.map((n) => ({ on: addDays('2018-01-01', n), opensAt: null, closesAt: null })),
      }),
    )

  test('adding and measuring agree', () =>
    fc.assert(
      fc.property(calendars, instants, spans, (any, from, seconds) => {
        const { at: due, isClockTime } = findBusinessInstant(any, from, seconds)
        expect(isClockTime).toBe(false)
        expect(businessSecondsBetween(any, from, due)).toBe(seconds)
        expect(businessSecondsBetween(any, from, new Date(due.getTime() - 1))).toBeLessThan(seconds)
      }),
      { numRuns: 200 },
    ))

  test('later starts and longer spans are never due earlier', () =>
    fc.assert(
      fc.property(calendars, instants, instants, spans, spans, (any, a, b, x, y) => {
        const [first, second] = a <= b ? [a, b] : [b, a]
        const [short, long] = x <= y ? [x, y] : [y, x]
        const due = addBusinessSeconds(any, first, short).getTime()
        expect(due).toBeLessThanOrEqual(addBusinessSeconds(any, second, short).getTime())
        expect(due).toBeLessThanOrEqual(addBusinessSeconds(any, first, long).getTime())
      }),
      { numRuns: 200 },
    ))

  test('time splits at any instant, and closed days and Fridays add nothing', () =>
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 0, max: 40 }), (any, from, n) => {
        const middle = new Date(Math.floor(from.getTime() / 1000) * 1000)
        const begin = new Date(middle.getTime() - n * 86_400_000)
        const end = new Date(middle.getTime() + 7 * 86_400_000)
        expect(businessSecondsBetween(any, begin, middle) + businessSecondsBetween(any, middle, end)).toBe(
          businessSecondsBetween(any, begin, end),
        )
        const day = tehranDay(middle)
        const isClosed = weekday(day) === 6 || any.days.has(day)
        const noon = at(`${day}T12:00`)
        if (isClosed)
          expect(
            businessSecondsBetween(
              any,
              new Date(noon.getTime() - 9 * HOUR * 1000),
              new Date(noon.getTime() + 9 * HOUR * 1000),
            ),
          ).toBe(0)
      }),
      { numRuns: 200 },
    ))
})

describe('policies', () => {
  const policy = (
    kind: string | null,
    severity: string | null,
    tier: string | null,
    seconds: number,
  ): Policy => ({
    metric: 'first_reply',
    kind,
    severity,
    tier,
    businessSeconds: seconds,
    nearRatio: 0.75,
  })
  const policies = [
    policy(null, null, null, 1),
    policy(null, null, 'gold', 2),
    policy(null, 'critical', null, 3),
    policy(null, 'critical', 'gold', 4),
    policy('complaint', null, null, 5),
    policy('complaint', 'critical', null, 6),
    { ...policy('complaint', 'critical', 'gold', 99), metric: 'resolution' as const },
  ]
  test.each([
    ['question', 'normal', 'normal', 1],
    ['question', 'normal', 'gold', 2],
    ['question', 'critical', 'silver', 3],
    ['question', 'critical', 'gold', 4],
    ['complaint', 'normal', 'gold', 5],
    ['complaint', 'critical', 'gold', 6],
  ])('%s, %s, %s', (kind, severity, tier, seconds) =>
    expect(choosePolicy(policies, { metric: 'first_reply', kind, severity, tier }).businessSeconds).toBe(
      seconds,
    ),
  )

  test('nothing set still gives a limit', () =>
    expect(
      choosePolicy([], { metric: 'resolution', kind: 'praise', severity: 'low', tier: 'normal' })
        .businessSeconds,
    ).toBeGreaterThan(0))
})

describe('a clock', () => {
  const startedAt = at('2026-04-04T09:00')
  const clock: Clock = {
    id: 'a',
    customerId: 'b',
    caseId: 'c',
    branchId: 'd',
    metric: 'resolution',
    startedAt,
    ...planClock(calendar, { businessSeconds: 4 * HOUR, nearRatio: 0.75 }, startedAt),
    pausedAt: null,
    pausedSeconds: 0,
    pausedBusinessSeconds: 0,
    stoppedAt: null,
    nearNoticedAt: null,
    breachedAt: null,
    elapsedSeconds: null,
    elapsedBusinessSeconds: null,
  }

  test('runs, is near after three quarters, and late only after its due time', () => {
    expect(clockState(clock, at('2026-04-04T10:00'), calendar)).toEqual({
      state: 'running',
      remainingSeconds: 3 * HOUR,
      remainingBusinessSeconds: 3 * HOUR,
    })
    expect(clockState(clock, at('2026-04-04T12:00')).state).toBe('near')
    expect(clockState(clock, at('2026-04-04T13:00')).state).toBe('near')
    expect(clockState(clock, at('2026-04-04T14:00'), calendar)).toEqual({
      state: 'breached',
      remainingSeconds: -HOUR,
      remainingBusinessSeconds: -HOUR,
    })
  })

  test('a pause over a night moves due by the business time of it and counts in neither duration', () => {
    const paused = { ...clock, pausedAt: at('2026-04-04T11:00') }
    expect(clockState(paused, at('2026-04-06T08:00')).state).toBe('paused')
    const resumed = resumeClock(calendar, paused, at('2026-04-05T11:00'))
    // 6 hours of Saturday and one of the short Sunday.
    expect(resumed.pausedBusinessSeconds).toBe(7 * HOUR)
    expect(resumed.pausedSeconds).toBe(24 * HOUR)
    expect(resumed.dueAt).toEqual(at('2026-04-06T09:00'))
    const stopped = stopClockAt(calendar, resumed, at('2026-04-05T12:00'))
    expect(stopped).toMatchObject({
      elapsedBusinessSeconds: 3 * HOUR,
      elapsedSeconds: 3 * HOUR,
      breachedAt: null,
    })
    expect(clockState(stopped, at('2026-05-01T00:00')).state).toBe('met')
  })

  test('stopping a paused clock ends its pause; stopping late records the breach at the due time', () => {
    const paused = { ...clock, pausedAt: at('2026-04-04T11:00') }
    expect(stopClockAt(calendar, paused, at('2026-04-06T11:00'))).toMatchObject({
      elapsedBusinessSeconds: 2 * HOUR,
      elapsedSeconds: 2 * HOUR,
      breachedAt: null,
    })
    const late = stopClockAt(calendar, clock, at('2026-04-04T13:01'))
    expect(late.breachedAt).toEqual(clock.dueAt)
    expect(clockState(late, at('2026-04-04T15:00')).state).toBe('missed')
  })

  test('whenever it is paused, it is late exactly when its own business time exceeds the target', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 30 * HOUR }), { minLength: 1, maxLength: 9 }),
        (steps) => {
          let now = startedAt.getTime()
          let current: Clock = clock
          for (const step of steps) {
            now += step * 1000
            current = current.pausedAt
              ? resumeClock(calendar, current, new Date(now))
              : { ...current, pausedAt: new Date(now) }
          }
          const stopped = stopClockAt(calendar, current, new Date(now))
          expect(stopped.breachedAt !== null).toBe(stopped.elapsedBusinessSeconds! > clock.targetSeconds)
        },
      ),
    ))
})
