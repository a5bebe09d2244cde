import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import type { Binaries } from './binaries.ts'
import { diskFull, outOfSpace } from './cluster.ts'
import { failure, sleep } from './failure.ts'
import { openLog } from './log-file.ts'
import type { RunAs } from './run-as.ts'
import { startWatchdog, tiedToUs } from './tied.ts'

export type ServerProcess = { pid: number; closed: Promise<void>; stop(): Promise<void> }

/** Starts the postmaster and waits until it answers; it ends with us whatever happens to us. */
export async function startProcess(
  clusterDir: string,
  parameters: string[],
  options: { binaries: Binaries; runAs: RunAs; logFile: string; log: (line: string) => void },
): Promise<ServerProcess> {
  const { binaries, runAs } = options
  const logFile = openLog(options.logFile)
  const tied = tiedToUs('INT')
  const [command = '', ...args] = [
    ...runAs.prefix,
    ...tied,
    binaries.postgres,
    '-D',
    clusterDir,
    ...parameters,
  ]
  const child = spawn(command, args, {
    env: binaries.environment,
    cwd: path.dirname(clusterDir),
    stdio: ['ignore', logFile.descriptor, logFile.descriptor],
    detached: true, // Ctrl-C in the terminal is for us; we close the database when the last request is done
  })
  const closed = new Promise<void>((resolve) => {
    child.on('error', () => resolve())
    child.on('exit', () => resolve())
  })
  logFile.closeOurs()
  const pid = child.pid
  const interrupt = () => child.kill('SIGINT')
  process.on('exit', interrupt)
  const watchdog = tied.length === 0 && pid !== undefined ? startWatchdog(pid) : undefined
  void closed.then(() => {
    process.off('exit', interrupt)
    watchdog?.kill('SIGKILL')
    logFile.stop()
  })

  try {
    if (pid === undefined) throw startFailed(`${command}: not found`)
    await untilReady(clusterDir, pid, child, options.log)
  } catch (error) {
    await closed
    throw (error as { code?: string }).code === 'start_failed' ? explain(logFile.tail()) : error
  }
  return { pid, closed, stop: () => stop(child, closed) }
}

async function untilReady(clusterDir: string, pid: number, child: ChildProcess, log: (line: string) => void) {
  const started = Date.now()
  let nextNews = started + 5000
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw startFailed('')
    const lines = statusLines(clusterDir)
    if (Number(lines[0]) === pid && lines[7]?.trim() === 'ready') return
    if (Date.now() > nextNews) {
      // Recovery after a power cut may take minutes; giving up would only begin it anew.
      log('پایگاه داده در حال بازیابی است؛ صبر کنید… / The database is recovering; please wait…')
      nextNews += 10_000
    }
    await sleep(8)
  }
}

function statusLines(clusterDir: string): string[] {
  try {
    return readFileSync(path.join(clusterDir, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return []
  }
}

/** Fast shutdown; then immediate, which the next start repairs from the write-ahead log. */
async function stop(child: ChildProcess, closed: Promise<void>) {
  for (const [signal, patience] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 5000],
  ] as const) {
    child.kill(signal)
    const waiting = new AbortController()
    const done = await Promise.race([closed.then(() => true), until(patience, waiting.signal)])
    waiting.abort()
    if (done) return
  }
}

function until(ms: number, signal: AbortSignal): Promise<false> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms)
    signal.addEventListener('abort', () => clearTimeout(timer))
  })
}

function startFailed(message: string): Error {
  return failure('start_failed', message, message)
}

export function explain(tail: string): Error {
  if (outOfSpace.test(tail)) return diskFull('')
  return failure(
    'start_failed',
    `پایگاه داده باز نشد. آنچه PostgreSQL گفت (در postgres.log هم هست):\n${tail.trim()}`,
    'The database did not start; the lines above are what PostgreSQL said (also in postgres.log in the data folder). Nothing was deleted.',
  )
}
