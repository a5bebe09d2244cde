// Numbers and names of people and companies: valid by their check digits, unique, and believable.

import {
  COMPANY_FORMS,
  COMPANY_NAMES,
  COMPOUND_FEMALE,
  COMPOUND_MALE,
  FAMILY_NAMES,
  FAMILY_TAILS,
  FEMALE_NAMES,
  MALE_NAMES,
} from './content/names.ts'
import { CITIES, type City } from './content/places.ts'
import type { Random } from './random.ts'

export type Name = { given: string; family: string; stored: string; gender: 'female' | 'male' }

// Common names are far more common than rare ones, but no single one may rule.
const ranked = <T>(random: Random, items: readonly T[]): T =>
  items[Math.floor(items.length * random.next() ** 1.9)]!

/** Spelling as old systems leave it: Arabic letters, lost half spaces, spaces typed twice. */
function asTyped(random: Random, name: string): string {
  if (random.chance(0.05)) return name.replaceAll('ی', 'ي').replaceAll('ک', 'ك')
  if (name.includes('\u200c') && random.chance(0.4)) return name.replaceAll('\u200c', random.pick(['', ' ']))
  if (random.chance(0.02)) return name.replace(' ', '  ')
  return name
}

export function makeName(random: Random, familyName?: string, wantedGender?: 'female' | 'male'): Name {
  const gender = wantedGender ?? (random.chance(0.52) ? 'female' : 'male')
  const isCompound = random.chance(0.07)
  const names =
    gender === 'female'
      ? isCompound
        ? COMPOUND_FEMALE
        : FEMALE_NAMES
      : isCompound
        ? COMPOUND_MALE
        : MALE_NAMES
  const given = ranked(random, names)
  let family = familyName ?? ranked(random, FAMILY_NAMES)
  if (!familyName && random.chance(0.05)) family = `${family} ${random.pick(FAMILY_TAILS)}`
  return { given, family, gender, stored: asTyped(random, `${given} ${family}`) }
}

export function respell(random: Random, name: string): string {
  return random.pick([
    name.replaceAll('ی', 'ي').replaceAll('ک', 'ك'),
    name.replaceAll('\u200c', ' ').replace(' ', '  '),
    `${name} `.replaceAll('\u200c', '').trim(),
  ])
}

export function makeCompanyName(random: Random, taken: Set<string>): string {
  for (;;) {
    const name = `${random.weighted(COMPANY_FORMS)} ${random.pick(COMPANY_NAMES)}`
    if (taken.has(name)) continue
    taken.add(name)
    return name
  }
}

export function nationalId(random: Random, city: City): string {
  const body = random.pick(city.idPrefixes) + random.digits(6)
  const rest = [...body].reduce((sum, digit, i) => sum + Number(digit) * (10 - i), 0) % 11
  return body + (rest < 2 ? rest : 11 - rest)
}

const LEGAL_WEIGHTS = [29, 27, 23, 19, 17]
export function legalId(random: Random): string {
  const body = `${random.pick(['10', '14'])}${random.int(1, 9)}${random.int(1, 9)}${random.digits(6)}`
  const digits = [...body].map(Number)
  const tens = digits[9]! + 2
  const sum = digits.reduce((total, digit, i) => total + (tens + digit) * LEGAL_WEIGHTS[i % 5]!, 0)
  return body + ((sum % 11) % 10)
}

const MOBILE_PREFIXES: readonly (readonly [string, number])[] = [
  ['0912', 20],
  ['0919', 7],
  ['0910', 6],
  ['0935', 10],
  ['0936', 7],
  ['0937', 5],
  ['0938', 5],
  ['0939', 5],
  ['0930', 4],
  ['0933', 4],
  ['0901', 4],
  ['0902', 4],
  ['0903', 3],
  ['0990', 5],
  ['0991', 3],
  ['0921', 4],
  ['0922', 3],
]
const HOME_PREFIX: Record<string, string> = { اصفهان: '0913', مشهد: '0915' }

export function mobile(random: Random, city: City, taken: Set<string>): string {
  for (;;) {
    const home = HOME_PREFIX[city.name]
    const prefix = home && random.chance(0.55) ? home : random.weighted(MOBILE_PREFIXES)
    const number = prefix + String(random.int(1_200_000, 9_899_999))
    if (taken.has(number)) continue
    taken.add(number)
    return number
  }
}

/** The same number as people type it. */
export function phoneAsTyped(random: Random, number: string): string {
  const persian = (s: string) => s.replace(/\d/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'[Number(digit)]!)
  return random.weighted([
    [number, 84],
    [`+98${number.slice(1)}`, 5],
    [`${number.slice(0, 4)} ${number.slice(4, 7)} ${number.slice(7)}`, 5],
    [persian(number), 4],
    [`${number.slice(0, 4)}-${number.slice(4)}`, 2],
  ])
}

export const landline = (random: Random, city: City) =>
  `${city.areaCode}${random.int(2, 8)}${random.digits(7)}`

const MAIL_WORDS =
  'ahmadi karimi mohammadi rezaei sadeghi moradi jafari hosseini nouri amini shams sepehr baran darya roya nima sara parsa'.split(
    ' ',
  )
export const email = (random: Random, key: number) =>
  `${random.pick(MAIL_WORDS)}${random.pick(['.', '_', ''])}${key}@${random.pick(['mail', 'post', 'nameh'])}.example`

export const address = (random: Random, city: City) =>
  `${city.name}، ${random.pick(city.districts)}، پلاک ${random.int(1, 180)}${random.chance(0.6) ? `، واحد ${random.int(1, 20)}` : ''}`.replace(
    /\d/g,
    (digit) => '۰۱۲۳۴۵۶۷۸۹'[Number(digit)]!,
  )

export const BRANCH_CITY: Record<number, City> = {
  1: CITIES.tehran!,
  2: CITIES.tehranEast!,
  3: CITIES.isfahan!,
  4: CITIES.mashhad!,
}
