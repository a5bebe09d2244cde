/** A day of the Persian calendar; months from 1 (Farvardin) to 12 (Esfand). */
export type JalaliDate = { year: number; month: number; day: number }

const DAY_MS = 86_400_000
/** Years in which the 33-year rhythm of leap years breaks (K. M. Borkowski, "The Persian calendar for 3000 years"). */
const BREAKS = [
  -61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060, 2097, 2192, 2262, 2324, 2394, 2456, 3178,
] as const
const FIRST_YEAR = 1
const LAST_YEAR = 3177

/** Days since 1970-01-01 of an ISO day; a RangeError when there is no such day. */
export function dayNumber(isoDay: string): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(isoDay)
  if (match) {
    // setUTCFullYear, because Date.UTC reads years under 100 as 19xx.
    const at = new Date(0).setUTCFullYear(Number(match[1]), Number(match[2]) - 1, Number(match[3]))
    if (isoFromNumber(at / DAY_MS) === isoDay) return at / DAY_MS
  }
  throw new RangeError(`Not a day: ${isoDay}`)
}

/** The ISO day of a number of days since 1970-01-01. */
export function isoFromNumber(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

type YearStart = { leap: boolean; start: number }
const years = new Map<number, YearStart>()

/** Whether a Jalali year is leap and the day number of its first of Farvardin. */
function yearStart(year: number): YearStart {
  const known = years.get(year)
  if (known) return known
  if (!Number.isInteger(year) || year < FIRST_YEAR || year > LAST_YEAR) {
    throw new RangeError(`Not a year of the Persian calendar: ${year}`)
  }
  let leapDays = -14
  let from: number = BREAKS[0]
  let jump = 0
  for (const next of BREAKS.slice(1)) {
    jump = next - from
    if (year < next) break
    leapDays += Math.floor(jump / 33) * 8 + Math.floor((jump % 33) / 4)
    from = next
  }
  let passed = year - from
  leapDays += Math.floor(passed / 33) * 8 + Math.floor(((passed % 33) + 3) / 4)
  if (jump % 33 === 4 && jump - passed === 4) leapDays += 1
  const gregorian = year + 621
  const gregorianLeaps =
    Math.floor(gregorian / 4) - Math.floor(((Math.floor(gregorian / 100) + 1) * 3) / 4) - 150
  const march = 20 + leapDays - gregorianLeaps
  if (jump - passed < 6) passed = passed - jump + Math.floor((jump + 4) / 33) * 33
  const cycle = (((passed + 1) % 33) - 1) % 4
  const found = { leap: cycle === 0, start: new Date(0).setUTCFullYear(gregorian, 2, march) / DAY_MS }
  years.set(year, found)
  return found
}

/** Whether a Jalali year has 366 days. */
export function isJalaliLeap(year: number): boolean {
  return yearStart(year).leap
}

/** Days in a Jalali month: 31 in the first six, 30 in the next five, 29 or 30 in Esfand. */
export function jalaliMonthLength(year: number, month: number): number {
  if (!Number.isInteger(month) || month < 1 || month > 12) throw new RangeError(`Not a month: ${month}`)
  if (month < 7) return 31
  return month < 12 || isJalaliLeap(year) ? 30 : 29
}

/** The Jalali date of an ISO day. Agrees with Intl's persian calendar on every day of 1921 to 2121. */
export function toJalali(isoDay: string): JalaliDate {
  const day = dayNumber(isoDay)
  let year = Number(isoDay.slice(0, 4)) - 621
  if (year > LAST_YEAR || day < yearStart(year).start) year -= 1
  const passed = day - yearStart(year).start
  if (passed < 186) return { year, month: Math.floor(passed / 31) + 1, day: (passed % 31) + 1 }
  return { year, month: Math.floor((passed - 186) / 30) + 7, day: ((passed - 186) % 30) + 1 }
}

/** The ISO day of a Jalali date; a RangeError when there is no such date (30 Esfand of a common year). */
export function fromJalali(year: number, month: number, day: number): string {
  if (!Number.isInteger(day) || day < 1 || day > jalaliMonthLength(year, month)) {
    throw new RangeError(`Not a Jalali date: ${year}/${month}/${day}`)
  }
  const before = month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30
  return isoFromNumber(yearStart(year).start + before + day - 1)
}

/** Day of the week with 0 = Saturday, the first day of the Iranian week. */
export function weekday(isoDay: string): 0 | 1 | 2 | 3 | 4 | 5 | 6 {
  return ((((dayNumber(isoDay) + 5) % 7) + 7) % 7) as 0 | 1 | 2 | 3 | 4 | 5 | 6
}

/** The ISO day `n` days later (earlier when negative). */
export function addDays(isoDay: string, n: number): string {
  return isoFromNumber(dayNumber(isoDay) + n)
}

/** The same day `n` Jalali months later, or that month's last day when it is shorter. */
export function addJalaliMonths(isoDay: string, n: number): string {
  const { year, month, day } = toJalali(isoDay)
  const months = year * 12 + (month - 1) + n
  const toYear = Math.floor(months / 12)
  const toMonth = months - toYear * 12 + 1
  return fromJalali(toYear, toMonth, Math.min(day, jalaliMonthLength(toYear, toMonth)))
}

/** The Jalali month around an ISO day: `from` its first day, `to` the first day of the next month (exclusive). */
export function jalaliMonthOf(isoDay: string): { year: number; month: number; from: string; to: string } {
  const { year, month, day } = toJalali(isoDay)
  const from = addDays(isoDay, 1 - day)
  return { year, month, from, to: addDays(from, jalaliMonthLength(year, month)) }
}
