import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded-postgres.ts'
import { migrate } from '../migrate.ts'
import { fileEntry } from './format.ts'
import { restoreBackup } from './restore-backup.ts'
import { writeBackup } from './write-backup.ts'

// A schema with what makes restoring hard: a circle of references, an identity, triggers, odd values, no primary key.
const schema = `
  create table migrations (name text primary key, applied_at timestamptz not null default now());
  insert into migrations (name) values ('0001_small.sql');
  create function forbid() returns trigger language plpgsql as $$ begin raise exception 'append-only'; end $$;
  create table cases (id bigint generated always as identity primary key, first_reply bigint, title text, title_size int generated always as (length(title)) stored);
  create table replies (id bigint generated always as identity primary key, case_id bigint not null references cases, body text, at timestamptz default now(), raw bytea, more jsonb);
  alter table cases add foreign key (first_reply) references replies;
  create table ledger (what text, rials bigint);
  create trigger ledger_append_only before insert or update or delete on ledger for each row execute function forbid();
  create table attachments (sha256 text not null);
  create table "گزارش‌ها" ("نام ستون" text);
  create table kinds (name text);
  insert into kinds values ('seeded');`

const rows = `
  insert into cases (title) select 'پروندهٔ ' || n || E'\\n\\t\\\\N' from generate_series(1, 3000) n;
  insert into replies (case_id, body, raw, more) select id, repeat(title, 20), '\\x00ff0a', '{"الف": 1}' from cases;
  update cases set first_reply = id;
  alter table ledger disable trigger user;
  insert into ledger values ('جبران', 250000), ('جبران', 250000), (null, null);
  alter table ledger enable trigger user;
  insert into "گزارش‌ها" values (''), (null), ('ی');`

const work = mkdtempSync(path.join(os.tmpdir(), 'hamdel-backup-'))
let server: EmbeddedPostgres
let counter = 0
const open: (pg.Client | pg.Pool)[] = []

beforeAll(async () => {
  server = await startEmbeddedPostgres({
    dataDir: path.join(work, 'cluster'),
    log: () => {},
    settings: { shared_buffers: '16MB' },
  })
}, 30_000)
afterEach(async () => {
  for (const client of open.splice(0)) await client.end()
})
afterAll(async () => {
  await server.stop()
  rmSync(work, { recursive: true, force: true })
})

async function newDatabase(...texts: string[]) {
  const name = `test_${++counter}`
  const admin = await connect(server.connection)
  await admin.query(`create database ${name}`)
  const connection = { ...server.connection, database: name }
  const client = await connect(connection)
  for (const text of texts) await client.query(text)
  return { connection, client }
}

async function connect(connection: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(connection)
  await client.connect()
  open.push(client)
  return client
}

function newFolder(): string {
  const folder = path.join(work, `data-${++counter}`)
  mkdirSync(folder)
  return folder
}

function putFile(dataDir: string, text: string): string {
  const sha256 = createHash('sha256').update(text).digest('hex')
  const file = path.join(dataDir, fileEntry(sha256))
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
  return sha256
}

async function smallBackup(passphrase?: string) {
  const dataDir = newFolder()
  const source = await newDatabase(schema, rows)
  const sha256 = putFile(dataDir, 'عکس فاکتور')
  await source.client.query('insert into attachments values ($1), ($1)', [sha256])
  writeFileSync(path.join(dataDir, 'secrets.json'), '{"sealKey":"x"}')
  const file = path.join(dataDir, 'small.hamdel')
  const manifest = await writeBackup({
    connection: source.connection,
    dataDir,
    file,
    appVersion: '0.1.0',
    passphrase,
  })
  return { file, manifest, sha256, ...source }
}

async function restoreSmall(file: string, more: { passphrase?: string; used?: string } = {}) {
  const dataDir = newFolder()
  const target = await newDatabase(...(more.used ? [schema, more.used] : []))
  const restoring = restoreBackup({
    connection: target.connection,
    dataDir,
    file,
    passphrase: more.passphrase,
    seededTables: ['kinds'],
    migrate: async () => void (await target.client.query(schema)),
  })
  return { dataDir, ...target, restored: await restoring }
}

