import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { formatDuration, toPersianDigits } from '@hamdel/persian'
import type { Locale } from './context.ts'
import type { ErrorParams } from './errors.ts'

type Words = { [key: string]: string | Words }

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

function load(locale: Locale): { words: Words; errors: Record<string, string> } {
  const words: Words = {}
  const errors: Record<string, string> = {}
  const add = (name: string, file: string) => {
    if (!existsSync(file)) return
    const content = JSON.parse(readFileSync(file, 'utf8')) as Words
    words[name] = content
    Object.assign(errors, content.errors ?? {})
  }
  add('server', join(ROOT, 'server', `${locale}.json`))
  for (const slice of readdirSync(join(ROOT, 'features')))
    add(slice, join(ROOT, 'features', slice, `${locale}.json`))
  return { words, errors }
}

const loaded: Record<Locale, { words: Words; errors: Record<string, string> }> = {
  fa: load('fa'),
  en: load('en'),
}

function fill(text: string, params: ErrorParams, locale: Locale): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined || value === null) return ''
    // Half an hour is not said as 1,800 seconds.
    if (name.endsWith('Seconds') && typeof value === 'number') return formatDuration(value, locale)
    return locale === 'fa' && typeof value === 'number' ? toPersianDigits(value) : String(value)
  })
}

/** The sentence of a key ('cases.portal.title'), with {{params}} filled; the key itself when it is missing. */
export function words(locale: Locale, key: string, params: ErrorParams = {}): string {
  let node: string | Words | undefined = loaded[locale].words
  for (const part of key.split('.')) node = typeof node === 'object' ? node[part] : undefined
  return typeof node === 'string' ? fill(node, params, locale) : key
}

/** The sentence of an error code. */
export function errorSentence(locale: Locale, code: string, params: ErrorParams = {}): string {
  const sentence = loaded[locale].errors[code]
  return sentence === undefined ? code : fill(sentence, params, locale)
}
