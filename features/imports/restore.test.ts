import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { jobs } from '../../server/features.ts'
import { restoreBackup } from '../../server/lib/backup/restore-backup.ts'
import { writeBackup } from '../../server/lib/backup/write-backup.ts'
import { drainJobs } from '../../server/lib/jobs.ts'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { type BuiltPerson, buildPerson } from '../../server/test/build.ts'
import { uploadFile } from './testing.ts'
import { writeSheet } from './xlsx-write.ts'

let t: TestApp
let lead: BuiltPerson
let client: Client
let other: TestApp
const opened: TestApp[] = []
beforeAll(async () => {
  t = await startTestApp()
  lead = await buildPerson(t, { role: 'lead' })
  client = await t.as(lead)
})
afterAll(async () => {
  for (const one of [t, ...opened]) await one.close()
})

const HEAD = ['کد مشتری', 'نام', 'شهر']
const ROWS = Array.from({ length: 100 }, (_, i) => [`C${i}`, `مشتری ${i}`, 'قم'])
const later = () => new Date(Date.now() + 3_600_000)

async function choose(content: Buffer | string, fileName: string): Promise<string> {
  const made = await uploadFile(client, content, fileName)
  const { entity, mapping } = made.body.detection
  await client.put(`/imports/${made.body.id}/options`, {
    entity,
    mapping: mapping[entity],
    moneyUnit: 'rial',
  })
  return made.body.id
}

/** Runs three chunks of twenty rows, then the machine is gone. */
async function runHalf(id: string): Promise<void> {
  await t.services.database.pool.query(
    `update imports set options = options || '{"chunkRows": 20}' where id = $1`,
    [id],
  )
  await client.post(`/imports/${id}/run`)
  let turn = 0
  await drainJobs(t.services, {
    ...jobs,
    'imports.runChunk': async (ctx, job) => {
      turn += 1
      if (turn > 3) throw new Error('the machine stopped here')
      await jobs['imports.runChunk']!(ctx, job)
    },
  })
}

async function moveHouse(options: { without?: 'imports' } = {}): Promise<string[]> {
  const file = join(t.dataDir, `${Math.random()}.hamdel`)
  if (options.without) rmSync(join(t.dataDir, 'imports'), { recursive: true, force: true })
  const { files } = await writeBackup({
    connection: { connectionString: t.url },
    dataDir: t.dataDir,
    file,
    appVersion: '0.1.0',
  })
  other = await startTestApp()
  opened.push(other)
  const { rows } = await other.services.database.pool.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  )
  await restoreBackup({
    connection: { connectionString: other.url },
    dataDir: other.dataDir,
    file,
    seededTables: rows.map((row) => row.name),
    migrate: async () => {},
  })
  return files.missing
}

const csv = `${[HEAD, ...ROWS].map((row) => row.join(',')).join('\n')}\n`

test('an import half done goes on after a restore and adds every row once', async () => {
  const sheet = Buffer.concat(
    await writeSheet(
      'الف',
      HEAD,
      (async function* () {
        for (const row of ROWS) yield row.map((cell) => cell.replace('C', 'S'))
      })(),
    ).toArray(),
  )
  const running = await choose(csv, 'a.csv')
  await runHalf(running)
  expect((await client.get(`/imports/${running}`)).body).toMatchObject({
    status: 'running',
    progress: { nextRow: 60 },
  })
  const chosen = await choose(sheet, 'b.xlsx')
  const done = await choose(`${HEAD}\nD1,تمام,قم\n`, 'c.csv')
  await client.post(`/imports/${done}/run`)
  await t.drain()

  expect(await moveHouse()).toEqual([])
  // Two files travelled, those that are still needed; what is made of them is made again.
  expect(readdirSync(join(other.dataDir, 'imports'))).toHaveLength(2)
  await drainJobs(other.services, jobs, later())
  const there = await other.as(lead)
  expect((await there.get(`/imports/${running}`)).body).toMatchObject({
    status: 'done',
    progress: { nextRow: 100, inserted: 100, rejected: 0 },
  })
  expect((await there.post(`/imports/${chosen}/run`)).status).toBe(200)
  await drainJobs(other.services, jobs, later())
  expect((await there.get(`/imports/${chosen}`)).body).toMatchObject({
    status: 'done',
    progress: { inserted: 100 },
  })
  const { rows } = await other.services.database.pool.query('select count(*)::int as n from customers')
  expect(rows).toEqual([{ n: 201 }])
})

test('without its file an import says what to do, and keeps what it has', async () => {
  await t.services.database.pool.query('truncate customers, imports, jobs cascade')
  const id = await choose(csv.replaceAll('C', 'E'), 'e.csv')
  await runHalf(id)
  expect(await moveHouse({ without: 'imports' })).toHaveLength(1)
  expect(existsSync(join(other.dataDir, 'imports'))).toBe(false)
  await drainJobs(other.services, jobs, later())
  const there = await other.as(lead)
  const { status, problem, progress } = (await there.get(`/imports/${id}`)).body
  expect({ status, code: problem.code, inserted: progress.inserted }).toEqual({
    status: 'failed',
    code: 'import_file_gone',
    inserted: 60,
  })
  expect(problem.detail).toContain('دوباره بفرستید')
})
