import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseNumbers } from '../../fixtures/tables.ts'
import { errorSentence } from '../errors.ts'
import { type Columns, readAnswers } from '../indices/answers.ts'
import { compileModel } from '../indices/compile.ts'
import { mergeMoments, momentsOfRows } from '../indices/moments.ts'
import { runIndex } from '../indices/run-index.ts'
import { findModel } from '../models/find-model.ts'
import { makeStream } from '../random.ts'
import { aggregateIndices, type Unit } from './aggregate.ts'
import { measurementInvariance } from './micom.ts'
import { permutationTest } from './permutation-test.ts'
import { twoGroups } from './permute.ts'
import { estimateSegments } from './segments.ts'
import { indexSeries } from './series.ts'
import { splitColumns } from './split.ts'

const swics = findModel('swics')
const compiled = compileModel(swics)
const items = compiled.items.length

interface Population {
  /** Satisfaction → loyalty. */
  path?: number
  /** Added to every answer about loyalty. */
  shift?: number
  /** The first item about dialogue measures nothing. */
  broken?: boolean
}

/** n × 9 rows of a population in which satisfaction drives dialogue and loyalty. */
function simulate(
  seed: number,
  n: number,
  { path = 0.5, shift = 0, broken = false }: Population = {},
): Float64Array {
  const stream = makeStream(seed, 0)
  // Sum of twelve uniforms: near enough to normal.
  const noise = () => Array.from({ length: 12 }, () => stream.uniform()).reduce((sum, u) => sum + u, -6)
  const rows = new Float64Array(n * items)
  for (let r = 0; r < n; r++) {
    const satisfaction = noise()
    const dialogue = 0.5 * satisfaction + Math.sqrt(0.75) * noise()
    const loyalty = path * satisfaction + 0.2 * dialogue + 0.7 * noise()
    for (let i = 0; i < items; i++) {
      const construct = [satisfaction, dialogue, loyalty][Math.floor(i / 3)]!
      const loading = broken && i === 3 ? 0 : 1
      rows[r * items + i] = 5.5 + loading * construct + 0.6 * noise() + (i >= 6 ? shift : 0)
    }
  }
  return rows
}

function columnsOf(rows: Float64Array): Columns {
  const n = rows.length / items
  return Object.fromEntries(
    compiled.items.map((item, i) => [item, Float64Array.from({ length: n }, (_, r) => rows[r * items + i]!)]),
  )
}

function join(...parts: Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => [...part]))
}

describe('Two groups', () => {
  const a = simulate(1, 40)
  const b = simulate(2, 65)

  test('keep their own moments, and dealt anew always make up the pooled ones', () => {
    const groups = twoGroups(a, b, items)
    const close = (got: ArrayLike<number>, want: ArrayLike<number>) => {
      for (let i = 0; i < want.length; i++) expect(Math.abs(got[i]! - want[i]!)).toBeLessThan(1e-11)
    }
    close(groups.a.covariance, momentsOfRows(a, 40, items).covariance)
    close(groups.b.covariance, momentsOfRows(b, 65, items).covariance)
    close(groups.b.means, momentsOfRows(b, 65, items).means)
    const pooled = momentsOfRows(join(a, b), 105, items)
    close(groups.pooled.covariance, pooled.covariance)
    for (let index = 0; index < 3; index++) {
      const dealt = groups.deal(7, index)
      const merged = mergeMoments([dealt.a, dealt.b])
      close(merged.means, pooled.means)
      close(merged.covariance, pooled.covariance)
      expect(Math.abs(dealt.a.means[0]! - groups.a.means[0]!)).toBeGreaterThan(1e-6)
    }
  })

  test('a deal depends on seed and number only', () => {
    const groups = twoGroups(a, b, items)
    const third = Array.from(groups.deal(7, 3).a.means)
    groups.deal(7, 9)
    expect(Array.from(groups.deal(7, 3).a.means)).toEqual(third)
    expect(Array.from(groups.deal(8, 3).a.means)).not.toEqual(third)
  })

  test('a group of two is too small', () => {
    expect(() => twoGroups(a.subarray(0, 2 * items), b, items)).toThrow(/group "A" has only 2/)
  })
})

