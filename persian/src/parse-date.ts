import { dayNumber, fromJalali, isoFromNumber } from './calendar.ts'
import { JALALI_MONTHS } from './calendar-names.ts'
import { searchKey } from './text.ts'

const MONTHS = new Map(JALALI_MONTHS.fa.map((name, i) => [searchKey(name), i + 1]))

function build(year: number, month: number, day: number): string | undefined {
  try {
    if (year >= 1200 && year < 1600) return fromJalali(year, month, day)
    if (year < 1800 || year > 2199) return undefined
    return isoFromNumber(
      dayNumber(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`),
    )
  } catch {
    return undefined
  }
}

/** Two-digit years are Jalali: 00 to 29 are 1400 to 1429, 30 to 99 are 1330 to 1399 (years of birth). */
function fullYear(year: string): number {
  if (year.length > 2) return Number(year)
  return Number(year) + (Number(year) < 30 ? 1400 : 1300)
}

/**
 * A typed date as an ISO day; undefined when there is no such day. Any digits; `/`, `-`, `.` or nothing between: 1405/09/03,
 * 14050903, 05/09/03 (Jalali 1330 to 1429), 3/9/1405, «۳ آذر ۱۴۰۵» (with or without the day of the week), and Gregorian
 * 2026-11-24, 2026/11/24, 20261124. The year says which calendar. Day-first Gregorian is refused: it cannot be told from
 * month-first.
 */
export function parseDate(s: string): string | undefined {
  const text = searchKey(s)
  const named = /^(?:\p{L}+(?: شنبه)?[,،]? )?(\d{1,2}) (\p{L}+)(?: ماه)?[,،]? (\d{4}|\d{2})$/u.exec(text)
  if (named) {
    const month = MONTHS.get(named[2]!)
    return month ? build(fullYear(named[3]!), month, Number(named[1])) : undefined
  }
  const compact = /^(\d{4}|\d{2})(\d{2})(\d{2})$/.exec(text)
  if (compact) return build(fullYear(compact[1]!), Number(compact[2]), Number(compact[3]))
  const parts = /^(\d{1,4}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{1,4})$/.exec(text)
  if (!parts) return undefined
  const [first, middle, last] = [parts[1]!, Number(parts[3]), parts[4]!]
  if (last.length === 4 && first.length <= 2) {
    const year = Number(last)
    return year < 1600 ? build(year, middle, Number(first)) : undefined
  }
  if ((first.length !== 4 && first.length !== 2) || last.length > 2) return undefined
  return build(fullYear(first), middle, Number(last))
}
