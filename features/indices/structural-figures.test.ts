import { existsSync, readFileSync } from 'node:fs'
import { findModel, respondentScores, runIndexParts } from '@hamdel/engine'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseNumbers } from '../../engine/fixtures/tables.ts'
import { type Client, startTestApp, type TestApp } from '../../server/test/app.ts'
import { type BuiltCustomer, buildBranch, buildCustomer, buildPerson } from '../../server/test/build.ts'
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
} from './build-structural.ts'
import { stopRuns } from './run-local.ts'

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

test('loyal and unsatisfied customers are a list by name; the figures are the engine’s own', async () => {
  const built = await buildInstrument(t, table.names)
  const branch = await buildBranch(t)
  const people: BuiltCustomer[] = []
  for (let i = 0; i < 40; i++) people.push(await buildCustomer(t, { branchId: branch.id }))
  await buildSheets(
    t,
    built,
    table.rows.slice(0, 140).map((row, i) => ({
      ...sheetOf(row),
      branchId: branch.id,
      ...(i < 40 ? { customerId: people[i]!.id } : {}),
    })),
  )
  const made = await define(built.instrumentId, { resamples: 0 })
  const { run } = await runToEnd(t, analyst, made.id)
  const part = Object.fromEntries(Object.entries(columns).map(([name, all]) => [name, all.slice(0, 140)]))
  const direct = runIndexParts(findModel('ecsi'), { columns: part })
  const scores = respondentScores(direct.compiled, direct.moments, direct.estimate, direct.answers!.rows)
  const k = direct.compiled.constructs.length
  const of = (row: number, name: string) =>
    scores.indices[row * k + direct.compiled.constructs.indexOf(name)]!
  const wanted = people
    .map(({ id }, i) => ({ id, satisfaction: of(i, 'Satisfaction'), loyalty: of(i, 'Loyalty') }))
    .filter((one) => one.loyalty >= 60 && one.satisfaction < 60)
  expect(wanted.length).toBeGreaterThan(0)
  const query = 'satisfaction=60&loyalty=60'
  const counts = (await analyst.get(`/indices/runs/${run.id}/quadrants?${query}`)).body
  expect(counts).toMatchObject({ n: 40, cuts: { satisfaction: 60, loyalty: 60 } })
  expect(counts.quadrants.reduce((sum: number, q: { count: number }) => sum + q.count, 0)).toBe(40)
  expect(counts.states.reduce((sum: number, q: { count: number }) => sum + q.count, 0)).toBe(40)
  const find = (name: string) => counts.quadrants.find((q: { name: string }) => q.name === name).count
  expect(find('loyal_unsatisfied')).toBe(wanted.length)
  const list = `/indices/runs/${run.id}/customers?${query}&quadrant=loyal_unsatisfied&limit=2`
  const seen = []
  for (let next: string | null = ''; next !== null; ) {
    const page: { items: never[]; nextCursor: string | null } = (
      await analyst.get(`${list}${next && `&cursor=${next}`}`)
    ).body
    seen.push(...(page.items as { customerId: string; satisfaction: number }[]))
    next = page.nextCursor
  }
  expect(seen.map((one) => one.customerId).sort()).toEqual(wanted.map((one) => one.id).sort())
  for (const one of seen)
    expect(one.satisfaction).toBeCloseTo(wanted.find(({ id }) => id === one.customerId)!.satisfaction, 9)
  // A survey that promised anonymity names nobody.
  const { db } = t.services.database
  const sheets = `/indices/runs/${run.id}/sheets?limit=3`
  expect((await analyst.get(sheets)).body).toMatchObject({ named: 40, anonymous: 100 })
  await sql`update surveys set is_anonymous = true where id = ${built.surveyId}::uuid`.execute(db)
  expect((await analyst.get(sheets)).body).toMatchObject({ named: 0, anonymous: 140, items: [] })
  expect((await analyst.get(list)).body.items).toEqual([])
})

