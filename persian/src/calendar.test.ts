import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addJalaliMonths,
  dayNumber,
  fromJalali,
  isJalaliLeap,
  isoFromNumber,
  jalaliMonthLength,
  jalaliMonthOf,
  toJalali,
  weekday,
} from './calendar.ts'
import { JALALI_MONTHS, WEEKDAYS } from './calendar-names.ts'
import { parseDate } from './parse-date.ts'
import { tehranDay, tehranMidnight, tehranTime } from './tehran.ts'

const FIRST = dayNumber('1921-03-21')
const LAST = dayNumber('2121-03-20')
const anyDay = fc.integer({ min: FIRST, max: LAST }).map(isoFromNumber)

test('agrees with Intl’s persian calendar on every day of 1921 to 2121', () => {
  const intl = new Intl.DateTimeFormat('en-US-u-ca-persian-nu-latn', {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    weekday: 'long',
  })
  const wrong: string[] = []
  for (let day = FIRST; day <= LAST; day++) {
    const iso = isoFromNumber(day)
    const part: Record<string, string> = {}
    for (const { type, value } of intl.formatToParts(day * 86_400_000)) part[type] = value
    const ours = toJalali(iso)
    const same =
      `${ours.year}/${ours.month}/${ours.day}` === `${part.year}/${part.month}/${part.day}` &&
      WEEKDAYS.en[weekday(iso)] === part.weekday &&
      fromJalali(ours.year, ours.month, ours.day) === iso
    if (!same) wrong.push(iso)
  }
  expect(LAST - FIRST + 1).toBe(73_049)
  expect(wrong).toEqual([])
}, 30_000)

test('goes to Jalali and back on every day of Jalali years 1 to 3177', () => {
  let expected = dayNumber(fromJalali(1, 1, 1))
  for (let year = 1; year <= 3177; year++) {
    for (let month = 1; month <= 12; month++) {
      const length = jalaliMonthLength(year, month)
      for (const day of [1, length]) {
        const iso = fromJalali(year, month, day)
        if (dayNumber(iso) !== expected + day - 1) throw new Error(`${year}/${month}/${day} is out of row`)
        const back = toJalali(iso)
        if (back.year !== year || back.month !== month || back.day !== day)
          throw new Error(`${iso} does not come back`)
      }
      expected += length
    }
  }
})

test.each([
  ['2026-11-24', 1405, 9, 3],
  ['2026-03-21', 1405, 1, 1],
  ['2025-03-20', 1403, 12, 30],
  ['2021-03-20', 1399, 12, 30],
  ['1979-02-11', 1357, 11, 22],
  ['2000-01-01', 1378, 10, 11],
])('%s is %i/%i/%i', (iso, year, month, day) => {
  expect(toJalali(iso)).toEqual({ year, month, day })
  expect(fromJalali(year, month, day)).toBe(iso)
})

test('leap years are known', () => {
  const leap = Array.from({ length: 40 }, (_, i) => 1375 + i).filter(isJalaliLeap)
  expect(leap).toEqual([1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408, 1412])
  expect(jalaliMonthLength(1403, 12)).toBe(30)
  expect(jalaliMonthLength(1404, 12)).toBe(29)
})

test.each([
  [1404, 12, 30],
  [1405, 7, 31],
  [1405, 13, 1],
  [1405, 0, 1],
  [1405, 1, 0],
  [1405, 1, 1.5],
  [0, 1, 1],
  [3178, 1, 1],
  [Number.NaN, 1, 1],
])('there is no %s/%s/%s', (year, month, day) => {
  expect(() => fromJalali(year, month, day)).toThrow(RangeError)
})

test.each(['', '2026-02-30', '2026-13-01', '2026-1-1', '2026-11-24T00:00:00Z', '1405/09/03'])(
  '«%s» is no ISO day',
  (iso) => {
    expect(() => toJalali(iso)).toThrow(RangeError)
    expect(() => addDays(iso, 1)).toThrow(RangeError)
  },
)

test('days and months are added', () => {
  expect(addDays('2026-11-24', 7)).toBe('2026-12-01')
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
  expect(addJalaliMonths(fromJalali(1405, 6, 31), 1)).toBe(fromJalali(1405, 7, 30))
  expect(addJalaliMonths(fromJalali(1405, 11, 30), 1)).toBe(fromJalali(1405, 12, 29))
  expect(addJalaliMonths(fromJalali(1403, 12, 30), 12)).toBe(fromJalali(1404, 12, 29))
  expect(addJalaliMonths(fromJalali(1405, 1, 15), -1)).toBe(fromJalali(1404, 12, 15))
  expect(addJalaliMonths(fromJalali(1405, 9, 3), -24)).toBe(fromJalali(1403, 9, 3))
})

