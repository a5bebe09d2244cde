// How responsive the server stays while an index is computed in its process: delay of its event loop and of its answers.
//   node bench/index-delay.ts [--answers file.csv] [--resamples 10000]
// The file has the items of the ACSI-type model as columns; without one, answers are simulated from the model.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { findModel } from '@hamdel/engine'
import { sql } from 'kysely'
import { simulateColumns } from '../engine/fixtures/simulate.ts'
import { parseNumbers } from '../engine/fixtures/tables.ts'
import { buildInstrument, buildSheets } from '../features/indices/build-structural.ts'
import { startSession } from '../features/people/sessions.ts'
import { buildApp } from '../server/app.ts'
import { jobs, recurringJobs } from '../server/features.ts'
import { readConfig } from '../server/lib/config.ts'
import { newId } from '../server/lib/id.ts'
import { asSystem, runAgain, startJobs } from '../server/lib/jobs.ts'
import { makeLog } from '../server/lib/log.ts'
import { openServices } from '../server/services.ts'
import type { TestApp } from '../server/test/app.ts'
import { buildPerson } from '../server/test/build.ts'
import { withFreshDatabase } from '../server/test/cluster.ts'

const { values } = parseArgs({
  options: { answers: { type: 'string' }, resamples: { type: 'string', default: '10000' } },
})
const ROWS = 7_341
const items = findModel('acsi').constructs.flatMap((construct) => construct.items)

function answers(): Record<string, number>[] {
  if (values.answers) {
    const { names, rows } = parseNumbers(readFileSync(values.answers, 'utf8'))
    return rows.map((row) => Object.fromEntries(items.map((item) => [item, row[names.indexOf(item)]!])))
  }
  const columns = simulateColumns(findModel('acsi'), ROWS, 1)
  return Array.from({ length: ROWS }, (_, row) =>
    Object.fromEntries(items.map((item) => [item, columns[item]![row]!])),
  )
}

/** Asks like a desk does, from a thread of its own: one question every 20 ms; the times it took. */
const ASKER = `
const { parentPort, workerData } = require('node:worker_threads')
let isOn = true
parentPort.on('message', () => { isOn = false })
;(async () => {
  const times = []
  while (isOn) {
    const before = performance.now()
    const answer = await fetch(workerData.url, { headers: { cookie: workerData.cookie } })
    await answer.text()
    if (answer.status !== 200) throw new Error('answered ' + answer.status)
    times.push(performance.now() - before)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  parentPort.postMessage(times)
})()`

async function measure(name: string, target: { url: string; cookie: string }, work: () => Promise<unknown>) {
  const asker = new Worker(ASKER, { eval: true, workerData: target })
  await sleep(300)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const from = performance.now()
  await work()
  const seconds = (performance.now() - from) / 1000
  delay.disable()
  const times = new Promise<number[]>((resolve) => asker.once('message', resolve))
  asker.postMessage('enough')
  const sorted = (await times).sort((a, b) => a - b)
  await asker.terminate()
  const ms = (nanoseconds: number) => (nanoseconds / 1e6).toFixed(1)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(1)
  console.log(
    `${name}: ${seconds.toFixed(1)} s; event loop p50 ${ms(delay.percentile(50))} p99 ${ms(delay.percentile(99))} max ${ms(delay.max)} ms; ` +
      `${sorted.length} answers p50 ${at(0.5)} p99 ${at(0.99)} ms`,
  )
}

await withFreshDatabase(async ({ url }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hamdel-delay-'))
  const services = await openServices({
    config: readConfig({ HAMDEL_DATA: dataDir }),
    connection: { connectionString: url },
    log: makeLog('warn'),
  })
  const app = await buildApp(services)
  await asSystem(services, 'start', async (ctx) => {
    for (const job of recurringJobs) runAgain(ctx, job, 0)
  })
  const runner = startJobs(services, jobs)
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const t = { services } as unknown as TestApp
  const person = await buildPerson(t, { role: 'analyst' })
  const { token } = await asSystem(services, 'bench', (ctx) => startSession(ctx, person.id, 'bench'))
  const cookie = `sid=${token}`
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: { cookie, 'content-type': 'application/json', 'idempotency-key': newId() },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return (await answer.json()) as { id: string }
  }
  const built = await buildInstrument(t, items, { COMP: { min: 0, max: 1 } })
  const sheets = answers()
  await buildSheets(
    t,
    built,
    sheets.map((one) => ({ answers: one })),
  )
  const { id } = await ask('POST', '/indices/definitions', {
    name: 'اندازه‌گیری',
    instrumentId: built.instrumentId,
    modelId: 'acsi',
    resamples: Number(values.resamples),
  })
  const target = { url: `${address}/api/v1/cases`, cookie }
  console.log(`load average ${loadavg()[0]!.toFixed(1)}; ${sheets.length} × ${items.length} answers`)
  await measure('nothing computed', target, () => sleep(5_000))
  await measure(`${values.resamples} resamples`, target, async () => {
    const run = await ask('POST', `/indices/definitions/${id}/runs`, { seed: 1 })
    const steps = new Set<number>()
    for (;;) {
      const { rows } = await sql<{ status: string; progress: number; n: number }>`
        select status, progress, n from index_runs where id = ${run.id}::uuid`.execute(services.database.db)
      const { status, progress, n } = rows[0]!
      steps.add(progress)
      if (status !== 'queued' && status !== 'running') {
        console.log(`${status}, n ${n}, progress was seen at ${steps.size} values`)
        return
      }
      await sleep(100)
    }
  })
  await app.close()
  await runner.stop()
  await services.close()
  rmSync(dataDir, { recursive: true, force: true })
})
process.exit(0)
