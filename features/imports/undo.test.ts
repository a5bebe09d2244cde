import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { jobs } from '../../server/features.ts'
import { drainJobs, type JobHandler } from '../../server/lib/jobs.ts'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { type BuiltPerson, buildPerson } from '../../server/test/build.ts'
import { importFile, uploadFile } from './testing.ts'

let t: TestApp
let person: BuiltPerson
let client: Client
beforeAll(async () => {
  t = await startTestApp()
  person = await buildPerson(t, { role: 'analyst' })
  client = await t.as(person)
})
afterAll(() => t.close())
beforeEach(async () => {
  await t.services.database.pool.query('truncate customers, imports cascade')
})

const rows = async (text: string, values: unknown[] = []) =>
  (await t.services.database.pool.query(text, values)).rows
const later = () => new Date(Date.now() + 86_400_000)

/** What the tables say, without ids and times of making (`bare`), or with everything but versions and times of change. */
async function digest(bare = false): Promise<string[]> {
  const strip = bare
    ? `- 'id' - 'customer_id' - 'purchase_id' - 'import_id' - 'created_at' - 'updated_at'`
    : `- 'version' - 'updated_at'`
  const found: string[] = []
  for (const table of ['customers', 'contact_points', 'purchases', 'purchase_items', 'survey_answers']) {
    const [row] = await rows(
      `select count(*) || ' ' || coalesce(md5(string_agg(x, ',' order by x)), '') as d from (select (to_jsonb(t) ${strip})::text as x from ${table} t) s`,
    )
    found.push(`${table} ${row.d}`)
  }
  return found
}

function purchasesFile(count: number): string {
  let text = 'کد مشتری,شماره فاکتور,تاریخ,کالا,تعداد,مبلغ\n'
  for (let i = 0; i < count; i++)
    text += `${i % 37},F${i >> 1},1405/01/${String(1 + (i % 30)).padStart(2, '0')},کالا ${i % 5},${1 + (i % 3)},${i % 41 === 0 ? 'x' : 1000 + i}\n`
  return text.replace(/1405\/01\/(\d\d),/g, '1405/01/10,')
}

async function start(content: string, chunkRows: number): Promise<string> {
  const made = await uploadFile(client, content)
  const { entity, mapping } = made.body.detection
  await client.put(`/imports/${made.body.id}/options`, {
    entity,
    mapping: mapping[entity],
    moneyUnit: 'rial',
  })
  await rows(
    `update imports set options = options || jsonb_build_object('chunkRows', $2::int) where id = $1`,
    [made.body.id, chunkRows],
  )
  await client.post(`/imports/${made.body.id}/run`)
  return made.body.id
}

/** The same handlers, but each run of `name` whose turn `dies` says so is thrown away after its writes. */
function dying(name: string, dies: (turn: number) => boolean): Record<string, JobHandler> {
  let turn = 0
  return {
    ...jobs,
    [name]: async (ctx, job) => {
      await jobs[name]!(ctx, job)
      turn += 1
      if (dies(turn)) throw new Error('the machine stopped here')
    },
  }
}

test('an import stopped after every chunk ends like one that was not', async () => {
  const text = purchasesFile(400)
  await start(text, 400)
  await t.drain()
  const whole = await digest(true)
  await rows('truncate customers, imports cascade')
  const id = await start(text, 30)
  const handlers = dying('imports.runChunk', (turn) => turn % 2 === 1)
  for (let i = 0; i < 60; i++) await drainJobs(t.services, handlers, later())
  const { status, progress } = (await client.get(`/imports/${id}`)).body
  expect(status).toBe('done')
  expect(progress).toMatchObject({ nextRow: 400, totalRows: 400, rejected: 10 })
  expect(progress.inserted + progress.updated + progress.unchanged).toBe(390)
  expect(await digest(true)).toEqual(whole)
})

test('the prepared file may be lost on the way', async () => {
  const { rm } = await import('node:fs/promises')
  const id = await start(purchasesFile(100), 30)
  const handlers = dying('imports.runChunk', (turn) => turn === 2)
  await drainJobs(t.services, handlers)
  const { readdirSync } = await import('node:fs')
  for (const name of readdirSync(`${t.dataDir}/imports`))
    if (name.endsWith('.rows')) await rm(`${t.dataDir}/imports/${name}`)
  await drainJobs(t.services, jobs, later())
  expect((await client.get(`/imports/${id}`)).body).toMatchObject({
    status: 'done',
    progress: { nextRow: 100 },
  })
})

test('a chunk that always fails stops the import, and it can go on', async () => {
  const id = await start(purchasesFile(100), 30)
  const handlers = dying('imports.runChunk', (turn) => turn >= 2 && turn < 7)
  for (let i = 0; i < 12; i++) await drainJobs(t.services, handlers, later())
  const failed = (await client.get(`/imports/${id}`)).body
  expect(failed).toMatchObject({
    status: 'failed',
    problem: { code: 'import_chunk_failed' },
    progress: { nextRow: 30 },
  })
  await client.post(`/imports/${id}/run`)
  await t.drain()
  expect((await client.get(`/imports/${id}`)).body).toMatchObject({
    status: 'done',
    progress: { nextRow: 100 },
  })
})

