/**
 * Answers of a questionnaire of 24 questions taken per second through the customers' page, each from a link of its own,
 * over ten connections: node bench/survey-answers.ts [seconds]. The server runs as a process of its own.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { digestOf } from '../features/surveys/links.ts'
import { shippedInstruments } from '../features/surveys/shipped.ts'
import { buildApp } from '../server/app.ts'
import { readConfig } from '../server/lib/config.ts'
import { makeLog } from '../server/lib/log.ts'
import { openServices } from '../server/services.ts'
import { withFreshDatabase } from '../server/test/cluster.ts'
import { load } from './load.ts'

const INVITED = 30_000
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const { definition } = shippedInstruments.find((one) => one.key === 'ecsi')!
const codes = definition.questions.map((question) => question.code)

async function serve(url: string, dataDir: string): Promise<void> {
  const services = await openServices({
    config: readConfig({ HAMDEL_DATA: dataDir }),
    connection: { connectionString: url },
    log: makeLog('error'),
    now: () => new Date(),
  })
  const app = await buildApp(services)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  process.send?.(typeof address === 'object' ? address?.port : undefined)
  process.on('message', () => process.send?.(process.cpuUsage()))
  process.on('disconnect', () => process.exit(0))
}

async function seed(pool: pg.Pool): Promise<void> {
  await pool.query(`insert into branches (id, name) values ($1, 'سنجش')`, [id(1)])
  await pool.query(`insert into instruments (id, key, kind, title) values ($1, 'bench', 'ecsi', 'سنجش')`, [
    id(1),
  ])
  await pool.query(
    `insert into instrument_versions (instrument_id, version, definition, published_at) values ($1, 1, $2, now())`,
    [id(1), JSON.stringify(definition)],
  )
  await pool.query(
    `insert into surveys (id, instrument_id, instrument_version, name, status, seed) values ($1, $1, 1, 'سنجش', 'running', 1)`,
    [id(1)],
  )
  await pool.query(
    `insert into customers (id, kind, full_name, search_key, joined_key, branch_id)
     select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'person', 'مشتری', 'مشتری', 'مشتری', $1
     from generate_series(1, $2::int) n`,
    [id(1), INVITED],
  )
  await pool.query(
    `insert into invitations (customer_id, id, survey_id, branch_id, channel, status, expires_at)
     select id, id, $1, $1, 'link', 'sent', now() + interval '30 days' from customers`,
    [id(1)],
  )
  const digests = Array.from({ length: INVITED }, (_, n) => digestOf(`link-${n + 1}`))
  await pool.query(
    `insert into invitation_tokens (token_digest, customer_id, invitation_id)
     select d, i, i from unnest($1::bytea[], $2::uuid[]) as u (d, i)`,
    [digests, digests.map((_, n) => id(n + 1))],
  )
  await pool.query('vacuum analyze')
}

/** Milliseconds of processor a process has used. */
const cpuOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve) => {
    child.once('message', (used: NodeJS.CpuUsage) => resolve((used.user + used.system) / 1000))
    child.send('cpu')
  })

async function measure(seconds: number): Promise<void> {
  await withFreshDatabase(async ({ url }) => {
    const pool = new pg.Pool({ connectionString: url, max: 2 })
    await seed(pool)
    const dataDir = mkdtempSync(join(tmpdir(), 'hamdel-bench-'))
    const child = fork(fileURLToPath(import.meta.url), ['serve', url, dataDir])
    try {
      const port = await new Promise<number>((resolve) =>
        child.once('message', (port) => resolve(port as number)),
      )
      const page = await (await fetch(`http://127.0.0.1:${port}/s/link-1`)).text()
      console.log(`page: ${Buffer.byteLength(page)} bytes, ${codes.length} questions`)
      const body = (n: number) =>
        `version=1&shown=${codes.join(',')}&go=next&${codes.map((code, i) => `a_${code}=${((n + i) % 6) + 5}`).join('&')}`
      const post = (n: number) => ({
        method: 'POST' as const,
        path: `/s/link-${(n % INVITED) + 1}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: body(n),
      })
      const before = await cpuOf(child)
      const taken = await load(port, post, { connections: 10, seconds })
      const { rows } = await pool.query(
        `select count(*)::int as n from responses where submitted_at is not null and jsonb_typeof(answers->'CUSA1') = 'number'`,
      )
      const cpu = (await cpuOf(child)) - before
      // An accepted answer is a redirect to the thanks; what counts is what is stored.
      console.log(
        `answers: ${(rows[0].n / seconds).toFixed(0)}/s stored, p50 ${taken.p50.toFixed(1)} ms, p95 ${taken.p95.toFixed(1)} ms, p99 ${taken.p99.toFixed(1)} ms, ${(cpu / rows[0].n).toFixed(2)} ms of the server's processor each`,
      )
      const shown = await load(port, (n) => ({ ...post(n), method: 'GET' as const }), {
        connections: 10,
        seconds: Math.min(3, seconds),
      })
      console.log(
        `pages: ${shown.perSecond.toFixed(0)}/s, p50 ${shown.p50.toFixed(1)} ms, failed ${shown.failed}`,
      )
      await pool.end()
    } finally {
      child.disconnect()
      rmSync(dataDir, { recursive: true, force: true })
    }
  })
}

if (process.argv[2] === 'serve') await serve(process.argv[3]!, process.argv[4]!)
else await measure(Number(process.argv[2] ?? 10))
