import { appendFileSync, readFileSync, rmSync } from 'node:fs'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../server/lib/id.ts'
import { asSystem } from '../../server/lib/jobs.ts'
import { audit, auditDigest } from '../../server/lib/outbox.ts'
import { startTestApp, type TestApp } from '../../server/test/app.ts'
import { buildPerson } from '../../server/test/build.ts'
import { appendHead, headsFile, readHeads } from './heads.ts'
import { sealEntries } from './jobs.ts'
import { verifyAudit } from './verify.ts'

let t: TestApp
/** Whoever owns the database: triggers and foreign keys do not hold them. */
let dba: pg.Client

beforeAll(async () => {
  t = await startTestApp()
})
afterAll(() => t.close())
beforeEach(async () => {
  dba = new pg.Client({ connectionString: t.url })
  await dba.connect()
  await dba.query(`set session_replication_role = replica`)
  await dba.query('truncate audit_chain, audit_unsealed, audit_entries')
  rmSync(headsFile(t.dataDir), { force: true })
})
afterEach(() => dba.end())

const record = (n: number, after: unknown = { amountRials: 10n, name: 'مریم' }) =>
  asSystem(t.services, 'test', async (ctx) => {
    for (let i = 0; i < n; i++)
      audit(ctx, {
        action: 'grantCompensation',
        entity: 'compensation',
        entityId: newId(),
        customerId: newId(),
        before: undefined,
        after,
      })
  })
const seal = (limit?: number) => asSystem(t.services, 'test', (ctx) => sealEntries(ctx, limit))
const verify = (heads = readHeads(t.dataDir)) => verifyAudit(t.services.database.db, { heads })
const kinds = async (heads?: ReturnType<typeof readHeads>) =>
  [...new Set((await verify(heads)).problems.map((p) => p.kind))].sort()
const entryAt = async (seq: number) =>
  (await dba.query('select entry_id from audit_chain where seq = $1', [seq])).rows[0].entry_id as string

test('only an auditor or administrator reads or verifies the audit', async () => {
  expect((await t.anonymous.get('/audit')).status).toBe(401)
  for (const role of ['employee', 'lead', 'analyst'] as const) {
    const client = await t.as(await buildPerson(t, { role }))
    expect((await client.get('/audit')).status).toBe(403)
    expect((await client.post('/audit/verify')).status).toBe(403)
  }
  const auditor = await t.as(await buildPerson(t, { role: 'auditor' }))
  expect((await auditor.post('/audit/verify')).body).toMatchObject({ problemCount: 0 })
})

test('entries of every shape are sealed and verify', async () => {
  await record(3)
  for (const after of [
    null,
    0,
    -0.1,
    1e21,
    1e-7,
    'متن\n"نقل"\\ \u200c😀',
    [],
    {},
    { ب: 1, a: [null, { z: 1, y: undefined }], at: new Date(0), '10': 1, '9': 2, Z: 3 },
    [9_007_199_254_740_993n, 1.5, true],
  ])
    await record(1, after)
  expect((await verify()).unsealed).toBe(13)
  expect(await seal()).toBe(13)
  expect(await seal()).toBe(0)
  expect(await verify()).toMatchObject({ entries: 13, sealed: 13, unsealed: 0, problems: [] })
})

test('two sealers at once make one chain, in batches, while others write', async () => {
  const runs = []
  for (let i = 0; i < 10; i++) runs.push(record(7), seal(10), seal(10))
  await Promise.all(runs)
  while ((await seal(10)) > 0);
  expect(await verify()).toMatchObject({ entries: 70, sealed: 70, unsealed: 0, problems: [] })
})

test('the job seals and comes again', async () => {
  await record(2)
  await dba.query(
    `insert into jobs (id, name, key, run_at) values ($1, 'audit.seal', 'audit.seal', now() - interval '1 second')`,
    [newId()],
  )
  await t.drain()
  expect(await verify()).toMatchObject({ sealed: 2, problems: [] })
  const { rows } = await dba.query(`select count(*)::int as n from jobs where key = 'audit.seal'`)
  expect(rows[0].n).toBe(1)
  await dba.query('delete from jobs')
})

test('the application itself can not change the audit', async () => {
  await record(1)
  await seal()
  const { pool } = t.services.database
  await expect(pool.query(`update audit_entries set actor_name = 'دیگری'`)).rejects.toThrow(/append-only/)
  await expect(pool.query('delete from audit_chain')).rejects.toThrow(/append-only/)
})

test('an altered entry is found, in any column', async () => {
  for (const change of [
    `actor_name = 'دیگری'`,
    `at = at + interval '1 millisecond'`,
    `at = at + interval '1 day'`,
    `after = '{"amountRials": 11}'`,
    'before = after',
    `entity_id = 'x'`,
    `ip = '10.0.0.1'`,
    'customer_id = null',
  ]) {
    await dba.query('truncate audit_chain, audit_unsealed, audit_entries')
    await record(5)
    await seal()
    await dba.query(`update audit_entries set ${change} where id = $1`, [await entryAt(3)])
    expect((await verify([])).problems, change).toEqual([expect.objectContaining({ kind: 'digest', seq: 3 })])
  }
})

test('an altered entry with a recomputed digest breaks its link', async () => {
  await record(5)
  await seal()
  const { rows } = await dba.query('select * from audit_entries where id = $1', [await entryAt(3)])
  const forged = { ...rows[0], actor_name: 'دیگری' }
  await dba.query('update audit_entries set actor_name = $2, digest = $3 where id = $1', [
    forged.id,
    forged.actor_name,
    auditDigest({ ...forged, at: forged.at.toISOString() }),
  ])
  expect((await verify([])).problems).toEqual([expect.objectContaining({ kind: 'chain', seq: 3 })])
})

