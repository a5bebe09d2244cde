import type pg from 'pg'
import type { Logger } from 'pino'
import { reactions } from './events.ts'
import { type Config, readSecrets } from './lib/config.ts'
import type { Services } from './lib/context.ts'
import { openDatabase } from './lib/database.ts'
import { startLive } from './lib/live.ts'

/** Opens what lives as long as the process: pool, live tail, secrets. */
export async function openServices(input: {
  config: Config
  connection: pg.PoolConfig
  log: Logger
  maxConnections?: number
  now?: () => Date
}): Promise<Services & { close(): Promise<void> }> {
  const { config, connection, log } = input
  const database = openDatabase(connection, { max: input.maxConnections ?? 16 })
  const live = await startLive(database.pool, connection, log)
  return {
    config,
    secrets: readSecrets(config.dataDir),
    database,
    log,
    live,
    now: input.now ?? (() => new Date()),
    reactions,
    async close() {
      await live.stop()
      await database.close()
    },
  }
}
