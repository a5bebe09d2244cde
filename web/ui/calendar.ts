import {
  addDays,
  addJalaliMonths,
  fromJalali,
  JALALI_MONTHS,
  jalaliMonthLength,
  parseDate,
  searchKey,
  tehranDay,
  toJalali,
  toLatinDigits,
  weekday,
} from '@hamdel/persian'
import type { Locale } from '../i18n.ts'

export const today = () => tehranDay(new Date())

export type MonthOfYear = { year: number; month: number }
/** What the date picker must know of a calendar; days are ISO days in both. */
export type CalendarSystem = {
  monthNames: readonly string[]
  monthOf: (isoDay: string) => MonthOfYear
  dayOfMonth: (isoDay: string) => number
  firstDay: (of: MonthOfYear) => string
  monthLength: (of: MonthOfYear) => number
  /** The same day n months on, or the last day of a shorter month. */
  addMonths: (isoDay: string, n: number) => string
}

const two = (n: number) => String(n).padStart(2, '0')
const gregorianLength = ({ year, month }: MonthOfYear) => new Date(Date.UTC(year, month, 0)).getUTCDate()
const gregorianParts = (isoDay: string) => ({
  year: Number(isoDay.slice(0, 4)),
  month: Number(isoDay.slice(5, 7)),
  day: Number(isoDay.slice(8)),
})

const jalali: CalendarSystem = {
  monthNames: JALALI_MONTHS.fa,
  monthOf: toJalali,
  dayOfMonth: (isoDay) => toJalali(isoDay).day,
  firstDay: ({ year, month }) => fromJalali(year, month, 1),
  monthLength: ({ year, month }) => jalaliMonthLength(year, month),
  addMonths: addJalaliMonths,
}

const gregorian: CalendarSystem = {
  monthNames: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
  monthOf: gregorianParts,
  dayOfMonth: (isoDay) => gregorianParts(isoDay).day,
  firstDay: ({ year, month }) => `${year}-${two(month)}-01`,
  monthLength: gregorianLength,
  addMonths: (isoDay, n) => {
    const { year, month, day } = gregorianParts(isoDay)
    const index = year * 12 + month - 1 + n
    const to = { year: Math.floor(index / 12), month: (((index % 12) + 12) % 12) + 1 }
    return `${to.year}-${two(to.month)}-${two(Math.min(day, gregorianLength(to)))}`
  },
}

export const calendarOf = (locale: Locale): CalendarSystem => (locale === 'fa' ? jalali : gregorian)

/** The weeks of a month, Saturday first, with the days of the neighbours that fill them. */
export function weeksOf(calendar: CalendarSystem, of: MonthOfYear): string[][] {
  const first = calendar.firstDay(of)
  const lead = weekday(first)
  const weeks = Math.ceil((lead + calendar.monthLength(of)) / 7)
  const start = addDays(first, -lead)
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => addDays(start, week * 7 + day)),
  )
}

export const FRIDAY = 6

/** Where a key leads in the grid of days; undefined when it leads nowhere. In Persian the next day is to the left. */
export function dayByKey(key: string, withShift: boolean, day: string, locale: Locale): string | undefined {
  const calendar = calendarOf(locale)
  const toTheLeft = locale === 'fa' ? 1 : -1
  const months = withShift ? 12 : 1
  switch (key) {
    case 'ArrowLeft':
      return addDays(day, toTheLeft)
    case 'ArrowRight':
      return addDays(day, -toTheLeft)
    case 'ArrowDown':
      return addDays(day, 7)
    case 'ArrowUp':
      return addDays(day, -7)
    case 'Home':
      return addDays(day, -weekday(day))
    case 'End':
      return addDays(day, FRIDAY - weekday(day))
    case 'PageUp':
      return calendar.addMonths(day, -months)
    case 'PageDown':
      return calendar.addMonths(day, months)
    default:
      return undefined
  }
}

const NEAR: Record<string, number> = {
  امروز: 0,
  فردا: 1,
  دیروز: -1,
  پسفردا: 2,
  'پس فردا': 2,
  پریروز: -2,
  today: 0,
  tomorrow: 1,
  yesterday: -1,
}
const NEAR_BY_KEY = new Map(Object.entries(NEAR).map(([word, days]) => [searchKey(word), days]))

/** What a person types for a day: everything @hamdel/persian reads, «فردا», and «۹/۳» of this year. */
export function parseDay(text: string, locale: Locale, from = today()): string | undefined {
  const near = NEAR_BY_KEY.get(searchKey(text))
  if (near !== undefined) return addDays(from, near)
  const whole = parseDate(text)
  if (whole) return whole
  const calendar = calendarOf(locale)
  const short = /^(\d{1,2})[/.-](\d{1,2})$/.exec(toLatinDigits(text).trim())
  if (short)
    return dayIn(calendar, { year: calendar.monthOf(from).year, month: Number(short[1]) }, Number(short[2]))
  const english = /^(\d{1,2}) ([a-z]{3,9})\.?,? (\d{4})$/i.exec(toLatinDigits(text).trim())
  if (!english) return undefined
  const month =
    gregorian.monthNames.findIndex((name) => name.toLowerCase().startsWith(english[2]!.toLowerCase())) + 1
  return month ? dayIn(gregorian, { year: Number(english[3]), month }, Number(english[1])) : undefined
}

function dayIn(calendar: CalendarSystem, of: MonthOfYear, day: number): string | undefined {
  if (of.month < 1 || of.month > 12 || day < 1 || day > calendar.monthLength(of)) return undefined
  return addDays(calendar.firstDay(of), day - 1)
}

/** «۱۴:۳۰», «1430», «۹» → «14:30», «09:00»; undefined when it is no time of day. */
export function parseTime(text: string): string | undefined {
  const digits = toLatinDigits(text).trim().replace(/[٫.،]/g, ':')
  const match = /^(\d{1,2})(?::(\d{1,2}))?$/.exec(digits) ?? /^(\d{1,2})(\d{2})$/.exec(digits)
  if (!match) return undefined
  const [hour, minute] = [Number(match[1]), Number(match[2] ?? 0)]
  return hour < 24 && minute < 60 ? `${two(hour)}:${two(minute)}` : undefined
}
