import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { modelOf, parseNumbers, type ReferenceModel } from '../../fixtures/tables.ts'
import { findModel } from '../models/find-model.ts'
import type { Columns } from './answers.ts'
import { respondentScores } from './respondent-scores.ts'
import { type IndexResult, runIndex, runIndexParts } from './run-index.ts'
import type { IndexModel, Scheme } from './types.ts'

interface Reference {
  scheme: Scheme
  scaled: boolean
  modes: string[]
  path_coefficients: Record<string, number>
  total_effects: Record<string, number>
  r2: Record<string, number>
  r2_adj: Record<string, number>
  outer_weights: Record<string, number>
  cross_loadings: Record<string, Record<string, number>>
  htmt_abs: Record<string, number>
  lv_correlations: Record<string, number>
  index_0_100: Record<string, { mean: number; first5?: number[] }>
  ipma: Record<
    string,
    Record<string, { performance: number; importance_std: number; importance_unstd: number }>
  >
}

const FIXTURES = new URL('../../fixtures/', import.meta.url)
const SHARED = new URL('../../../../shared/', import.meta.url)
const present = existsSync(SHARED)
if (!present) console.info('Real data are not on this machine: only the committed fixtures are compared.')

const read = (url: URL) => JSON.parse(readFileSync(url, 'utf8'))

function columnsOf(url: URL, where: (row: number[], names: string[]) => boolean = () => true): Columns {
  const { names, rows } = parseNumbers(readFileSync(url, 'utf8'))
  const chosen = rows.filter((row) => where(row, names))
  return Object.fromEntries(names.map((name, i) => [name, Float64Array.from(chosen, (row) => row[i]!)]))
}

function near(got: unknown, want: number, what: string) {
  expect(Math.abs((got as number) - want), what).toBeLessThan(1e-9)
}

function allNear(got: Record<string, number>, want: Record<string, number>, what: string) {
  for (const [key, value] of Object.entries(want)) near(got[key], value, `${what} ${key}`)
}

/** Names, effects, maps and respondents' indices; the numbers behind them are compared in pls/agreement.test.ts. */
function compare(model: IndexModel, columns: Columns, want: Reference) {
  const { result, compiled, moments, estimate, answers } = runIndexParts(
    model,
    { columns },
    {
      scheme: want.scheme,
      metric: want.scaled ? 'standardised' : 'raw',
    },
  )
  expect(result.converged).toBe(true)
  allNear(result.weights, want.outer_weights, 'weight')
  allNear(result.paths, want.path_coefficients, 'path')
  expect(Object.keys(result.totalEffects).sort()).toEqual(Object.keys(want.total_effects).sort())
  allNear(result.totalEffects, want.total_effects, 'total effect')
  for (const [key, value] of Object.entries(result.indirectEffects))
    near(value, want.total_effects[key]! - (want.path_coefficients[key] ?? 0), `indirect effect ${key}`)
  expect(Object.keys(result.r2).sort()).toEqual(Object.keys(want.r2).sort())
  allNear(result.r2, want.r2, 'R²')
  allNear(result.r2Adjusted, want.r2_adj, 'adjusted R²')
  allNear(result.htmt, want.htmt_abs, 'HTMT')
  allNear(result.constructCorrelations, want.lv_correlations, 'correlation')
  for (const [item, row] of Object.entries(want.cross_loadings))
    allNear(result.crossLoadings[item]!, row, item)
  for (const [target, constructs] of Object.entries(want.ipma)) {
    // The reference lists a target without predecessors too, and leaves out single 0/1 items.
    const map = result.importancePerformance[target]?.constructs ?? {}
    for (const [construct, { performance, importance_std, importance_unstd }] of Object.entries(constructs)) {
      near(map[construct]!.performance, performance, `performance ${construct}`)
      near(map[construct]!.standardised, importance_std, `standardised importance ${construct}`)
      near(map[construct]!.importance, importance_unstd, `importance ${construct}`)
    }
  }
  const { indices, scores } = respondentScores(compiled, moments, estimate, answers!.rows)
  const count = compiled.constructs.length
  for (const [k, construct] of compiled.constructs.entries()) {
    const { mean, first5 } = want.index_0_100[construct]!
    near(result.indices[construct], mean, `index ${construct}`)
    for (const [r, value] of (first5 ?? []).entries())
      near(indices[r * count + k], value, `index ${construct} of respondent ${r}`)
    let sum = 0
    let squares = 0
    for (let r = 0; r < answers!.n; r++) {
      sum += scores[r * count + k]!
      squares += scores[r * count + k]! ** 2
    }
    near(sum / answers!.n, 0, `mean score ${construct}`)
    near(squares / (answers!.n - 1), 1, `score variance ${construct}`)
  }
  return result
}

