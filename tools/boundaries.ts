import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Who may use whom, between slices. An edge that is not written here is an error; the list is acyclic. */
const uses: Readonly<Record<string, readonly string[]>> = {
  audit: ['people'],
  settings: ['people', 'clocks'],
  people: [],
  clocks: ['people'],
  customers: ['people'],
  purchases: ['customers', 'people'],
  imports: ['customers', 'purchases', 'people'],
  cases: ['customers', 'people', 'clocks'],
  promises: ['cases', 'customers', 'people'],
  compensations: ['cases', 'customers', 'people'],
  triage: ['cases', 'clocks', 'customers', 'people'],
  surveys: ['cases', 'customers', 'imports', 'people'],
  indices: ['cases', 'people', 'surveys'],
  desk: ['cases', 'clocks', 'compensations', 'customers', 'people', 'promises', 'triage'],
}

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g

type Kind = 'browser' | 'slice' | 'persian' | 'engine' | 'api' | 'portal' | 'server' | 'seed' | 'tool'

interface Place {
  kind: Kind
  slice?: string
}

function placeOf(file: string): Place {
  const parts = file.split('/')
  if (parts[0] === 'features')
    return parts[2] === 'web' ? { kind: 'browser', slice: parts[1]! } : { kind: 'slice', slice: parts[1]! }
  if (parts[0] === 'web') return { kind: 'browser' }
  if (
    parts[0] === 'persian' ||
    parts[0] === 'engine' ||
    parts[0] === 'api' ||
    parts[0] === 'portal' ||
    parts[0] === 'server'
  )
    return { kind: parts[0] }
  return { kind: parts[0] === 'db' ? 'seed' : 'tool' }
}

function* files(folder: string): Generator<string> {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules') yield* files(path)
    } else if (/\.tsx?$/.test(entry.name)) yield path
  }
}

const problems: string[] = []

function check(file: string, target: string): void {
  const isTest = /\.test\.tsx?$/.test(file)
  const from = placeOf(file)
  const isPackage = !target.startsWith('.')
  const to = isPackage ? undefined : placeOf(relative(ROOT, resolve(ROOT, dirname(file), target)))
  const say = (rule: string) => problems.push(`${file}: ${rule} (${target})`)

  if (
    (from.kind === 'persian' || from.kind === 'engine') &&
    !isTest &&
    (isPackage || to?.kind !== from.kind)
  ) {
    // The engine's mathematics runs anywhere; only its workers, command line and bench know Node.
    const knowsNode = /^engine\/(node|cli|bench)\//.test(file)
    if (!(knowsNode && target.startsWith('node:'))) say('a publishable package imports nothing from outside')
  }
  if (from.kind === 'engine' && file.startsWith('engine/src/') && /\/(node|cli|bench)\//.test(target))
    say('mathematics does not know Node')
  if (from.kind === 'browser' && !file.endsWith('vite.config.ts')) {
    if (
      isPackage
        ? target.startsWith('node:') || /^(fastify|pg|kysely|@fastify\/)/.test(target)
        : to!.kind !== 'browser' && to!.kind !== 'api' && !target.endsWith('.json')
    )
      say('browser code uses only api/, web/ and screens')
    return
  }
  if (to?.kind === 'browser' && from.kind !== 'tool' && !target.endsWith('.json'))
    say('server code does not import screens')
  if (from.kind !== 'slice' || isTest) return
  if (isPackage && /^(fastify|@fastify\/)/.test(target) && !file.endsWith('routes.ts'))
    say('only routes know HTTP')
  if (file.endsWith('/rules.ts')) {
    const isPure = isPackage
      ? target === '@hamdel/persian' || target === '@hamdel/engine'
      : /(rules|schema|permissions|calendar|business-time)[\w-]*\.ts$/.test(target) || to?.kind === 'server'
    if (!isPure) say('rules are pure')
  }
  if (to?.kind === 'slice' && to.slice !== from.slice && !target.endsWith('.json')) {
    const allowed = uses[from.slice!]
    if (!allowed) say(`the slice ${from.slice} has no line in tools/boundaries.ts`)
    else if (!allowed.includes(to.slice!)) say(`${from.slice} may not use ${to.slice}`)
  }
  if (
    to?.kind === 'server' &&
    !/^server\/(lib|test)\//.test(relative(ROOT, resolve(ROOT, dirname(file), target)))
  )
    say('slices use server/lib only')
}

function findCycle(): string[] | undefined {
  const done = new Set<string>()
  const visit = (slice: string, path: string[]): string[] | undefined => {
    if (path.includes(slice)) return [...path.slice(path.indexOf(slice)), slice]
    if (done.has(slice)) return undefined
    for (const next of uses[slice] ?? []) {
      const cycle = visit(next, [...path, slice])
      if (cycle) return cycle
    }
    done.add(slice)
    return undefined
  }
  for (const slice of Object.keys(uses)) {
    const cycle = visit(slice, [])
    if (cycle) return cycle
  }
  return undefined
}

for (const folder of ['features', 'server', 'web', 'portal', 'persian', 'engine', 'api', 'tools', 'db']) {
  for (const file of files(folder)) {
    const text = readFileSync(join(ROOT, file), 'utf8')
    for (const match of text.matchAll(IMPORT)) check(file, (match[1] ?? match[2] ?? match[3])!)
  }
}
const cycle = findCycle()
if (cycle) problems.push(`slices use each other in a circle: ${cycle.join(' → ')}`)
if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}
console.log('Boundaries hold.')
