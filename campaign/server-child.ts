import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type pg from 'pg'
import { describeProcess, isPostgresOf } from '../server/lib/embedded/processes.ts'
import { readRunFile } from '../server/lib/run-file.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))

export interface ServerChild {
  port: number
  dataDir: string
  pid(): number | undefined
  /** The postmaster of this data folder, and of no other; undefined while there is none. */
  postmaster(): number | undefined
  connection(): pg.ClientConfig
  /** What the server wrote to stdout and stderr so far. */
  log(): string
  start(): void
  /** Resolves with the time in ms since the last start; throws after `timeoutMs` or when the process gave up. */
  ready(timeoutMs?: number): Promise<number>
  /** kill -9 of the server process alone; resolves when it is gone. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/** A port nobody uses at the moment, on the loopback interface. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

/** The real server as a child process with a data folder and port of its own; it dies with us. */
export async function makeServer(
  dataDir: string,
  options: { preload?: string; env?: Record<string, string> } = {},
): Promise<ServerChild> {
  mkdirSync(dataDir, { recursive: true })
  const port = await freePort()
  const logFile = join(dataDir, 'server.log')
  const clusterDir = join(dataDir, 'postgres')
  let child: ChildProcess | undefined
  let startedAt = 0

  const alive = () => child !== undefined && child.exitCode === null && child.signalCode === null
  const gone = async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    if (!alive()) return
    child!.once('exit', () => resolve())
    await promise
  }
  const answers = async () =>
    fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
      (response) => response.ok,
      () => false,
    )

  return {
    port,
    dataDir,
    pid: () => (alive() ? child!.pid : undefined),
    postmaster() {
      try {
        const pid = Number.parseInt(readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8'), 10)
        return isPostgresOf(describeProcess(pid), clusterDir) ? pid : undefined
      } catch {
        return undefined
      }
    },
    connection() {
      const found = readRunFile(dataDir)?.connection
      if (!found) throw new Error('The server is not running.')
      return found
    },
    log: () => readFileSync(logFile, 'utf8'),
    start() {
      const log = openSync(logFile, 'a', 0o600)
      const preload = options.preload ? ['--import', pathToFileURL(join(ROOT, options.preload)).href] : []
      startedAt = performance.now()
      child = spawn(process.execPath, [...preload, join(ROOT, 'server/main.ts')], {
        cwd: ROOT,
        stdio: ['ignore', log, log],
        env: {
          ...process.env,
          LOG_LEVEL: 'warn',
          ...options.env,
          HOST: '127.0.0.1',
          PORT: String(port),
          HAMDEL_DATA: dataDir,
          HAMDEL_LAUNCHER_PID: String(process.pid),
          DATABASE_URL: '',
        },
      })
      closeSync(log)
    },
    async ready(timeoutMs = 60_000) {
      for (;;) {
        if (await answers()) return performance.now() - startedAt
        if (!alive())
          throw new Error(
            `The server ended before it was ready:\n${readFileSync(logFile, 'utf8').slice(-2_000)}`,
          )
        if (performance.now() - startedAt > timeoutMs) throw new Error('The server was not ready in time.')
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    async kill() {
      const ended = gone()
      if (alive()) child!.kill('SIGKILL')
      await ended
    },
    async stop() {
      const ended = gone()
      if (alive()) child!.kill('SIGTERM')
      await ended
    },
  }
}
