// npm run audit:verify: recomputes the audit chain of a running or a stopped installation. Exit 1 on any problem.
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { readHeads } from '../features/audit/heads.ts'
import { verifyAudit } from '../features/audit/verify.ts'
import { reachDatabase } from '../server/lib/backup/connect.ts'
import { openDatabase } from '../server/lib/database.ts'
import { words } from '../server/lib/words.ts'

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
const dataDir = path.resolve(process.env.HAMDEL_DATA ?? './data')
const say = (line: string) => void process.stderr.write(`${line}\n`)
const fa = (n: number) => n.toLocaleString('fa')

try {
  const reached = await reachDatabase(dataDir, say)
  const database = openDatabase(reached.connection, { max: 1 })
  try {
    const heads = readHeads(dataDir)
    const report = await verifyAudit(database.db, { heads })
    if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`)
    say(
      `  ${fa(report.entries)} رویداد، ${fa(report.sealed)} در زنجیره، ${fa(report.unsealed)} در انتظار، ${fa(heads.length)} سر زنجیره`,
    )
    say(
      `  ${report.entries} entries, ${report.sealed} in the chain, ${report.unsealed} waiting, ${heads.length} kept heads`,
    )
    for (const problem of report.problems.slice(0, 50)) {
      const where = [problem.seq === undefined ? '' : `#${problem.seq}`, problem.entryId ?? '']
        .filter(Boolean)
        .join(' ')
      say(`✖ ${where}`)
      say(`    ${words('fa', `audit.problem.${problem.kind}`)}`)
      say(`    ${words('en', `audit.problem.${problem.kind}`)}`)
    }
    if (report.problemCount === 0) {
      say('✔ زنجیرهٔ حسابرسی درست است.')
      say('✔ The audit chain is intact.')
    } else {
      say(
        `✖ ${fa(report.problemCount)} مشکل پیدا شد. پایگاه داده را دست نزنید، پشتیبان بگیرید و حسابرس را خبر کنید.`,
      )
      say(
        `✖ ${report.problemCount} problems. Leave the database as it is, take a backup and tell the auditor.`,
      )
      process.exitCode = 1
    }
  } finally {
    await database.close()
    await reached.close()
  }
} catch (error) {
  say(`✖ ${process.env.LOG_LEVEL === 'debug' ? (error as Error).stack : (error as Error).message}`)
  process.exitCode = 1
}
