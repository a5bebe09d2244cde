import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../lib/embedded-postgres.ts'
import { migrate } from '../lib/migrate.ts'

export interface Cluster {
  /** Connection string of a database of the cluster. */
  urlOf(database: string): string
  stop(): Promise<void>
}

/** The PostgreSQL tests run on: TEST_DATABASE_URL's when given (any superuser), otherwise an embedded one of their own. */
export async function startCluster(): Promise<Cluster> {
  const external = process.env.TEST_DATABASE_URL
  if (external) {
    return {
      urlOf(database) {
        const url = new URL(external)
        url.pathname = `/${database}`
        return url.toString()
      },
      stop: async () => {},
    }
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'hamdel-test-'))
  const server = await startEmbeddedPostgres({ dataDir, log: () => {} })
  const { host, port, user } = server.connection
  return {
    urlOf: (database) =>
      `postgresql://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`,
    async stop() {
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function admin<T>(cluster: Cluster, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: cluster.urlOf('postgres') })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** A migrated, empty database to copy for each test file. */
export async function makeTemplate(cluster: Cluster): Promise<string> {
  const name = `hamdel_template_${randomBytes(4).toString('hex')}`
  await admin(cluster, (client) => client.query(`create database ${name}`))
  const pool = new pg.Pool({ connectionString: cluster.urlOf(name), max: 2 })
  await migrate(pool)
  await pool.end()
  return name
}

export async function createFromTemplate(
  cluster: Cluster,
  template: string,
): Promise<{ name: string; url: string }> {
  const name = `hamdel_test_${randomBytes(6).toString('hex')}`
  await admin(cluster, (client) => client.query(`create database ${name} template ${template}`))
  return { name, url: cluster.urlOf(name) }
}

export async function dropDatabase(cluster: Cluster, name: string): Promise<void> {
  await admin(cluster, (client) => client.query(`drop database if exists ${name} with (force)`))
}

/** One migrated database on a cluster of its own, gone afterwards. */
export async function withFreshDatabase<T>(work: (database: { url: string }) => Promise<T>): Promise<T> {
  const cluster = await startCluster()
  const name = await makeTemplate(cluster)
  try {
    return await work({ url: cluster.urlOf(name) })
  } finally {
    await dropDatabase(cluster, name)
    await cluster.stop()
  }
}