test('models are set side by side on the same respondents where the instrument asks all they need', async () => {
  const swics = findModel('swics').constructs.flatMap((construct) => construct.items)
  const more = swics.filter((code) => !['sat1', 'sat2', 'sat3', 'loy1', 'loy2'].includes(code))
  const built = await buildInstrument(t, [...table.names, ...more])
  await buildSheets(
    t,
    built,
    table.rows.map((row, i) => ({
      answers: {
        ...sheetOf(row).answers,
        ...(i === 0 ? {} : Object.fromEntries(more.map((code, j) => [code, table.rows[i]![j + 3]!]))),
      },
    })),
  )
  const { result } = await runToEnd(t, analyst, (await define(built.instrumentId, { resamples: 0 })).id)
  const line = (id: string) => result.models.find((one: { modelId: string }) => one.modelId === id)
  expect(line('swics')).toMatchObject({ missing: [], n: table.rows.length - 1, fault: null })
  expect(line('ecsi')).toMatchObject({ missing: [], n: table.rows.length - 1 })
  expect(line('swics').satisfaction.low).toBeLessThan(line('swics').satisfaction.value)
  expect(line('acsi')).toMatchObject({ missing: ['CUSTOMQ', 'WRONGQ', 'COMP'], n: null, satisfaction: null })
})