describe('The permutation test', () => {
  test('gives p-values spread evenly where the groups are alike', () => {
    const runs = 60
    const found = { index: [] as number[], path: [] as number[] }
    for (let run = 0; run < runs; run++) {
      const result = permutationTest(compiled, simulate(100 + run, 50), simulate(900 + run, 70), {
        permutations: 79,
        seed: run,
        tolerance: 1e-7,
      })
      expect(result).toMatchObject({ converged: true, usable: 79, nA: 50, nB: 70 })
      found.index.push(result.indices.Loyalty!.p)
      found.path.push(result.paths['Satisfaction->Loyalty']!.p)
    }
    for (const values of Object.values(found)) {
      values.sort((x, y) => x - y)
      // Kolmogorov–Smirnov: 1.63/√runs is the 1 % limit.
      const distance = Math.max(
        ...values.map((p, i) => Math.max(Math.abs(p - i / runs), Math.abs(p - (i + 1) / runs))),
      )
      expect(distance).toBeLessThan(1.63 / Math.sqrt(runs))
    }
  })

  test('finds the index and the path that differ, and nothing else', () => {
    const result = permutationTest(
      compiled,
      simulate(5, 300, { path: 0.9, shift: 0.6 }),
      simulate(6, 200, { path: 0.1 }),
      { permutations: 199, seed: 3 },
    )
    expect(result.paths['Satisfaction->Loyalty']!.p).toBe(1 / 200)
    expect(result.indices.Loyalty!.p).toBe(1 / 200)
    expect(result.indices.Loyalty!.difference).toBeGreaterThan(3)
    expect(result.paths['Satisfaction->Dialogue']!.p).toBeGreaterThan(0.05)
    expect(result.indices.Dialogue!.p).toBeGreaterThan(0.02)
  })

  test('reports each group as estimated alone', () => {
    const [a, b] = [simulate(11, 80), simulate(12, 90)]
    const result = permutationTest(compiled, a, b, { permutations: 5 })
    const alone = runIndex(swics, { columns: columnsOf(b) })
    for (const [path, { b: value }] of Object.entries(result.paths))
      expect(value).toBeCloseTo(alone.paths[path]!, 10)
    for (const [construct, { b: value }] of Object.entries(result.indices))
      expect(value).toBeCloseTo(alone.indices[construct]!, 9)
  })

  test('refuses permutations that are no number', () => {
    expect(() => permutationTest(compiled, simulate(1, 9), simulate(2, 9), { permutations: 0 })).toThrow(
      /permutations/,
    )
  })
})

describe('Measurement invariance', () => {
  const options = { permutations: 199, seed: 1, tolerance: 1e-7 }

  test('fails as seldom as its error probability says where both groups come from one population', () => {
    let failed = 0
    for (let run = 0; run < 15; run++) {
      const groups = [simulate(200 + run, 60), simulate(300 + run, 50)] as const
      const result = measurementInvariance(compiled, ...groups, {
        permutations: 99,
        seed: run,
        tolerance: 1e-7,
      })
      expect(result).toMatchObject({ converged: true, usable: 99 })
      for (const { compositional, mean, variance, invariance } of Object.values(result.constructs)) {
        expect(compositional.value).toBeGreaterThan(0.9)
        expect(compositional.value).toBeLessThanOrEqual(1 + 1e-12)
        const holds = [compositional, mean, variance].filter((check) => check.holds)
        failed += 3 - holds.length
        expect(invariance).toBe(holds.length === 3 ? 'full' : compositional.holds ? 'partial' : 'none')
      }
    }
    // 135 checks at 5 %: about 7; more than 18 would be one chance in a thousand even with correlated constructs.
    expect(failed).toBeGreaterThan(0)
    expect(failed).toBeLessThan(19)
  })

  test('is partial where means differ and none where a construct is measured otherwise', () => {
    const result = measurementInvariance(
      compiled,
      simulate(31, 250, { shift: 1 }),
      simulate(32, 250, { broken: true }),
      options,
    )
    expect(result.constructs.Loyalty).toMatchObject({ invariance: 'partial', mean: { holds: false } })
    expect(result.constructs.Dialogue).toMatchObject({ invariance: 'none', compositional: { holds: false } })
    expect(result.constructs.Dialogue!.compositional.p).toBeLessThanOrEqual(0.05)
    expect(result.constructs.Satisfaction!.compositional.holds).toBe(true)
  })

  test('in the raw metric compares raw weights: another unit of answers in both groups changes nothing', () => {
    const a = simulate(41, 120)
    const b = simulate(42, 100)
    const raw = { ...options, metric: 'raw' as const, permutations: 39 }
    const once = measurementInvariance(compiled, a, b, raw)
    const doubled = measurementInvariance(
      compiled,
      a.map((x) => 2 * x),
      b.map((x) => 2 * x),
      raw,
    )
    for (const [name, { compositional, mean }] of Object.entries(once.constructs)) {
      expect(doubled.constructs[name]!.compositional.value).toBeCloseTo(compositional.value, 9)
      expect(doubled.constructs[name]!.mean.value).toBeCloseTo(mean.value, 6)
    }
  })
})

