import { asciiDigits } from './parse-number.ts'

const WRITTEN = /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))(?:[T ][\d:.,+\-Z ]*)?$/

/**
 * Day number (1970-01-01 is 0) of a written day; a time after it is read over. Years 1200–1499 are Persian.
 * @returns undefined where there is no such day
 */
export function parseDay(text: string): number | undefined {
  const match = WRITTEN.exec(
    asciiDigits(text.replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '').trim()),
  )
  if (!match) return undefined
  return dayOf(Number(match[1]), Number(match[3] ?? match[5]), Number(match[4] ?? match[6]))
}

/** The same from ten bytes like 2024-03-20 or 2024/03/20, without making a string; undefined for anything else. */
export function isoBytes(bytes: Uint8Array, at: number): number | undefined {
  const mark = bytes[at + 4]!
  if ((mark !== 45 && mark !== 47) || bytes[at + 7] !== mark) return undefined
  let digits = 0
  for (let i = 0; i < 10; i++) {
    if (i === 4 || i === 7) continue
    const digit = bytes[at + i]! - 48
    if (digit < 0 || digit > 9) return undefined
    digits = digits * 10 + digit
  }
  return dayOf(Math.floor(digits / 10_000), Math.floor(digits / 100) % 100, digits % 100)
}

export function dayOf(year: number, month: number, day: number): number | undefined {
  if (year >= 1200 && year <= 1499) return jalaliDay(year, month, day)
  if (year < 1500 || month < 1 || month > 12 || day < 1 || day > gregorianLength(year, month))
    return undefined
  // Years begin in March, so that the leap day comes last (Fliegel & Van Flandern 1968).
  const y = month > 2 ? year : year - 1
  const m = month > 2 ? month - 3 : month + 9
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)
  return 365 * y + leapDays + Math.floor((153 * m + 2) / 5) + day - 719_469
}

export function isoDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10)
}

function gregorianLength(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}

/** Days of 1 Farvardin 1200, 1201 …; eight leap years in each 33 (Borkowski, "The Persian calendar for 3000 years"). */
const yearStarts = new Int32Array(301)
yearStarts[0] = -54_342
for (let k = 0; k < 300; k++) yearStarts[k + 1] = yearStarts[k]! + (isJalaliLeap(1200 + k) ? 366 : 365)

function jalaliDay(year: number, month: number, day: number): number | undefined {
  const length = month < 7 ? 31 : month < 12 || isJalaliLeap(year) ? 30 : 29
  if (month < 1 || month > 12 || day < 1 || day > length) return undefined
  const before = month < 8 ? 31 * (month - 1) : 30 * (month - 1) + 6
  return yearStarts[year - 1200]! + before + day - 1
}

function isJalaliLeap(year: number): boolean {
  const place = year % 33
  return [1, 5, 9, 13, 17, 22, 26, 30].includes(place)
}
