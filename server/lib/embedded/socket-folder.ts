import { createHash } from 'node:crypto'
import { chownSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { errorCode, failure } from './failure.ts'

export const socketPort = 5432
const longest = process.platform === 'darwin' ? 103 : 107

/** A short private folder for the socket: data folders may be deeper than a socket address can be long. */
export function makeSocketFolder(
  clusterDir: string,
  owner: { uid: number; gid: number } | undefined,
): string {
  const uid = process.getuid?.() ?? 0
  const name = `hamdel-${createHash('sha256').update(`${uid} ${owner?.uid} ${clusterDir}`).digest('hex').slice(0, 12)}`
  for (const parent of new Set([os.tmpdir(), '/tmp', '/var/tmp', `/run/user/${uid}`])) {
    if (!isSafeParent(parent) || !isShort(path.join(parent, name))) continue
    try {
      return makePrivate(path.join(parent, name), owner)
    } catch {}
  }
  throw failure(
    'no_short_folder',
    'پوشهٔ موقت مناسبی برای ارتباط با پایگاه داده نیست. TMPDIR را به پوشه‌ای کوتاه مانند /tmp با اجازهٔ نوشتن بدهید.',
    'No suitable temporary folder for the database socket. Set TMPDIR to a short writable folder such as /tmp.',
  )
}

export function removeSocketFolder(folder: string) {
  try {
    rmSync(folder, { recursive: true, force: true })
  } catch {}
}

function makePrivate(folder: string, owner: { uid: number; gid: number } | undefined): string {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    if (isPrivate(folder, owner)) return emptied(folder)
    // Somebody else made our predictable name: step aside to one nobody can guess.
    folder = mkdtempSync(`${folder}-`)
  }
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid)
  return folder
}

/** A socket lock of a killed run may name a pid that now is a stranger's; PostgreSQL would refuse to start. */
function emptied(folder: string): string {
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true, force: true })
  return folder
}

function isPrivate(folder: string, owner: { uid: number; gid: number } | undefined): boolean {
  const stats = lstatSync(folder)
  return stats.isDirectory() && stats.uid === (owner?.uid ?? process.getuid?.()) && (stats.mode & 0o077) === 0
}

/** In a folder open to all, only the sticky bit keeps others from replacing ours. */
function isSafeParent(parent: string): boolean {
  try {
    const { mode } = statSync(parent)
    return (mode & 0o002) === 0 || (mode & 0o1000) !== 0
  } catch {
    return false
  }
}

function isShort(folder: string): boolean {
  // Seven more bytes for the suffix of mkdtemp.
  return Buffer.byteLength(path.join(folder, `.s.PGSQL.${socketPort}`)) + 7 <= longest
}
