import { createHash, randomUUID } from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { measureBytes } from './digest.ts'
import { backupError, fileColumns, isSha256, type Manifest, secretsName } from './format.ts'
import { loadTables } from './load-tables.ts'
import { type BackupZip, openBackupZip } from './read-zip.ts'
import { checkSeal, damaged } from './sealed-file.ts'
import { openSecrets } from './sealed-secrets.ts'
import { inPublic, listMigrations, listTables, prepareSession } from './tables.ts'

export type RestoreOptions = {
  connection: pg.ClientConfig
  dataDir: string
  file: string
  passphrase?: string | undefined
  /** Brings an empty database to these migrations. */
  migrate: (until: string | undefined) => Promise<void>
  /** Tables that hold rows although nobody has used the database: those the migrations fill. */
  seededTables: string[]
}

export type Restored = { manifest: Manifest; secrets: 'restored' | 'same' | 'none' | 'no passphrase' }

/** Refuses damage and a used database before it changes anything; then all tables come in one transaction. */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  await checkSeal(options.file)
  const zip = await openBackupZip(options.file)
  const client = new pg.Client(options.connection)
  client.on('error', () => {})
  try {
    await client.connect()
    await prepareSession(client)
    await refuseUsed(client, options.seededTables)
    const secrets =
      zip.manifest.hasSecrets && options.passphrase
        ? openSecrets(await zip.buffer(secretsName), options.passphrase)
        : undefined
    await bringSchema(client, zip.manifest, options.migrate)
    await restoreFiles(zip, options.dataDir)
    await client.query('begin')
    try {
      await loadTables(client, zip)
      await checkFiles(client, zip, options.dataDir)
      await client.query('commit')
    } catch (error) {
      await client.query('rollback').catch(() => {})
      throw error
    }
    return { manifest: zip.manifest, secrets: restoreSecrets(zip.manifest, secrets, options.dataDir) }
  } finally {
    zip.close()
    await client.end().catch(() => {})
  }
}

async function refuseUsed(client: pg.Client, seeded: string[]) {
  for (const { name } of await listTables(client)) {
    if (seeded.includes(name)) continue
    const { rows } = await client.query(`select exists (select from ${inPublic(name)}) as used`)
    if (!rows[0].used) continue
    throw backupError(
      `این پایگاه داده خالی نیست (جدول ${name}) و همدل هرگز روی داده‌ها نمی‌نویسد. پوشهٔ داده‌ای تازه بدهید: HAMDEL_DATA=./data-restored npm run restore -- FILE، یا یک پایگاه دادهٔ خالی در DATABASE_URL.`,
      `This database is not empty (table ${name}), and Hamdel never writes over data. Give a new data folder: HAMDEL_DATA=./data-restored npm run restore -- FILE, or an empty database in DATABASE_URL.`,
    )
  }
}

async function bringSchema(client: pg.Client, manifest: Manifest, migrate: RestoreOptions['migrate']) {
  const present = await listMigrations(client)
  const same = () => JSON.stringify(present) === JSON.stringify(manifest.migrations)
  if (!same() && present.every((name) => manifest.migrations.includes(name))) {
    await migrate(manifest.migrations.at(-1))
    present.splice(0, Number.POSITIVE_INFINITY, ...(await listMigrations(client)))
  }
  if (same()) return
  const missing = manifest.migrations.filter((name) => !present.includes(name)).join(', ')
  const extra = present.filter((name) => !manifest.migrations.includes(name)).join(', ')
  throw backupError(
    `ساختار پایگاه داده با پشتیبان جور نیست. ${missing ? `این نسخهٔ همدل اینها را نمی‌شناسد: ${missing}؛ نسخهٔ ${manifest.appVersion} یا تازه‌تر را به کار ببرید.` : `این پایگاه داده جلوتر از پشتیبان است (${extra})؛ پوشهٔ داده یا پایگاه داده‌ای کاملاً تازه بدهید.`}`,
    `The schema does not fit the backup. ${missing ? `This Hamdel does not know ${missing}; use version ${manifest.appVersion} or newer.` : `This database is ahead of the backup (${extra}); give an entirely new data folder or database.`}`,
  )
}

/** Files are named by their content: writing one that is there already changes nothing. */
async function restoreFiles(zip: BackupZip, dataDir: string) {
  for (const name of zip.names.filter((entry) => /^(files|imports)\//.test(entry))) {
    const sha256 = path.posix.basename(name)
    if (!isSha256(sha256) || !fileColumns.some(({ entry }) => name === entry(sha256))) throw damaged(name)
    if (zip.manifest.files.missing.includes(sha256)) continue // was rotten already when the backup was made
    const target = path.join(dataDir, name)
    if (existsSync(target) && (await digestOf(target)) === sha256) continue
    mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 })
    const draft = `${target}.${randomUUID()}`
    const { stream, result } = measureBytes()
    try {
      await pipeline(await zip.stream(name), stream, createWriteStream(draft, { flags: 'wx', mode: 0o600 }))
      if (result().sha256 !== sha256) throw damaged(name)
      const handle = await open(draft)
      await handle.sync()
      await handle.close()
      renameSync(draft, target)
    } finally {
      rmSync(draft, { force: true })
    }
  }
}

async function checkFiles(client: pg.Client, zip: BackupZip, dataDir: string) {
  const missing = new Set(zip.manifest.files.missing)
  // A backup made before imports were kept holds none of their files; the import says so when it is to go on.
  const kept = fileColumns.filter(
    ({ table }) => table !== 'imports' || zip.names.some((name) => name.startsWith('imports/')),
  )
  for (const { table, column, needed, entry } of kept) {
    if (!zip.manifest.tables.some(({ name, columns }) => name === table && columns.includes(column))) continue
    const { rows } = await client.query(
      `select distinct ${column} as sha256 from ${inPublic(table)} where ${needed}`,
    )
    for (const { sha256 } of rows)
      if (!missing.has(sha256) && !existsSync(path.join(dataDir, entry(sha256)))) throw damaged(entry(sha256))
  }
}

async function digestOf(file: string): Promise<string> {
  const digest = createHash('sha256')
  for await (const chunk of createReadStream(file)) digest.update(chunk)
  return digest.digest('hex')
}

function restoreSecrets(
  manifest: Manifest,
  secrets: Buffer | undefined,
  dataDir: string,
): Restored['secrets'] {
  if (!manifest.hasSecrets) return 'none'
  if (secrets === undefined) return 'no passphrase'
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const file = path.join(dataDir, 'secrets.json')
  if (existsSync(file)) {
    if (readFileSync(file).equals(secrets)) return 'same'
    renameSync(file, `${file}.${Date.now()}.old`) // an unused start made it; kept all the same
  }
  writeFileSync(file, secrets, { mode: 0o600, flag: 'wx' })
  return 'restored'
}