test('a month begins with its first day and ends where the next begins', () => {
  expect(jalaliMonthOf('2026-11-24')).toEqual({ year: 1405, month: 9, from: '2026-11-22', to: '2026-12-22' })
  fc.assert(
    fc.property(anyDay, (iso) => {
      const { from, to, year, month } = jalaliMonthOf(iso)
      expect(from <= iso && iso < to).toBe(true)
      expect(toJalali(from)).toEqual({ year, month, day: 1 })
      expect(toJalali(to).day).toBe(1)
      expect(addJalaliMonths(from, 1)).toBe(to)
    }),
  )
})

test('the week begins on Saturday', () => {
  expect(weekday('2026-11-21')).toBe(0)
  expect(weekday('2026-11-24')).toBe(3)
  expect(WEEKDAYS.fa[weekday('2026-11-27')]).toBe('جمعه')
  expect(weekday('1950-01-07')).toBe(0)
})

describe('Tehran', () => {
  test('a day there begins at 20:30 UTC, and at 19:30 in the summers of daylight saving', () => {
    expect(tehranMidnight('2026-11-24').toISOString()).toBe('2026-11-23T20:30:00.000Z')
    expect(tehranMidnight('2022-07-01').toISOString()).toBe('2022-06-30T19:30:00.000Z')
    expect(tehranDay(new Date('2026-11-23T20:29:59.999Z'))).toBe('2026-11-23')
    expect(tehranDay(new Date('2026-11-23T20:30:00.000Z'))).toBe('2026-11-24')
  })

  test('the day on which clocks went forward at midnight begins at 01:00', () => {
    const start = tehranMidnight('2022-03-22')
    expect(start.toISOString()).toBe('2022-03-21T20:30:00.000Z')
    expect(tehranTime(start)).toEqual({ day: '2022-03-22', hour: 1, minute: 0, second: 0 })
  })

  test('midnight is the first instant of its day, through all changes of the clock', () => {
    for (let day = dayNumber('1946-01-02'); day <= dayNumber('2040-01-01'); day++) {
      const iso = isoFromNumber(day)
      const start = tehranMidnight(iso)
      if (tehranDay(start) !== iso || tehranDay(new Date(start.getTime() - 1)) !== isoFromNumber(day - 1)) {
        throw new Error(`${iso} does not begin at ${start.toISOString()}`)
      }
    }
  }, 30_000)

  test('no time is no day', () => {
    expect(() => tehranDay(new Date('x'))).toThrow(RangeError)
  })
})

describe('parseDate', () => {
  test.each([
    '1405/09/03',
    '۱۴۰۵/۰۹/۰۳',
    '١٤٠٥/٠٩/٠٣',
    '1405-9-3',
    '1405.09.03',
    '14050903',
    '05/09/03',
    '050903',
    '3/9/1405',
    '۳ آذر ۱۴۰۵',
    '۳ آذرماه',
    '۳ آذر ماه ۱۴۰۵',
    'سه\u200Cشنبه ۳ آذر ۱۴۰۵',
    'سه شنبه، ۳ آذر ۱۴۰۵',
    '2026-11-24',
    '2026/11/24',
    '۲۰۲۶/۱۱/۲۴',
    '20261124',
    ' \u200F1405 / 09 / 03 ',
  ])('reads %s', (typed) => {
    expect(parseDate(typed)).toBe(typed === '۳ آذرماه' ? undefined : '2026-11-24')
  })

  test.each([
    ['98/01/01', fromJalali(1398, 1, 1)],
    ['45/05/28', fromJalali(1345, 5, 28)],
    ['29/12/29', fromJalali(1429, 12, 29)],
    ['1345/05/28', fromJalali(1345, 5, 28)],
  ])('reads the year of %s', (typed, iso) => expect(parseDate(typed)).toBe(iso))

  test.each([
    '',
    'فردا',
    '1404/12/30',
    '1405/13/01',
    '2026-02-30',
    '24/11/2026',
    '1405/09',
    '1405/09-03',
    '1700/01/01',
    '405/9/3',
    '۳ نوامبر ۱۴۰۵',
    '123',
  ])('refuses «%s»', (typed) => expect(parseDate(typed)).toBeUndefined())
})

test('there are twelve months and seven days', () => {
  expect(JALALI_MONTHS.fa[8]).toBe('آذر')
  expect(JALALI_MONTHS.en[8]).toBe('Azar')
  expect(new Set(JALALI_MONTHS.fa).size).toBe(12)
  expect(new Set(WEEKDAYS.fa).size).toBe(7)
})
