import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { countRows, measureRows } from './digest.ts'
import { backupError, type Manifest, type TableRecord, tableEntry } from './format.ts'
import type { BackupZip } from './read-zip.ts'
import { damaged } from './sealed-file.ts'
import { copyIn, copyOut, inPublic, listTables, readSequences } from './tables.ts'

/**
 * Loads every table, in one transaction of the caller. Foreign keys are dropped before and added after, which checks
 * every row at once and needs only the owner of the tables, no superuser; triggers do not fire.
 */
export async function loadTables(client: pg.Client, zip: BackupZip): Promise<void> {
  const { manifest } = zip
  await compareTables(client, manifest)
  const names = manifest.tables.map((table) => inPublic(table.name))
  const foreignKeys = await dropForeignKeys(client)
  for (const name of names) await client.query(`alter table ${name} disable trigger user`)
  // Rows the migrations wrote come back with the backup; the caller has made sure there are no others.
  if (names.length > 0) await client.query(`truncate ${names.join(', ')}`)
  for (const table of manifest.tables) await loadTable(client, zip, table)
  for (const { table, name, definition } of foreignKeys) {
    await client.query(`alter table ${table} add constraint ${pg.escapeIdentifier(name)} ${definition}`)
  }
  for (const name of names) await client.query(`alter table ${name} enable trigger user`)
  for (const { name, lastValue, isCalled } of manifest.sequences) {
    await client.query('select setval($1::regclass, $2::bigint, $3)', [inPublic(name), lastValue, isCalled])
  }
  await verifyTables(client, manifest)
}

async function loadTable(client: pg.Client, zip: BackupZip, table: TableRecord) {
  const { stream, result } = measureRows()
  await pipeline(await zip.stream(tableEntry(table.name)), stream, client.query(copyFrom(copyIn(table))))
  const found = result()
  if (found.rows !== table.rows || found.sha256 !== table.sha256) throw damaged(tableEntry(table.name))
}

/** Reads everything back: what the database now holds is what the backup's database held. */
async function verifyTables(client: pg.Client, manifest: Manifest) {
  for (const table of manifest.tables) {
    const { stream, result } = countRows()
    await pipeline(client.query(copyTo(copyOut(table))), stream)
    const found = result()
    if (found.rows !== table.rows || found.rowsDigest !== table.rowsDigest) throw differs(table.name)
  }
  const sequences = await readSequences(client)
  for (const wanted of manifest.sequences) {
    const found = sequences.find((sequence) => sequence.name === wanted.name)
    if (found?.lastValue !== wanted.lastValue || found.isCalled !== wanted.isCalled)
      throw differs(wanted.name)
  }
}

async function compareTables(client: pg.Client, manifest: Manifest) {
  const present = await listTables(client)
  const shape = (tables: { name: string; columns: string[] }[]) =>
    JSON.stringify(tables.map(({ name, columns }) => [name, [...columns].sort()]).sort())
  if (shape(present) === shape(manifest.tables)) return
  const [here, there] = [present, manifest.tables].map((tables) => new Set(tables.map((table) => table.name)))
  const only = [...here!.symmetricDifference(there!)].join(', ')
  throw backupError(
    `جدول‌های این پایگاه داده با جدول‌های پشتیبان یکی نیست (${only}). پشتیبان را با همان نسخهٔ همدل که آن را ساخته (${manifest.appVersion}) بازگردانید.`,
    `The tables here are not those of the backup (${only}). Restore it with the Hamdel that made it (${manifest.appVersion}).`,
  )
}

type ForeignKey = { table: string; name: string; definition: string }

async function dropForeignKeys(client: pg.Client): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(`
    select format('%I.%I', n.nspname, c.relname) as table, k.conname::text as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and n.nspname = 'public' and k.conparentid = 0 order by 1, 2`)
  for (const { table, name } of rows)
    await client.query(`alter table ${table} drop constraint ${pg.escapeIdentifier(name)}`)
  return rows
}

function differs(what: string): Error {
  return backupError(
    `آنچه در پایگاه داده نشست با پشتیبان یکی نیست (${what}). همه چیز به حال پیش برگشت. لطفاً این را به سازندگان گزارش کنید.`,
    `What arrived in the database is not what the backup holds (${what}). Everything was rolled back. Please report this.`,
  )
}