describe('Segments', () => {
  const rows = join(simulate(51, 90), simulate(52, 60, { shift: 1 }), simulate(53, 5))
  const columns = columnsOf(rows)
  const labels = Array.from({ length: 155 }, (_, r) =>
    r < 90 ? 'north' : r < 150 ? 'south' : r < 154 ? 'tiny' : null,
  )

  test('estimated separately are the estimates of their rows alone; those too small are listed with the reason', () => {
    const { segments, failed, pooled } = estimateSegments(swics, columns, labels)
    expect(segments.map(({ name, n }) => [name, n])).toEqual([
      ['north', 90],
      ['south', 60],
    ])
    expect(pooled.n).toBe(155)
    const alone = runIndex(swics, { columns: columnsOf(rows.subarray(0, 90 * items)) })
    expect(segments[0]!.result).toEqual(alone)
    expect(segments[0]!.indices.Satisfaction!.index).toBe(alone.indices.Satisfaction)
    expect(failed).toMatchObject([{ name: 'tiny', code: 'group_too_small' }])
    expect(errorSentence(failed[0]!, 'fa')).toContain('«tiny»')
  })

  test('with common weights average to the pooled index and apply exactly the pooled weights', () => {
    const everyone = labels.map((label) => label ?? 'tiny')
    const { segments, pooled } = estimateSegments(swics, columns, everyone, {
      weights: 'common',
      minimumRows: 2,
    })
    for (const [k, construct] of compiled.constructs.entries()) {
      const mean = segments.reduce((sum, { n, indices }) => sum + n * indices[construct]!.index, 0) / 155
      expect(mean).toBeCloseTo(pooled.indices[construct]!, 9)
      const south = readAnswers(compiled, columnsOf(rows.subarray(90 * items, 150 * items)))
      let index = 0
      for (let i = compiled.blockStart[k]!; i < compiled.blockStart[k + 1]!; i++)
        index += (pooled.normalisedWeights[compiled.items[i]!]! * 100 * (south.moments.means[i]! - 1)) / 9
      expect(segments[1]!.indices[construct]!.index).toBeCloseTo(index, 9)
    }
  })

  test('state the analytic standard error sd/√n of the respondents’ indices', () => {
    const { segments } = estimateSegments(swics, columns, labels)
    const { result, indices, n } = segments[1]!
    expect(indices.Loyalty!.se).toBeCloseTo(result!.indexDeviations.Loyalty! / Math.sqrt(n), 12)
    expect(indices.Loyalty!.high - indices.Loyalty!.index).toBeCloseTo(
      1.959963984540054 * indices.Loyalty!.se,
      9,
    )
  })
})

