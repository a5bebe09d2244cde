import { findModel, runIndexParts } from '@hamdel/engine'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asSystem } from '../../server/lib/jobs.ts'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { buildBranch, buildPerson } from '../../server/test/build.ts'
import {
  buildInstrument,
  buildSheets,
  columns,
  type Define,
  definer,
  ecsi,
  runToEnd,
  sheetOf,
  table,
  waitForRun,
} from './build-structural.ts'
import { stopRuns } from './run-local.ts'
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

test('structural indices are defined by those who measure, run by leads, read by both', async () => {
  const { instrumentId } = await buildInstrument(t, table.names)
  const { id } = await define(instrumentId)
  const path = `/indices/definitions/${id}`
  for (const url of [path, '/indices/definitions', '/indices/models', `${path}/profit-link`])
    expect((await t.anonymous.get(url)).status).toBe(401)
  const employee = await t.as(await buildPerson(t))
  const lead = await t.as(await buildPerson(t, { role: 'lead' }))
  const auditor = await t.as(await buildPerson(t, { role: 'auditor' }))
  expect((await employee.get(path)).status).toBe(403)
  expect((await employee.post(`${path}/runs`, {})).status).toBe(403)
  expect((await auditor.get(path)).status).toBe(200)
  expect((await auditor.post(`${path}/runs`, {})).status).toBe(403)
  expect((await lead.post('/indices/definitions', { ...ecsi, instrumentId })).status).toBe(403)
  expect((await lead.patch(path, { version: 1, name: 'دیگر' })).status).toBe(403)
  expect((await lead.post(`${path}/archive`, { version: 1 })).status).toBe(403)
})

describe('a definition', () => {
  let instrumentId: string
  beforeEach(async () => {
    instrumentId = (await buildInstrument(t, table.names)).instrumentId
  })

  test('takes scales and reversed questions from the instrument', async () => {
    const own = await buildInstrument(t, ['a1', 'a2', 'b1'], {
      a2: { min: 0, max: 10, isReversed: true },
      b1: { min: 1, max: 5 },
    })
    const model = {
      constructs: [
        { name: 'Quality', items: ['a1', 'a2'] },
        { name: 'Loyalty', items: ['b1'] },
      ],
      paths: [['Quality', 'Loyalty']],
    }
    const made = await define(own.instrumentId, { modelId: undefined, model })
    expect(made).toMatchObject({ modelId: null, target: 'Loyalty', loyalty: 'Loyalty', latest: null })
    expect(made.model.items.a2).toMatchObject({ scale: { min: 0, max: 10 }, reversed: true })
    expect(made.model.items.b1).toMatchObject({ scale: { min: 1, max: 5 }, reversed: false })
  })

  test('is refused with a sentence that names what is wrong, and nothing is written', async () => {
    const wrong = async (more: object) => {
      const { status, body } = await analyst.post('/indices/definitions', { ...ecsi, instrumentId, ...more })
      expect(status).toBe(422)
      return body
    }
    const lacks = await wrong({ modelId: 'swics' })
    expect(lacks).toMatchObject({ code: 'index_items_missing' })
    expect(lacks.detail).toContain('dia1')
    const circle = {
      constructs: [
        { name: 'A', items: ['IMAG1'] },
        { name: 'B', items: ['IMAG2'] },
      ],
      paths: [
        ['A', 'B'],
        ['B', 'A'],
      ],
    }
    const turned = await wrong({ modelId: undefined, model: circle })
    expect(turned.code).toBe('index_model_invalid')
    expect(turned.detail).toContain('دور')
    expect((await wrong({ model: circle })).code).toBe('index_model_choice')
    expect((await wrong({ importance: { IMAG1: 1 } })).code).toBe('index_importance_missing')
    expect((await wrong({ floor: 5 })).code).toBe('invalid_input')
    const { rows } =
      await sql`select 1 from index_definitions where instrument_id = ${instrumentId}::uuid`.execute(
        t.services.database.db,
      )
    expect(rows).toEqual([])
  })

  test('changes once for each version, and computes nothing once archived', async () => {
    const made = await define(instrumentId)
    const path = `/indices/definitions/${made.id}`
    const changed = await analyst.patch(path, { version: 1, name: 'تازه', floor: 30, schedule: 'monthly' })
    expect(changed.body).toMatchObject({ name: 'تازه', floor: 30, schedule: 'monthly', version: 2 })
    const late = await analyst.patch(path, { version: 1, name: 'دیر' })
    expect(late).toMatchObject({ status: 409, body: { code: 'version_conflict' } })
    expect((await analyst.post(`${path}/archive`, { version: 2 })).body.isArchived).toBe(true)
    expect((await analyst.post(`${path}/runs`, {})).body.code).toBe('index_definition_archived')
    const listed = async (archived: string) =>
      (await analyst.get(`/indices/definitions?filter[archived]=${archived}`)).body.items.map(
        (one: { id: string }) => one.id,
      )
    expect(await listed('no')).not.toContain(made.id)
    expect(await listed('yes')).toContain(made.id)
  })
})
test('groups are estimated apart, small ones plainly or not at all; two are compared by permutation', async () => {
  const built = await buildInstrument(t, table.names)
  const tierOf = (i: number) => (i < 80 ? 'gold' : i < 160 ? 'silver' : i < 177 ? 'normal' : 'other')
  await buildSheets(
    t,
    built,
    table.rows.slice(0, 180).map((row, i) => ({ ...sheetOf(row), segment: { tier: tierOf(i) } })),
  )
  const made = await define(built.instrumentId, { floor: 50, resamples: 50 })
  const refused = await analyst.post(`/indices/definitions/${made.id}/runs`, { compare: ['gold', 'silver'] })
  expect(refused.body.code).toBe('index_compare_needs_groups')
  const { result } = await runToEnd(t, analyst, made.id, {
    groupBy: 'tier',
    compare: ['gold', 'silver'],
    seed: 3,
  })
  const methods = Object.fromEntries(
    result.groups.map((group: { key: string; method: string; n: number }) => [
      group.key,
      [group.method, group.n],
    ]),
  )
  expect(methods).toEqual({
    gold: ['structural', 80],
    silver: ['structural', 80],
    normal: ['plain', 17],
    other: ['hidden', 3],
  })
  const gold = Object.fromEntries(Object.entries(columns).map(([name, all]) => [name, all.slice(0, 80)]))
  const direct = runIndexParts(findModel('ecsi'), { columns: gold }).result
  const group = result.groups.find((one: { key: string }) => one.key === 'gold')
  expect(group.indices.Satisfaction.value).toBeCloseTo(direct.indices.Satisfaction!, 9)
  expect(group.paths['Image->Satisfaction'].value).toBeCloseTo(direct.paths['Image->Satisfaction']!, 9)
  const { test: compared } = result.comparison
  expect(compared).toMatchObject({ nA: 80, nB: 80, permutations: 1000, seed: 3 })
  const { a, b, difference, p } = compared.indices.Satisfaction
  expect(difference).toBeCloseTo(a - b, 10)
  expect(p).toBeGreaterThan(0)
  const small = await runToEnd(t, analyst, made.id, { groupBy: 'tier', compare: ['gold', 'normal'] })
  expect(small.result.comparison).toMatchObject({ test: null, fault: { code: 'group_too_small' } })
})

