import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { parseNumbers } from '../../engine/fixtures/tables.ts'
import { newId } from '../../server/lib/id.ts'
import type { Client, TestApp } from '../../server/test/app.ts'

/** Simulated answers to the ECSI's questions, by row and by column. */
export const table = parseNumbers(
  readFileSync(new URL('../../engine/fixtures/ecsi.csv', import.meta.url), 'utf8'),
)
export const columns: Record<string, Float64Array> = Object.fromEntries(
  table.names.map((name, i) => [name, Float64Array.from(table.rows, (row) => row[i]!)]),
)
export const sheetOf = (row: readonly number[]) => ({
  answers: Object.fromEntries(table.names.map((name, i) => [name, row[i]!])),
})

export const ecsi = { name: 'رضایت', modelId: 'ecsi', resamples: 200 }

/** Makes index definitions as this client; ECSI where nothing else is said. */
export const definer =
  (me: Client) =>
  async (instrumentId: string, more: object = {}) => {
    const made = await me.post('/indices/definitions', { ...ecsi, instrumentId, ...more })
    if (made.status !== 201) throw new Error(made.text)
    return made.body
  }
export type Define = ReturnType<typeof definer>

/** The largest difference between two records of numbers of the same names. */
export function apart(a: Record<string, number>, b: Record<string, number>): number {
  const names = Object.keys(a)
  if (names.length === 0 || names.sort().join() !== Object.keys(b).sort().join())
    throw new Error(`different names: ${names} and ${Object.keys(b)}`)
  return Math.max(...names.map((name) => Math.abs(a[name]! - b[name]!)))
}

type Scales = Readonly<Record<string, { min: number; max: number; isReversed?: boolean }>>

/** A published instrument that asks these codes on scales; for tests. */
export async function buildInstrument(
  t: TestApp,
  codes: readonly string[],
  scales: Scales = {},
): Promise<{ instrumentId: string; surveyId: string }> {
  const instrumentId = newId()
  const words = { fa: 'متن', en: 'text' }
  const questions = codes.map((code) => ({
    kind: 'scale',
    code,
    text: { fa: `پرسش ${code}`, en: `Question ${code}` },
    isRequired: false,
    showIf: [],
    min: 1,
    max: 10,
    minPole: words,
    maxPole: words,
    isReversed: false,
    hasDontKnow: true,
    ...scales[code],
  }))
  const definition = {
    intro: words,
    thanks: words,
    paging: 'all',
    questions,
    lowScore: null,
    modelId: null,
  }
  const { db } = t.services.database
  const surveyId = newId()
  await sql`insert into instruments (id, key, kind, title) values (${instrumentId}::uuid, ${`t${instrumentId}`}, 'custom', 'آزمون')`.execute(
    db,
  )
  await sql`insert into instrument_versions (instrument_id, version, definition, published_at)
    values (${instrumentId}::uuid, 1, ${JSON.stringify(definition)}::jsonb, now())`.execute(db)
  await sql`insert into surveys (id, instrument_id, instrument_version, name, status, seed)
    values (${surveyId}::uuid, ${instrumentId}::uuid, 1, 'آزمون', 'running', 1)`.execute(db)
  return { instrumentId, surveyId }
}

export interface Sheet {
  answers: Record<string, unknown>
  branchId?: string
  segment?: Record<string, string>
  customerId?: string
  at?: Date
}

/** Finished answer sheets in this order, a second apart where no time is given; of nobody unless a customer is. */
export async function buildSheets(
  t: TestApp,
  { instrumentId, surveyId, version = 1 }: { instrumentId: string; surveyId: string; version?: number },
  sheets: readonly Sheet[],
  first = new Date('2026-05-01T00:00:00Z'),
): Promise<void> {
  const rows = sheets.map((sheet, i) => ({
    id: newId(),
    customer_id: sheet.customerId ?? null,
    branch_id: sheet.branchId ?? null,
    segment: sheet.segment ?? {},
    answers: sheet.answers,
    at: (sheet.at ?? new Date(first.getTime() + i * 1_000)).toISOString(),
  }))
  const insert = (table: string, columns: string, values: string, part: typeof rows) =>
    sql`insert into ${sql.table(table)} (id, survey_id, instrument_id, instrument_version, branch_id, segment, mode, answers, submitted_at${sql.raw(columns)})
      select id, ${surveyId}::uuid, ${instrumentId}::uuid, ${version}::int, branch_id, segment, 'import', answers, at${sql.raw(values)}
      from jsonb_to_recordset(${JSON.stringify(part)}::jsonb)
        as r (id uuid, customer_id uuid, branch_id uuid, segment jsonb, answers jsonb, at timestamptz)`.execute(
      t.services.database.db,
    )
  await insert(
    'anonymous_responses',
    '',
    '',
    rows.filter((row) => row.customer_id === null),
  )
  await insert(
    'responses',
    ', customer_id',
    ', customer_id',
    rows.filter((row) => row.customer_id !== null),
  )
}

/** Asks for a run, does the jobs, and waits until it has ended; the run with all it found out. */
export async function runToEnd(
  t: TestApp,
  me: Client,
  definitionId: string,
  body: object = {},
  // biome-ignore lint/suspicious/noExplicitAny: answers are checked by the assertions of the test.
): Promise<any> {
  const started = await me.post(`/indices/definitions/${definitionId}/runs`, body)
  if (started.status !== 201) throw new Error(started.text)
  return waitForRun(t, me, started.body.id)
}

export async function waitForRun(t: TestApp, me: Client, runId: string) {
  for (let i = 0; i < 300; i++) {
    if (i % 10 === 0) await t.drain()
    const { body } = await me.get(`/indices/runs/${runId}`)
    if (!['queued', 'running'].includes(body.run.status)) return body
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('the run does not end')
}