describe('backup and restore', { timeout: 30_000 }, () => {
  test('bring back every row, sequence and file, with references and triggers in force', async () => {
    const { file, manifest, sha256, client: before } = await smallBackup('راز بزرگ')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(manifest.tables.find((table) => table.name === 'cases')?.rows).toBe(3000)
    expect(readFileSync(file).includes('sealKey')).toBe(false)

    const { client: after, dataDir, restored } = await restoreSmall(file, { passphrase: 'راز بزرگ' })
    expect(restored.secrets).toBe('restored')
    expect(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8')).toBe('{"sealKey":"x"}')
    expect(readFileSync(path.join(dataDir, fileEntry(sha256)), 'utf8')).toBe('عکس فاکتور')
    for (const table of ['cases', 'replies', 'ledger', 'kinds', 'attachments', '"گزارش‌ها"']) {
      const text = `select count(*), md5(string_agg(t::text, '|' order by t::text)) from ${table} t`
      expect((await after.query(text)).rows).toEqual((await before.query(text)).rows)
    }
    expect((await after.query(`insert into cases (title) values ('تازه') returning id`)).rows[0].id).toEqual(
      (await before.query(`insert into cases (title) values ('تازه') returning id`)).rows[0].id,
    )
    await expect(after.query('delete from cases where id = 1')).rejects.toMatchObject({ code: '23503' })
    await expect(after.query('delete from ledger')).rejects.toThrow('append-only')
  })

  test('the real migrations come back too', async () => {
    const source = await newDatabase()
    const pool = new pg.Pool({ ...source.connection, max: 2 })
    open.push(pool)
    await migrate(pool)
    await source.client.query(`insert into branches (id, name) values (gen_random_uuid(), 'شعبهٔ مرکزی')`)
    const dataDir = newFolder()
    const file = path.join(dataDir, 'real.hamdel')
    await writeBackup({ connection: source.connection, dataDir, file, appVersion: '0.1.0' })

    const target = await newDatabase()
    const targetPool = new pg.Pool({ ...target.connection, max: 2 })
    open.push(targetPool)
    const migrateTarget = async (until: string | undefined) =>
      void (await migrate(targetPool, { until: until ?? '' }))
    const options = {
      connection: target.connection,
      dataDir: newFolder(),
      file,
      seededTables: [],
      migrate: migrateTarget,
    }
    await restoreBackup(options)
    expect((await target.client.query('select name from branches')).rows).toEqual([{ name: 'شعبهٔ مرکزی' }])
    await expect(restoreBackup(options)).rejects.toThrow('not empty')
  })

  test('a backup beside a busy writer holds one instant', async () => {
    const { connection, client } = await newDatabase(
      'create table left_side (n int); create table right_side (n int); insert into left_side select generate_series(1, 20000)',
    )
    const writer = await connect(connection)
    let writing = true
    let written = 0
    const work = (async () => {
      for (; writing; written++) {
        const text = `insert into left_side values (${written}); insert into right_side values (${written})`
        await writer.query(`begin; ${text}; commit`)
      }
    })()
    await client.query('select pg_sleep(0.1)')
    const file = path.join(newFolder(), 'busy.hamdel')
    const manifest = await writeBackup({ connection, dataDir: path.dirname(file), file, appVersion: '0.1.0' })
    writing = false
    await work
    const count = Object.fromEntries(manifest.tables.map((table) => [table.name, table.rows]))
    expect(count.left_side! - count.right_side!).toBe(20000)
    expect(written).toBeGreaterThan(0)
  })

  test('a flipped bit anywhere, or a missing end, is refused before anything changes', async () => {
    const { file } = await smallBackup()
    const whole = readFileSync(file)
    const places = [
      10,
      40,
      ...Array.from({ length: 12 }, (_, i) => Math.floor((whole.length * (i + 1)) / 13)),
      whole.length - 1,
    ]
    const target = await newDatabase()
    const migrateNever = async () => expect.unreachable()
    const broken = path.join(newFolder(), 'broken.hamdel')
    const options = {
      connection: target.connection,
      dataDir: newFolder(),
      file: broken,
      seededTables: [],
      migrate: migrateNever,
    }
    for (const place of places) {
      const copy = Buffer.from(whole)
      copy[place]! ^= 1 << (place % 8)
      writeFileSync(broken, copy)
      await expect(restoreBackup(options)).rejects.toThrow('damaged')
    }
    writeFileSync(broken, whole.subarray(0, -1000))
    await expect(restoreBackup(options)).rejects.toThrow('damaged')
    expect(readdirSync(options.dataDir)).toEqual([])
  })

  test('a used database, a wrong passphrase and an existing file are refused', async () => {
    const { file, connection } = await smallBackup('راز')
    await expect(
      restoreSmall(file, { used: `insert into cases (title) values ('مال دیگری')` }),
    ).rejects.toThrow('not empty')
    await expect(restoreSmall(file, { passphrase: 'غلط' })).rejects.toThrow('passphrase')
    expect((await restoreSmall(file)).restored.secrets).toBe('no passphrase')
    await expect(writeBackup({ connection, dataDir: work, file, appVersion: '0.1.0' })).rejects.toThrow(
      'exists already',
    )
  })

  test('an attachment missing on disk is named and the rest is saved; nothing half-made stays', async () => {
    const { client, connection } = await smallBackup()
    await client.query('insert into attachments values ($1)', ['ab'.repeat(32)])
    const dataDir = newFolder()
    const file = path.join(dataDir, 'incomplete.hamdel')
    const manifest = await writeBackup({ connection, dataDir, file, appVersion: '0.1.0' })
    expect(manifest.files.missing).toContain('ab'.repeat(32))
    expect((await restoreSmall(file)).restored.manifest.files.missing.length).toBe(2)
    expect(readdirSync(dataDir)).toEqual(['incomplete.hamdel'])
    expect(existsSync(`${file}.${process.pid}.partial`)).toBe(false)
  })
})
