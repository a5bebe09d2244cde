import { formatDate, formatDateTime, formatMoney, formatNumber } from '@hamdel/persian'
import i18next from 'i18next'
import { useEffect } from 'react'
import { initReactI18next } from 'react-i18next'
import { api, take } from '../api/client.ts'
import { queryClient } from './query.ts'
import { sessionQuery, useSession } from './session.ts'

export type Locale = 'fa' | 'en'
export type Words = { [key: string]: string | Words }

const STORED_AT = 'hamdel.locale'

const shellWords = import.meta.glob<Words>('./fa.json', { eager: true, import: 'default' })
// What the desk shows comes with the first screen, the rest with the screens that say it (words-fa-later.ts).
const LATER = new Set(['audit', 'imports', 'indices', 'settings', 'surveys'])
const sliceWords = import.meta.glob<Words>(
  ['../features/*/fa.json', '!../features/{audit,imports,indices,settings,surveys}/fa.json'],
  { eager: true, import: 'default' },
)

function deepMerge(into: Words, from: Words) {
  for (const [key, value] of Object.entries(from)) {
    const old = into[key]
    if (typeof value === 'object' && typeof old === 'object') deepMerge(old, value)
    else into[key] = typeof value === 'object' ? structuredClone(value) : value
  }
}

/**
 * The words of a slice live under its name (`t('cases.replyToCase')`); its `errors` also join the common ones, so that a
 * code from the server finds its sentence whoever threw it.
 */
export function mergeWords(shell: Record<string, Words>, slices: Record<string, Words>): Words {
  const all: Words = {}
  for (const words of Object.values(shell)) deepMerge(all, words)
  for (const [path, words] of Object.entries(slices)) {
    const slice = path.split('/').at(-2)!
    const own = words[slice]
    const { errors, ...rest } = words
    deepMerge(all, { [slice]: typeof own === 'object' ? { ...own } : rest })
    if (typeof errors === 'object') deepMerge(all, { errors })
  }
  return all
}

/**
 * A value put into a sentence, in the signs of its language; the name says what it is: `maxRials` an amount (with its
 * unit: the sentence leaves it out), `solvedAt` a moment, `dueOn` a day. Other numbers only change their digits.
 */
export function fillIn(
  value: unknown,
  name: string,
  locale: Locale,
  unit: 'rial' | 'toman' = 'toman',
): string {
  if (/Rials$/.test(name) && /^-?\d+$/.test(String(value))) return formatMoney(String(value), unit, locale)
  if (typeof value === 'string' && /At$/.test(name) && !Number.isNaN(Date.parse(value)))
    return formatDateTime(value, locale)
  if (typeof value === 'string' && /On$/.test(name) && /^\d{4}-\d{2}-\d{2}$/.test(value))
    return formatDate(value, locale)
  if (typeof value === 'number' || typeof value === 'bigint') return formatNumber(value, locale)
  return value === null || value === undefined ? '' : isolated(String(value), locale)
}

const LATIN = /\p{Script=Latin}/u
const ARABIC = /\p{Script=Arabic}/u

/** Words of the other direction keep their own order inside the sentence, with their brackets and full stops. */
const isolated = (text: string, locale: Locale): string =>
  (locale === 'fa' ? LATIN : ARABIC).test(text) ? `\u2068${text}\u2069` : text

const filler = {
  type: 'formatter' as const,
  init() {},
  add() {},
  addCached() {},
  format(
    value: unknown,
    _: string | undefined,
    lng: string | undefined,
    options?: { interpolationkey?: string },
  ) {
    const unit =
      queryClient.getQueryData(sessionQuery.queryKey)?.company.moneyUnit === 'rial' ? 'rial' : 'toman'
    return fillIn(value, options?.interpolationkey ?? '', lng === 'en' ? 'en' : 'fa', unit)
  },
}

export function storedLocale(): Locale {
  try {
    return localStorage.getItem(STORED_AT) === 'en' ? 'en' : 'fa'
  } catch {
    return 'fa'
  }
}

export const directionOf = (locale: string) => (locale === 'fa' ? 'rtl' : 'ltr')

function showLocale(locale: Locale) {
  document.documentElement.lang = locale
  document.documentElement.dir = directionOf(locale)
}

/** Persian is always here; English comes when somebody reads it. */
export async function loadLocale(locale: Locale) {
  if (locale === 'en' && !i18next.hasResourceBundle('en', 'translation')) {
    const { words } = await import('./words-en.ts')
    i18next.addResourceBundle('en', 'translation', words)
  }
}

let later: Promise<void> | undefined

/** The words of a slice that are not here from the start. */
export async function loadWordsOf(slice: string): Promise<void> {
  if (!LATER.has(slice)) return
  later ??= import('./words-fa-later.ts').then(({ words }) => {
    i18next.addResourceBundle('fa', 'translation', words, true, true)
  })
  // A lost line must not be remembered.
  await later.catch((error) => {
    later = undefined
    throw error
  })
}

export async function startI18n() {
  const locale = storedLocale()
  await i18next
    .use(initReactI18next)
    .use(filler)
    .init({
      lng: 'fa',
      fallbackLng: 'fa',
      resources: { fa: { translation: mergeWords(shellWords, sliceWords) } },
      interpolation: { escapeValue: false, alwaysFormat: true },
      returnNull: false,
    })
  if (locale !== 'fa') await setLocale(locale)
  else showLocale(locale)
}

export async function setLocale(locale: Locale) {
  await loadLocale(locale)
  await i18next.changeLanguage(locale)
  showLocale(locale)
  try {
    localStorage.setItem(STORED_AT, locale)
  } catch {
    // Private windows may refuse storage; the choice then lasts as long as the page.
  }
}

/** A choice of the signed-in person: at once on this screen, and kept with their profile for the next computer. */
export async function chooseLocale(locale: Locale) {
  const session = queryClient.getQueryData(sessionQuery.queryKey)
  // First the cache: changing the direction mounts the screens anew, and they must find the new choice.
  if (session)
    queryClient.setQueryData(sessionQuery.queryKey, { ...session, person: { ...session.person, locale } })
  await setLocale(locale)
  // The screen speaks the chosen language already; a profile that could not be told is no reason for an alarm.
  if (session) await take(api.PATCH('/api/v1/me', { body: { locale } })).catch(() => undefined)
}

/** The language of the profile wins over what this browser spoke before. */
export function useProfileLocale() {
  const locale = useSession()?.person.locale
  useEffect(() => {
    if (locale && locale !== i18next.language) void setLocale(locale)
  }, [locale])
}
