// Turns a written line into one that a particular customer or employee would have sent.
import { formatDate, formatMoney, toPersianDigits } from '@hamdel/persian'
import type { Random } from './random.ts'
import type { Channel, Mood } from './types.ts'

export type Words = {
  name: string
  honorific: string
  product: string
  branch: string
  amountRials: number
  orderNumber: string
  date: Date
}

const withPersianLetters = (s: string) => s.replaceAll('ي', 'ی').replaceAll('ك', 'ک')

function fill(text: string, words: Words, employee: string, digits: (s: string) => string): string {
  const values: Record<string, string> = {
    name: withPersianLetters(words.name),
    honorific: words.honorific,
    product: words.product,
    branch: words.branch.startsWith('شعبه') ? words.branch : `شعبهٔ ${words.branch}`,
    amount: formatMoney(words.amountRials, 'toman', 'fa'),
    orderNumber: digits(words.orderNumber),
    employee,
    date: formatDate(words.date, 'fa'),
  }
  return text
    .replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole)
    .replace(/ {2,}/g, ' ')
    .trim()
}

const GREETING = 'سلام {honorific} {name}'
const GREETINGS = [
  GREETING,
  GREETING,
  'سلام و وقت بخیر {honorific} {name}',
  'درود {honorific} {name}',
  'سلام و احترام {honorific} {name}',
]

export function employeeText(random: Random, text: string, words: Words, employee: string): string {
  const greeted = text.startsWith(GREETING) ? random.pick(GREETINGS) + text.slice(GREETING.length) : text
  return fill(greeted, words, employee, toPersianDigits)
}

const CALM = ['', '', '', ' ممنون', ' با تشکر', ' 🙏', ' سپاس']
const ENDINGS: Record<Mood, readonly string[]> = {
  angry: ['', '', '', ' زود جواب بدید.', ' منتظرم.', '!!', ' خسته شدم دیگه.'],
  upset: ['', '', '', ' لطفاً رسیدگی کنید.', ' منتظرم.', ' 😔'],
  neutral: CALM,
  unknown: CALM,
  happy: ['', '', ' 🙏', ' 🌹', ' موفق باشید.'],
}

/** Customers write as they write: with or without a greeting, Arabic letters from old phones, no full stops in an SMS. */
export function customerText(
  random: Random,
  text: string,
  words: Words,
  colleague: string,
  channel: Channel,
  openingMood: Mood | null,
): string {
  let result = fill(text, words, colleague, random.chance(0.5) ? toPersianDigits : (s) => s)
  if (openingMood) {
    if (!/^(با )?سلام/.test(result) && random.chance(0.4))
      result = `${random.pick(['سلام. ', 'سلام ', 'سلام وقت بخیر. ', 'سلام خسته نباشید. '])}${result}`
    if (result.length < 400 && !/ممنون|تشکر|مرسی|سپاس|منتظر/.test(result))
      result += random.pick(ENDINGS[openingMood])
  }
  if (channel === 'sms' && random.chance(0.5)) result = result.replace(/[.،]/g, '')
  if (random.chance(0.04)) result = result.replaceAll('ی', 'ي').replaceAll('ک', 'ك')
  if (random.chance(0.06)) result = result.replaceAll('\u200c', ' ')
  return result.replace(/ {2,}/g, ' ').trim()
}
