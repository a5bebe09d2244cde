import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import process from 'node:process'

let works: boolean | undefined

/** A command prefix that ends a child with us; empty where util-linux's setpriv is missing (busybox, macOS). */
export function tiedToUs(signal: 'INT' | 'KILL'): string[] {
  if (process.env.HAMDEL_NO_SETPRIV === '1') return []
  works ??=
    process.platform === 'linux' &&
    spawnSync('setpriv', ['--pdeathsig', 'INT', 'true'], { stdio: 'ignore' }).status === 0
  return works ? ['setpriv', '--pdeathsig', signal] : []
}

/** A shell that waits for the end of a pipe only we hold, however we end, and then interrupts the process. */
export function startWatchdog(pid: number): ChildProcess {
  const watchdog = spawn('sh', ['-c', 'read -r line; kill -INT "$1"', 'hamdel-watchdog', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watchdog.on('error', () => {})
  watchdog.unref()
  return watchdog
}
