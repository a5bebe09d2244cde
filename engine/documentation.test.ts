import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { simulateColumns } from './fixtures/simulate.ts'
import * as workers from './node/index.ts'
import * as engine from './src/index.ts'

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')
/** The fenced blocks of README.md in order. */
const blocks = Array.from(read('README.md').matchAll(/^```(\w+)\n(.*?)^```/gms), ([, language, code]) => ({
  language: language!,
  code: code!,
}))
const names: Record<string, unknown> = { ...engine, ...workers, readFileSync, simulateColumns }

/** What a line is said to give, and what it gives. `printed` is undefined where the block that follows says it (↓). */
interface Claim {
  line: string
  printed: string | undefined
  value: unknown
}

/** All TypeScript blocks, one after another, as one function that hands over every value with an arrow behind it. */
async function runExamples(): Promise<Claim[]> {
  const body = blocks
    .filter(({ language }) => language === 'ts')
    .flatMap(({ code }) => code.split('\n'))
    .filter((line) => !line.startsWith('import '))
    .map((line) => {
      const [, code, arrow, printed] = /^(.+?) \/\/ ([→↓])(.*)$/.exec(line) ?? []
      if (!code) return line
      return `claim(${JSON.stringify(line)}, ${arrow === '→' ? JSON.stringify(printed) : undefined}, ${code})`
    })
  const claims: Claim[] = []
  const claim = (line: string, printed: string | undefined, value: unknown) => {
    claims.push({ line, printed, value })
  }
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor
  await new AsyncFunction('claim', ...Object.keys(names), body.join('\n'))(claim, ...Object.values(names))
  return claims
}

/** Numbers to so many decimals, typed arrays as lists. */
function rounded(value: unknown, decimals: number): unknown {
  if (typeof value === 'number') return Number(value.toFixed(decimals)) + 0
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return Array.from(value as ArrayLike<unknown>, (part) => rounded(part, decimals))
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, rounded(part, decimals)]))
}

const decimalsOf = (printed: string) =>
  Math.max(0, ...Array.from(printed.matchAll(/\.(\d+)/g), ([, digits]) => digits!.length))

test('every value printed in README.md is what the code gives', { timeout: 60_000 }, async () => {
  const claims = await runExamples()
  expect(claims.length).toBeGreaterThan(40)
  for (const { line, printed, value } of claims) {
    if (printed === undefined) expect(blocks.map(({ code }) => code.trimEnd())).toContain(value)
    else expect(rounded(value, decimalsOf(printed)), line).toEqual(new Function(`return (${printed})`)())
  }
})

test('the examples of README.md import what there is', () => {
  for (const { code } of blocks)
    for (const [, list, from] of code.matchAll(/^import \{ (.+) \} from '(@hamdel[^']*)'/gm))
      for (const name of list!.split(', '))
        expect(from === '@hamdel/engine' ? engine : workers).toHaveProperty(name)
})

test('the command line prints what README.md shows', () => {
  const [, command, shown] = /^\$ npm run -s engine -- ([^\n]+)\n(.*)/s.exec(
    blocks.find(({ language }) => language === 'console')!.code,
  )!
  const { stdout } = spawnSync(process.execPath, ['engine/cli/main.ts', ...command!.split(' ')], {
    cwd: fileURLToPath(new URL('../', import.meta.url)),
    encoding: 'utf8',
  })
  expect(shown!.split('\n').length).toBeGreaterThan(3)
  for (const line of shown!.trimEnd().split('\n'))
    if (line !== '…') expect(stdout.split('\n')).toContain(line)
})

test('API.md has one line for everything exported, and nothing else', () => {
  const listed = Array.from(read('API.md').matchAll(/^- `(\w+)`/gm), ([, name]) => name!)
  const exported = [...Object.keys(engine), ...Object.keys(workers)]
  expect(listed.toSorted()).toEqual(exported.toSorted())
})
