import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import process from 'node:process'

export type ProcessInfo = {
  name: string
  zombie: boolean
  commandLine: string
  folder: string | undefined
  /** Tells a process from a later one with the same pid. */
  started: string | undefined
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** What the system knows of a process; undefined when there is none. */
export function describeProcess(pid: number): ProcessInfo | undefined {
  if (process.platform !== 'linux') return askPs(pid)
  const stat = readOr(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  const end = stat.lastIndexOf(')')
  const fields = stat.slice(end + 2).split(' ')
  return {
    name: stat.slice(stat.indexOf('(') + 1, end),
    zombie: 'ZX'.includes(fields[0] ?? ''),
    commandLine: (readOr(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim(),
    folder: linkOr(`/proc/${pid}/cwd`),
    started: fields[19],
  }
}

function askPs(pid: number): ProcessInfo | undefined {
  const found = spawnSync('ps', ['-o', 'state=,comm=', '-p', String(pid)], { encoding: 'utf8' })
  const [, state = '', command = ''] = /^\s*(\S+)\s+(.*)$/m.exec(found.stdout ?? '') ?? []
  if (command === '') return undefined
  const commandLine = spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], {
    encoding: 'utf8',
  }).stdout.trim()
  const name = command.split('/').at(-1) ?? command
  return { name, zombie: state.startsWith('Z'), commandLine, folder: undefined, started: undefined }
}

/** Every PostgreSQL process that works in this folder, postmaster and backends. */
export function postgresProcessesIn(clusterDir: string): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter(
      (pid) => readOr(`/proc/${pid}/comm`) === 'postgres\n' && isPostgresOf(describeProcess(pid), clusterDir),
    )
}

export function isPostgresOf(found: ProcessInfo | undefined, clusterDir: string): boolean {
  if (found === undefined || found.zombie || found.name !== 'postgres') return false
  if (found.folder !== undefined) return found.folder === clusterDir
  return found.commandLine.includes(clusterDir)
}

/** Waits until the process is gone or only a zombie is left; false when the time is over. */
export async function waitUntilGone(pid: number, timeoutMs: number): Promise<boolean> {
  const until = Date.now() + timeoutMs
  while (isAlive(pid) && !describeProcess(pid)?.zombie) {
    if (Date.now() > until) return false
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return true
}

function readOr(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function linkOr(file: string): string | undefined {
  try {
    return readlinkSync(file)
  } catch {
    return undefined
  }
}
