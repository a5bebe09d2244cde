import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import type { Binaries } from './binaries.ts'
import { failure } from './failure.ts'

/** How to run PostgreSQL, which refuses root: a command prefix, and who then owns the files (outside a namespace). */
export type RunAs = { how: string; prefix: string[]; owner: { uid: number; gid: number } | undefined }

/** The first way in which the binaries really run and reach the data folder. */
export function chooseRunAs(binaries: Binaries, dataDir: string, clusterDir: string): RunAs {
  const problems: string[] = []
  for (const candidate of candidates(dataDir, clusterDir)) {
    if (candidate.owner !== undefined) letThrough(dataDir)
    const [command = 'sh', ...args] = [...candidate.prefix, 'sh']
    const script = 'cd "$1" && "$2" --version'
    const probe = spawnSync(command, [...args, '-c', script, 'sh', dataDir, binaries.postgres], {
      env: binaries.environment,
      encoding: 'utf8',
      cwd: '/',
    })
    if (probe.status === 0) return candidate
    problems.push(`${candidate.how}: ${(probe.error?.message ?? probe.stderr).trim()}`)
  }
  throw failure(
    'root_refused',
    `PostgreSQL با این کاربر اجرا نمی‌شود. همدل را با یک کاربر عادی اجرا کنید، یا HAMDEL_DATA را به پوشه‌ای مانند /var/lib/hamdel ببرید، یا DATABASE_URL بدهید. (${problems.join(' | ')})`,
    `PostgreSQL cannot run as this user. Run Hamdel as an ordinary user, or move HAMDEL_DATA to a folder such as /var/lib/hamdel, or set DATABASE_URL. (${problems.join(' | ')})`,
  )
}

function candidates(dataDir: string, clusterDir: string): RunAs[] {
  const uid = process.getuid?.() ?? 0
  const owner = ownerOf(clusterDir)
  if (uid !== 0) {
    if (owner !== undefined && owner.uid !== uid) throw notOurs(clusterDir, owner.uid)
    // initdb wants a name for our uid; containers with an arbitrary uid have none.
    return hasName() ? [{ how: 'directly', prefix: [], owner: undefined }] : [inNamespace()]
  }
  // An existing cluster decides: PostgreSQL runs only as the owner of its files.
  if (owner !== undefined && owner.uid !== 0) return [asUser('owner of the data', owner)]
  const folderOwner = ordinaryOwnerAbove(dataDir)
  const nobody = findNobody()
  const list = [inNamespace()]
  if (owner !== undefined) return list
  if (folderOwner !== undefined && folderOwner.uid !== 0)
    list.push(asUser('owner of the folder', folderOwner))
  if (nobody !== undefined) list.push(asUser('nobody', nobody))
  return list
}

/** Root (or a nameless user) looks like an ordinary user inside; files stay owned by us outside. */
function inNamespace(): RunAs {
  const { uid, gid } = ordinaryUser()
  return {
    how: 'user namespace',
    prefix: ['unshare', '-U', `--map-user=${uid}`, `--map-group=${gid}`],
    owner: undefined,
  }
}

function asUser(how: string, owner: { uid: number; gid: number }): RunAs {
  return {
    how: `${how} (uid ${owner.uid})`,
    prefix: ['setpriv', `--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'],
    owner,
  }
}

type User = { name: string; uid: number; gid: number }

function users(): User[] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
      .filter((user) => Number.isInteger(user.uid) && user.uid > 0)
  } catch {
    return []
  }
}

function ordinaryUser(): { uid: number; gid: number } {
  const known = users()
  return known.find((user) => user.uid === 1000) ?? known[0] ?? { uid: 1000, gid: 1000 }
}

function findNobody(): User | undefined {
  return users().find((user) => user.name === 'nobody')
}

function hasName(): boolean {
  try {
    os.userInfo()
    return true
  } catch {
    return false
  }
}

function ownerOf(folder: string): { uid: number; gid: number } | undefined {
  const stats = statSync(folder, { throwIfNoEntry: false })
  return stats && { uid: stats.uid, gid: stats.gid }
}

/** With sudo in somebody's closed home folder only that somebody can reach the data. */
function ordinaryOwnerAbove(folder: string): { uid: number; gid: number } | undefined {
  const owner = ownerOf(folder)
  if (owner !== undefined && owner.uid !== 0) return owner
  const above = path.dirname(folder)
  return above === folder ? undefined : ordinaryOwnerAbove(above)
}

/** Another user may pass through our folder to the cluster, without seeing what else is in it. */
function letThrough(dataDir: string) {
  const mode = statSync(dataDir).mode & 0o777
  if ((mode & 0o001) === 0) chmodSync(dataDir, mode | 0o011)
}

function notOurs(clusterDir: string, uid: number): Error {
  const folder = path.dirname(clusterDir)
  return failure(
    'folder_not_ours',
    `پوشهٔ داده ${folder} از آنِ کاربر دیگری (uid ${uid}) است. با همان کاربر اجرا کنید یا مالک پوشه را عوض کنید: chown -R`,
    `The data folder ${folder} belongs to another user (uid ${uid}). Run as that user, or change the owner: chown -R "$(id -u)" ${folder}`,
  )
}