describe('runIndex agrees with an independent reference program within 1e-9', () => {
  test.each(['acsi', 'ecsi', 'ecsi-bank', 'swics'])('by name, on the simulated answers of %s', (name) => {
    const file: { model: ReferenceModel; results: Reference[] } = read(new URL(`${name}.ref.json`, FIXTURES))
    const columns = columnsOf(new URL(`${name}.csv`, FIXTURES))
    for (const want of file.results) compare(modelOf(file.model, want.modes), columns, want)
  })

  test('the shipped models are the reference models', () => {
    for (const [id, name] of [
      ['ecsi', 'ecsi'],
      ['ecsi-bank', 'ecsi-bank'],
    ] as const) {
      const file: { results: Reference[] } = read(new URL(`${name}.ref.json`, FIXTURES))
      compare(findModel(id), columnsOf(new URL(`${name}.csv`, FIXTURES)), file.results[0]!)
    }
  })

  describe.skipIf(!present)('on real answers with the shipped models', () => {
    test('ECSI, mobile phone customers', () => {
      const columns = columnsOf(new URL('data/mobi.csv', SHARED))
      const results: Reference[] = read(new URL('oracle/ref_pls_mobi.json', SHARED)).results
      for (const want of results.filter(({ modes }) => !modes.includes('B')))
        compare(findModel('ecsi'), columns, want)
    })

    test('ACSI type, whole sample and every industry', () => {
      const results: Record<string, Reference> = read(new URL('oracle/ref_acsi2015.json', SHARED)).results
      expect(Object.keys(results)).toHaveLength(30)
      for (const [key, want] of Object.entries(results)) {
        const [industry] = key.split('_')
        const columns = columnsOf(
          new URL('data/acsi2015_complete.csv', SHARED),
          (row, names) => industry === 'ALL' || row[names.indexOf('INDUSTRY')] === Number(industry),
        )
        const result = compare(findModel('acsi'), columns, want)
        expect(result.findings.map(({ code }) => code)).not.toContain('out_of_scale')
      }
    })

    test('SWICS type, simulated', () => {
      const columns = columnsOf(new URL('data/swics_synthetic_600.csv', SHARED))
      const { results }: { results: Reference[] } = read(new URL('oracle/ref_swics_synthetic.json', SHARED))
      for (const want of results) compare(findModel('swics'), columns, want)
    })

    test('the table of Tenenhaus et al. (2005) comes out to the third decimal: raw metric, centroid scheme', () => {
      const result = runIndex(
        findModel('ecsi'),
        { columns: columnsOf(new URL('data/mobi.csv', SHARED)) },
        { scheme: 'centroid', metric: 'raw' },
      )
      const printed = {
        'Image->Expectation': 0.493,
        'Expectation->Quality': 0.545,
        'Expectation->Value': 0.066,
        'Quality->Value': 0.54,
        'Image->Satisfaction': 0.153,
        'Expectation->Satisfaction': 0.037,
        'Quality->Satisfaction': 0.544,
        'Value->Satisfaction': 0.2,
        'Satisfaction->Complaints': 0.54,
        'Image->Loyalty': 0.212,
        'Satisfaction->Loyalty': 0.466,
        'Complaints->Loyalty': 0.05,
      }
      expect(Object.keys(result.paths)).toHaveLength(12)
      // Half a unit of the last digit; Satisfaction->Loyalty is .46546, printed .466 by a program that stopped earlier.
      for (const [path, value] of Object.entries(printed))
        expect(Math.abs(result.paths[path]! - value), path).toBeLessThan(0.00056)
      expect(round(result.r2, 3)).toEqual({
        Expectation: 0.243,
        Quality: 0.297,
        Value: 0.335,
        Satisfaction: 0.672,
        Complaints: 0.292,
        Loyalty: 0.432,
      })
      // Weights as printed there belong to answers put on 0–100 and to scores whose variance is divided by n.
      const weights = Object.fromEntries(
        ['CUSA1', 'CUSA2', 'CUSA3'].map((item) => [
          item,
          result.weights[item]! * 0.09 * Math.sqrt(250 / 249),
        ]),
      )
      expect(round(weights, 4)).toEqual({ CUSA1: 0.0158, CUSA2: 0.0231, CUSA3: 0.0264 })
    })
  })
})

function round(values: Record<string, number>, decimals: number): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, Number(value.toFixed(decimals))]),
  )
}

