import { readFileSync, readlinkSync } from 'node:fs'
import process from 'node:process'

export type ProcessInfo = {
  pid: number
  name: string
  zombie: boolean
  commandLine: string
  folder: string | undefined
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** What /proc says; undefined where there is no /proc or no such process. */
export function describeProcess(pid: number): ProcessInfo | undefined {
  const stat = readOr(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  const end = stat.lastIndexOf(')')
  return {
    pid,
    name: stat.slice(stat.indexOf('(') + 1, end),
    zombie: 'ZX'.includes(stat.charAt(end + 2)),
    commandLine: (readOr(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim(),
    folder: linkOr(`/proc/${pid}/cwd`),
  }
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