describe('An index series', () => {
  const rows = join(simulate(61, 120), simulate(62, 120), simulate(63, 120, { shift: 1.5 }))
  const periods = Array.from(
    { length: 360 },
    (_, r) => ['1404-08', '1404-07', '1404-09'][Math.floor(r / 120)]!,
  )

  test('stands in order of time and finds the period that changed', () => {
    const series = indexSeries(swics, columnsOf(rows), periods, { construct: 'Loyalty', weights: 'common' })
    expect(series).toMatchObject({
      construct: 'Loyalty',
      weights: 'common',
      intervalMethod: 'analytic',
      seed: null,
    })
    expect(series.points.map(({ period }) => period)).toEqual(['1404-07', '1404-08', '1404-09'])
    expect(series.points[0]!.change).toBeNull()
    expect(series.points[1]!.change!.p).toBeGreaterThan(0.01)
    expect(series.points[2]!.change!.p).toBeLessThan(1e-6)
    expect(series.points[2]!.change!.difference).toBeCloseTo(
      series.points[2]!.index - series.points[1]!.index,
      12,
    )
  })

  test('takes bootstrap limits for separate weights and says so', () => {
    const series = indexSeries(swics, columnsOf(rows), periods, {
      interval: 'bootstrap',
      resamples: 300,
      seed: 9,
    })
    expect(series).toMatchObject({
      intervalMethod: 'percentile',
      resamples: 300,
      seed: 9,
      construct: 'Satisfaction',
    })
    const analytic = indexSeries(swics, columnsOf(rows), periods)
    for (const [i, { se, index, low, high }] of series.points.entries()) {
      expect(index).toBe(analytic.points[i]!.index)
      expect(se / analytic.points[i]!.se).toBeGreaterThan(0.8)
      expect(se / analytic.points[i]!.se).toBeLessThan(1.25)
      expect(low).toBeLessThan(index)
      expect(high).toBeGreaterThan(index)
    }
  })
})

describe('Aggregation', () => {
  const units: Unit[] = [
    { name: 'nation', weight: 1 },
    { name: 'finance', parent: 'nation', weight: 30 },
    { name: 'transport', parent: 'nation', weight: 10 },
    { name: 'banks', parent: 'finance', weight: 4 },
    { name: 'insurers', parent: 'finance', weight: 1, index: 60, se: 2 },
    { name: 'bank A', parent: 'banks', weight: 300, index: 80, se: 1 },
    { name: 'bank B', parent: 'banks', weight: 100, index: 70, se: 3 },
    { name: 'airline', parent: 'transport', weight: 5, index: 50, se: 1 },
  ]
  const byName = Object.fromEntries(aggregateIndices(units).map((unit) => [unit.name, unit]))

  test('weighs upwards and carries the standard error along, as computed by hand', () => {
    expect(byName.banks).toMatchObject({ index: 77.5, share: 0.8, leaves: 2 })
    expect(byName.banks!.se).toBeCloseTo(Math.hypot(0.75 * 1, 0.25 * 3), 12)
    expect(byName.finance!.index).toBeCloseTo(0.8 * 77.5 + 0.2 * 60, 12)
    expect(byName.nation!.index).toBeCloseTo(0.75 * 74 + 0.25 * 50, 12)
    const finance = Math.hypot(0.8 * Math.hypot(0.75, 0.75), 0.2 * 2)
    expect(byName.nation!.se).toBeCloseTo(Math.hypot(0.75 * finance, 0.25), 12)
    expect(byName.nation!.leaves).toBe(4)
    expect(byName['bank A']).toMatchObject({ share: 0.75, index: 80, se: 1, leaves: 0 })
  })

  test('is exactly the direct weighted mean whatever the unit of the weights', () => {
    const scaled = aggregateIndices(units.map((unit) => ({ ...unit, weight: unit.weight * 1000 })))
    expect(scaled.find(({ name }) => name === 'nation')!.index).toBeCloseTo(byName.nation!.index, 12)
  })

  test.each<[string, Unit[], RegExp]>([
    ['an unknown parent', [{ name: 'a', parent: 'b', weight: 1, index: 5 }], /"a" belongs to "b"/],
    [
      'a circle',
      [
        { name: 'a', parent: 'b', weight: 1 },
        { name: 'b', parent: 'a', weight: 1 },
      ],
      /a → b → a/,
    ],
    [
      'a unit given twice',
      [
        { name: 'a', weight: 1, index: 1 },
        { name: 'a', weight: 1, index: 1 },
      ],
      /"a" is given twice/,
    ],
    ['a negative weight', [{ name: 'a', weight: -1, index: 5 }], /weight of "a"/],
    ['a leaf without an index', [{ name: 'a', weight: 1 }], /"a"/],
    [
      'children without any weight',
      [
        { name: 'a', weight: 1 },
        { name: 'b', parent: 'a', weight: 0, index: 1 },
      ],
      /"a"/,
    ],
  ])('refuses %s', (_, wrong, message) => {
    expect(() => aggregateIndices(wrong)).toThrow(message)
  })
})

