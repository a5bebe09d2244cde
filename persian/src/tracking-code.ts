import { toLatinDigits, toPersianDigits } from './digits.ts'
import { GROUP_SPACE, INVISIBLE, type Locale } from './locale.ts'

/** Quasigroup of H. Michael Damm (2004): finds every wrong digit and every swap of two neighbours. */
const DAMM = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
] as const

function damm(digits: string): number {
  let interim = 0
  for (const digit of digits) interim = Number(DAMM[interim]![Number(digit)])
  return interim
}

/** A tracking code: nine random digits (the caller's, so that tests are repeatable) and a Damm check digit. */
export function makeTrackingCode(randomDigits: string): string {
  const digits = toLatinDigits(randomDigits)
  if (!/^\d{9}$/.test(digits)) throw new RangeError('A tracking code is made from exactly nine digits.')
  return digits + damm(digits)
}

/** Ten Latin digits from any digits, spaces and dashes; undefined when that is not a code or a digit is wrong. */
export function normaliseTrackingCode(s: string): string | undefined {
  const code = toLatinDigits(s)
    .replace(INVISIBLE, '')
    .replace(/[\s\-‐-―−ـ]/g, '')
  return /^\d{10}$/.test(code) && damm(code) === 0 ? code : undefined
}

/** «۱۲۳ ۴۵۶ ۷۸۹۰»: groups of 3, 3 and 4, joined by no-break spaces so that they keep their order in Persian text. */
export function formatTrackingCode(code: string, locale: Locale): string {
  const latin = toLatinDigits(code).replace(/\D/g, '')
  const grouped = [latin.slice(0, 3), latin.slice(3, 6), latin.slice(6)].filter(Boolean).join(GROUP_SPACE)
  return locale === 'fa' ? toPersianDigits(grouped) : grouped
}
