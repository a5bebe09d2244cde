import { bootstrap, findModel, plainIndex, runIndexParts, withIntervals } from '@hamdel/engine'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asSystem } from '../../server/lib/jobs.ts'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { buildCustomer, buildPerson } from '../../server/test/build.ts'
import {
  apart,
  buildInstrument,
  buildSheets,
  columns,
  type Define,
  definer,
  runToEnd,
  sheetOf,
  table,
  waitForRun,
} from './build-structural.ts'
import { claimRun, stopRuns } from './run-local.ts'
import { structuralJobs } from './structural-jobs.ts'

let t: TestApp
let analyst: Client
let define: Define
const now = new Date('2026-11-24T10:00:00Z') // 3 Azar 1405

beforeAll(async () => {
  t = await startTestApp()
  t.setNow(now)
  analyst = await t.as(await buildPerson(t, { role: 'analyst' }))
  define = definer(analyst)
})
afterAll(async () => {
  await stopRuns(t.services)
  await t.close()
})

test('a run agrees with the engine called directly, intervals bit for bit, and twice the same', async () => {
  const built = await buildInstrument(t, table.names)
  await buildSheets(t, built, table.rows.map(sheetOf))
  const made = await define(built.instrumentId)
  const first = await runToEnd(t, analyst, made.id, { seed: 7 })
  const run = runIndexParts(findModel('ecsi'), { columns })
  const drawn = bootstrap(run.compiled, run.answers!.rows, { resamples: 200, seed: 7 })
  const direct = withIntervals(run.result, drawn)
  expect(first.run).toMatchObject({ status: 'done', n: table.rows.length, seed: 7, progress: 1 })
  expect(first.run.engineVersion).toMatch(/^\d/)
  const { whole } = first.result
  for (const name of ['indices', 'paths', 'loadings', 'totalEffects', 'r2', 'htmt', 'alpha'] as const)
    expect(apart(whole[name], direct[name]), name).toBeLessThan(1e-9)
  expect(whole.intervals.indices).toEqual(direct.intervals.indices)
  expect(whole.intervals.paths).toEqual(direct.intervals.paths)
  expect(whole.findings.map((f: { code: string }) => f.code)).toEqual(direct.findings.map((f) => f.code))
  expect(first.result.questions.find((q: { code: string }) => q.code === 'IMAG1').mean).toBeCloseTo(
    run.result.means.IMAG1!,
    12,
  )
  const again = await runToEnd(t, analyst, made.id, { seed: 7 })
  expect(again.run.inputDigest).toBe(first.run.inputDigest)
  expect(again.result).toEqual(first.result)
  const other = await runToEnd(t, analyst, made.id, { seed: 8 })
  expect(other.result.whole.indices).toEqual(whole.indices)
  expect(other.result.whole.intervals.indices).not.toEqual(whole.intervals.indices)

  const shown = (await analyst.get(`/indices/definitions/${made.id}`)).body
  const { low, high } = other.result.whole.intervals.indices.Satisfaction
  expect(shown.latest).toMatchObject({
    runId: other.run.id,
    value: whole.indices.Satisfaction,
    low,
    high,
    n: table.rows.length,
    method: 'structural',
  })
  const [top] = first.drivers
  const map = direct.importancePerformance.Satisfaction!.constructs
  expect(top.importance).toBe(Math.max(...Object.values(map).map((d) => d.importance)))
  const asked = await analyst.get(`/indices/runs/${first.run.id}/what-if?driver=${top.construct}&points=4`)
  expect(asked.body).toMatchObject({ points: 4, method: 'percentile_of_total_effect' })
  const [satisfaction, loyalty] = asked.body.expected
  expect(satisfaction.change).toBeCloseTo(4 * map[top.construct]!.importance, 10)
  expect(satisfaction.low).toBeLessThan(satisfaction.change)
  expect(satisfaction.high).toBeGreaterThan(satisfaction.change)
  expect(loyalty.construct).toBe('Loyalty')
  expect((await analyst.get(`/indices/runs/${first.run.id}/what-if?driver=Loyalty`)).body.code).toBe(
    'index_driver_unknown',
  )
})

test('answers nobody knows, of another scale version or of a deleted customer do not count as numbers', async () => {
  const built = await buildInstrument(t, table.names)
  const rows = table.rows.slice(0, 150).map(sheetOf)
  rows[0]!.answers.IMAG1 = { dontKnow: true } as never
  delete rows[1]!.answers.IMAG1
  const { db } = t.services.database
  const gone = await buildCustomer(t)
  await buildSheets(t, built, [
    ...rows,
    { ...sheetOf(table.rows[0]!), customerId: gone.id, branchId: gone.branchId },
  ])
  await sql`update customers set deleted_at = now() where id = ${gone.id}::uuid`.execute(db)
  // A draft that asks on five points: what was tried out with it is left out.
  await sql`insert into instrument_versions (instrument_id, version, definition)
    select instrument_id, 2, jsonb_set(definition, '{questions,0,max}', '5') from instrument_versions
    where instrument_id = ${built.instrumentId}::uuid`.execute(db)
  await buildSheets(t, { ...built, version: 2 }, [sheetOf(table.rows[0]!)])
  const made = await define(built.instrumentId, { resamples: 0 })
  const { run, result, instrumentVersions } = await runToEnd(t, analyst, made.id)
  expect(run.n).toBe(150)
  expect(instrumentVersions).toEqual([1])
  expect(result.whole.missing).toMatchObject({ rowsGiven: 150, rowsComplete: 148, perItem: { IMAG1: 2 } })
  expect(result).toMatchObject({ intervalMethod: 'analytic' })
})

