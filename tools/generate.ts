import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withFreshDatabase } from '../server/test/cluster.ts'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

/** Runs a package's command line with this Node; its output is returned, a failure throws. */
function run(script: string, args: string[], env: Record<string, string> = {}): void {
  const result = spawnSync(process.execPath, [path(`../node_modules/${script}`), ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
  if (result.status !== 0) throw new Error(`${script} failed:\n${result.stdout}\n${result.stderr}`)
}

/** Database types from the migrated database, OpenAPI from the routes, browser types from OpenAPI. */
async function generate(
  into: { dbTypes: string; openapi: string; apiTypes: string },
  options: { dbTypesOnly: boolean },
): Promise<void> {
  await withFreshDatabase(async ({ url }) => {
    run('kysely-codegen/dist/cli/bin.js', [
      '--dialect',
      'postgres',
      '--url',
      url,
      '--out-file',
      into.dbTypes,
      '--date-parser',
      'string',
      '--exclude-pattern',
      'public.migrations',
      '--log-level',
      'error',
    ])
    const types = readFileSync(into.dbTypes, 'utf8')
      // bigint columns are read as bigint (see server/lib/database.ts), not as text.
      .replace(
        /export type Int8 = .*$/m,
        'export type Int8 = ColumnType<bigint, bigint | number | string, bigint | number | string>;',
      )
      .replace(
        /export type Numeric = .*$/m,
        'export type Numeric = ColumnType<number, number | string, number | string>;',
      )
    writeFileSync(into.dbTypes, types)
    if (options.dbTypesOnly) return
    const { describeApi } = await import('../server/describe-api.ts')
    writeFileSync(into.openapi, `${JSON.stringify(await describeApi(url), null, 2)}\n`)
    run('openapi-typescript/bin/cli.js', [into.openapi, '-o', into.apiTypes])
  })
}

const committed = {
  dbTypes: path('../server/lib/db-types.ts'),
  openapi: path('../api/openapi.json'),
  apiTypes: path('../api/types.ts'),
}

if (process.argv.includes('--check')) {
  const folder = await mkdtemp(join(tmpdir(), 'hamdel-generate-'))
  const fresh = {
    dbTypes: join(folder, 'db-types.ts'),
    openapi: join(folder, 'openapi.json'),
    apiTypes: join(folder, 'types.ts'),
  }
  await generate(fresh, { dbTypesOnly: false })
  const drifted = (Object.keys(committed) as (keyof typeof committed)[]).filter(
    (name) => readFileSync(fresh[name], 'utf8') !== readFileSync(committed[name], 'utf8'),
  )
  rmSync(folder, { recursive: true })
  if (drifted.length > 0) {
    console.error(
      `Generated files are behind the code: ${drifted.map((name) => committed[name].split('/').slice(-2).join('/')).join(', ')}. Run: npm run generate`,
    )
    process.exit(1)
  }
  console.log('Generated files match the code.')
} else {
  await generate(committed, { dbTypesOnly: process.argv.includes('--db') })
  console.log('Generated server/lib/db-types.ts, api/openapi.json, api/types.ts')
}
