// npm run backup [-- --to FILE or FOLDER]: works while the server runs, and when it does not.
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { reachDatabase } from '../server/lib/backup/connect.ts'
import { writeBackup } from '../server/lib/backup/write-backup.ts'

const { values } = parseArgs({ options: { to: { type: 'string' } } })
const dataDir = path.resolve(process.env.HAMDEL_DATA ?? './data')
const say = (line: string) => void process.stderr.write(`${line}\n`)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))

try {
  const file = targetFile(values.to)
  const database = await reachDatabase(dataDir, say)
  try {
    const started = performance.now()
    const passphrase = process.env.HAMDEL_BACKUP_PASSPHRASE
    const manifest = await writeBackup({
      connection: database.connection,
      dataDir,
      file,
      appVersion: appVersion(),
      passphrase,
    })
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    const megabytes = (statSync(file).size / 1_048_576).toFixed(1)
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    say(
      `✔ پشتیبان آماده است: ${rows.toLocaleString('fa')} ردیف از ${manifest.tables.length.toLocaleString('fa')} جدول و ${manifest.files.count.toLocaleString('fa')} پرونده`,
    )
    say(
      `✔ Backup ready: ${rows} rows of ${manifest.tables.length} tables and ${manifest.files.count} files, ${megabytes} MB in ${seconds} s`,
    )
    if (!manifest.hasSecrets) {
      say(
        '! کلیدهای سامانه (secrets.json) در پشتیبان نیست؛ جداگانه نگهش دارید، یا HAMDEL_BACKUP_PASSPHRASE بدهید تا رمزشده افزوده شود.',
      )
      say(
        '! The installation keys (secrets.json) are not in it: keep them separately, or set HAMDEL_BACKUP_PASSPHRASE to include them encrypted.',
      )
    }
    if (manifest.files.missing.length > 0) {
      say(`! ${manifest.files.missing.length.toLocaleString('fa')} پیوست روی دیسک نبود یا آسیب دیده بود:`)
      say(`! ${manifest.files.missing.length} attachments were missing or damaged on disk:`)
      for (const sha256 of manifest.files.missing.slice(0, 20)) say(`  ${sha256}`)
      process.exitCode = 2
    }
    process.stdout.write(`${file}\n`)
  } finally {
    await database.close()
  }
} catch (error) {
  say(`✖ ${process.env.LOG_LEVEL === 'debug' ? (error as Error).stack : (error as Error).message}`)
  process.exitCode = 1
}

function targetFile(to: string | undefined): string {
  const folder = path.join(dataDir, 'backups')
  const target = to === undefined ? folder : path.resolve(process.env.HAMDEL_CWD ?? process.cwd(), to)
  const isFolder =
    to === undefined || to.endsWith('/') || (existsSync(target) && statSync(target).isDirectory())
  mkdirSync(isFolder ? target : path.dirname(target), { recursive: true, mode: 0o700 })
  return isFolder ? path.join(target, `hamdel-${jalaliStamp()}.hamdel`) : target
}

/** 1405-09-03-221530: today in Tehran, in a form that sorts. */
function jalaliStamp(): string {
  const now = Temporal.Now.zonedDateTimeISO('Asia/Tehran').withCalendar('persian')
  const two = (value: number) => String(value).padStart(2, '0')
  return `${now.year}-${two(now.month)}-${two(now.day)}-${two(now.hour)}${two(now.minute)}${two(now.second)}`
}

function appVersion(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version
}
