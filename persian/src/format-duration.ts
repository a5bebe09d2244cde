import { dayNumber } from './calendar.ts'
import { formatNumber } from './digits.ts'
import type { Locale } from './locale.ts'
import { tehranDay } from './tehran.ts'

type Unit = 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year'
const FA: Record<Unit, string> = {
  second: 'ثانیه',
  minute: 'دقیقه',
  hour: 'ساعت',
  day: 'روز',
  month: 'ماه',
  year: 'سال',
}
const SECONDS: Record<Unit, number> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  month: 2_629_746,
  year: 31_556_952,
}

function count(n: number, unit: Unit, locale: Locale): string {
  const number = formatNumber(n, locale)
  return locale === 'fa' ? `${number} ${FA[unit]}` : `${number} ${unit}${n === 1 ? '' : 's'}`
}

function away(n: number, unit: Unit, past: boolean, locale: Locale): string {
  const amount = count(n, unit, locale)
  if (locale === 'fa') return past ? `${amount} پیش` : `تا ${amount} دیگر`
  return past ? `${amount} ago` : `in ${amount}`
}

const NEAR_DAYS = {
  fa: { '-1': 'دیروز', '0': 'امروز', '1': 'فردا' },
  en: { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' },
} as const

const LARGE_FIRST = ['year', 'month', 'day', 'hour', 'minute'] as const

/**
 * How far a time is from `now`: «۲۰ دقیقه پیش», «تا ۳ ساعت دیگر», "in 3 hours". The past is rounded to the nearest unit;
 * the future is rounded down, because a deadline must never sound later than it is. Under 45 seconds it is «همین حالا».
 * An ISO day is compared by days in Asia/Tehran: «دیروز», «امروز», «فردا», «تا ۱۰ روز دیگر».
 */
export function formatRelative(value: Date | string, now: Date, locale: Locale): string {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) {
    const days = dayNumber(value) - dayNumber(tehranDay(now))
    const near = NEAR_DAYS[locale][String(days) as '0']
    if (near) return near
    return inUnits(Math.abs(days) * SECONDS.day, days < 0, locale)
  }
  const at = typeof value === 'string' ? new Date(value) : value
  const seconds = (at.getTime() - now.getTime()) / 1000
  if (Number.isNaN(seconds)) throw new RangeError('Not a time.')
  if (Math.abs(seconds) < 45) {
    if (locale === 'en') return seconds > 5 ? 'in a moment' : 'just now'
    return seconds > 5 ? 'تا چند لحظهٔ دیگر' : 'همین حالا'
  }
  return inUnits(Math.abs(seconds), seconds < 0, locale)
}

function inUnits(seconds: number, past: boolean, locale: Locale): string {
  const round = past ? Math.round : Math.floor
  for (const [i, unit] of LARGE_FIRST.entries()) {
    // Compare after rounding, so that 59.7 minutes is an hour, never «۶۰ دقیقه».
    const smaller = SECONDS[LARGE_FIRST[i + 1] ?? 'second']
    // Rounded down, one day could hide 23 hours of a deadline: days and more only from two of them.
    const least = past || SECONDS[unit] < SECONDS.day ? 1 : 2
    if (round(seconds / smaller) * smaller < least * SECONDS[unit]) continue
    return away(Math.max(1, round(seconds / SECONDS[unit])), unit, past, locale)
  }
  return away(1, 'minute', past, locale)
}

/**
 * A length of time in its two largest units of days (of 24 hours), hours, minutes and seconds: «۲ ساعت و ۱۵ دقیقه»,
 * "2 hours 15 minutes". Rounded to the smaller of the two.
 */
export function formatDuration(seconds: number, locale: Locale): string {
  if (!Number.isFinite(seconds)) return '—'
  let rest = Math.abs(seconds)
  // Each limit is where the next unit is no longer shown.
  const step = rest >= SECONDS.day - 30 ? SECONDS.hour : rest >= SECONDS.hour - 0.5 ? SECONDS.minute : 1
  rest = Math.round(rest / step) * step
  const parts: string[] = []
  for (const unit of ['day', 'hour', 'minute', 'second'] as const) {
    const n = Math.floor(rest / SECONDS[unit])
    if (n) parts.push(count(n, unit, locale))
    rest -= n * SECONDS[unit]
  }
  if (!parts.length) return count(0, 'second', locale)
  const text = parts.join(locale === 'fa' ? ' و ' : ' ')
  if (seconds >= 0) return text
  return locale === 'fa' ? `منفی ${text}` : `minus ${text}`
}
