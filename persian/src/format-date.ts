import { dayNumber, toJalali, weekday } from './calendar.ts'
import { JALALI_MONTHS, WEEKDAYS } from './calendar-names.ts'
import { toPersianDigits } from './digits.ts'
import type { Locale } from './locale.ts'
import { tehranTime } from './tehran.ts'

/** short ۱۴۰۵/۰۹/۰۳ · medium ۳ آذر ۱۴۰۵ · long سه‌شنبه ۳ آذر ۱۴۰۵ */
export type DateStyle = 'short' | 'medium' | 'long'

const GREGORIAN_MONTHS = [
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
] as const
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/
const two = (n: number) => String(n).padStart(2, '0')

/** An ISO day stays the day it is; an instant (Date or ISO timestamp) becomes its day in Asia/Tehran. */
function dayOf(value: Date | string): string {
  if (typeof value !== 'string') return tehranTime(value).day
  return ISO_DAY.test(value) ? value : tehranTime(new Date(value)).day
}

/**
 * A day in words. Persian shows the Jalali date with Persian digits, English the Gregorian one (short is the unambiguous
 * 2026-11-24). Built from parts: Intl's dateStyle writes «۱۴۰۵ آذر ۳, سه‌شنبه». Times are read in Asia/Tehran.
 */
export function formatDate(value: Date | string, locale: Locale, style: DateStyle = 'medium'): string {
  const iso = dayOf(value)
  if (locale === 'en') {
    dayNumber(iso)
    if (style === 'short') return iso
    const name = GREGORIAN_MONTHS[Number(iso.slice(5, 7)) - 1]!
    const date = `${Number(iso.slice(8))} ${style === 'long' ? name : name.slice(0, 3)} ${iso.slice(0, 4)}`
    return style === 'long' ? `${WEEKDAYS.en[weekday(iso)]} ${date}` : date
  }
  const { year, month, day } = toJalali(iso)
  if (style === 'short') return toPersianDigits(`${year}/${two(month)}/${two(day)}`)
  const date = toPersianDigits(`${day} ${JALALI_MONTHS.fa[month - 1]} ${year}`)
  return style === 'long' ? `${WEEKDAYS.fa[weekday(iso)]} ${date}` : date
}

/** Clock time in Asia/Tehran, 24 hours: «۱۴:۰۵». A string like 08:30 or 08:30:00 is taken as it is. */
export function formatTime(value: Date | string, locale: Locale): string {
  const plain = typeof value === 'string' ? /^(\d{2}:\d{2})(?::\d{2})?$/.exec(value)?.[1] : undefined
  if (plain) return locale === 'fa' ? toPersianDigits(plain) : plain
  const { hour, minute } = tehranTime(typeof value === 'string' ? new Date(value) : value)
  const time = `${two(hour)}:${two(minute)}`
  return locale === 'fa' ? toPersianDigits(time) : time
}

/** Day and time: «سه‌شنبه ۳ آذر ۱۴۰۵، ساعت ۱۴:۰۵», short «۱۴۰۵/۰۹/۰۳، ۱۴:۰۵». A bare ISO day has no time to show. */
export function formatDateTime(value: Date | string, locale: Locale, style: DateStyle = 'medium'): string {
  const date = formatDate(value, locale, style)
  if (typeof value === 'string' && ISO_DAY.test(value)) return date
  const time = formatTime(value, locale)
  if (locale === 'en') return `${date}, ${time}`
  return style === 'short' ? `${date}، ${time}` : `${date}، ساعت ${time}`
}

/** A Jalali month: «آذر ۱۴۰۵», "Azar 1405". Months of reports are Jalali in both languages. */
export function formatMonth(year: number, month: number, locale: Locale): string {
  const name = JALALI_MONTHS[locale][month - 1]
  if (!name) throw new RangeError(`Not a month: ${month}`)
  return locale === 'fa' ? `${name} ${toPersianDigits(year)}` : `${name} ${year}`
}
