/**
 * How fast is an import against raw COPY of the same rows into the same table, in the same run?
 *   node bench/import-rate.ts [file.csv of cdnow's form]   (TEST_DATABASE_URL: any PostgreSQL; otherwise an embedded one)
 * Without a file 70,000 made-up purchases of 23,000 customers are used.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { multipart } from '../features/imports/testing.ts'
import { startSession } from '../features/people/sessions.ts'
import { buildApp } from '../server/app.ts'
import { jobs } from '../server/features.ts'
import { readConfig } from '../server/lib/config.ts'
import { newId } from '../server/lib/id.ts'
import { asSystem, drainJobs } from '../server/lib/jobs.ts'
import { makeLog } from '../server/lib/log.ts'
import { openServices } from '../server/services.ts'
import { withFreshDatabase } from '../server/test/cluster.ts'

const file = process.argv[2] ?? '../shared/data/cdnow_master.csv'

function madeUpPurchases(): string {
  let text = 'customer_id,date,cds,value\n'
  let seed = 7
  const next = (n: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
    return Math.floor((seed / 2 ** 32) * n)
  }
  for (let i = 0; i < 70_000; i++) {
    const month = String(1 + next(12)).padStart(2, '0')
    const on = `2025-${month}-${String(1 + next(28)).padStart(2, '0')}`
    text += `${String(1 + Math.floor(i / 3)).padStart(5, '0')},${on},${1 + next(5)},${next(90_000_000)}\n`
  }
  return text
}

function madeUpCustomers(count: number): string {
  let text = 'کد مشتری,نام,نام خانوادگی,موبایل,شهر,ایمیل\n'
  const names = ['زهرا', 'علی', 'مریم', 'حسین', 'فاطمه', 'رضا', 'سارا', 'محمد']
  const families = ['احمدی', 'حسینی', 'کریمی', 'رضایی', 'موسوی', 'قاسمی', 'یوسفی', 'شریفی']
  for (let i = 0; i < count; i++)
    text += `C${i},${names[i % 8]},${families[(i >> 3) % 8]} ${i % 977},09${String(120_000_000 + i)},تهران,c${i}@example.org\n`
  return text
}

const seconds = async (work: () => Promise<unknown>) => {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

await withFreshDatabase(async ({ url }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hamdel-bench-'))
  const services = await openServices({
    config: readConfig({ HAMDEL_DATA: dataDir }),
    connection: { connectionString: url },
    log: makeLog('error'),
  })
  const app = await buildApp(services)
  const { pool } = services.database
  const branchId = newId()
  const personId = newId()
  await pool.query(`insert into company (name) values ('bench')`)
  await pool.query(`insert into branches (id, name) values ($1, 'bench')`, [branchId])
  await pool.query(
    `insert into people (id, full_name, role, branch_id, email) values ($1, 'bench', 'administrator', $2, 'bench@example.org')`,
    [personId, branchId],
  )
  const { token } = await asSystem(services, 'bench', (ctx) => startSession(ctx, personId, 'bench'))
  const cookie = `sid=${token}`

  async function importFile(content: string | Buffer): Promise<{ rows: number; took: number }> {
    const sent = multipart('bench.csv', content)
    const made = (
      await app.inject({
        method: 'POST',
        url: '/api/v1/imports',
        ...sent,
        headers: { ...sent.headers, cookie },
      })
    ).json()
    const { entity, mapping } = made.detection
    const call = (method: 'PUT' | 'POST', step: string, payload?: object) =>
      app.inject({
        method,
        url: `/api/v1/imports/${made.id}/${step}`,
        headers: { cookie, 'idempotency-key': newId() },
        ...(payload ? { payload } : {}),
      })
    await call('PUT', 'options', { entity, mapping: mapping[entity], moneyUnit: 'rial' })
    const took = await seconds(async () => {
      await call('POST', 'run')
      await drainJobs(services, jobs, new Date(Date.now() + 3_600_000))
    })
    const after = (
      await app.inject({ method: 'GET', url: `/api/v1/imports/${made.id}`, headers: { cookie } })
    ).json()
    if (after.status !== 'done') throw new Error(`${after.status} ${JSON.stringify(after.problem)}`)
    console.log(`  ${JSON.stringify(after.progress)}`)
    return { rows: after.progress.totalRows, took }
  }

  /** Takes the table's rows out and puts them back with COPY: the same rows, the same indexes and checks. */
  async function copyAgain(...tables: string[]): Promise<number> {
    const client = await pool.connect()
    try {
      const texts: string[] = []
      for (const table of tables) {
        const { rows: all } = await client.query({
          text: `select * from ${table}`,
          rowMode: 'array',
          types: { getTypeParser: () => (v: string) => v } as never,
        })
        texts.push(
          all
            .map((row: (string | null)[]) =>
              row
                .map((v) =>
                  v === null ? '\\N' : v.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/\t/g, '\\t'),
                )
                .join('\t'),
            )
            .join('\n'),
        )
      }
      await client.query(`truncate ${tables.join(', ')} cascade`)
      return await seconds(async () => {
        await client.query('begin')
        for (const [i, table] of tables.entries())
          await pipeline(
            Readable.from([Buffer.from(`${texts[i]}\n`)]),
            client.query(copyFrom(`copy ${table} from stdin`)),
          )
        await client.query('commit')
      })
    } finally {
      client.release()
    }
  }

  const say = (what: string, rows: number, took: number, copy: number) =>
    console.log(
      `${what}: ${Math.round(rows / took)} rows/s; raw COPY ${Math.round(rows / copy)} rows/s; share ${(copy / took).toFixed(2)}`,
    )

  const purchases = existsSync(file) ? readFileSync(file) : madeUpPurchases()
  const first = await importFile(purchases)
  const second = await importFile(purchases)
  const copyPurchases = await copyAgain('purchases')
  say(
    'purchases, customers made on the way (against COPY of the purchases alone)',
    first.rows,
    first.took,
    copyPurchases,
  )
  say('purchases, the same file again', second.rows, second.took, copyPurchases)
  await pool.query('truncate purchases cascade')
  await pool.query(
    'update customers set purchase_count = 0, purchase_total_rials = 0, last_purchase_on = null',
  )
  await pool.query('vacuum analyze customers')
  const third = await importFile(purchases)
  say('purchases of known customers', third.rows, third.took, copyPurchases)

  await pool.query('truncate customers, contact_points, purchases cascade')
  const customers = madeUpCustomers(30_000)
  const fresh = await importFile(customers)
  const again = await importFile(customers)
  const copyCustomers = await copyAgain('customers', 'contact_points')
  say('customers with two contact points each', fresh.rows, fresh.took, copyCustomers)
  say('customers, the same file again', again.rows, again.took, copyCustomers)

  await app.close()
  await services.close()
  rmSync(dataDir, { recursive: true, force: true })
})
