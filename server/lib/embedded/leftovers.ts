import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { failure, sleep } from './failure.ts'
import { describeProcess, isAlive, isPostgresOf, postgresProcessesIn, waitUntilGone } from './processes.ts'

/**
 * Clears what an earlier run left: an orphan PostgreSQL is stopped cleanly, a pid file that names nobody of ours is
 * removed. Call only while holding the folder lock: then no Hamdel can be using what is found here.
 */
export async function clearLeftovers(clusterDir: string, log: (line: string) => void): Promise<void> {
  const pidFile = path.join(clusterDir, 'postmaster.pid')
  const postmaster = readPid(pidFile)
  if (postmaster !== undefined && isPostgresOf(describeProcess(postmaster), clusterDir)) {
    log(
      'پایگاه دادهٔ اجرای پیشین هنوز باز است؛ می‌بندیمش… / The database of an earlier run is still open; closing it…',
    )
    await stopOrphan(postmaster, clusterDir)
  }
  await endBackends(clusterDir)
  // PostgreSQL itself handles a dead pid; a live stranger or a zombie under that number would make it refuse.
  if (postmaster !== undefined && readPid(pidFile) === postmaster && isAlive(postmaster))
    rmSync(pidFile, { force: true })
}

/** It may be closing already (its parent died): wait, then ask, then insist. Never SIGKILL: that leaves backends. */
async function stopOrphan(pid: number, clusterDir: string) {
  if (await waitUntilGone(pid, 300)) return
  for (const [signal, patience] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    signalOr(pid, signal)
    if (await waitUntilGone(pid, patience)) return
  }
  throw doesNotStop(pid, clusterDir)
}

/** Backends whose postmaster was killed end by themselves within moments; starting beside them would ruin data. */
async function endBackends(clusterDir: string) {
  const until = Date.now() + 10_000
  for (let round = 0; ; round++) {
    const left = postgresProcessesIn(clusterDir)
    if (left.length === 0) return
    if (Date.now() > until) throw doesNotStop(left[0]!, clusterDir)
    if (round === 20) for (const pid of left) signalOr(pid, 'SIGQUIT')
    await sleep(50)
  }
}

function doesNotStop(pid: number, clusterDir: string): Error {
  return failure(
    'orphan_does_not_stop',
    `یک PostgreSQL از اجرای پیشین (شمارهٔ پردازش ${pid}) روی ${clusterDir} باز مانده و بسته نمی‌شود. آن را ببندید (kill -INT ${pid}) و دوباره اجرا کنید.`,
    `A PostgreSQL of an earlier run (process ${pid}) still works on ${clusterDir} and does not stop. Stop it (kill -INT ${pid}) and start again.`,
  )
}

export function readPid(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
    return Number.isInteger(pid) && pid > 0 ? pid : undefined
  } catch {
    return undefined
  }
}

function signalOr(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal)
  } catch {}
}