test('a lead computes and sees their own branch alone', async () => {
  const built = await buildInstrument(t, table.names)
  const [mine, theirs] = [await buildBranch(t), await buildBranch(t)]
  await buildSheets(
    t,
    built,
    table.rows.slice(0, 170).map((row, i) => ({
      ...sheetOf(row),
      branchId: i < 120 ? mine.id : theirs.id,
    })),
  )
  const made = await define(built.instrumentId, { floor: 30, resamples: 20 })
  const lead = await t.as(await buildPerson(t, { role: 'lead', branchId: mine.id }))
  const whole = await runToEnd(t, analyst, made.id, { groupBy: 'branch' })
  expect(whole.run).toMatchObject({ n: 170, branchId: null })
  expect(whole.result.groups.map((g: { label: string }) => g.label).sort()).toEqual(
    [mine.name, theirs.name].sort(),
  )
  // Of the company's run by branches the lead's own branch is theirs; the run itself is not.
  const path = `/indices/definitions/${made.id}`
  const own = whole.result.groups.find((g: { key: string }) => g.key === mine.id)
  expect((await lead.get(path)).body.latest).toMatchObject({
    value: own.indices.Satisfaction.value,
    n: 120,
  })
  for (const part of ['', '/what-if', '/quadrants', '/customers', '/sheets'])
    expect((await lead.get(`/indices/runs/${whole.run.id}${part}`)).status).toBe(404)
  expect((await lead.post(`/indices/runs/${whole.run.id}/cancel`)).status).toBe(404)
  expect((await lead.post(`${path}/runs`, { branchId: theirs.id })).status).toBe(403)
  const forced = await runToEnd(t, lead, made.id)
  expect(forced.run).toMatchObject({ n: 120, branchId: mine.id })
  expect((await lead.get(`${path}/runs`)).body.items.map((r: { id: string }) => r.id)).toEqual([
    forced.run.id,
  ])
  const elsewhere = await define(built.instrumentId, { population: { branchId: theirs.id } })
  expect((await lead.get(`/indices/definitions/${elsewhere.id}`)).status).toBe(404)
  const names = (await lead.get('/indices/definitions')).body.items.map((one: { id: string }) => one.id)
  expect(names).toContain(made.id)
  expect(names).not.toContain(elsewhere.id)
})

test('the trend follows the Jalali months', async () => {
  const built = await buildInstrument(t, table.names)
  const days = ['2026-09-22T20:29:59Z', '2026-09-22T20:30:00Z', '2026-10-30T10:00:00Z'] // end of Shahrivar, Mehr, Aban
  await buildSheets(
    t,
    built,
    table.rows.slice(0, 90).map((row, i) => ({ ...sheetOf(row), at: new Date(days[i % 3]!) })),
  )
  const made = await define(built.instrumentId, { floor: 20, resamples: 0, schedule: 'monthly' })
  await runToEnd(t, analyst, made.id, { groupBy: 'month' })
  const trend = async () => (await analyst.get(`/indices/definitions/${made.id}`)).body.trend
  expect((await trend()).map((p: { monthOn: string; n: number }) => [p.monthOn, p.n])).toEqual([
    ['2026-08-23', 30],
    ['2026-09-23', 30],
    ['2026-10-23', 30],
  ])
  // The scheduled run of the month that ended last is written once, and takes its place in the trend.
  const job = { payload: {}, key: null, attempts: 0 }
  for (let i = 0; i < 2; i++)
    await asSystem(t.services, 'test', (ctx) => structuralJobs['indices.schedule']!(ctx, job))
  const runs = (await analyst.get(`/indices/definitions/${made.id}/runs`)).body.items
  expect(runs).toHaveLength(2)
  const scheduled = await waitForRun(t, analyst, runs[0].id)
  expect(scheduled.run).toMatchObject({ fromOn: '2026-10-23', toOn: '2026-11-21', requestedBy: null, n: 30 })
  expect((await trend()).at(-1)).toMatchObject({ monthOn: '2026-10-23', runId: scheduled.run.id, n: 30 })
})
