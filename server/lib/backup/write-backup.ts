import { createReadStream, createWriteStream, existsSync, readFileSync, rmSync } from 'node:fs'
import { link, open, unlink } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import yazl from 'yazl'
import { measureBytes, measureRows } from './digest.ts'
import {
  backupError,
  fileColumns,
  formatVersion,
  importEntry,
  isSha256,
  type Manifest,
  manifestName,
  secretsName,
  type TableRecord,
  tableEntry,
} from './format.ts'
import { sealZip } from './sealed-file.ts'
import { sealSecrets } from './sealed-secrets.ts'
import {
  copyOut,
  inPublic,
  listMigrations,
  listTables,
  prepareSession,
  readSequences,
  type Table,
} from './tables.ts'

export type BackupOptions = {
  connection: pg.ClientConfig
  dataDir: string
  /** The finished file; must not exist. */
  file: string
  appVersion: string
  passphrase?: string | undefined
}

/** One snapshot of the database and the files it names, in one file that appears only when complete. */
export async function writeBackup(options: BackupOptions): Promise<Manifest> {
  if (existsSync(options.file)) throw fileExists(options.file)
  const client = new pg.Client(options.connection)
  client.on('error', () => {})
  await client.connect()
  const draft = `${options.file}.${process.pid}.partial`
  const removeDraft = () => rmSync(draft, { force: true })
  process.once('exit', removeDraft)
  try {
    await prepareSession(client)
    await client.query('begin isolation level repeatable read read only')
    const manifest = await writeZip(client, draft, options)
    await client.query('commit')
    await publish(draft, options.file)
    return manifest
  } finally {
    removeDraft()
    process.off('exit', removeDraft)
    await client.end().catch(() => {})
  }
}

async function writeZip(client: pg.Client, draft: string, options: BackupOptions): Promise<Manifest> {
  const zip = new yazl.ZipFile()
  const written = pipeline(
    zip.outputStream as Readable,
    sealZip(),
    createWriteStream(draft, { flags: 'wx', mode: 0o600 }),
  )
  // A failing disk must also end the stream that is waiting to be written.
  const failed = written.then(() => new Promise<never>(() => {}))
  const add = async (name: string, stream: Readable, compress = true) => {
    zip.addReadStream(stream, name, { compress, mode: 0o100600 })
    await Promise.race([failed, ended(stream)])
  }
  failed.catch(() => {})

  const tables = await listTables(client)
  // Nobody may drop or alter them between here and their turn.
  if (tables.length > 0)
    await client.query(
      `lock table ${tables.map((table) => inPublic(table.name)).join(', ')} in access share mode`,
    )
  const records: TableRecord[] = []
  for (const table of tables) records.push(await addTable(client, table, add))
  const files = await addFiles(client, tables, options.dataDir, add)
  const hasSecrets = addSecrets(zip, options)
  const version = await client.query('show server_version')
  const manifest: Manifest = {
    format: formatVersion,
    appVersion: options.appVersion,
    madeAt: new Date().toISOString(),
    serverVersion: version.rows[0].server_version,
    migrations: await listMigrations(client),
    tables: records,
    // Sequences stand outside snapshots: read last, they are never behind the rows.
    sequences: await readSequences(client),
    files,
    hasSecrets,
  }
  zip.addBuffer(Buffer.from(JSON.stringify(manifest, null, 1)), manifestName, { mode: 0o100600 })
  zip.end()
  await written
  return manifest
}

type Add = (name: string, stream: Readable, compress?: boolean) => Promise<void>

async function addTable(client: pg.Client, table: Table, add: Add): Promise<TableRecord> {
  const { stream, result } = measureRows()
  const copied = pipeline(client.query(copyTo(copyOut(table))), stream)
  await Promise.all([add(tableEntry(table.name), stream), copied])
  return { ...table, ...result() }
}

async function addFiles(
  client: pg.Client,
  tables: Table[],
  dataDir: string,
  add: Add,
): Promise<Manifest['files']> {
  const files: Manifest['files'] = { count: 0, bytes: 0, missing: [] }
  for (const { table, column, needed, entry } of fileColumns) {
    if (!tables.some(({ name, columns }) => name === table && columns.includes(column))) continue
    await client.query(
      `declare wanted_files cursor for select distinct ${column} as sha256 from ${inPublic(table)} where ${needed} order by 1`,
    )
    for (;;) {
      const { rows } = await client.query('fetch 500 from wanted_files')
      if (rows.length === 0) break
      for (const { sha256 } of rows) await addFile(sha256, entry, dataDir, files, add)
    }
    await client.query('close wanted_files')
  }
  return files
}

/** A file gone or rotten on disk is named in the manifest; the rest of the backup is still worth having. */
async function addFile(
  sha256: string,
  entry: (sha256: string) => string,
  dataDir: string,
  files: Manifest['files'],
  add: Add,
) {
  const file = path.join(dataDir, entry(sha256))
  if (!isSha256(sha256) || !existsSync(file)) return void files.missing.push(sha256)
  const { stream, result } = measureBytes()
  const copied = pipeline(createReadStream(file), stream)
  await Promise.all([add(entry(sha256), stream, entry === importEntry), copied])
  const { sha256: found, size } = result()
  if (found !== sha256) files.missing.push(sha256)
  files.count += 1
  files.bytes += size
}

function addSecrets(zip: yazl.ZipFile, options: BackupOptions): boolean {
  const file = path.join(options.dataDir, 'secrets.json')
  if (!options.passphrase || !existsSync(file)) return false
  zip.addBuffer(sealSecrets(readFileSync(file), options.passphrase), secretsName, { mode: 0o100600 })
  return true
}

/** `link` refuses to replace a file somebody else made meanwhile; then both names and contents reach the disk. */
async function publish(draft: string, file: string) {
  await sync(draft)
  try {
    await link(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw fileExists(file)
    const { rename } = await import('node:fs/promises') // file systems without hard links
    await rename(draft, file)
  }
  await unlink(draft).catch(() => {})
  await sync(path.dirname(file))
}

async function sync(file: string) {
  const handle = await open(file, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function ended(stream: Readable): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once('end', resolve)
    stream.once('error', reject)
  })
}

function fileExists(file: string): Error {
  return backupError(
    `${file} از پیش هست و رویش نوشته نمی‌شود. نام دیگری بدهید: npm run backup -- --to نام`,
    `${file} exists already and is not overwritten. Give another name: npm run backup -- --to NAME`,
  )
}
