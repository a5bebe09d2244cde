import { mkdirSync, realpathSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { findBinaries } from './embedded/binaries.ts'
import { ensureCluster, superuser } from './embedded/cluster.ts'
import { errorCode, failure, sleep } from './embedded/failure.ts'
import { lockFolder } from './embedded/folder-lock.ts'
import { clearLeftovers } from './embedded/leftovers.ts'
import { chooseRunAs } from './embedded/run-as.ts'
import { type ServerProcess, startProcess } from './embedded/server-process.ts'
import { settings } from './embedded/settings.ts'
import { makeSocketFolder, removeSocketFolder, socketPort } from './embedded/socket-folder.ts'

export type EmbeddedConnection = { host: string; port: number; user: string; database: string }

export type EmbeddedPostgres = {
  connection: EmbeddedConnection
  pid: number
  /** Resolves when PostgreSQL is gone, by `stop` or by itself. */
  closed: Promise<void>
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  /** HAMDEL_DATA; the cluster is its folder `postgres`. */
  dataDir: string
  log: (line: string) => void
  /** For tests and benchmarks. */
  settings?: Record<string, string>
}

const database = 'hamdel'

/** PostgreSQL as our child, reached by a private socket; creates the cluster at the first start. */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { log } = options
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 })
  const dataDir = realpathSync(options.dataDir)
  const clusterDir = path.join(dataDir, 'postgres')
  const binaries = findBinaries(path.join(dataDir, 'postgres-lib'))
  const unlock = await lockFolder(path.join(dataDir, 'postgres.lock'), log)
  let socketFolder: string | undefined
  let server: ServerProcess | undefined
  try {
    const runAs = chooseRunAs(binaries, dataDir, clusterDir)
    await ensureCluster(clusterDir, binaries, runAs, log)
    await clearLeftovers(clusterDir, log)
    socketFolder = makeSocketFolder(clusterDir, runAs.owner)
    const connection = { host: socketFolder, port: socketPort, user: superuser, database }
    const parameters = settings(socketFolder, options.settings)
    const logFile = path.join(dataDir, 'postgres.log')
    server = await startPatiently(() =>
      startProcess(clusterDir, parameters, { binaries, runAs, logFile, log }),
    )
    await prepareDatabase(connection)
    return handle(connection, server, unlock)
  } catch (error) {
    await server?.stop()
    if (socketFolder !== undefined) removeSocketFolder(socketFolder)
    unlock()
    throw error
  }
}

/** After a kill of everything at once the kernel may hold the old shared memory for a moment. */
async function startPatiently(start: () => Promise<ServerProcess>): Promise<ServerProcess> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await start()
    } catch (error) {
      if (attempt >= 25 || !/shared memory block .* still in use/.test((error as Error).message)) throw error
      await sleep(200)
    }
  }
}

function handle(connection: EmbeddedConnection, server: ServerProcess, unlock: () => void): EmbeddedPostgres {
  const closed = server.closed.then(() => {
    removeSocketFolder(connection.host)
    unlock()
  })
  let stopping: Promise<void> | undefined
  return {
    connection,
    pid: server.pid,
    closed,
    stop: () => {
      stopping ??= server.stop().then(() => closed)
      return stopping
    },
  }
}

async function prepareDatabase(connection: EmbeddedConnection) {
  try {
    await checkTrigrams(connection)
  } catch (error) {
    if (errorCode(error) !== '3D000') throw error // no such database: the first start
    await withClient({ ...connection, database: 'postgres' }, (client) =>
      client.query(`create database ${database}`),
    )
    await checkTrigrams(connection)
  }
}

/** With a wrong LC_CTYPE the search silently finds nothing in Persian; better not to start at all. */
async function checkTrigrams(connection: EmbeddedConnection) {
  await withClient(connection, async (client) => {
    await client.query('set client_min_messages = warning; create extension if not exists pg_trgm')
    const { rows } = await client.query(`select show_trgm('علی') <> '{}' as works`)
    if (rows[0].works) return
    throw failure(
      'locale_broken',
      'جست‌وجوی فارسی در این پایگاه داده کار نمی‌کند (LC_CTYPE نادرست است). پشتیبان بگیرید و در پوشهٔ داده‌ای تازه بازگردانید.',
      'Persian search does not work in this database (wrong LC_CTYPE). Make a backup and restore it into a new data folder.',
    )
  })
}

async function withClient(connection: EmbeddedConnection, work: (client: pg.Client) => Promise<unknown>) {
  const client = new pg.Client(connection)
  client.on('error', () => {})
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