test('a deleted entry is found, with and without its link', async () => {
  await record(5)
  await seal()
  const third = await entryAt(3)
  await dba.query('delete from audit_entries where id = $1', [third])
  expect(await kinds([])).toEqual(['missing_entry'])
  await dba.query('delete from audit_chain where seq = 3')
  expect(await kinds([])).toEqual(['gap'])
  await dba.query('update audit_chain set seq = seq - 1 where seq > 3')
  expect(await kinds([])).toEqual(['chain'])
})

test('an inserted entry is found, in the table, in the waiting list and in the chain', async () => {
  await record(3)
  await seal()
  const first = await entryAt(1)
  const id = newId()
  await dba.query(
    `insert into audit_entries select $2, at, actor_kind, actor_id, actor_name, session_id, ip, action, entity, entity_id, customer_id, branch_id, before, after, digest from audit_entries where id = $1`,
    [first, id],
  )
  expect((await verify([])).problems).toEqual([{ kind: 'unchained', entryId: id }])
  await dba.query('insert into audit_unsealed values ($1)', [id])
  expect((await verify([])).problems).toEqual([{ kind: 'digest', entryId: id }])
  await seal()
  expect((await verify([])).problems).toEqual([{ kind: 'digest', seq: 4, entryId: id }])
})

test('reordered links are found', async () => {
  await record(4)
  await seal()
  const [a, b] = [await entryAt(2), await entryAt(3)]
  await dba.query('alter table audit_chain drop constraint audit_chain_entry_id_key')
  await dba.query(
    'update audit_chain set entry_id = case seq when 2 then $1::uuid else $2::uuid end where seq in (2, 3)',
    [b, a],
  )
  await dba.query('alter table audit_chain add unique (entry_id)')
  expect(await kinds([])).toEqual(['chain'])
})

test('a tail cut off with its entries is seen by the heads kept outside, and so is a rewritten chain', async () => {
  await record(6)
  await seal()
  const { rows } = await dba.query('select seq, hash from audit_chain where seq = 6')
  const head = { at: new Date().toISOString(), seq: BigInt(rows[0].seq), hash: rows[0].hash.toString('hex') }
  expect(await kinds([head])).toEqual([])
  await dba.query('delete from audit_entries where id in (select entry_id from audit_chain where seq > 4)')
  await dba.query('delete from audit_chain where seq > 4')
  expect(await kinds([])).toEqual([])
  expect((await verify([head])).problems).toEqual([{ kind: 'truncated', seq: 6 }])
  await record(2)
  await seal()
  expect((await verify([head])).problems).toEqual([expect.objectContaining({ kind: 'chain', seq: 6 })])
})

test('an entry that waits for minutes is told', async () => {
  await record(1)
  const later = new Date(Date.now() + 6 * 60_000)
  const report = await verifyAudit(t.services.database.db, { now: later })
  expect(report.problems).toEqual([expect.objectContaining({ kind: 'unsealed_old' })])
})

test('heads are written hourly, survive a torn line and are never written twice', () => {
  const dir = t.dataDir
  const head = (at: string, seq: bigint) => ({ at, seq, hash: 'ab'.repeat(32) })
  const known = readHeads(dir).length
  expect(appendHead(dir, head('2030-01-01T10:00:00.000Z', 1001n))).toBe(true)
  expect(appendHead(dir, head('2030-01-01T10:59:59.000Z', 1002n))).toBe(false)
  expect(appendHead(dir, head('2030-01-01T11:00:00.000Z', 1001n))).toBe(false)
  appendFileSync(headsFile(dir), '2030-01-01T11:00:00.000Z 10')
  expect(appendHead(dir, head('2030-01-01T11:00:00.000Z', 1002n))).toBe(true)
  expect(
    readHeads(dir)
      .slice(known)
      .map((h) => h.seq),
  ).toEqual([1001n, 1002n])
  expect(readFileSync(headsFile(dir), 'utf8').endsWith('\n')).toBe(true)
})

test('the list filters, pages without loss, and says how far back it looked', async () => {
  await record(5)
  await seal()
  const auditor = await t.as(await buildPerson(t, { role: 'auditor' }))
  const seen: string[] = []
  let cursor = ''
  do {
    const { body } = await auditor.get(`/audit?limit=2${cursor && `&cursor=${cursor}`}`)
    seen.push(...body.items.map((e: { id: string }) => e.id))
    cursor = body.nextCursor
  } while (cursor)
  expect(new Set(seen).size).toBe(5)
  const none = await auditor.get('/audit?filter[action]=nothing')
  expect(none.body.items).toEqual([])
  expect(none.body.from).toMatch(/^\d{4}-\d\d-\d\d$/)
  const some = await auditor.get('/audit?filter[entity]=compensation&filter[action]=grantCompensation')
  expect(some.body.items).toHaveLength(5)
  expect(some.body.items[0].seq).toBe(5)
  const { customerId } = some.body.items[0]
  expect((await auditor.get(`/audit?filter[customer]=${customerId}`)).body.items).toHaveLength(1)
  expect((await auditor.get('/audit?filter[to]=2020-01-01')).body.items).toEqual([])
  expect((await auditor.get('/audit?filter[password]=1')).status).toBe(422)
})
