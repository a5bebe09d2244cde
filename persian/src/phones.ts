import { toLatinDigits, toPersianDigits } from './digits.ts'
import { GROUP_SPACE, INVISIBLE, type Locale, LRI, PDI } from './locale.ts'

/** Area codes of the 31 provinces, without the leading zero. Since 1394 each province has one and local numbers have 8 digits. */
const AREA = '(?:1[137]|2[1345]|26|28|3[1458]|4[145]|5[1468]|6[16]|7[1467]|8[13467])'
const MOBILE = /^9\d{9}$/
const LANDLINE = new RegExp(`^${AREA}[1-9]\\d{7}$`)
/** «۰۲۱-۶۱۹۳۰»: four- and five-digit company lines behind an area code. */
const SHORT_LANDLINE = new RegExp(`^${AREA}[1-9]\\d{3,4}$`)
const EXTENSION = /\s*[,،\-–(]?\s*(?:داخلی|داخلي|داخلى|extension|ext|x|#)\.?\s*[:：]?\s*\d{1,6}\s*\)?\s*$/i
const TAIL = /\s*[-–/]\s*\d{1,4}$/

function clean(s: string): string {
  // Single spaces also keep the patterns below linear on hostile input.
  return toLatinDigits(s)
    .replace(INVISIBLE, '')
    .replace(/\s+/g, (space) => (/[\n\r]/.test(space) ? '\n' : ' '))
    .trim()
}

/** The ten digits after +98, when they can be an Iranian number. */
function iranian(national: string, withZero: boolean): string | undefined {
  if (MOBILE.test(national) || LANDLINE.test(national)) return `+98${national}`
  return withZero && SHORT_LANDLINE.test(national) ? `+98${national}` : undefined
}

function whole(text: string, defaultAreaCode: string | undefined): string | undefined {
  const bare = text.replace(/^tel:/i, '')
  if (!/^[\d\s()\-‐-―−./+]+$/.test(bare)) return undefined
  // Right-to-left typing can leave the plus at the end.
  const plus = /^[\s(]*\+|\+\s*$/.test(bare)
  if ((bare.match(/\+/g)?.length ?? 0) > 1) return undefined
  let digits = bare.replace(/\D/g, '')
  if (digits.startsWith('00') || (plus && !digits.startsWith('0'))) {
    digits = digits.replace(/^00/, '')
    if (digits.startsWith('98')) return iranian(digits.slice(2).replace(/^0/, ''), true)
    // «+912…» is a mobile whose 98 was left out: it would become a number of another country.
    if (MOBILE.test(digits)) return undefined
    return /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : undefined
  }
  if (digits.startsWith('0')) return iranian(digits.slice(1), true)
  // Spreadsheets drop the leading zero.
  if (digits.length === 10) return iranian(digits, false)
  if (digits.startsWith('98') && digits.length >= 12) return iranian(digits.slice(2).replace(/^0/, ''), false)
  const area =
    defaultAreaCode &&
    toLatinDigits(defaultAreaCode)
      .replace(/\D/g, '')
      .replace(/^(?:0098|98(?=..)|0)/, '')
  return area && /^[1-9]\d{7}$/.test(digits) ? iranian(area + digits, false) : undefined
}

/**
 * A typed phone number as E.164, undefined when it cannot be one. Iranian mobiles in every usual spelling, landlines with
 * their area code, eight-digit local numbers when `defaultAreaCode` («021») is given, and other countries' numbers that
 * start with + or 00. Any digits, spaces, dashes, dots, slashes, parentheses. An extension («داخلی ۱۲۳», «-۹») is left out.
 * The form is checked, not whether the line exists; sender lines (3000…, short codes) are not phones.
 */
export function normalisePhone(s: string, defaultAreaCode?: string): string | undefined {
  const text = clean(s).replace(EXTENSION, '')
  return (
    whole(text, defaultAreaCode) ??
    (TAIL.test(text) ? whole(text.replace(TAIL, ''), defaultAreaCode) : undefined)
  )
}

/** Whether an E.164 number is an Iranian mobile, the only kind that can get an SMS here. */
export function isMobile(e164: string): boolean {
  return /^\+989\d{9}$/.test(e164)
}

/**
 * For reading: «۰۹۱۲ ۱۲۳ ۴۵۶۷», «۰۲۱ ۸۸۷۷ ۶۶۵۵»; in English "+98 912 123 4567". Groups are joined by no-break spaces,
 * which keep their order in right-to-left text. Numbers of other countries are not grouped.
 */
export function formatPhone(e164: string, locale: Locale): string {
  const national = /^\+98(\d+)$/.exec(e164)?.[1]
  if (!national) return locale === 'fa' ? `${LRI}${toPersianDigits(e164)}${PDI}` : e164
  const groups = MOBILE.test(national)
    ? [national.slice(0, 3), national.slice(3, 6), national.slice(6)]
    : national.length === 10
      ? [national.slice(0, 2), national.slice(2, 6), national.slice(6)]
      : [national.slice(0, 2), national.slice(2)]
  if (locale === 'en') return ['+98', ...groups].join(GROUP_SPACE)
  return toPersianDigits(`0${groups.join(GROUP_SPACE)}`)
}

/**
 * The digits by which part of a phone number is searched: Latin, without a leading 0, 98, +98 or 0098. What is asked may
 * get shorter by this, never longer, so nothing that holds it is missed. A bare «98» stays.
 */
export function phoneDigits(s: string): string {
  const text = clean(s).replace(EXTENSION, '')
  const digits = text.replace(/\D/g, '').replace(/^0+/, '')
  const international = /^[\s(]*(?:\+|00)/.test(text)
  const rest = digits.startsWith('98') && (international || digits.length > 2) ? digits.slice(2) : digits
  return rest.replace(/^0+/, '')
}

const SEPARATORS = [/[\n;؛,،|]+|\s(?:و|یا|or|and)\s/i, /\s*\/\s*/, /\s+[-–—]+\s+/]

/** Cuts a row of digit groups into the longest numbers that hold. */
function cutGroups(text: string): string[] {
  const groups = [...text.matchAll(/[+(]{0,2}\d+\)?/g)]
  const found: string[] = []
  for (let i = 0; i < groups.length; ) {
    let end = i
    for (let j = Math.min(groups.length, i + 6) - 1; j >= i; j--) {
      const last = groups[j]!
      const part = text.slice(groups[i]!.index, last.index + last[0].length)
      if (whole(part, '021')) {
        found.push(part)
        end = j + 1
        break
      }
    }
    i = end > i ? end : i + 1
  }
  return found
}

/**
 * The numbers of a cell that holds several («۰۹۱۲… - ۰۲۱…», lines, commas, «و», slashes, or side by side), as written.
 * A rest that is no number is kept, so that the importer can report it; line ranges («…۵۵/۵۶») and words are not.
 */
export function splitPhones(s: string): string[] {
  const split = (piece: string, level: number): string[] => {
    const text = piece.trim()
    if (!/\d/.test(text)) return []
    if (whole(text.replace(EXTENSION, ''), '021')) return [text]
    const separator = SEPARATORS[level]
    if (separator) return text.split(separator).flatMap((part) => split(part, level + 1))
    const found = cutGroups(text)
    return found.length ? found : [text]
  }
  const all = split(clean(s), 0)
  const good = new Set(all.filter((piece) => normalisePhone(piece, '021')))
  return good.size ? all.filter((piece) => good.has(piece) || piece.replace(/\D/g, '').length > 4) : all
}
