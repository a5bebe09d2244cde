import { toLatinDigits } from './digits.ts'
import { INVISIBLE } from './locale.ts'

/** What an identifier is compared and stored by: Latin digits, upper case, no spaces, dashes, dots, slashes or marks. */
export function normaliseIdentifier(s: string): string {
  return toLatinDigits(s)
    .replace(INVISIBLE, '')
    .replace(/[\s\-‐-―−_./\\]/g, '')
    .toUpperCase()
}

/**
 * Iranian national ID (کد ملی): 8 to 10 digits (spreadsheets drop leading zeros), not all equal, check digit modulo 11.
 * The first three digits are not held against a list: valid cards with unlisted city codes exist (persian.md §2.2).
 */
export function isNationalId(s: string): boolean {
  const id = normaliseIdentifier(s)
  if (!/^\d{8,10}$/.test(id)) return false
  const digits = [...id.padStart(10, '0')].map(Number)
  if (digits.every((digit) => digit === digits[0])) return false
  const rest = digits.slice(0, 9).reduce((sum, digit, i) => sum + digit * (10 - i), 0) % 11
  return digits[9] === (rest < 2 ? rest : 11 - rest)
}

const LEGAL_WEIGHTS = [29, 27, 23, 19, 17] as const

/** National ID of a legal entity (شناسه ملی): 11 digits, no leading zero, weighted check digit, digits 4 to 9 not all zero. */
export function isLegalId(s: string): boolean {
  const id = normaliseIdentifier(s)
  if (!/^[1-9]\d{10}$/.test(id) || id.slice(3, 9) === '000000') return false
  const digits = [...id].map(Number)
  const tens = digits[9]! + 2
  const sum = digits
    .slice(0, 10)
    .reduce((total, digit, i) => total + (tens + digit) * LEGAL_WEIGHTS[i % 5]!, 0)
  return (sum % 11) % 10 === digits[10]
}

/** Sheba (Iranian IBAN): IR and 24 digits, ISO 13616 modulo 97. */
export function isSheba(s: string): boolean {
  const id = normaliseIdentifier(s)
  if (!/^IR\d{24}$/.test(id)) return false
  // I=18, R=27: the country and the check digits move to the end.
  return BigInt(`${id.slice(4)}1827${id.slice(2, 4)}`) % 97n === 1n
}

/** Bank card: 16 digits, Luhn check digit, not all zero. */
export function isCardNumber(s: string): boolean {
  const id = normaliseIdentifier(s)
  if (!/^\d{16}$/.test(id) || /^0+$/.test(id)) return false
  let sum = 0
  for (let i = 0; i < 16; i++) {
    const digit = Number(id[i]) * (i % 2 === 0 ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return sum % 10 === 0
}

/** Iranian postal code: 10 digits by the post's pattern. Real addresses break it now and then: warn, never refuse. */
export function isPostalCode(s: string): boolean {
  return /^(?!(\d)\1{3})[13-9]{4}[1346-9][013-9]{5}$/.test(normaliseIdentifier(s))
}

/** «***-****-12»: the last two characters, in a fixed shape that does not tell the length. Short values show nothing. */
export function maskIdentifier(s: string): string {
  const id = normaliseIdentifier(s)
  return `***-****-${id.length > 4 ? id.slice(-2) : '**'}`
}