test('below the floor the index is refused and a weighted plain index with interval given; below five nothing', async () => {
  const built = await buildInstrument(t, table.names)
  await buildSheets(t, built, table.rows.slice(0, 60).map(sheetOf))
  const importance = Object.fromEntries(table.names.map((name, i) => [name, 1 + (i % 3)]))
  const made = await define(built.instrumentId, { importance })
  const { run, result } = await runToEnd(t, analyst, made.id)
  const model = findModel('ecsi')
  const few = Object.fromEntries(Object.entries(columns).map(([name, all]) => [name, all.slice(0, 60)]))
  const direct = plainIndex(model, few, { importance })
  expect(run).toMatchObject({ status: 'refused', n: 60, error: null })
  expect(result).toMatchObject({ method: 'plain', whole: null, intervalMethod: 'analytic' })
  expect(apart(result.plain.indices, direct.indices)).toBeLessThan(1e-9)
  expect(result.plain.intervals.Satisfaction.low).toBeCloseTo(direct.intervals.Satisfaction!.low, 9)
  expect((await analyst.get(`/indices/definitions/${made.id}`)).body.latest).toMatchObject({
    status: 'refused',
    method: 'plain',
    value: result.plain.indices.Satisfaction,
  })
  const alone = await buildInstrument(t, table.names)
  await buildSheets(t, alone, table.rows.slice(0, 4).map(sheetOf))
  const hidden = await runToEnd(t, analyst, (await define(alone.instrumentId)).id)
  expect(hidden).toMatchObject({
    run: { status: 'refused', n: 4 },
    result: { method: 'hidden', plain: null },
  })
  expect(hidden.result.questions).toEqual([])
})
describe('a run under way', () => {
  const long = { resamples: 20_000, floor: 100 }
  const started = async () => {
    const built = await buildInstrument(t, table.names)
    await buildSheets(t, built, table.rows.map(sheetOf))
    const made = await define(built.instrumentId, long)
    const { body } = await analyst.post(`/indices/definitions/${made.id}/runs`, { seed: 5 })
    return { definitionId: made.id as string, runId: body.id as string }
  }
  const statusOf = async (runId: string) => (await analyst.get(`/indices/runs/${runId}`)).body.run

  test('is cancelled at once, and only once', async () => {
    const { runId } = await started()
    await t.drain()
    expect((await statusOf(runId)).status).toBe('running')
    expect((await analyst.get(`/indices/runs/${runId}/quadrants`)).body.code).toBe('index_run_unfinished')
    expect((await analyst.post(`/indices/runs/${runId}/cancel`)).body.status).toBe('cancelled')
    expect((await analyst.post(`/indices/runs/${runId}/cancel`)).body.code).toBe('index_run_finished')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await statusOf(runId)).toMatchObject({ status: 'cancelled', inputDigest: null })
  })

  test('of a process that died is taken up by another and gives the same numbers; the third death ends it', async () => {
    const { definitionId, runId } = await started()
    const { db } = t.services.database
    const dying = await startDying()
    expect((await statusOf(runId)).status).toBe('running')
    await stopRuns(dying)
    expect((await statusOf(runId)).status).toBe('running')
    const silence = (attempts: number) =>
      sql`update index_runs set heartbeat_at = now() - interval '31 seconds', attempts = ${attempts} where id = ${runId}::uuid`.execute(
        db,
      )
    await sql`update index_definitions set resamples = 100 where id = ${definitionId}::uuid`.execute(db)
    await sql`update index_runs set definition = jsonb_set(definition, '{resamples}', '100') where id = ${runId}::uuid`.execute(
      db,
    )
    await silence(1)
    await sweep()
    const recovered = await waitForRun(t, analyst, runId)
    expect(recovered.run.status).toBe('done')
    const fresh = await runToEnd(t, analyst, definitionId, { seed: 5 })
    expect(fresh.result).toEqual(recovered.result)
    expect(fresh.run.inputDigest).toBe(recovered.run.inputDigest)

    await sql`update index_runs set status = 'running', result = null where id = ${runId}::uuid`.execute(db)
    await silence(3)
    await sweep()
    const ended = await statusOf(runId)
    expect(ended).toMatchObject({ status: 'failed', error: { code: 'index_run_crashed' } })
    expect(ended.error.detail).toContain('۳ بار')
  })

  const sweep = async () => {
    await asSystem(t.services, 'test', (ctx) =>
      structuralJobs['indices.sweep']!(ctx, { payload: {}, key: null, attempts: 0 }),
    )
  }
  /** Another process' services on the same database, which has claimed the run. */
  async function startDying() {
    const services = { ...t.services }
    await asSystem(services, 'test', claimRun)
    return services
  }
})
