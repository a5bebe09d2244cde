import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chain, simulateAnswers } from '../../fixtures/simulate.ts'
import { plainMoments } from '../../fixtures/tables.ts'
import { compileModel } from '../indices/compile.ts'
import type { Estimate, IndexModel, Metric, Moments, Scheme } from '../indices/types.ts'
import { estimate, estimateWithWeights } from './estimate.ts'

const schemes: Scheme[] = ['path', 'centroid', 'factorial']
const metrics: Metric[] = ['standardised', 'raw']
const sizes = fc.tuple(
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 1, max: 4 }),
)
const seeds = fc.integer({ min: 0, max: 1_000_000 })
const anyScheme = fc.constantFrom(...schemes)
const anyMetric = fc.constantFrom(...metrics)

const itemCount = (model: IndexModel) => model.constructs.reduce((sum, { items }) => sum + items.length, 0)

function close(a: Float64Array, b: ArrayLike<number>, tolerance = 1e-9): void {
  expect(a.length).toBe(b.length)
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i]!) && Number.isNaN(b[i]!)) continue
    expect(Math.abs(a[i]! - b[i]!), `${a[i]} and ${b[i]} at ${i}`).toBeLessThan(
      tolerance * Math.max(1, Math.abs(a[i]!)),
    )
  }
}

/** y = scale · x + shift */
function transform({ n, means, covariance }: Moments, scale: readonly number[], shift: number): Moments {
  const p = means.length
  return {
    n,
    means: means.map((mean, i) => mean * scale[i]! + shift),
    covariance: covariance.map((value, cell) => value * scale[Math.floor(cell / p)]! * scale[cell % p]!),
  }
}

/** Population moments of a chain whose scores have given weights, from the blocks' correlations. */
function populationOf(
  blocks: readonly { r: number; weights: number[] }[],
  correlations: number[][],
): Moments {
  const starts = blocks.map((_, k) =>
    blocks.slice(0, k).reduce((sum, { weights }) => sum + weights.length, 0),
  )
  const p = starts.at(-1)! + blocks.at(-1)!.weights.length
  const covariance = new Float64Array(p * p)
  const loadings = blocks.map(({ r, weights }) => {
    const product = weights.map((_, i) => weights.reduce((sum, w, j) => sum + w * (i === j ? 1 : r), 0))
    const variance = product.reduce((sum, value, i) => sum + value * weights[i]!, 0)
    return product.map((value) => value / Math.sqrt(variance))
  })
  for (const [a, block] of blocks.entries())
    for (const [b, other] of blocks.entries())
      for (const i of block.weights.keys())
        for (const j of other.weights.keys())
          covariance[(starts[a]! + i) * p + starts[b]! + j] =
            a === b ? (i === j ? 1 : block.r) : correlations[a]![b]! * loadings[a]![i]! * loadings[b]![j]!
  return { n: 1000, means: new Float64Array(p).fill(5), covariance }
}

// b = 0.5·a, c = 0.3·a + 0.4·b
const PATHS = [0.5, 0.3, 0.4]
const CORRELATIONS = [
  [1, 0.5, 0.5],
  [0.5, 1, 0.55],
  [0.5, 0.55, 1],
]

