import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayNumber, isoFromNumber } from './calendar.ts'
import { formatDate, formatDateTime, formatMonth, formatTime } from './format-date.ts'
import { formatDuration, formatRelative } from './format-duration.ts'
import { parseDate } from './parse-date.ts'

const AT = new Date('2026-11-24T10:35:00Z')

test('a day is written in the order and calendar of its language', () => {
  expect(formatDate(AT, 'fa', 'short')).toBe('۱۴۰۵/۰۹/۰۳')
  expect(formatDate(AT, 'fa')).toBe('۳ آذر ۱۴۰۵')
  expect(formatDate(AT, 'fa', 'long')).toBe('سه‌شنبه ۳ آذر ۱۴۰۵')
  expect(formatDate(AT, 'en', 'short')).toBe('2026-11-24')
  expect(formatDate(AT, 'en')).toBe('24 Nov 2026')
  expect(formatDate(AT, 'en', 'long')).toBe('Tuesday 24 November 2026')
})

test('a time is that of Tehran', () => {
  expect(formatDateTime(AT, 'fa', 'long')).toBe('سه‌شنبه ۳ آذر ۱۴۰۵، ساعت ۱۴:۰۵')
  expect(formatDateTime(AT, 'fa')).toBe('۳ آذر ۱۴۰۵، ساعت ۱۴:۰۵')
  expect(formatDateTime(AT, 'fa', 'short')).toBe('۱۴۰۵/۰۹/۰۳، ۱۴:۰۵')
  expect(formatDateTime(AT.toISOString(), 'en')).toBe('24 Nov 2026, 14:05')
  expect(formatTime(AT, 'fa')).toBe('۱۴:۰۵')
  expect(formatTime('08:30:00', 'fa')).toBe('۰۸:۳۰')
  expect(formatDateTime(new Date('2026-11-24T20:45:00Z'), 'fa', 'long')).toBe(
    'چهارشنبه ۴ آذر ۱۴۰۵، ساعت ۰۰:۱۵',
  )
})

test('an ISO day has no time zone and no time', () => {
  expect(formatDate('2026-11-24', 'fa')).toBe('۳ آذر ۱۴۰۵')
  expect(formatDateTime('2026-11-24', 'fa')).toBe('۳ آذر ۱۴۰۵')
  expect(() => formatDate('tomorrow', 'fa')).toThrow(RangeError)
  expect(() => formatDate('2026-02-30', 'en')).toThrow(RangeError)
})

test('a month is Jalali in both languages', () => {
  expect(formatMonth(1405, 9, 'fa')).toBe('آذر ۱۴۰۵')
  expect(formatMonth(1405, 9, 'en')).toBe('Azar 1405')
  expect(() => formatMonth(1405, 13, 'fa')).toThrow(RangeError)
})

test('a written day is read back', () => {
  const day = fc.integer({ min: dayNumber('1951-03-22'), max: dayNumber('2050-03-20') }).map(isoFromNumber)
  fc.assert(
    fc.property(day, fc.constantFrom('short' as const, 'medium' as const, 'long' as const), (iso, style) => {
      expect(parseDate(formatDate(iso, 'fa', style))).toBe(iso)
      expect(parseDate(formatDate(iso, 'en', 'short'))).toBe(iso)
    }),
  )
})

