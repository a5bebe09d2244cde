import process from 'node:process'
import type { ClientConfig } from 'pg'
import { startEmbeddedPostgres } from '../embedded-postgres.ts'
import { readRunFile } from '../run-file.ts'

export type Reached = {
  connection: ClientConfig
  how: 'external' | 'running server' | 'started here'
  close(): Promise<void>
}

const nothing = async () => {}

/** The database of this installation: external, that of the running server, or started for us. */
export async function reachDatabase(dataDir: string, log: (line: string) => void): Promise<Reached> {
  const url = process.env.DATABASE_URL
  if (url) return { connection: { connectionString: url }, how: 'external', close: nothing }
  const running = readRunFile(dataDir)?.connection
  if (running !== undefined) return { connection: { ...running }, how: 'running server', close: nothing }
  const started = await startEmbeddedPostgres({ dataDir, log })
  return { connection: { ...started.connection }, how: 'started here', close: started.stop }
}