test('segments and series read a file as it comes', () => {
  const { names, rows } = parseNumbers(
    readFileSync(new URL('../../fixtures/acsi.csv', import.meta.url), 'utf8'),
  )
  const columns = Object.fromEntries(
    names.map((name, i) => [name, Float64Array.from(rows, (row) => row[i]!)]),
  )
  const halves = rows.map((_, r) => (r % 2 ? 'odd' : 'even'))
  const model = { ...findModel('acsi'), items: {} }
  expect(estimateSegments(model, columns, halves).segments.map(({ n }) => n)).toEqual([100, 100])
})

const SHARED = new URL('../../../../shared/', import.meta.url)
const present = existsSync(SHARED)
if (!present)
  console.info('Real data are not on this machine: groups are compared on simulated answers only.')

describe.skipIf(!present)('On the answers of American customers of four industries', () => {
  const acsi = findModel('acsi')
  const model = compileModel(acsi)
  const read = () => {
    const { names, rows } = parseNumbers(readFileSync(new URL('data/acsi2015_complete.csv', SHARED), 'utf8'))
    const columns = Object.fromEntries(
      names.map((name, i) => [name, Float64Array.from(rows, (row) => row[i]!)]),
    )
    return { columns, industries: rows.map((row) => String(row[names.indexOf('INDUSTRY')])) }
  }

  test('separate weights give the published order of industries; common weights move each index by less than a point', () => {
    const { columns, industries } = read()
    const separate = estimateSegments(acsi, columns, industries)
    const common = estimateSegments(acsi, columns, industries, { weights: 'common' })
    const indexOf = (segments: typeof separate) =>
      Object.fromEntries(segments.segments.map(({ name, indices }) => [name, indices.Satisfaction!.index]))
    const own = indexOf(separate)
    // Reference program: standardised, path scheme.
    for (const [industry, index] of Object.entries({ 1001: 79.43, 3003: 69.32, 3013: 61.36, 5001: 75.59 }))
      expect(own[industry]!.toFixed(2)).toBe(index.toFixed(2))
    for (const [industry, index] of Object.entries(indexOf(common)))
      expect(Math.abs(index - own[industry]!)).toBeLessThan(1)
  })

  test('airlines and banks differ in satisfaction, one half of the banks’ customers and the other do not', () => {
    const { columns, industries } = read()
    const rowsOf = (industry: string) =>
      readAnswers(
        model,
        splitColumns(
          columns,
          industries.map((own) => (own === industry ? own : null)),
        ).get(industry)!,
      ).rows
    const banks = rowsOf('5001')
    const settings = { permutations: 39, seed: 2, tolerance: 1e-7 }
    const differing = permutationTest(model, rowsOf('3003'), banks, settings)
    expect(differing.indices.Satisfaction).toMatchObject({ p: 1 / 40 })
    // Every other respondent: the file is not in random order, its first and second half do differ.
    const p = model.items.length
    const every = (rest: number) => banks.filter((_, cell) => Math.floor(cell / p) % 2 === rest)
    const alike = permutationTest(model, every(0), every(1), settings)
    expect(alike.indices.Satisfaction!.p).toBeGreaterThan(0.05)
  })
})
