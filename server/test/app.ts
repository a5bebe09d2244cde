import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { inject } from 'vitest'
import { startSession } from '../../features/people/sessions.ts'
import { buildApp } from '../app.ts'
import { jobs } from '../features.ts'
import { readConfig } from '../lib/config.ts'
import type { Services } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { asSystem, drainJobs } from '../lib/jobs.ts'
import { makeLog } from '../lib/log.ts'
import { openServices } from '../services.ts'
import { type Cluster, createFromTemplate, dropDatabase } from './cluster.ts'

declare module 'vitest' {
  interface ProvidedContext {
    clusterUrl: string
    template: string
  }
}

// biome-ignore lint/suspicious/noExplicitAny: answers are checked by the assertions of the test.
export type Answer = { status: number; body: any; headers: Record<string, unknown>; text: string }

export interface Client {
  get(path: string): Promise<Answer>
  post(path: string, body?: unknown, options?: { key?: string }): Promise<Answer>
  put(path: string, body?: unknown): Promise<Answer>
  patch(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  delete(path: string): Promise<Answer>
  inject(options: InjectOptions): Promise<Answer>
}

export interface TestApp {
  app: FastifyInstance
  services: Services
  url: string
  dataDir: string
  /** Acts with the person's own session through the API; paths are under /api/v1. */
  as(person: { id: string }): Promise<Client>
  anonymous: Client
  /** Sets the time the application sees. */
  setNow(now: Date): void
  /** Runs all jobs due at the application's time. */
  drain(): Promise<number>
  close(): Promise<void>
}

/** The cluster that vitest's global set-up started. */
export const sharedCluster = (): Cluster => ({
  urlOf(database) {
    const url = new URL(inject('clusterUrl'))
    url.pathname = `/${database}`
    return url.toString()
  },
  stop: async () => {},
})

/** The whole application on a fresh, migrated database of its own. Call once per test file, close in afterAll. */
export async function startTestApp(): Promise<TestApp> {
  const cluster = sharedCluster()
  const database = await createFromTemplate(cluster, inject('template'))
  const dataDir = mkdtempSync(join(tmpdir(), 'hamdel-app-'))
  let now: Date | undefined
  const services = await openServices({
    config: readConfig({ HAMDEL_DATA: dataDir }),
    connection: { connectionString: database.url },
    log: makeLog(process.env.TEST_LOG ?? 'silent'),
    maxConnections: 8,
    now: () => now ?? new Date(),
  })
  const app = await buildApp(services)
  await app.ready()

  const client = (cookie?: string): Client => {
    const call = async (options: InjectOptions): Promise<Answer> => {
      const response = await app.inject({
        ...options,
        headers: { ...(cookie ? { cookie } : {}), ...options.headers },
      })
      const type = String(response.headers['content-type'] ?? '')
      return {
        status: response.statusCode,
        body: /json/.test(type) ? response.json() : undefined,
        headers: response.headers,
        text: response.payload,
      }
    }
    const send =
      (method: 'POST' | 'PUT' | 'PATCH' | 'DELETE') =>
      (path: string, body?: unknown, options?: { key?: string } & Record<string, string | undefined>) => {
        const { key, ...headers } = options ?? {}
        return call({
          method,
          url: `/api/v1${path}`,
          ...(body === undefined ? {} : { payload: body as object }),
          headers: { 'idempotency-key': key ?? newId(), ...(headers as Record<string, string>) },
        })
      }
    return {
      get: (path) => call({ method: 'GET', url: `/api/v1${path}` }),
      post: send('POST'),
      put: send('PUT'),
      patch: send('PATCH'),
      delete: send('DELETE'),
      inject: call,
    }
  }

  return {
    app,
    services,
    url: database.url,
    dataDir,
    anonymous: client(),
    async as(person) {
      const { token } = await asSystem(
        services,
        'test',
        (ctx) => startSession(ctx, person.id, 'test'),
        new Date(),
      )
      return client(`sid=${token}`)
    },
    setNow(value) {
      now = value
    },
    drain: () => drainJobs(services, jobs, now ?? new Date()),
    async close() {
      await app.close()
      await services.close()
      await dropDatabase(cluster, database.name)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