describe('A result', () => {
  const columns = columnsOf(new URL('ecsi.csv', FIXTURES))
  const ecsi = findModel('ecsi')
  const whole = runIndex(ecsi, { columns })

  test('from moments alone is the result from the answers', () => {
    const { moments } = runIndexParts(ecsi, { columns })
    const fromMoments = runIndex(ecsi, { moments })
    expect({ ...fromMoments, missing: whole.missing }).toEqual(whole)
    expect(fromMoments.missing).toBeNull()
  })

  test('carries what is needed to repeat it and survives JSON', () => {
    expect(whole).toMatchObject({
      model: { id: 'ecsi', version: '1', target: 'Satisfaction' },
      metric: 'standardised',
      scheme: 'path',
      tolerance: 1e-12,
      converged: true,
      n: 180,
      missing: { treatment: 'mean', rowsUsed: 180 },
    })
    expect(JSON.parse(JSON.stringify(whole))).toEqual(whole)
  })

  test('has a fingerprint that follows the definition, not the words', () => {
    const print = (model: IndexModel) => runIndex(model, { columns }).model.fingerprint
    expect(whole.model.fingerprint).toMatch(/^[0-9a-f]{16}$/)
    expect(print({ ...ecsi, id: 'other', label: { fa: 'دیگر', en: 'other' } })).toBe(whole.model.fingerprint)
    expect(print({ ...ecsi, paths: ecsi.paths.slice(1) })).not.toBe(whole.model.fingerprint)
    expect(print({ ...ecsi, scale: { min: 0, max: 10 } })).not.toBe(whole.model.fingerprint)
  })

  test('does not change when an item is asked the other way round and declared so', () => {
    const turned = { ...columns, PERQ3: columns.PERQ3!.map((x) => 11 - x) }
    const model = { ...ecsi, items: { ...ecsi.items, PERQ3: { ...ecsi.items!.PERQ3, reversed: true } } }
    const result = runIndex(model, { columns: turned })
    allNear(result.paths, whole.paths, 'path')
    allNear(result.indices, whole.indices, 'index')
    allNear(result.loadings, whole.loadings, 'loading')
  })

  test('flags an item that was turned round without saying so', () => {
    const turned = { ...columns, PERQ3: columns.PERQ3!.map((x) => 11 - x) }
    const found = runIndex(ecsi, { columns: turned }).findings
    expect(found[0]!.severity).toBe('serious')
    expect(found).toContainEqual(
      expect.objectContaining({ code: 'negative_weight', item: 'PERQ3', construct: 'Quality' }),
    )
    expect(found).toContainEqual(expect.objectContaining({ code: 'loading_very_low', item: 'PERQ3' }))
  })

  test('says in both languages what is below the published thresholds', () => {
    const find = (result: IndexResult, code: string) =>
      result.findings.filter((finding) => finding.code === code)
    expect(find(whole, 'sample_small')).toMatchObject([{ value: 180, threshold: 250, severity: 'caution' }])
    expect(find(whole, 'single_item')).toMatchObject([{ construct: 'Complaints', item: 'CUSCO' }])
    for (const finding of find(whole, 'ave_low')) {
      expect(whole.ave[finding.construct!]).toBeLessThan(0.5)
      const { label } = ecsi.constructs.find(({ name }) => name === finding.construct)!
      expect(finding.sentence.fa).toContain(`«${label!.fa}»`)
      expect(finding.sentence.en).toContain(label!.en)
      expect(finding.sentence.fa).not.toMatch(/[{}]|[0-9]/)
      expect(finding.sentence.en).not.toMatch(/[{}]/)
    }
    for (const [pair, value] of Object.entries(whole.htmt)) {
      const [a, b] = pair.split('|')
      const flagged = whole.findings.some(
        ({ code, construct, other }) =>
          /^htmt/.test(code) && [a, b].includes(construct) && [a, b].includes(other),
      )
      expect(flagged, pair).toBe(value >= 0.85)
    }
    const severities = whole.findings.map(({ severity }) => severity)
    expect(severities).toEqual([...severities].sort((a, b) => order.indexOf(a) - order.indexOf(b)))
  })

  const order = ['serious', 'caution', 'note']

  test('flags two items that are copies of each other, and an estimation that was stopped early', () => {
    const copied = runIndex(ecsi, { columns: { ...columns, PERQ2: columns.PERQ1! } })
    expect(copied.findings.map(({ code }) => code)).toContain('not_positive_definite')
    const stopped = runIndex(ecsi, { columns }, { maxIterations: 2 })
    expect(stopped).toMatchObject({ converged: false, status: 'iteration_limit' })
    expect(stopped.findings[0]).toMatchObject({ code: 'not_converged', severity: 'serious' })
  })

  test('flags constructs that are copies of each other as inadmissible', () => {
    const copied = { ...columns, PERV1: columns.CUSA1!, PERV2: columns.CUSA2!, CUSA3: columns.PERV1! }
    const model: IndexModel = {
      constructs: [
        { name: 'Value', items: ['PERV1'] },
        { name: 'Satisfaction', items: ['CUSA1'] },
        { name: 'Loyalty', items: ['CUSL1', 'CUSL3'] },
      ],
      paths: [
        ['Value', 'Satisfaction'],
        ['Satisfaction', 'Loyalty'],
      ],
    }
    expect(runIndex(model, { columns: copied }).findings).toContainEqual(
      expect.objectContaining({ code: 'correlation_inadmissible', severity: 'serious' }),
    )
  })

  test('refuses options that do not exist', () => {
    for (const options of [
      { scheme: 'pathweighting' },
      { metric: 'scaled' },
      { missing: 'em' },
      { tolerance: 0 },
    ])
      expect(() => runIndex(ecsi, { columns }, options as object), JSON.stringify(options)).toThrow(
        /not acceptable/,
      )
  })
})