describe('An estimate', () => {
  test('on standardised items does not depend on the items’ units', () => {
    fc.assert(
      fc.property(
        sizes,
        seeds,
        anyScheme,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (size, seed, scheme, unit) => {
          const compiled = compileModel(chain(size))
          const moments = plainMoments(
            simulateAnswers(60, compiled.items.length, seed),
            compiled.items.length,
          )
          const a = estimate(compiled, moments, { scheme })
          const scale = compiled.items.map((_, i) => (i % 2 ? unit : 1))
          const b = estimate(compiled, transform(moments, scale, 3), { scheme })
          fc.pre(a.converged)
          for (const key of [
            'weights',
            'loadings',
            'pathCoefficients',
            'totalEffects',
            'r2',
            'alpha',
            'htmt',
          ] as const)
            close(a[key], b[key], 1e-8)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('on raw items does not depend on one unit common to all', () => {
    fc.assert(
      fc.property(
        sizes,
        seeds,
        anyScheme,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (size, seed, scheme, unit) => {
          const compiled = compileModel(chain(size))
          const moments = plainMoments(
            simulateAnswers(60, compiled.items.length, seed),
            compiled.items.length,
          )
          const a = estimate(compiled, moments, { scheme, metric: 'raw' })
          const b = estimate(
            compiled,
            transform(
              moments,
              compiled.items.map(() => unit),
              0,
            ),
            { scheme, metric: 'raw' },
          )
          fc.pre(a.converged)
          expect(b.iterations).toBe(a.iterations)
          close(
            a.weights,
            b.weights.map((weight) => weight * unit),
            1e-8,
          )
          close(a.pathCoefficients, b.pathCoefficients, 1e-8)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('follows its items when they change places', () => {
    fc.assert(
      fc.property(sizes, seeds, anyScheme, anyMetric, (size, seed, scheme, metric) => {
        const compiled = compileModel(chain(size))
        const p = compiled.items.length
        const { n, means, covariance } = plainMoments(simulateAnswers(60, p, seed), p)
        const place = Array.from(compiled.blockStart.slice(0, -1), (start, k) =>
          Array.from(
            { length: compiled.blockStart[k + 1]! - start },
            (_, i) => compiled.blockStart[k + 1]! - 1 - i,
          ),
        ).flat()
        const turned: Moments = {
          n,
          means: means.map((_, i) => means[place[i]!]!),
          covariance: covariance.map((_, c) => covariance[place[Math.floor(c / p)]! * p + place[c % p]!]!),
        }
        const a = estimate(compiled, { n, means, covariance }, { scheme, metric })
        const b = estimate(compiled, turned, { scheme, metric })
        fc.pre(a.converged)
        close(
          b.weights,
          place.map((i) => a.weights[i]!),
          1e-8,
        )
        close(
          b.loadings,
          place.map((i) => a.loadings[i]!),
          1e-8,
        )
        close(a.pathCoefficients, b.pathCoefficients, 1e-8)
        close(a.index, b.index, 1e-8)
      }),
      { numRuns: 60 },
    )
  })

  test('has a majority of positive loadings in every construct, however the items are turned', () => {
    fc.assert(
      fc.property(
        sizes,
        seeds,
        anyScheme,
        anyMetric,
        fc.integer({ min: 0, max: 4095 }),
        (size, seed, scheme, metric, turn) => {
          const compiled = compileModel(chain(size))
          const moments = plainMoments(
            simulateAnswers(60, compiled.items.length, seed),
            compiled.items.length,
          )
          const scale = compiled.items.map((_, i) => ((turn >> i) & 1 ? -1 : 1))
          const got = estimate(compiled, transform(moments, scale, 11), { scheme, metric })
          for (const k of compiled.constructs.keys()) {
            const block = got.loadings.slice(compiled.blockStart[k], compiled.blockStart[k + 1])
            expect(block.reduce((sum, loading) => sum + Math.sign(loading), 0)).toBeGreaterThanOrEqual(0)
          }
        },
      ),
      { numRuns: 100 },
    )
  })

  test('gives indices within 0 and 100 wherever no weight is negative, and normalised weights that sum to one', () => {
    fc.assert(
      fc.property(sizes, seeds, anyScheme, anyMetric, (size, seed, scheme, metric) => {
        const compiled = compileModel(chain(size))
        const p = compiled.items.length
        const got = estimate(compiled, plainMoments(simulateAnswers(40, p, seed), p), { scheme, metric })
        for (const k of compiled.constructs.keys()) {
          const weights = got.normalisedWeights.slice(compiled.blockStart[k], compiled.blockStart[k + 1])
          expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10)
          if (weights.some((weight) => weight < 0)) continue
          expect(got.index[k]).toBeGreaterThanOrEqual(0)
          expect(got.index[k]).toBeLessThanOrEqual(100)
        }
      }),
      { numRuns: 100 },
    )
  })

  test('recovers weights and paths of a population exactly: mode B any weights, mode A equal ones', () => {
    const uneven = populationOf(
      [
        { r: 0.3, weights: [0.6, 0.2, 0.4] },
        { r: 0.5, weights: [0.1, 0.9] },
        { r: 0.2, weights: [0.5, 0.3, 0.3, 0.2] },
      ],
      CORRELATIONS,
    )
    const even = populationOf(
      [
        { r: 0.3, weights: [1, 1, 1] },
        { r: 0.5, weights: [1, 1] },
        { r: 0.2, weights: [1, 1, 1, 1] },
      ],
      CORRELATIONS,
    )
    for (const scheme of schemes) {
      const b = estimate(compileModel(chain([3, 2, 4], 'B')), uneven, { scheme })
      close(b.pathCoefficients, PATHS)
      close(b.weights.map((weight, _, all) => weight / all[0]!).subarray(0, 3), [1, 1 / 3, 2 / 3])
      const a = estimate(compileModel(chain([3, 2, 4])), even, { scheme })
      close(a.pathCoefficients, PATHS)
      close(a.weights.map((weight, _, all) => weight / all[0]!).subarray(0, 3), [1, 1, 1])
      expect(a.totalEffects[2]).toBeCloseTo(0.3 + 0.5 * 0.4, 10)
    }
  })

  test('with its own weights given gives itself again', () => {
    const compiled = compileModel(chain([3, 2, 4]))
    const moments = plainMoments(simulateAnswers(80, 9, 4), 9)
    for (const metric of metrics) {
      const own = estimate(compiled, moments, { metric })
      const again = estimateWithWeights(compiled, moments, own.weights, { metric })
      for (const key of Object.keys(own) as (keyof Estimate)[]) {
        const value = own[key]
        if (value instanceof Float64Array) close(value, again[key] as Float64Array)
      }
      const scaled = estimateWithWeights(
        compiled,
        moments,
        own.weights.map((weight) => -7 * weight),
        { metric },
      )
      close(scaled.weights, own.weights)
    }
  })

  test('keeps equal weights for a construct on no path: its raw index is the plain mean', () => {
    const compiled = compileModel(
      { constructs: [{ name: 'a', items: ['x', 'y', 'z'] }], paths: [] },
      { allowUnconnected: true },
    )
    const answers = simulateAnswers(50, 3, 8)
    const got = estimate(compiled, plainMoments(answers, 3), { metric: 'raw' })
    expect(got.converged).toBe(true)
    close(got.normalisedWeights, [1 / 3, 1 / 3, 1 / 3])
    expect(got.index[0]).toBeCloseTo((100 * (answers.reduce((sum, x) => sum + x, 0) / 150 - 1)) / 9, 9)
  })
})

describe('Numerical trouble is flagged, never hidden', () => {
  const compiled = compileModel(chain([2, 2, 2]))

  test('a constant item ends as no_variance with NaN everywhere', () => {
    const answers = simulateAnswers(50, 6, 1).map((value, cell) => (cell % 6 === 3 ? 0.1 : value))
    const got = estimate(compiled, plainMoments(answers, 6))
    expect(got).toMatchObject({ converged: false, status: 'no_variance' })
    expect(got.weights.every(Number.isNaN) && got.index.every(Number.isNaN)).toBe(true)
  })

  test('identical predecessors end as singular', () => {
    const answers = simulateAnswers(50, 6, 2).map((value, cell, all) =>
      cell % 6 === 2 || cell % 6 === 3 ? all[cell - 2]! : value,
    )
    for (const scheme of schemes)
      expect(estimate(compiled, plainMoments(answers, 6), { scheme })).toMatchObject({
        converged: false,
        status: 'singular',
      })
  })

  test('identical items of a mode B construct end as singular', () => {
    const answers = simulateAnswers(50, 6, 3).map((value, cell, all) =>
      cell % 6 === 1 ? all[cell - 1]! : value,
    )
    const got = estimate(compileModel(chain([2, 2, 2], 'B')), plainMoments(answers, 6))
    expect(got.status).toBe('singular')
  })

  test('too few iterations end as iteration_limit and keep the last values', () => {
    const got = estimate(compiled, plainMoments(simulateAnswers(50, 6, 4), 6), { maxIterations: 2 })
    expect(got).toMatchObject({ converged: false, status: 'iteration_limit', iterations: 2 })
    expect(got.lastChange).toBeGreaterThan(1e-12)
    expect(got.weights.every(Number.isFinite)).toBe(true)
  })

  test('weights that come back every second iteration end as cycle, long before the limit', () => {
    const answers = Float64Array.from(
      [
        [9, 5, 5, 0, 6, 2],
        [5, 9, 0, 6, 0, 7],
        [10, 9, 6, 8, 6, 7],
        [5, 5, 8, 6, 5, 4],
        [7, 3, 10, 7, 7, 4],
        [9, 7, 7, 2, 8, 1],
        [5, 2, 8, 9, 9, 4],
        [2, 2, 6, 7, 4, 1],
      ].flat(),
    )
    const got = estimate(compiled, plainMoments(answers, 6))
    expect(got).toMatchObject({ converged: false, status: 'cycle' })
    expect(got.iterations).toBeLessThan(100)
    expect(got.lastChange).toBeGreaterThan(1e-3)
  })

  test('moments that are no numbers end as no_variance', () => {
    const moments = plainMoments(simulateAnswers(50, 6, 4), 6)
    moments.covariance.fill(Number.NaN)
    expect(estimate(compiled, moments).status).toBe('no_variance')
    expect(itemCount(compiled.model)).toBe(6)
  })

  test('any covariance matrix, even an impossible one, ends within the iterations allowed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 36, maxLength: 36 }),
        anyScheme,
        anyMetric,
        (values, scheme, metric) => {
          const covariance = Float64Array.from(values)
          for (let i = 0; i < 6; i++)
            for (let j = 0; j <= i; j++)
              covariance[i * 6 + j] = covariance[j * 6 + i] =
                i === j ? 1 + Math.abs(values[i * 6 + i]!) : values[i * 6 + j]!
          const got = estimate(
            compiled,
            { n: 50, means: new Float64Array(6), covariance },
            { scheme, metric, maxIterations: 200 },
          )
          expect(got.iterations).toBeLessThanOrEqual(200)
          expect(got.converged).toBe(got.status === 'converged')
        },
      ),
      { numRuns: 300 },
    )
  })
})
