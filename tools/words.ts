import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

type Words = { [key: string]: string | Words }

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const problems: string[] = []

function flatten(words: Words, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>()
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') flat.set(`${prefix}${key}`, value)
    else for (const [k, v] of flatten(value, `${prefix}${key}.`)) flat.set(k, v)
  }
  return flat
}

const variables = (text: string): string =>
  [...text.matchAll(/\{\{\s*(\w+)/g)]
    .map((m) => m[1])
    .sort()
    .join(',')

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* sources(path)
    else if (/\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name)) yield path
  }
}

// Both languages say the same things, with the same blanks to fill.
const errorCodes = new Set<string>()
for (const folder of [
  'server',
  'web',
  ...readdirSync(join(ROOT, 'features')).map((slice) => `features/${slice}`),
]) {
  const [fa, en] = ['fa', 'en'].map((locale) => join(ROOT, folder, `${locale}.json`)) as [string, string]
  if (!existsSync(fa) && !existsSync(en)) continue
  if (!existsSync(fa) || !existsSync(en)) {
    problems.push(`${folder}: one of fa.json and en.json is missing`)
    continue
  }
  const persian = flatten(JSON.parse(readFileSync(fa, 'utf8')))
  const english = flatten(JSON.parse(readFileSync(en, 'utf8')))
  for (const key of persian.keys()) if (!english.has(key)) problems.push(`${folder}/en.json lacks ${key}`)
  for (const key of english.keys()) if (!persian.has(key)) problems.push(`${folder}/fa.json lacks ${key}`)
  for (const [key, text] of persian) {
    if (english.has(key) && variables(text) !== variables(english.get(key)!))
      problems.push(`${folder}: ${key} fills different blanks in the two languages`)
    if (/[يك]/.test(text)) problems.push(`${folder}/fa.json: ${key} has an Arabic ي or ك`)
    if (text.trim() === '') problems.push(`${folder}/fa.json: ${key} is empty`)
    if (key.startsWith('errors.')) errorCodes.add(key.slice('errors.'.length))
  }
}

// Every code the server throws has a sentence.
const THROWN =
  /\b(?:badRequest|unauthenticated|forbidden|notFound|conflict|invalid|tooMany|AppError)\(\s*(?:\d+,\s*)?'([a-z_]+)'/g
for (const folder of ['features', 'server', 'portal']) {
  for (const file of sources(join(ROOT, folder))) {
    const text = readFileSync(file, 'utf8')
    for (const match of text.matchAll(THROWN))
      if (!errorCodes.has(match[1]!))
        problems.push(`${file.slice(ROOT.length)}: error ${match[1]} has no sentence`)
  }
}

if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}
console.log('Words are complete in both languages.')
