import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { answersOf, modelOf, parseNumbers } from '../../fixtures/tables.ts'
import { compileModel } from '../indices/compile.ts'
import { bootstrap } from './bootstrap.ts'

const SHARED = new URL('../../../../shared/', import.meta.url)
const present = existsSync(SHARED)
if (!present) console.info('Real data are not on this machine: the given resamples are not compared.')

interface Statistic {
  est: number
  mean: number
  se: number
  pct: [number, number]
  bca: [number, number]
  z0: number
  acc: number
}

interface BootstrapReference {
  results: Record<string, Record<'fixed' | 'converged', { stats: Record<string, Statistic> }>>
}

describe.skipIf(!present)('Mobile phone customers', () => {
  const read = (path: string) => readFileSync(new URL(path, SHARED), 'utf8')
  const load = () => {
    const compiled = compileModel(modelOf(JSON.parse(read('oracle/ref_pls_mobi.json')).model))
    const reference: BootstrapReference = JSON.parse(read('oracle/boot_ref_mobi.json'))
    return { compiled, answers: answersOf(parseNumbers(read('data/mobi.csv')), compiled.items), reference }
  }

  test('a thousand given resamples reproduce standard errors, percentile and BCa limits within 1e-9', () => {
    const { compiled, answers, reference } = load()
    const indices = Int32Array.from(
      read('oracle/boot_indices_mobi_1000.csv').trim().split('\n').join(',').split(','),
      Number,
    )
    for (const [key, scheme, metric] of [
      ['path_scaledTrue', 'path', 'standardised'],
      ['centroid_scaledFalse', 'centroid', 'raw'],
    ] as const) {
      const got = bootstrap(compiled, answers, { scheme, metric, indices, interval: 'bca', tolerance: 1e-13 })
      expect(got).toMatchObject({ resamples: 1000, usable: 1000, estimateStatus: 'converged' })
      const { stats } = reference.results[key]!.fixed
      let worst = { name: '', field: '', difference: -1 }
      for (const [name, want] of Object.entries(stats)) {
        const q = got.names.indexOf(name)
        expect(q, name).toBeGreaterThanOrEqual(0)
        const constant = got.standardError[q]! < 1e-12
        const pairs: [string, number, number][] = [
          ['estimate', got.estimate[q]!, want.est],
          ['mean', got.mean[q]!, want.mean],
          ['standard error', got.standardError[q]!, want.se],
          ['low', got.percentileLow[q]!, want.pct[0]],
          ['high', got.percentileHigh[q]!, want.pct[1]],
        ]
        // What never varies (a single item's loading) has no skewness to correct.
        if (!constant)
          pairs.push(
            ['BCa low', got.bcaLow[q]!, want.bca[0]],
            ['BCa high', got.bcaHigh[q]!, want.bca[1]],
            ['z0', got.biasCorrection[q]!, want.z0],
            ['acceleration', got.acceleration[q]!, want.acc],
          )
        for (const [field, a, b] of pairs) {
          const difference = Math.abs(a - b)
          if (!(difference <= worst.difference)) worst = { name, field, difference }
        }
      }
      expect(worst.difference, `${key} ${worst.name} ${worst.field}`).toBeLessThan(1e-9)
    }
  })

  test('drawn resamples agree with 20,000 of the reference program within Monte-Carlo error', () => {
    const { compiled, answers, reference } = load()
    const got = bootstrap(compiled, answers, { resamples: 4000, seed: 3, tolerance: 1e-9 })
    const { stats } = reference.results.path_scaledTrue!.converged
    for (const [name, want] of Object.entries(stats)) {
      const q = got.names.indexOf(name)
      if (want.se < 1e-12) continue
      expect(Math.abs(got.standardError[q]! / want.se - 1), name).toBeLessThan(0.06)
      expect(Math.abs(got.mean[q]! - want.mean), name).toBeLessThan((5 * want.se) / Math.sqrt(4000))
    }
  })
})