test('cancel stops at the next chunk; running again goes on there', async () => {
  const id = await start(purchasesFile(300), 50)
  let turns = 0
  const handlers = {
    ...jobs,
    'imports.runChunk': (async (ctx, job) => {
      turns += 1
      if (turns === 3) throw new Error('wait')
      await jobs['imports.runChunk']!(ctx, job)
    }) as JobHandler,
  }
  await drainJobs(t.services, handlers)
  expect((await client.post(`/imports/${id}/cancel`)).body.status).toBe('cancelled')
  await drainJobs(t.services, jobs, later())
  expect((await client.get(`/imports/${id}`)).body).toMatchObject({
    status: 'cancelled',
    progress: { nextRow: 100 },
  })
  await client.post(`/imports/${id}/run`)
  await t.drain()
  expect((await client.get(`/imports/${id}`)).body).toMatchObject({
    status: 'done',
    progress: { nextRow: 300 },
  })
  expect((await client.post(`/imports/${id}/cancel`)).body.code).toBe('import_not_ready')
})

const HEAD = 'کد مشتری,نام,موبایل,شهر,برچسب\n'

test('undo puts back exactly what was, even when it is stopped on the way', async () => {
  await importFile(t, client, `${HEAD}A1,علی,09121110001,قم,خوب\nA2,زهرا,,ری,\n`)
  await importFile(t, client, purchasesFile(60))
  const before = await digest()
  const people = await importFile(
    t,
    client,
    `${HEAD}A1,علی احمدی,02188776655,تهران,تازه\nA3,رضا,09121110003,,\nA2,زهرا,09121110009,,\nA3,رضا,,اراک,\n`,
  )
  expect(people.body.progress).toMatchObject({ inserted: 1, updated: 3 })
  const goods = await importFile(
    t,
    client,
    purchasesFile(100).replace('F1,', 'G1,').replaceAll('1405/01/10', '1405/01/11'),
  )
  expect(goods.body.progress.inserted).toBeGreaterThan(0)
  expect(await digest()).not.toEqual(before)
  for (const id of [goods.body.id, people.body.id]) {
    expect((await client.post(`/imports/${id}/undo`)).body.status).toBe('undoing')
    const handlers = dying('imports.undoChunk', (turn) => turn % 2 === 1)
    for (let i = 0; i < 20; i++) await drainJobs(t.services, handlers, later())
    const { status, undo } = (await client.get(`/imports/${id}`)).body
    expect([status, undo.kept]).toEqual(['undone', 0])
  }
  expect(await digest()).toEqual(before)
})

test('undo keeps what later work rests on, and says so', async () => {
  const made = await importFile(t, client, `${HEAD}A1,علی,,,\nA2,زهرا,,,\nA3,رضا,,,\n`)
  const changed = await importFile(t, client, `${HEAD}A1,علی,,قم,\nA2,زهرا,,ری,\n`)
  await rows(`update customers set note = 'بعد', version = version + 1 where external_code = 'A1'`)
  await importFile(t, client, 'کد مشتری,تاریخ,مبلغ\nA3,1405/01/01,100\n')
  await client.post(`/imports/${changed.body.id}/undo`)
  await t.drain()
  expect((await client.get(`/imports/${changed.body.id}`)).body.undo).toMatchObject({
    restored: 1,
    kept: 1,
    keptReasons: { changed_since: 1 },
  })
  await client.post(`/imports/${made.body.id}/undo`)
  await t.drain()
  const { undo } = (await client.get(`/imports/${made.body.id}`)).body
  expect(undo.keptReasons).toEqual({ changed_since: 2, in_use: 1 })
  expect(undo.keptRows).toHaveLength(3)
  expect(await rows('select external_code, city from customers order by 1')).toEqual([
    { external_code: 'A1', city: 'قم' },
    { external_code: 'A2', city: '' },
    { external_code: 'A3', city: '' },
  ])
})

test('two imports of the same customers at once leave one of each', async () => {
  let text = HEAD
  for (let i = 0; i < 500; i++) text += `C${i},نام ${i},,,\n`
  const ids = [await start(text, 100), await start(`${text}C500,نام,,,\n`, 100)]
  for (let i = 0; i < 30; i++)
    await Promise.all([drainJobs(t.services, jobs, later()), drainJobs(t.services, jobs, later())])
  for (const id of ids) expect((await client.get(`/imports/${id}`)).body.status).toBe('done')
  expect(await rows('select count(*)::int as n from customers')).toEqual([{ n: 501 }])
})
