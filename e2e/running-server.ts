import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../', import.meta.url))

export interface RunningServer {
  url: string
  dataDir: string
  accounts: { fullName: string; role: string; identifier: string; password: string }[]
  /** Ends it cleanly; `keepData` leaves the folder for another start. */
  stop(options?: { keepData?: boolean }): Promise<void>
  /** kill -9; the folder stays. */
  kill(): Promise<void>
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : 0
      probe.close(() => resolve(port))
    })
  })

/** The real server as its own process on a fresh data folder, with the demo company or empty. */
export async function startServer(options: { demo: boolean; dataDir?: string }): Promise<RunningServer> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'hamdel-e2e-'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  const child: ChildProcess = spawn(
    process.execPath,
    ['server/main.ts', ...(options.demo ? ['--demo'] : [])],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        PORT: String(port),
        HAMDEL_DATA: dataDir,
        PUBLIC_URL: url,
        LOG_LEVEL: 'warn',
        DATABASE_URL: '',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  const keep = (chunk: Buffer) => {
    output += chunk
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const deadline = Date.now() + 90_000
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server did not start:\n${output}`)
    if (
      await fetch(`${url}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      break
    if (Date.now() > deadline) throw new Error(`The server is not ready:\n${output}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  return {
    url,
    dataDir,
    accounts: options.demo ? JSON.parse(readFileSync(join(dataDir, 'demo-accounts.json'), 'utf8')) : [],
    async stop(ending = {}) {
      child.kill('SIGTERM')
      await gone
      if (!ending.keepData) rmSync(dataDir, { recursive: true, force: true })
    },
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}
