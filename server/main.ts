import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { ensureScreens } from '../tools/build-screens.ts'
import { buildApp } from './app.ts'
import { jobs, recurringJobs } from './features.ts'
import { type Config, readConfig } from './lib/config.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './lib/embedded-postgres.ts'
import { asSystem, type JobRunner, runAgain, startJobs } from './lib/jobs.ts'
import { makeLog } from './lib/log.ts'
import { migrate } from './lib/migrate.ts'
import { stopWhenParentDies } from './lib/parent-watch.ts'
import { removeRunFile, writeRunFile } from './lib/run-file.ts'
import { openServices } from './services.ts'

const isDemo = process.argv.includes('--demo')
const startedAt = performance.now()
// Words for whoever started this go to stderr; stdout is the structured log.
const say = (text: string) => process.stderr.write(`  ${text}\n`)

/** Fails early and in words when the port is taken. */
async function checkPort(config: Config): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `درگاه ${config.port} در دست برنامهٔ دیگری است. با PORT=3001 درگاه دیگری بدهید. / Port ${config.port} is in use. Choose another: PORT=3001`
      reject(
        new Error(
          error.code === 'EADDRINUSE' ? taken : `Port ${config.port} can not be opened: ${error.message}`,
        ),
      )
    })
    probe.listen(config.port, config.host, () => probe.close(() => resolve()))
  })
}

/** The embedded database, brought back when it dies while we live. */
async function superviseDatabase(config: Config, log: (line: string) => void) {
  let current: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log: say })
  let isStopping = false
  const { connection } = current
  const watch = () => {
    current.closed.then(async () => {
      if (isStopping) return
      log('the database stopped by itself; starting it again')
      for (let attempt = 1; !isStopping; attempt++) {
        try {
          current = await startEmbeddedPostgres({ dataDir: config.dataDir, log })
          return watch()
        } catch (error) {
          log(`the database does not start: ${(error as Error).message}`)
          await new Promise((resolve) => setTimeout(resolve, Math.min(200 * attempt, 5_000)))
        }
      }
    })
  }
  watch()
  return {
    connection,
    async stop() {
      isStopping = true
      await current.stop()
    },
  }
}

async function checkDatabase(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    const { rows } = await client.query("select current_setting('server_version_num')::int as version")
    if (rows[0].version < 150_000)
      throw new Error(`PostgreSQL 15 or newer is needed; this one is ${rows[0].version}.`)
    await client.query('create extension if not exists pg_trgm')
    const trigrams = await client.query("select show_trgm('علی') <> '{}' as ok")
    if (!trigrams.rows[0].ok)
      throw new Error(
        "Search in Persian would find nothing: the database's LC_CTYPE is not UTF-8. Create it with LC_CTYPE 'C.UTF-8'.",
      )
  } finally {
    await client.end().catch(() => {})
  }
}

async function migrateOnce(connection: pg.PoolConfig): Promise<void> {
  const pool = new pg.Pool({ ...connection, max: 1 })
  pool.on('error', () => {})
  try {
    await migrate(pool)
  } finally {
    await pool.end()
  }
}

async function main(): Promise<void> {
  const config = readConfig()
  const log = makeLog(process.env.LOG_LEVEL ?? (isDemo ? 'warn' : 'info'))
  await checkPort(config)
  const [, embedded] = await Promise.all([
    ensureScreens(say),
    config.databaseUrl ? undefined : superviseDatabase(config, (line) => log.warn(line)),
  ])
  const connection: pg.ClientConfig = config.databaseUrl
    ? { connectionString: config.databaseUrl }
    : embedded!.connection
  let isStopping = false
  let close = async (): Promise<void> => embedded?.stop()
  const stop = async (why: string, code = 0): Promise<void> => {
    if (isStopping) return
    isStopping = true
    say(`در حال توقف… / Stopping (${why})…`)
    // Whatever hangs, we are gone in ten seconds; the database is safe either way.
    setTimeout(() => process.exit(1), 10_000).unref()
    await close().catch((error) => log.error({ reason: (error as Error).message }, 'stopping'))
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(signal))
  stopWhenParentDies(() => void stop('parent gone'))

  try {
    await checkDatabase(connection)
    await migrateOnce(connection)
    const services = await openServices({ config, connection, log })
    writeRunFile(
      config.dataDir,
      config.databaseUrl ? { url: config.databaseUrl } : { connection: embedded!.connection },
    )
    const company = await services.database.db.selectFrom('company').select('is_demo').executeTakeFirst()
    if (isDemo && !company) {
      const { seedDemo } = await import('../db/seed/seed-demo.ts')
      await seedDemo(services, say)
    }
    const app = config.role === 'jobs' ? undefined : await buildApp(services)
    let runner: JobRunner | undefined
    if (config.role !== 'http') {
      await asSystem(services, 'start', async (ctx) => {
        for (const job of recurringJobs) runAgain(ctx, job, 0)
      })
      runner = startJobs(services, jobs)
    }
    close = async () => {
      await app?.close()
      await runner?.stop()
      await services.close()
      removeRunFile(config.dataDir)
      await embedded?.stop()
    }
    await app?.listen({ port: config.port, host: config.host })
    printWelcome(config)
  } catch (error) {
    await close().catch(() => {})
    throw error
  }
}

interface DemoAccount {
  fullName: string
  role: string
  identifier: string
  password: string
}

function printWelcome(config: Config): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  const address = `http://localhost:${config.port}`
  const lines = [
    '',
    `همدل آماده است / Hamdel is ready (${seconds} s)`,
    '',
    `  میز کار / desk:     ${address}/`,
    `  مشتری / customer:   ${address}/portal`,
    `  API:                ${address}/api/docs`,
  ]
  const file = join(config.dataDir, 'demo-accounts.json')
  if (existsSync(file)) {
    const accounts = JSON.parse(readFileSync(file, 'utf8')) as DemoAccount[]
    lines.push('', '  ورود نمایشی / demo sign-ins (password is the same for all):')
    for (const account of accounts)
      lines.push(
        `    ${account.role.padEnd(14)} ${account.identifier.padEnd(14)} ${account.password}   ${account.fullName}`,
      )
  }
  lines.push('', '  توقف / stop: Ctrl-C', '')
  process.stderr.write(`${lines.join('\n')}\n`)
}

main().catch((error: Error) => {
  process.stderr.write(`\n  همدل راه نیفتاد / Hamdel did not start:\n  ${error.message}\n\n`)
  process.exit(1)
})
