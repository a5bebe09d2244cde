import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

export type Locale = 'fa' | 'en'
export type Words = { [key: string]: string | Words }

const STORED_AT = 'hamdel.locale'

const shellWords = import.meta.glob<Words>('./fa.json', { eager: true, import: 'default' })
const sliceWords = import.meta.glob<Words>('../features/*/fa.json', { eager: true, import: 'default' })

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

async function loadLocale(locale: Locale) {
  if (locale === 'en' && !i18next.hasResourceBundle('en', 'translation')) {
    const { words } = await import('./words-en.ts')
    i18next.addResourceBundle('en', 'translation', words)
  }
}

export async function startI18n() {
  const locale = storedLocale()
  await i18next.use(initReactI18next).init({
    lng: 'fa',
    fallbackLng: 'fa',
    resources: { fa: { translation: mergeWords(shellWords, sliceWords) } },
    interpolation: { escapeValue: false },
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
