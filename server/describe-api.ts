import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from './app.ts'
import { readConfig } from './lib/config.ts'
import { makeLog } from './lib/log.ts'
import { openServices } from './services.ts'

/** The OpenAPI document of all routes. */
export async function describeApi(url: string): Promise<unknown> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hamdel-api-'))
  const services = await openServices({
    config: readConfig({ HAMDEL_DATA: dataDir }),
    connection: { connectionString: url },
    log: makeLog('silent'),
  })
  const app = await buildApp(services)
  await app.ready()
  const document = app.swagger()
  await app.close()
  await services.close()
  rmSync(dataDir, { recursive: true })
  return document
}
