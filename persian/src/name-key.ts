import { joinedKey, searchKey } from './text.ts'

/** Titles in front of a name, in the form of the search key. Several may stand in a row. */
const HONORIFICS = new Set(
  (
    'آقا آقای اقا اقای خانم خانوم جناب سرکار بانو دکتر مهندس استاد حاج حاجی حاجیه کربلایی مشهدی شهید مرحوم مرحومه ' +
    'حجتالاسلام حجهالاسلام سرهنگ پروفسور mr mrs ms miss dr eng prof'
  ).split(' '),
)
const CLERICAL = /^(?:حجت|حجه) ?الاسلام(?: و ?المسلمین| والمسلمین)? /
/** Words of descent from the Prophet: written or left out at will, so never a difference between two names. */
const DESCENT = new Set(['سید', 'سیده', 'سادات', 'السادات', 'میر'])

/** «سیدعلی», «میرحسین», «فخرالسادات»: the same words written together. Short rests are names of their own (سیدی, میرزا). */
function withoutDescent(word: string): string {
  return word.replace(/^(?:سید|میر(?!زا))(?=\p{L}{3})/u, '').replace(/(?<=\p{L}{3})(?:ال)?سادات$/u, '')
}

/**
 * The key by which names of people are compared: {@link joinedKey} of the letters alone, without leading honorifics and
 * without سید, سیده, سادات and میر. «جناب آقای دکتر سید علی‌اکبر حسینی» = «علی اکبر حسینی». A name made of nothing but
 * such words keeps them. Evidence for a suggestion, never for merging by itself.
 */
export function nameKey(s: string): string {
  const spaced = searchKey(s)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
  let rest = `${spaced} `
  for (;;) {
    const word = rest.slice(0, rest.indexOf(' '))
    const next = CLERICAL.test(rest)
      ? rest.replace(CLERICAL, '')
      : HONORIFICS.has(word) || DESCENT.has(word)
        ? rest.slice(word.length + 1)
        : rest
    if (next === rest || next === '') break
    rest = next
  }
  const words = rest.trim().split(' ')
  const kept = words.filter((word) => !DESCENT.has(word)).map(withoutDescent)
  return joinedKey((kept.length ? kept : words).join(''))
}