describe('the link to purchases', () => {
  test('is refused below eight points and then said with interval and n', async () => {
    const built = await buildInstrument(t, table.names)
    const quarters = ['2025-04-10', '2025-07-10', '2025-10-10', '2026-01-10', '2026-04-10']
    const branches = [await buildBranch(t), await buildBranch(t)]
    const answers = (value: number, i: number) =>
      Object.fromEntries(table.names.map((name, j) => [name, Math.min(10, value + ((i * (j + 3)) % 3))]))
    const sheets = branches.flatMap((branch, b) =>
      quarters.flatMap((on, q) =>
        Array.from({ length: 12 }, (_, i) => ({
          answers: answers(3 + q + b, i + q),
          branchId: branch.id,
          at: new Date(`${on}T08:00:00Z`),
        })),
      ),
    )
    await buildSheets(t, built, sheets)
    const made = await define(built.instrumentId, { floor: 2_000, resamples: 0 })
    const path = `/indices/definitions/${made.id}/profit-link?by=branch`
    expect((await analyst.get(path)).body.code).toBe('index_definition_without_run')
    await runToEnd(t, analyst, made.id)
    const { db } = t.services.database
    const buy = async (branch: number, on: string, rials: number) => {
      const customer = await buildCustomer(t, { branchId: branches[branch]!.id })
      await sql`insert into purchases (customer_id, id, number, purchased_on, total_rials)
        values (${customer.id}::uuid, gen_random_uuid(), ${`${branch}${on}`}, ${on}::date, ${rials}::bigint)`.execute(
        db,
      )
    }
    const after = ['2025-07-20', '2025-10-20', '2026-01-20', '2026-04-20', '2026-07-20']
    for (const [b] of branches.entries())
      for (const [q, on] of after.entries()) await buy(b, on, 1_000_000 * (q + b + 1 + (q === 2 ? 0.5 : 0)))
    const { body } = await analyst.get(path)
    expect(body).toMatchObject({ status: 'association', needed: 8, by: 'branch' })
    expect(body.points).toHaveLength(10)
    expect(body.points[0]).toMatchObject({ answers: 12, perCustomerRials: 200_000 })
    expect(body.pooled.n).toBe(10)
    expect(body.pooled.r).toBeGreaterThan(0.9)
    expect(body.pooled.low).toBeLessThan(body.pooled.r)
    expect(body.pooled.high).toBeLessThanOrEqual(1)
    expect(body.within.r).toBeGreaterThan(0.9)
    const lead = await t.as(await buildPerson(t, { role: 'lead', branchId: branches[0]!.id }))
    await runToEnd(t, lead, made.id)
    const own = (await lead.get(path)).body
    expect(own).toMatchObject({ status: 'refused', pooled: null, within: null })
    expect(own.points.map((p: { segment: string }) => p.segment)).toEqual(Array(5).fill(branches[0]!.id))
  })
})
const SHARED = new URL('../../../shared/', import.meta.url)
describe.skipIf(!existsSync(SHARED))(
  'on real answers the API gives the reference’s numbers within 1e-9',
  () => {
    const read = (name: string) => parseNumbers(readFileSync(new URL(`data/${name}`, SHARED), 'utf8'))
    const oracle = (name: string) =>
      JSON.parse(readFileSync(new URL(`oracle/${name}`, SHARED), 'utf8')).results
    interface Reference {
      path_coefficients: Record<string, number>
      outer_loadings: Record<string, number>
      r2: Record<string, number>
      index_0_100: Record<string, { mean: number }>
    }
    const indicesOf = (want: Reference) =>
      Object.fromEntries(Object.entries(want.index_0_100).map(([name, { mean }]) => [name, mean]))

    test('of mobile phone customers, published settings and modern ones', async () => {
      const { names, rows } = read('mobi.csv')
      const built = await buildInstrument(t, names)
      await buildSheets(
        t,
        built,
        rows.map((row) => ({ answers: Object.fromEntries(names.map((name, i) => [name, row[i]!])) })),
      )
      for (const { scheme, scaled } of [
        { scheme: 'path', scaled: true },
        { scheme: 'centroid', scaled: false },
      ]) {
        const want = oracle('ref_pls_mobi.json').find(
          (one: { scheme: string; scaled: boolean; modes: string[] }) =>
            one.scheme === scheme && one.scaled === scaled && one.modes.every((mode) => mode === 'A'),
        ) as Reference
        const metric = scaled ? 'standardised' : 'raw'
        const made = await define(built.instrumentId, { scheme, metric, resamples: 0 })
        const { result } = await runToEnd(t, analyst, made.id)
        expect(apart(result.whole.indices, indicesOf(want))).toBeLessThan(1e-9)
        expect(apart(result.whole.paths, want.path_coefficients)).toBeLessThan(1e-9)
        expect(apart(result.whole.loadings, want.outer_loadings)).toBeLessThan(1e-9)
      }
    })

    test('of four American industries, each a branch', async () => {
      const { names, rows } = read('acsi2015_complete.csv')
      const items = names.filter((name) => name !== 'INDUSTRY')
      const built = await buildInstrument(t, items, { COMP: { min: 0, max: 1 } })
      const branches = new Map<number, string>()
      for (const industry of [1001, 3003, 3013, 5001]) branches.set(industry, (await buildBranch(t)).id)
      await buildSheets(
        t,
        built,
        rows.map((row) => ({
          answers: Object.fromEntries(items.map((name) => [name, row[names.indexOf(name)]!])),
          branchId: branches.get(row[names.indexOf('INDUSTRY')]!)!,
        })),
      )
      const made = await define(built.instrumentId, { modelId: 'acsi', resamples: 0 })
      const { run, result } = await runToEnd(t, analyst, made.id, { groupBy: 'branch' })
      const want: Record<string, Reference> = oracle('ref_acsi2015.json')
      expect(run.n).toBe(7_341)
      const all = want.ALL_path_scaledTrue!
      expect(apart(result.whole.indices, indicesOf(all))).toBeLessThan(1e-9)
      expect(apart(result.whole.paths, all.path_coefficients)).toBeLessThan(1e-9)
      for (const [industry, branchId] of branches) {
        const group = result.groups.find((one: { key: string }) => one.key === branchId)
        const own = Object.entries(want).find(
          ([key]) => key.startsWith(String(industry)) && key.endsWith('_path_scaledTrue'),
        )![1]
        const valuesOf = (cells: Record<string, { value: number }>) =>
          Object.fromEntries(Object.entries(cells).map(([name, { value }]) => [name, value]))
        expect(apart(valuesOf(group.indices), indicesOf(own))).toBeLessThan(1e-9)
        expect(apart(valuesOf(group.paths), own.path_coefficients)).toBeLessThan(1e-9)
        expect(apart(group.r2, own.r2)).toBeLessThan(1e-9)
      }
    })
  },
)
