import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statfsSync,
} from 'node:fs'
import path from 'node:path'
import type { Binaries } from './binaries.ts'
import { failure } from './failure.ts'
import type { RunAs } from './run-as.ts'
import { tiedToUs } from './tied.ts'

export const superuser = 'hamdel'
const bundledMajor = '18'
export const outOfSpace = /no space left|disk quota|check free disk space/i
const spaceNeeded = 150 * 1024 * 1024

/**
 * Makes the cluster if there is none. initdb works in a folder beside it that gets its real name only when finished:
 * an interrupted initdb is thrown away, a finished cluster never.
 */
export async function ensureCluster(
  clusterDir: string,
  binaries: Binaries,
  runAs: RunAs,
  log: (line: string) => void,
): Promise<void> {
  if (isCluster(clusterDir)) return
  if (existsSync(clusterDir)) removeEmpty(clusterDir)
  checkSpace(path.dirname(clusterDir))
  log('ساختن پایگاه داده… (چند ثانیه، فقط بار اول) / Creating the database… (a few seconds, only once)')
  clearDrafts(clusterDir)
  const draft = `${clusterDir}.unfinished-${randomBytes(4).toString('hex')}`
  try {
    for (const [index, locale] of locales.entries()) {
      mkdirSync(draft, { mode: 0o700 })
      if (runAs.owner !== undefined) chownSync(draft, runAs.owner.uid, runAs.owner.gid)
      const problem = await initdb(draft, locale, binaries, runAs)
      if (problem === undefined) break
      if (!/invalid locale/i.test(problem) || index === locales.length - 1) throw initFailed(problem)
      rmSync(draft, { recursive: true, force: true })
    }
    renameSync(draft, clusterDir)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw error
  }
}

/** A killed run's initdb may still be writing for a moment: what cannot go now goes next time. */
function clearDrafts(clusterDir: string) {
  const folder = path.dirname(clusterDir)
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(`${path.basename(clusterDir)}.unfinished`)) continue
    try {
      rmSync(path.join(folder, name), { recursive: true, force: true })
    } catch {}
  }
}

/** True for a finished cluster of our major version; a clear error for one of another. */
function isCluster(clusterDir: string): boolean {
  const file = path.join(clusterDir, 'PG_VERSION')
  if (!existsSync(file) || !existsSync(path.join(clusterDir, 'global', 'pg_control'))) return false
  const major = readFileSync(file, 'utf8').trim()
  if (major === bundledMajor) return true
  throw failure(
    'other_major',
    `پوشهٔ داده ${clusterDir} را PostgreSQL ${major} ساخته است، ولی این همدل PostgreSQL ${bundledMajor} دارد. با نسخهٔ پیشین همدل پشتیبان بگیرید (npm run backup) و آن را در پوشهٔ داده‌ای تازه بازگردانید (npm run restore).`,
    `The data folder ${clusterDir} was made by PostgreSQL ${major}; this Hamdel brings ${bundledMajor}. Make a backup with the earlier Hamdel (npm run backup) and restore it into a new data folder (npm run restore). Nothing was changed.`,
  )
}

function removeEmpty(clusterDir: string) {
  if (readdirSync(clusterDir).length === 0) return rmdirSync(clusterDir)
  throw failure(
    'folder_not_a_cluster',
    `در ${clusterDir} پرونده‌هایی هست که پایگاه دادهٔ کاملی نیستند. به آنها دست نزدیم: پوشه را جابه‌جا کنید، یا از پشتیبان برگردانید، و دوباره اجرا کنید.`,
    `${clusterDir} holds files but no complete database. Nothing was touched: move the folder away, or put back what is missing, and start again.`,
  )
}

// C.UTF-8 for letters, or pg_trgm silently finds no trigrams in Persian; macOS may lack that name.
const locales = ['C.UTF-8', 'en_US.UTF-8', 'UTF-8']

function initdb(
  folder: string,
  locale: string,
  binaries: Binaries,
  runAs: RunAs,
): Promise<string | undefined> {
  const [command = '', ...args] = [
    ...runAs.prefix,
    ...tiedToUs('KILL'),
    binaries.initdb,
    `--pgdata=${folder}`,
    `--username=${superuser}`,
    '--encoding=UTF8',
    '--locale=C',
    `--lc-ctype=${locale}`,
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--auth=trust', // the socket's folder is private
    '--data-checksums',
    '--no-instructions',
  ]
  const child = spawn(command, args, {
    env: binaries.environment,
    cwd: path.dirname(folder),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output = (output + String(chunk)).slice(-8000)
    })
  }
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code) => resolve(code === 0 ? undefined : output.trim()))
  })
}

function checkSpace(folder: string) {
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize < spaceNeeded) throw diskFull(folder)
}

function initFailed(output: string): Error {
  if (outOfSpace.test(output)) return diskFull('')
  return failure(
    'initdb_failed',
    `پایگاه داده ساخته نشد؛ چیزی از آن نماند و می‌توانید پس از رفع مشکل دوباره اجرا کنید.\n${output}`,
    'The database could not be created; nothing was left behind, so start again once the problem above is solved.',
  )
}

export function diskFull(folder: string): Error {
  return failure(
    'disk_full',
    `دیسک پر است. دست‌کم ۱۵۰ مگابایت جا باز کنید و دوباره اجرا کنید، یا با HAMDEL_DATA پوشه‌ای روی دیسک دیگر بدهید. ${folder}`,
    `The disk is full. Free at least 150 MB and start again, or choose a folder on another disk with HAMDEL_DATA. ${folder}`,
  )
}
