// Starts a cluster in a process of its own, for the tests to kill: node test-child.ts <data folder>
import process from 'node:process'
import { startEmbeddedPostgres } from '../embedded-postgres.ts'

const dataDir = process.argv[2] ?? ''
try {
  const database = await startEmbeddedPostgres({
    dataDir,
    log: () => {},
    settings: { shared_buffers: '16MB' },
  })
  process.stdout.write(`${JSON.stringify({ pid: database.pid, connection: database.connection })}\n`)
  const stop = () => void database.stop().then(() => process.exit(0))
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
} catch (error) {
  process.stdout.write(
    `${JSON.stringify({ error: (error as Error).message, code: (error as { code?: string }).code })}\n`,
  )
  process.exitCode = 1
}
