// npm run restore -- FILE: into an empty data folder or an empty DATABASE_URL; never over existing data.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { reachDatabase } from '../server/lib/backup/connect.ts'
import { restoreBackup } from '../server/lib/backup/restore-backup.ts'
import { openDatabase } from '../server/lib/database.ts'
import { knownMigrations, migrate } from '../server/lib/migrate.ts'
import { readRunFile } from '../server/lib/run-file.ts'

const { positionals } = parseArgs({ allowPositionals: true, options: { force: { type: 'boolean' } } })
const dataDir = path.resolve(process.env.HAMDEL_DATA ?? './data')
const say = (line: string) => void process.stderr.write(`${line}\n`)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))

try {
  const file = path.resolve(process.env.HAMDEL_CWD ?? process.cwd(), positionals[0] ?? '')
  if (positionals.length !== 1 || !existsSync(file)) {
    throw new Error(
      'نام پروندهٔ پشتیبان را بدهید: npm run restore -- FILE.hamdel\nGive an existing backup file: npm run restore -- FILE.hamdel',
    )
  }
  if (readRunFile(dataDir) !== undefined) {
    throw new Error(
      'همدل در حال اجراست. نخست آن را ببندید (Ctrl-C) و دوباره بازگردانید.\nHamdel is running. Stop it first (Ctrl-C), then restore.',
    )
  }
  const database = await reachDatabase(dataDir, say)
  try {
    const { manifest, secrets } = await restoreBackup({
      connection: database.connection,
      dataDir,
      file,
      passphrase: process.env.HAMDEL_BACKUP_PASSPHRASE,
      seededTables: seededTables(),
      migrate: (until) => migrateUntil(database.connection, until),
    })
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    say(
      `✔ بازگردانی شد و با پشتیبان یکی است: ${rows.toLocaleString('fa')} ردیف، ${manifest.tables.length.toLocaleString('fa')} جدول، ${manifest.files.count.toLocaleString('fa')} پرونده`,
    )
    say(
      `✔ Restored and verified: ${rows} rows, ${manifest.tables.length} tables, ${manifest.files.count} files (backup of ${manifest.madeAt}, Hamdel ${manifest.appVersion})`,
    )
    sayAboutSecrets(secrets)
    await verifyAuditChain(database.connection)
  } finally {
    await database.close()
  }
} catch (error) {
  say(`✖ ${process.env.LOG_LEVEL === 'debug' ? (error as Error).stack : (error as Error).message}`)
  process.exitCode = 1
}

async function migrateUntil(connection: pg.ClientConfig, until: string | undefined) {
  if (until === undefined || !knownMigrations().includes(until)) return // the caller names what is unknown
  const pool = new pg.Pool({ ...connection, max: 2 })
  pool.on('error', () => {})
  try {
    await migrate(pool, { until })
  } finally {
    await pool.end()
  }
}

/** A new database is not quite empty when migrations write rows. */
function seededTables(): string[] {
  const folder = new URL('../db/migrations/', import.meta.url)
  const texts = knownMigrations().map((name) => readFileSync(new URL(name, folder), 'utf8'))
  return [...texts.join('\n').matchAll(/^\s*insert into (?:public\.)?(\w+)/gim)].map((match) => match[1]!)
}

function sayAboutSecrets(secrets: 'restored' | 'same' | 'none' | 'no passphrase') {
  if (secrets === 'restored')
    say('✔ کلیدهای سامانه (secrets.json) هم بازگشت. / The installation keys came back too.')
  if (secrets === 'none' || secrets === 'no passphrase') {
    const why = secrets === 'none' ? 'the backup holds none' : 'HAMDEL_BACKUP_PASSPHRASE is not set'
    say(
      `! کلیدهای سامانه بازنگشت؛ secrets.json پیشین را در ${dataDir} بگذارید، وگرنه رمزهای یکبارمصرف باید از نو ساخته شود.`,
    )
    say(
      `! The installation keys were not restored (${why}): put the old secrets.json into ${dataDir}, or second factors must be set up anew.`,
    )
  }
}

async function verifyAuditChain(connection: pg.ClientConfig) {
  const file = new URL('../features/audit/verify.ts', import.meta.url)
  if (!existsSync(file)) return
  const { verifyAudit } = await import(file.href)
  if (typeof verifyAudit !== 'function') return
  const database = openDatabase(connection, { max: 2 })
  try {
    const answer: unknown = await verifyAudit(database.db)
    say(
      `✔ زنجیرهٔ ثبت رویدادها بررسی شد. / Audit chain checked: ${JSON.stringify(answer, (_key, value) => (typeof value === 'bigint' ? String(value) : value))}`,
    )
  } finally {
    await database.close()
  }
}
