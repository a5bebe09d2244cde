import { localiseNumber, parseNumber } from './digits.ts'
import { type Locale, PDI } from './locale.ts'

/** Units people see. Stored amounts are always whole current rials; one toman is ten rials. */
export type MoneyUnit = 'rial' | 'toman'

const NAMES = {
  fa: { rial: 'ریال', toman: 'تومان' },
  en: { rial: 'rials', toman: 'tomans' },
} as const

function toRials(rials: number | bigint | string): bigint {
  if (typeof rials === 'bigint') return rials
  if (typeof rials === 'number') return BigInt(Math.round(rials))
  const parts = parseNumber(rials)
  if (!parts) throw new RangeError('Not an amount of rials.')
  const size = BigInt(parts.whole) + (parts.fraction >= '5' ? 1n : 0n)
  return parts.negative ? -size : size
}

/**
 * An amount of rials in the unit asked for, always with the unit's name: «۱۲٬۰۰۰ ریال», «۱٬۲۰۰ تومان», "12,000 rials".
 * Odd rials show as a decimal of a toman. Strings are what PostgreSQL gives for bigint and numeric. Negative Persian
 * amounts are isolated (U+2066/U+2069). Own words, because Intl writes «ریال ۱۲٬۰۰۰» and "IRT".
 */
export function formatMoney(rials: number | bigint | string, unit: MoneyUnit, locale: Locale): string {
  const amount = toRials(rials)
  const size = amount < 0n ? -amount : amount
  const whole = String(unit === 'toman' ? size / 10n : size).replace(/\B(?=(?:\d{3})+$)/g, ',')
  const odd = unit === 'toman' ? size % 10n : 0n
  const number = localiseNumber(odd ? `${whole}.${odd}` : whole, amount < 0n, locale)
  const one = locale === 'en' && whole === '1' && !odd
  return `${number} ${one ? unit : NAMES[locale][unit]}`
}

const SCALES: Record<string, number> = { هزار: 3, میلیون: 6, ملیون: 6, میلیارد: 9, ملیارد: 9 }

/**
 * A typed amount in whole rials; undefined when it is not one. `unit` is what a bare number means; a unit written in the
 * text wins over it. Knows هزار, میلیون and میلیارد after the number: «۲٫۵ میلیون تومان» = 25,000,000 rials. An amount
 * that is not a whole number of rials is refused rather than rounded.
 */
export function parseMoney(s: string, unit: MoneyUnit): bigint | undefined {
  let text = s
    .replace(/\uFDFC/g, 'ریال')
    .replace(/ي/g, 'ی')
    .replaceAll(PDI, ' ')
    .trim()
  let written = unit
  const named = /(?:(ریال|rials?|irr)|(تومان|تومن|tomans?|irt))$/i.exec(text)
  if (named) {
    written = named[1] ? 'rial' : 'toman'
    text = text.slice(0, named.index).trim()
  }
  let shift = written === 'toman' ? 1 : 0
  const scale = /(هزار|میلیون|ملیون|میلیارد|ملیارد)$/.exec(text)
  if (scale) {
    shift += SCALES[scale[1]!]!
    text = text.slice(0, scale.index)
  }
  const parts = parseNumber(text)
  if (!parts || parts.fraction.length > shift) return undefined
  const size = BigInt(parts.whole + parts.fraction.padEnd(shift, '0'))
  return parts.negative ? -size : size
}
