import { INVISIBLE, type Locale, LRI, PDI } from './locale.ts'

/** Persian (۰-۹) and Arabic (٠-٩) digits to Latin; everything else is untouched. JavaScript's `\d` sees only Latin. */
export function toLatinDigits(s: string): string {
  return s.replace(/[\u06F0-\u06F9\u0660-\u0669]/g, (c) => String.fromCharCode((c.charCodeAt(0) & 15) + 48))
}

/** Latin and Arabic digits to Persian; everything else is untouched. */
export function toPersianDigits(s: string | number | bigint): string {
  return String(s).replace(/[0-9\u0660-\u0669]/g, (c) => String.fromCharCode((c.charCodeAt(0) & 15) + 0x06f0))
}

const formatters = new Map<number, Intl.NumberFormat>()

function formatter(fractionDigits: number | undefined): Intl.NumberFormat {
  const key = fractionDigits ?? -1
  let found = formatters.get(key)
  if (!found) {
    found = new Intl.NumberFormat('en-US', {
      signDisplay: 'never',
      ...(fractionDigits === undefined
        ? { maximumFractionDigits: 3 }
        : { minimumFractionDigits: fractionDigits, maximumFractionDigits: fractionDigits }),
    })
    formatters.set(key, found)
  }
  return found
}

/** Digits, thousands and decimal marks of a Latin-written number in the other locale's signs. */
export function localiseNumber(latin: string, negative: boolean, locale: Locale): string {
  if (locale === 'en') return negative ? `-${latin}` : latin
  const persian = toPersianDigits(latin).replaceAll(',', '٬').replaceAll('.', '٫')
  // Without the isolate the minus moves to the wrong side in right-to-left text.
  return negative ? `${LRI}−${persian}${PDI}` : persian
}

/**
 * A number for reading: «۱۲٬۰۰۰٫۵» or "12,000.5". Exactly `fractionDigits` decimals when given, else at most three.
 * Negative Persian numbers are wrapped in U+2066/U+2069 so the sign stays on the left. NaN and infinities give «—».
 */
export function formatNumber(
  n: number | bigint,
  locale: Locale,
  options: { fractionDigits?: number } = {},
): string {
  if (typeof n === 'number' && !Number.isFinite(n)) return '—'
  const latin = formatter(options.fractionDigits).format(n)
  return localiseNumber(latin, n < 0 && /[1-9]/.test(latin), locale)
}

/** A typed number taken apart without losing precision; `fraction` has no trailing zeros. */
export type NumberParts = { negative: boolean; whole: string; fraction: string }

const THOUSANDS = /^\d{1,3}(?:[,٬،]\d{3})+$/

/**
 * The parts of a typed number. Accepts any digits, ٬ , ، thousands (in groups of three), ٫ . decimals, and negatives by
 * minus (before or, as right-to-left typing leaves it, after) or parentheses. Undefined for anything else.
 */
export function parseNumber(s: string): NumberParts | undefined {
  let text = toLatinDigits(s).replace(INVISIBLE, '').replace(/\s/g, '').replace(/[−–]/g, '-')
  const bracketed = /^\((.*)\)$/.exec(text)
  if (bracketed) text = bracketed[1]!
  const signed = /^([+-]?)([^+-]+)(-?)$/.exec(text)
  if (!signed) return undefined
  const [, before, body, after] = signed as unknown as [string, string, string, string]
  if ((before ? 1 : 0) + (after ? 1 : 0) + (bracketed ? 1 : 0) > 1) return undefined
  const halves = body.split(/[.٫]/)
  const whole = halves[0]!
  const fraction = halves[1] ?? ''
  if (halves.length > 2 || !/^\d*$/.test(fraction) || (whole === '' && fraction === '')) return undefined
  if (!/^\d*$/.test(whole) && !THOUSANDS.test(whole)) return undefined
  return {
    negative: before === '-' || after === '-' || bracketed !== null,
    whole: whole.replace(/\D/g, '').replace(/^0+(?=\d)/, '') || '0',
    fraction: fraction.replace(/0+$/, ''),
  }
}

/** A typed decimal as a number (see {@link parseNumber} for what is accepted); undefined when it is not one. */
export function parseDecimal(s: string): number | undefined {
  const parts = parseNumber(s)
  if (!parts) return undefined
  const size = Number(`${parts.whole}.${parts.fraction || '0'}`)
  return parts.negative && size !== 0 ? -size : size
}

/** A typed whole number of any size; undefined when it is not one or has a non-zero fraction. */
export function parseInteger(s: string): bigint | undefined {
  const parts = parseNumber(s)
  if (!parts || parts.fraction) return undefined
  return parts.negative ? -BigInt(parts.whole) : BigInt(parts.whole)
}
