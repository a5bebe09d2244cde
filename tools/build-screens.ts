import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const STAMP = join(ROOT, 'dist', '.screens')
const IGNORED = new Set(['node_modules', 'dist', 'gallery'])

/** Name, size and time of every file the screens are made of: a quarter of a millisecond a file, no reading. */
function fingerprint(): string {
  const hash = createHash('sha256')
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      if (IGNORED.has(entry.name)) continue
      const path = join(folder, entry.name)
      if (entry.isDirectory()) walk(path)
      else if (/\.(tsx?|css|json|html|svg|woff2)$/.test(entry.name) && !entry.name.endsWith('.test.ts')) {
        const { size, mtimeMs } = statSync(path)
        hash.update(`${path}|${size}|${Math.round(mtimeMs)}\n`)
      }
    }
  }
  for (const folder of ['web', 'features', 'api', 'persian/src']) walk(join(ROOT, folder))
  hash.update(readFileSync(join(ROOT, 'package-lock.json')))
  return hash.digest('hex')
}

/** Builds the employees' screens when they are missing or behind their sources. Throws with the builder's words. */
export async function ensureScreens(say: (text: string) => void): Promise<void> {
  const wanted = fingerprint()
  if (
    existsSync(STAMP) &&
    existsSync(join(ROOT, 'dist/web/index.html')) &&
    readFileSync(STAMP, 'utf8') === wanted
  )
    return
  say('ساختن صفحه‌ها… / Building the screens…')
  await new Promise<void>((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        join(ROOT, 'node_modules/vite/bin/vite.js'),
        'build',
        'web',
        '--config',
        join(ROOT, 'web/vite.config.ts'),
        '--logLevel',
        'warn',
        '--emptyOutDir',
      ],
      { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_ENV: 'production' } },
    )
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', reject)
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`The screens could not be built:\n${output}`)),
    )
  })
  mkdirSync(join(ROOT, 'dist'), { recursive: true })
  writeFileSync(STAMP, wanted)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await ensureScreens(console.log)
