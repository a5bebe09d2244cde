import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureChromium } from './find-chromium.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const isQuick = process.argv.includes('--quick')
const node = process.execPath
const output = mkdtempSync(join(tmpdir(), 'hamdel-tests-'))
const children = new Set<ChildProcess>()

let passed = 0
let failed = 0

interface Step {
  name: string
  command: string
  args: string[]
  /** File with vitest's own counts; without one the step counts as one check. */
  counts?: string
  env?: Record<string, string>
}

const tool = (script: string, ...args: string[]) => ({
  command: node,
  args: [join(ROOT, 'node_modules', script), ...args],
})
const vitest = (project: string): Step => {
  const counts = join(output, `${project}.json`)
  return {
    name: `tests: ${project}`,
    counts,
    ...tool(
      'vitest/vitest.mjs',
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${counts}`,
    ),
  }
}

const checks: Step[] = [
  { name: 'lint', ...tool('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.') },
  { name: 'types: server', ...tool('tsc7/bin/tsc', '-p', 'tsconfig.json') },
  { name: 'types: screens', ...tool('tsc7/bin/tsc', '-p', 'web/tsconfig.json') },
  { name: 'slice boundaries', command: node, args: [join(ROOT, 'tools/boundaries.ts')] },
  { name: 'words', command: node, args: [join(ROOT, 'tools/words.ts')] },
]

/** Runs a step; its output is kept back and shown when it fails, or at once when `live`. */
async function run(step: Step, live: boolean): Promise<void> {
  const began = performance.now()
  const child = spawn(step.command, step.args, {
    cwd: ROOT,
    stdio: live ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0', ...step.env },
  })
  children.add(child)
  let text = ''
  child.stdout?.on('data', (chunk) => {
    text += chunk
  })
  child.stderr?.on('data', (chunk) => {
    text += chunk
  })
  const code = await new Promise<number>((resolve) => {
    child.on('error', () => resolve(127))
    child.on('exit', (status) => resolve(status ?? 1))
  })
  children.delete(child)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  let good = code === 0 ? 1 : 0
  let bad = code === 0 ? 0 : 1
  if (step.counts) {
    try {
      const result = JSON.parse(readFileSync(step.counts, 'utf8')) as {
        numPassedTests: number
        numFailedTests: number
        numFailedTestSuites: number
      }
      good = result.numPassedTests
      // A file that does not even load, or a run that ends badly after green tests, is a failure too.
      bad = Math.max(result.numFailedTests, code === 0 ? 0 : 1)
    } catch {
      good = 0
      bad = 1
    }
  }
  passed += good
  failed += bad
  if (!live && code !== 0) process.stdout.write(`${text}\n`)
  process.stdout.write(`${code === 0 ? '✓' : '✗'} ${step.name} (${seconds} s)\n`)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal)
    process.exit(130)
  })
}

// Checks need no database and two cores can share them; tests run one project after another.
const waiting = isQuick ? [...checks, vitest('pure')] : [...checks]
await Promise.all(
  Array.from({ length: 2 }, async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) await run(step, false)
  }),
)
if (!isQuick) {
  await run(
    { name: 'generated files', command: node, args: [join(ROOT, 'tools/generate.ts'), '--check'] },
    false,
  )
  await run({ name: 'build screens', command: node, args: [join(ROOT, 'tools/build-screens.ts')] }, false)
  let chromium: string | undefined
  try {
    chromium = await ensureChromium((line) => process.stdout.write(`  ${line}\n`))
  } catch (error) {
    // Never skipped silently: without a browser the page tests have failed.
    process.stdout.write(`✗ browser: ${(error as Error).message}\n`)
    failed += 1
  }
  for (const project of ['pure', 'engine', 'api', 'system']) await run(vitest(project), true)
  if (chromium) await run({ ...vitest('browser'), env: { CHROMIUM_PATH: chromium } }, true)
}
rmSync(output, { recursive: true, force: true })
process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
process.exit(failed === 0 ? 0 : 1)