describe('formatRelative', () => {
  const MINUTE = 60
  const HOUR = 3600
  const DAY = 86_400
  test.each([
    [0, 'همین حالا', 'just now'],
    [-44, 'همین حالا', 'just now'],
    [30, 'تا چند لحظهٔ دیگر', 'in a moment'],
    [-45, '۱ دقیقه پیش', '1 minute ago'],
    [-20 * MINUTE, '۲۰ دقیقه پیش', '20 minutes ago'],
    [-59.7 * MINUTE, '۱ ساعت پیش', '1 hour ago'],
    [-100 * MINUTE, '۲ ساعت پیش', '2 hours ago'],
    [-23.6 * HOUR, '۱ روز پیش', '1 day ago'],
    [-10 * DAY, '۱۰ روز پیش', '10 days ago'],
    [-45 * DAY, '۱ ماه پیش', '1 month ago'],
    [-364.9 * DAY, '۱ سال پیش', '1 year ago'],
    [-800 * DAY, '۲ سال پیش', '2 years ago'],
    [50, 'تا ۱ دقیقه دیگر', 'in 1 minute'],
    [59.9 * MINUTE, 'تا ۵۹ دقیقه دیگر', 'in 59 minutes'],
    [3 * HOUR, 'تا ۳ ساعت دیگر', 'in 3 hours'],
    [3.9 * HOUR, 'تا ۳ ساعت دیگر', 'in 3 hours'],
    [30 * HOUR, 'تا ۳۰ ساعت دیگر', 'in 30 hours'],
    [3.5 * DAY, 'تا ۳ روز دیگر', 'in 3 days'],
    [40 * DAY, 'تا ۴۰ روز دیگر', 'in 40 days'],
  ])('%d seconds away: %s', (seconds, fa, en) => {
    const value = new Date(AT.getTime() + seconds * 1000)
    expect(formatRelative(value, AT, 'fa')).toBe(fa)
    expect(formatRelative(value.toISOString(), AT, 'en')).toBe(en)
  })

  test('days are counted as days in Tehran', () => {
    const lateEvening = new Date('2026-11-24T20:00:00Z')
    expect(formatRelative('2026-11-24', lateEvening, 'fa')).toBe('امروز')
    expect(formatRelative('2026-11-25', lateEvening, 'fa')).toBe('فردا')
    expect(formatRelative('2026-11-23', lateEvening, 'en')).toBe('yesterday')
    expect(formatRelative('2026-12-04', lateEvening, 'fa')).toBe('تا ۱۰ روز دیگر')
    expect(formatRelative('2026-11-20', lateEvening, 'en')).toBe('4 days ago')
  })

  test('never says sixty minutes, and a deadline never sounds later than it is', () => {
    const size = { minute: 60, hour: 3600, day: 86_400, month: 2_629_746, year: 31_556_952 }
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 3 * 31_556_952 }), (seconds) => {
        const text = formatRelative(new Date(AT.getTime() + seconds * 1000), AT, 'en')
        const [, n, unit] = /^in ([\d,]+) (\w+?)s?$/.exec(text)!
        expect(Number(n) * size[unit as 'day']).toBeLessThanOrEqual(seconds)
        expect(formatRelative(new Date(AT.getTime() - seconds * 1000), AT, 'en')).not.toMatch(
          /^60 min|^24 hours/,
        )
      }),
    )
  })
})

describe('formatDuration', () => {
  test.each([
    [0, '۰ ثانیه', '0 seconds'],
    [45, '۴۵ ثانیه', '45 seconds'],
    [90, '۱ دقیقه و ۳۰ ثانیه', '1 minute 30 seconds'],
    [3599.6, '۱ ساعت', '1 hour'],
    [8100, '۲ ساعت و ۱۵ دقیقه', '2 hours 15 minutes'],
    [8129, '۲ ساعت و ۱۵ دقیقه', '2 hours 15 minutes'],
    [86_399, '۱ روز', '1 day'],
    [90_000, '۱ روز و ۱ ساعت', '1 day 1 hour'],
    [864_000, '۱۰ روز', '10 days'],
    [-8100, 'منفی ۲ ساعت و ۱۵ دقیقه', 'minus 2 hours 15 minutes'],
    [Number.NaN, '—', '—'],
  ])('%d', (seconds, fa, en) => {
    expect(formatDuration(seconds, 'fa')).toBe(fa)
    expect(formatDuration(seconds, 'en')).toBe(en)
  })
})

test('ten thousand dates are written in well under a second', () => {
  const started = performance.now()
  for (let i = 0; i < 10_000; i++) formatDateTime(new Date(AT.getTime() + i * 3_600_000), 'fa', 'long')
  expect(performance.now() - started).toBeLessThan(1000)
})
