import { toLatinDigits } from './digits.ts'

/** Version of the key functions below. Stored beside every stored key; when it rises, keys are made again. */
export const TEXT_VERSION = 1

/** Arabic presentation forms A and B: ﻋﻠﻲ, ﷼, ﷲ. They come from PDFs and old Windows applications. */
const PRESENTATION = /[\uFB50-\uFDFF\uFE70-\uFEFC]+/g
const BIDI_AND_NOISE = /[\u0640\u00AD\u061C\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g
/** PostgreSQL refuses U+0000, and the other controls show as boxes; tab and line ends are white space. */
const CONTROLS = /[\u0000-\u0008\u000E-\u001F\u007F]/g

/**
 * The form that is stored and shown. Only what is a defect of encoding changes: presentation forms become letters (NFKC),
 * ي/ك become ی/ک, kashida, bidi marks and control characters go. Line breaks stay (at most one empty line); other white
 * space collapses to one space. ZWNJ stays inside words. ة, هٔ, آ, harakat and the writer's digits are kept.
 */
export function displayText(s: string): string {
  return (
    s
      .toWellFormed()
      .replace(PRESENTATION, (run) => run.normalize('NFKC'))
      .replace(CONTROLS, '')
      .replace(BIDI_AND_NOISE, '')
      // The zero width space is an old stand-in for ZWNJ.
      .replace(/[\u200B\u200C]+/g, '\u200C')
      .replace(/(?<![\p{L}\p{M}\p{N}])\u200C|\u200C(?![\p{L}\p{N}])/gu, '')
      .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
      .replace(/[^\S\n]+/g, ' ')
      .replace(/ ?\n ?/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
      // NFC before ي→ی: «ي» followed by a combining hamza is the letter ئ.
      .normalize('NFC')
      .replaceAll('ي', 'ی')
      .replaceAll('ك', 'ک')
  )
}

const FOLDS: Record<string, string> = {}
const fold = (from: string, to: string) => {
  for (const letter of from) FOLDS[letter] = to
}
fold('\u064A\u0649\u0626\u06D0\u06D2\u06CE\u06D3\u06CD', 'ی')
fold('\u0643\u06AA', 'ک')
fold('\u0629\u06D5\u06C1\u06BE\u06C0\u06C2\u06C3', 'ه')
fold('\u0623\u0625\u0671', 'ا')
fold('\u0624\u06C7\u06C6', 'و')
fold('٫', '.')
fold('٬', ',')
fold('٪', '%')
const FOLDED = new RegExp(`[${Object.keys(FOLDS).join('')}]`, 'g')
const MARKS = /[\u064B-\u065F\u0670\u0610-\u061A\u06D6-\u06ED]/g
const HALF_SPACES = /[\u200B\u200C\u00AC]/g
const JOINERS_AND_SELECTORS = /[\u200D\uFE0E\uFE0F]/g
/** «خانه ی»: the ezafe after ه, written also خانه‌ی, خانهٔ and خانۀ. */
const EZAFE = /(?<=ه)(?: ی)+(?![\p{L}\p{M}\p{N}])/gu

/**
 * The search key: letters of other keyboards folded to Persian, harakat gone, lower case, Latin digits, half-space as a
 * space, single spaces. Made by this one function for what is stored and for what is asked.
 */
export function searchKey(s: string): string {
  return (
    toLatinDigits(displayText(s))
      .replace(JOINERS_AND_SELECTORS, '')
      .replace(FOLDED, (c) => FOLDS[c]!)
      .replace(MARKS, '')
      .replace(HALF_SPACES, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      .toLowerCase()
      // Lower case can leave a letter and its accent apart.
      .normalize('NFC')
      .replace(EZAFE, '')
  )
}

/** The dedupe key: {@link searchKey} without spaces and with آ as ا, so علی‌اکبر, علی اکبر and علیاکبر are one. */
export function joinedKey(s: string): string {
  // A mark that stood after a space composes with the letter it now follows.
  return searchKey(s).replaceAll(' ', '').normalize('NFC').replaceAll('آ', 'ا')
}

/** Escapes `%`, `_` and `\` for use inside a LIKE pattern with the default escape character. */
export function escapeLike(s: string): string {
  return s.replace(/[\\%_]/g, '\\$&')
}
