import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import {
  type EmbeddedConnection,
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../embedded-postgres.ts'
import { waitUntilGone } from './processes.ts'

type Answer = { pid: number; connection: EmbeddedConnection; error?: string; code?: string }

const childFile = fileURLToPath(new URL('./test-child.ts', import.meta.url))

/** Remembers what a test started and ends exactly that. */
export function testBench() {
  const folders: string[] = []
  const servers: EmbeddedPostgres[] = []
  const pids: number[] = []
  return {
    folder(): string {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'hamdel-test-'))
      chmodSync(folder, 0o755)
      folders.push(folder)
      return folder
    },
    async start(dataDir: string): Promise<EmbeddedPostgres> {
      const server = await startEmbeddedPostgres({
        dataDir,
        log: () => {},
        settings: { shared_buffers: '16MB' },
      })
      servers.push(server)
      pids.push(server.pid)
      return server
    },
    async startInChild(
      dataDir: string,
      as: { uid?: number; gid?: number; env?: Record<string, string> } = {},
    ) {
      const { env, ...user } = as
      const child = spawn(process.execPath, [childFile, dataDir], {
        ...user,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      if (child.pid !== undefined) pids.push(child.pid)
      const answer = await firstLine(child)
      if (answer.pid) pids.push(answer.pid)
      if (answer.connection) folders.push(answer.connection.host)
      return { child, ...answer }
    },
    remember: (pid: number) => pids.push(pid),
    async clear() {
      for (const server of servers) await server.stop()
      for (const pid of pids) if (!(await waitUntilGone(pid, 0))) killOr(pid)
      for (const folder of folders)
        rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 200 })
      for (const list of [servers, pids, folders]) list.length = 0
    },
  }
}

function killOr(pid: number) {
  try {
    process.kill(pid, 'SIGINT')
  } catch {}
}

async function firstLine(child: ChildProcess): Promise<Answer> {
  for await (const line of createInterface({ input: child.stdout! })) return JSON.parse(line) as Answer
  throw new Error('the child said nothing')
}

export async function query(
  connection: EmbeddedConnection,
  text: string,
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(connection)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}
