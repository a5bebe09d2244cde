import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningServer, startServer } from './running-server.ts'

// A real server is killed with -9 in the middle of a real import, twice; the next one goes on where it was.
const CDNOW = fileURLToPath(new URL('../../shared/data/cdnow_master.csv', import.meta.url))
const ROWS = 60_000
let server: RunningServer
let cookie = ''

/** 60,000 purchases of 20,000 customers; every hundredth row is spoiled. */
function madeUp(): { text: string; good: number; bad: number } {
  let text = 'customer_id,date,cds,value\n'
  let bad = 0
  for (let i = 0; i < ROWS; i++) {
    const isBad = i % 100 === 37
    if (isBad) bad += 1
    const day = `2025-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`
    text += `${String(1 + Math.floor(i / 3)).padStart(5, '0')},${isBad ? '2025-13-45' : day},1,${1_000 + i}\n`
  }
  return { text, good: ROWS - bad, bad }
}

/** cdnow_master.csv where it is; one row of a hundred spoiled. */
function material(): { text: string; good: number; bad: number } {
  if (!existsSync(CDNOW)) {
    console.warn(
      '../shared/data/cdnow_master.csv is not on this machine: a made-up file of the same form is imported.',
    )
    return madeUp()
  }
  const lines = readFileSync(CDNOW, 'utf8').trim().split(/\r?\n/)
  let bad = 0
  const text = lines.map((line, i) => {
    if (i === 0 || i % 100 !== 37) return line
    bad += 1
    return line.replace(/,\d{4}-\d\d-\d\d,/, ',1997-13-45,')
  })
  return { text: `${text.join('\n')}\n`, good: lines.length - 1 - bad, bad }
}

async function ask(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Record<string, never>; headers: Headers }> {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: {
      cookie,
      'idempotency-key': crypto.randomUUID(),
      ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text ? JSON.parse(text) : {}, headers: answer.headers }
}

async function signInAgain(): Promise<void> {
  const answer = await ask('POST', '/sessions', {
    identifier: 'modir@example.org',
    password: 'یک رمز بلند برای آزمون',
  })
  expect(answer.status).toBe(201)
  cookie = answer.headers.get('set-cookie')!.split(';')[0]!
}

interface Job {
  id: string
  status: string
  progress: {
    nextRow: number
    totalRows: number | null
    inserted: number
    unchanged: number
    rejected: number
    updated: number
  }
}
const look = async (id: string): Promise<Job> => (await ask('GET', `/imports/${id}`)).body as unknown as Job

async function until(id: string, isEnough: (job: Job) => boolean): Promise<Job> {
  for (let i = 0; i < 1_200; i++) {
    const job = await look(id)
    if (isEnough(job)) return job
    if (job.status === 'failed') throw new Error(`the import failed: ${JSON.stringify(job)}`)
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
  throw new Error('the import does not end')
}

async function begin(text: string): Promise<string> {
  const form = new FormData()
  form.append('entity', 'purchases')
  form.append('file', new Blob([text]), 'purchases.csv')
  const made = await ask('POST', '/imports', form)
  expect(made.status).toBe(201)
  const { id, detection } = made.body as unknown as {
    id: string
    detection: { mapping: Record<string, string[]> }
  }
  expect(
    (
      await ask('PUT', `/imports/${id}/options`, {
        entity: 'purchases',
        mapping: detection.mapping.purchases,
        moneyUnit: 'toman',
      })
    ).status,
  ).toBe(200)
  expect((await ask('POST', `/imports/${id}/run`)).status).toBe(200)
  return id
}

beforeAll(async () => {
  server = await startServer({ demo: false })
  const made = await ask('POST', '/set-up', {
    companyName: 'آزمون',
    branch: { name: 'مرکزی' },
    administrator: { fullName: 'مدیر آزمون', email: 'modir@example.org', password: 'یک رمز بلند برای آزمون' },
  })
  expect(made.status).toBeLessThan(300)
  await signInAgain()
}, 120_000)
afterAll(() => server?.stop())

test('an import goes on after kill -9, keeps every good row once, tells every bad one, and doubles nothing when repeated', async () => {
  const { text, good, bad } = material()
  const id = await begin(text)
  let kills = 0
  for (const share of [0.2, 0.6]) {
    const before = await until(
      id,
      (job) =>
        job.status === 'done' ||
        (job.progress.totalRows !== null && job.progress.nextRow >= job.progress.totalRows * share),
    )
    if (before.status === 'done') break
    await server.kill()
    kills += 1
    server = await startServer({ demo: false, dataDir: server.dataDir })
    // What was committed before the kill is there after it.
    expect((await look(id)).progress.nextRow).toBeGreaterThanOrEqual(before.progress.nextRow)
  }
  expect(kills).toBeGreaterThan(0)
  const done = await until(id, (job) => job.status === 'done')
  expect(done.progress).toMatchObject({ inserted: good, rejected: bad, totalRows: good + bad })

  const again = await until(await begin(text), (job) => job.status === 'done')
  expect(again.progress).toMatchObject({ inserted: 0, updated: 0, unchanged: good, rejected: bad })
}, 180_000)
