import {
  displayText,
  joinedKey,
  normaliseIdentifier,
  normalisePhone,
  normaliseTrackingCode,
  phoneDigits,
  searchKey,
  toLatinDigits,
} from '@hamdel/persian'
import { contactPointKey } from './rules.ts'

/** What a typed search can mean. Absent parts are not looked for. */
export interface Search {
  /** Words of the name, as in `search_key`; every one must occur, in any order. */
  words: string[]
  key: string
  /** As in `joined_key`: finds a name whatever its spaces. */
  joined: string
  /** A whole phone number, E.164. */
  phone?: string
  /** Patterns of parts of a phone number, for LIKE. Digits only, nothing to escape. */
  phonePatterns: string[]
  /** Its last digits, by which people name a number: these come before others. */
  phoneEnd?: string
  email?: string
  messenger?: string
  identifiers: string[]
  externalCodes: string[]
  trackingCode?: string
}

/** People remember the last three or four; trigrams need three. */
const MIN_PHONE_DIGITS = 3
const MAX_WORDS = 6
const NUMBER_LIKE = /^[\d\s()+\-‐-―−./]+$/

/** Reads what was typed. `null` when it is too short to look for. */
export function readSearch(typed: string): Search | null {
  const text = displayText(typed)
  const key = searchKey(text)
  const joined = joinedKey(text)
  if (joined.length < 2) return null
  const latin = toLatinDigits(text)
  const isNumber = NUMBER_LIKE.test(latin)
  const bare = latin.replace(/\s+/g, '')
  const search: Search = {
    key,
    joined,
    words: isNumber ? [] : [...new Set(key.split(' '))].slice(0, MAX_WORDS),
    phonePatterns: isNumber ? phonePatterns(latin) : [],
    identifiers: [],
    externalCodes: [...new Set([text, latin, latin.toUpperCase()])],
  }
  if (isNumber) {
    const phone = normalisePhone(latin)
    const digits = normaliseIdentifier(latin)
    const trackingCode = normaliseTrackingCode(latin)
    if (phone) search.phone = phone
    if (search.phonePatterns[0]) search.phoneEnd = search.phonePatterns[0].slice(0, -1)
    if (trackingCode) search.trackingCode = trackingCode
    // Spreadsheets drop leading zeros of a national ID.
    if (/^\d{8,12}$/.test(digits)) search.identifiers = [...new Set([digits, digits.padStart(10, '0')])]
  } else if (bare.startsWith('@')) search.messenger = bare.slice(1).toLowerCase()
  else if (bare.includes('@')) search.email = contactPointKey('email', bare) ?? bare.toLowerCase()
  return search
}

/** «۰۹۱۲ ۱۲» begins a number («+9891212…»); «4567» may stand anywhere in it. */
function phonePatterns(latin: string): string[] {
  const raw = latin.replace(/\D/g, '')
  if (raw.length < MIN_PHONE_DIGITS) return []
  const national = phoneDigits(latin)
  const begins = national.length >= 3 && national.length < raw.length
  return [`%${raw}%`, ...(begins ? [`+98${national}%`] : [])]
}

/** The first text after all that begin with `prefix`, in byte order. */
export const afterPrefix = (prefix: string): string => `${prefix}\u{10FFFF}`
