import { describe, expect, test } from 'vitest'
import { calendarOf, dayByKey, parseDay, parseTime, weeksOf } from './calendar.ts'
import { groupDigits } from './grouped-text.ts'
import { numberWords } from './number-words.ts'

describe('a typed day', () => {
  const today = '2026-11-24'
  test.each([
    ['۱۴۰۵/۹/۳', 'fa', '2026-11-24'],
    ['۱۴۰۵/۰۹/۰۳', 'fa', '2026-11-24'],
    ['٣ آذر ١٤٠٥', 'fa', '2026-11-24'],
    ['۹/۳', 'fa', '2026-11-24'],
    ['9/3', 'en', '2026-09-03'],
    ['فردا', 'fa', '2026-11-25'],
    ['پس‌فردا', 'fa', '2026-11-26'],
    ['yesterday', 'en', '2026-11-23'],
    ['2026-11-24', 'fa', '2026-11-24'],
    ['24 Nov 2026', 'en', '2026-11-24'],
  ] as const)('%s in %s is %s', (text, locale, day) => expect(parseDay(text, locale, today)).toBe(day))

  test.each(['', 'بهار', '۱۴۰۵/۱۳/۱', '۱۴۰۵/۱۲/۳۰', '۱۳/۱'])('%s is no day', (text) =>
    expect(parseDay(text, 'fa', today)).toBeUndefined(),
  )
})

test.each([
  ['۱۴:۳۰', '14:30'],
  ['1430', '14:30'],
  ['۹', '09:00'],
  ['9.5', '09:05'],
  ['۲۵:۰۰', undefined],
  ['عصر', undefined],
])('the time %s is %s', (text, time) => expect(parseTime(text)).toBe(time))

test('a Persian month begins on Saturday and is whole weeks', () => {
  const weeks = weeksOf(calendarOf('fa'), { year: 1405, month: 9 })
  expect(weeks[0]![0]).toBe('2026-11-21')
  expect(weeks.every((week) => week.length === 7)).toBe(true)
  expect(weeks.flat()).toContain('2026-12-21')
})

test('in Persian the next day is to the left, in English to the right', () => {
  expect(dayByKey('ArrowLeft', false, '2026-11-24', 'fa')).toBe('2026-11-25')
  expect(dayByKey('ArrowRight', false, '2026-11-24', 'en')).toBe('2026-11-25')
})

test('a month on from the 31st is the last day of a shorter month', () => {
  expect(calendarOf('en').addMonths('2026-10-31', 1)).toBe('2026-11-30')
  expect(calendarOf('en').addMonths('2026-01-31', -1)).toBe('2025-12-31')
  expect(dayByKey('PageDown', true, '2026-11-24', 'fa')).toBe('2027-11-24')
})

test.each([
  [5_000_000, 'پنج میلیون'],
  [1_000, 'هزار'],
  [1_001, 'هزار و یک'],
  [1_250_317, 'یک میلیون و دویست و پنجاه هزار و سیصد و هفده'],
  [2_000_000_000_000, 'دو هزار میلیارد'],
  [0, 'صفر'],
])('%s is said %s', (n, words) => expect(numberWords(n, 'fa')).toBe(words))

test('a number is said in English too', () =>
  expect(numberWords(21_300_015, 'en')).toBe('twenty one million three hundred thousand fifteen'))

test.each([
  ['1234567', 'fa', '۱٬۲۳۴٬۵۶۷'],
  ['۱٬۲۳۴۵', 'fa', '۱۲٬۳۴۵'],
  ['1234.5', 'en', '1,234.5'],
  ['۲٫۵ میلیون', 'fa', '۲٫۵ میلیون'],
] as const)('%s is grouped in %s as %s', (text, locale, grouped) =>
  expect(groupDigits(text, locale)).toBe(grouped),
)
