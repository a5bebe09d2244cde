import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { answersOf, modelOf, parseNumbers, plainMoments, type ReferenceModel } from '../../fixtures/tables.ts'
import { compileModel } from '../indices/compile.ts'
import type { CompiledModel, Estimate, Scheme } from '../indices/types.ts'
import { estimate } from './estimate.ts'

type Named = Record<string, number>

interface Reference {
  industry?: string
  scheme: Scheme
  scaled: boolean
  modes: string[]
  n: number
  gof: number
  outer_weights: Named
  outer_weights_standardised: Named
  normalised_unstandardised_weights: Named
  outer_loadings: Named
  cross_loadings: Record<string, Named>
  path_coefficients: Named
  total_effects: Named
  r2: Named
  r2_adj: Named
  f2: Named
  inner_vif: Named
  alpha: Named
  rho_a: Named
  rho_c: Named
  ave: Named
  htmt_abs: Named
  htmt_signed: Named
  lv_correlations: Named
  index_0_100: Record<string, { mean: number; sd?: number }>
}

interface ReferenceFile {
  model: ReferenceModel
  results: Reference[] | Record<string, Reference>
}

const FIXTURES = new URL('../../fixtures/', import.meta.url)
const SHARED = new URL('../../../../shared/', import.meta.url)
const present = existsSync(SHARED)
if (!present) console.info('Real data are not on this machine: only the committed fixtures are compared.')

const readJson = (url: URL): ReferenceFile => JSON.parse(readFileSync(url, 'utf8'))
const readTable = (url: URL) => parseNumbers(readFileSync(url, 'utf8'))

/** Largest difference over all quantities, and where. */
function worst(
  compiled: CompiledModel,
  got: Estimate,
  want: Reference,
): { where: string; difference: number } {
  const { items, constructs, model } = compiled
  const count = constructs.length
  const found = { where: 'nothing compared', difference: Number.POSITIVE_INFINITY }
  let compared = 0
  const compare = (where: string, a: number | undefined, b: number | undefined) => {
    const difference = Math.abs(a! - b!)
    if (compared++ === 0 || !(difference <= found.difference)) Object.assign(found, { where, difference })
  }
  const all = (name: string, keys: string[], values: Float64Array, reference: Named) => {
    expect(
      Object.keys(reference).every((key) => keys.includes(key)),
      `${name}: keys`,
    ).toBe(true)
    for (const [i, key] of keys.entries())
      if (key in reference) compare(`${name} ${key}`, values[i], reference[key])
  }
  const ofItems = [...items]
  const ofConstructs = [...constructs]
  const ofPaths = model.paths.map(([from, to]) => `${from}->${to}`)
  const ofPairs = constructs.flatMap((a) => constructs.map((b) => `${a}|${b}`))
  const ofEffects = constructs.flatMap((a) => constructs.map((b) => `${a}->${b}`))
  all('weight', ofItems, got.weights, want.outer_weights)
  all('standardised weight', ofItems, got.standardisedWeights, want.outer_weights_standardised)
  all('normalised weight', ofItems, got.normalisedWeights, want.normalised_unstandardised_weights)
  all('loading', ofItems, got.loadings, want.outer_loadings)
  for (const [i, item] of items.entries())
    all(
      `cross-loading of ${item} on`,
      ofConstructs,
      got.crossLoadings.subarray(i * count, (i + 1) * count),
      want.cross_loadings[item]!,
    )
  all('path', ofPaths, got.pathCoefficients, want.path_coefficients)
  all('total effect', ofEffects, got.totalEffects, want.total_effects)
  all('R²', ofConstructs, got.r2, want.r2)
  all('adjusted R²', ofConstructs, got.r2Adjusted, want.r2_adj)
  all('f²', ofPaths, got.f2, want.f2)
  all('VIF', ofPaths, got.innerVif, want.inner_vif)
  all('alpha', ofConstructs, got.alpha, want.alpha)
  all('rho A', ofConstructs, got.rhoA, want.rho_a)
  all('rho C', ofConstructs, got.rhoC, want.rho_c)
  all('AVE', ofConstructs, got.ave, want.ave)
  all('HTMT', ofPairs, got.htmt, want.htmt_abs)
  all('signed HTMT', ofPairs, got.htmtSigned, want.htmt_signed)
  all('correlation', ofPairs, got.constructCorrelations, want.lv_correlations)
  compare('GoF', got.gof, want.gof)
  for (const [k, construct] of constructs.entries()) {
    const index = want.index_0_100[construct]!
    // The reference states a percentage where the file's answers are 0/1: the index of the same item on a 0–1 scale.
    compare(`index ${construct}`, got.index[k], index.mean)
    if (index.sd !== undefined) compare(`index deviation ${construct}`, got.indexSd[k], index.sd)
  }
  expect(compared).toBeGreaterThan(100)
  return found
}

function check(file: ReferenceFile, answersFor: (industry: string) => ReturnType<typeof parseNumbers>) {
  const results = Object.entries(file.results)
  expect(results.length).toBeGreaterThan(5)
  for (const [key, want] of results) {
    const model = modelOf(file.model, want.modes)
    const zeroOne = file.model.lvs.includes('Complaints') && file.model.blocks.flat().includes('COMP')
    const compiled = compileModel(
      zeroOne && want.industry !== undefined
        ? { ...model, items: { COMP: { scale: { min: 0, max: 1 } } } }
        : model,
    )
    const moments = plainMoments(
      answersOf(answersFor(key.split('_')[0]!), compiled.items),
      compiled.items.length,
    )
    const got = estimate(compiled, moments, {
      scheme: want.scheme,
      metric: want.scaled ? 'standardised' : 'raw',
      tolerance: 1e-12,
    })
    expect(got).toMatchObject({ converged: true, status: 'converged', n: want.n })
    const { where, difference } = worst(compiled, got, want)
    expect(difference, `${want.industry ?? ''} ${want.scheme} ${got.metric}: ${where}`).toBeLessThan(1e-9)
  }
}

describe('Every quantity agrees with an independent reference program within 1e-9', () => {
  test.each(['acsi', 'ecsi', 'ecsi-bank', 'swics'])('on the simulated answers of %s', (name) => {
    const table = readTable(new URL(`${name}.csv`, FIXTURES))
    check(readJson(new URL(`${name}.ref.json`, FIXTURES)), () => table)
  })

  describe.skipIf(!present)('on real answers', () => {
    test('of mobile phone customers, all schemes and metrics, modes A and B', () => {
      const table = readTable(new URL('data/mobi.csv', SHARED))
      check(readJson(new URL('oracle/ref_pls_mobi.json', SHARED)), () => table)
    })

    test('of 7,341 American customers, all industries', () => {
      const [header = '', ...lines] = readFileSync(new URL('data/acsi2015_complete.csv', SHARED), 'utf8')
        .trim()
        .split('\n')
      check(readJson(new URL('oracle/ref_acsi2015.json', SHARED)), (industry) =>
        parseNumbers(
          [header, ...lines.filter((line) => industry === 'ALL' || line.startsWith(`${industry},`))].join(
            '\n',
          ),
        ),
      )
    })

    test('of the Swiss model', () => {
      const table = readTable(new URL('data/swics_synthetic_600.csv', SHARED))
      check(readJson(new URL('oracle/ref_swics_synthetic.json', SHARED)), () => table)
    })
  })
})
