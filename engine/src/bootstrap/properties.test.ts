import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chain, simulateAnswers } from '../../fixtures/simulate.ts'
import { plainMoments } from '../../fixtures/tables.ts'
import { compileModel } from '../indices/compile.ts'
import type { Metric, Scheme } from '../indices/types.ts'
import { estimate } from '../pls/estimate.ts'
import { makeStream } from '../random.ts'
import { bootstrap } from './bootstrap.ts'
import { normalQuantile } from './normal.ts'
import { quantile } from './quantile.ts'
import { quantityNames } from './quantities.ts'
import { createResampler } from './resampler.ts'

const sizes = fc.tuple(
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 1, max: 4 }),
)
const seeds = fc.integer({ min: 0, max: 1_000_000 })
const scheme = fc.constantFrom<Scheme>('path', 'centroid', 'factorial')
const metric = fc.constantFrom<Metric>('standardised', 'raw')

/** Every resample of two engines, as text that shows every bit. */
function rowsOf(
  compiled: ReturnType<typeof compileModel>,
  answers: Float64Array,
  options: Parameters<typeof createResampler>[2],
  draws = 6,
) {
  const resampler = createResampler(compiled, answers, options)
  const width = resampler.names.length
  const out = new Float64Array(width * (draws + 2)).fill(-1)
  const statuses = [resampler.original(out, 0), resampler.without(0, out, width)]
  for (let b = 0; b < draws; b++) statuses.push(resampler.draw(5, b, out, (b + 2) * width))
  return { kind: resampler.kind, text: `${statuses} ${new BigInt64Array(out.buffer).join(' ')}` }
}

describe('WebAssembly and plain loops give the same bits', () => {
  test('for integer answers', () => {
    fc.assert(
      fc.property(
        sizes,
        seeds,
        scheme,
        metric,
        fc.integer({ min: 3, max: 70 }),
        (size, seed, scheme, metric, n) => {
          const compiled = compileModel(chain(size))
          const answers = simulateAnswers(n, compiled.items.length, seed)
          const fast = rowsOf(compiled, answers, { scheme, metric })
          const plain = rowsOf(compiled, answers, { scheme, metric, wasm: false })
          expect([fast.kind, plain.kind]).toEqual(['integer', 'plain'])
          expect(fast.text).toBe(plain.text)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('for answers that are not integers', () => {
    fc.assert(
      fc.property(
        sizes,
        seeds,
        scheme,
        metric,
        fc.integer({ min: 3, max: 70 }),
        (size, seed, scheme, metric, n) => {
          const compiled = compileModel(chain(size))
          const answers = simulateAnswers(n, compiled.items.length, seed, false)
          const fast = rowsOf(compiled, answers, { scheme, metric })
          expect(fast.kind).toBe('double')
          expect(fast.text).toBe(rowsOf(compiled, answers, { scheme, metric, wasm: false }).text)
        },
      ),
      { numRuns: 40 },
    )
  })

  test('over several chunks of rows, and in mode B', () => {
    const compiled = compileModel(chain([3, 2, 4], 'B'))
    for (const rounded of [true, false]) {
      const answers = simulateAnswers(5000, 9, 12, rounded)
      expect(rowsOf(compiled, answers, {}).text).toBe(rowsOf(compiled, answers, { wasm: false }).text)
    }
  })

  test('where weights need more iterations than WebAssembly runs, come back for ever, or are given up early', () => {
    const compiled = compileModel(chain([2, 2, 2]))
    const cycling = [
      [9, 5, 5, 0, 6, 2],
      [5, 9, 0, 6, 0, 7],
      [10, 9, 6, 8, 6, 7],
      [5, 5, 8, 6, 5, 4],
      [7, 3, 10, 7, 7, 4],
      [9, 7, 7, 2, 8, 1],
      [5, 2, 8, 9, 9, 4],
      [2, 2, 6, 7, 4, 1],
    ]
    const answers = Float64Array.from(cycling.flat())
    for (const options of [
      {},
      { maxIterations: 3 },
      { maxIterations: 40 },
      { maxIterations: 41 },
      { tolerance: 0.1 },
    ]) {
      const fast = rowsOf(compiled, answers, options, 200)
      expect(fast.text).toBe(rowsOf(compiled, answers, { ...options, wasm: false }, 200).text)
      if (!('tolerance' in options)) expect(fast.text).toMatch(/^\d(,\d)*,[12],/)
    }
  })

  test('where a construct is on no path', () => {
    const model = chain([3, 2, 1])
    const compiled = compileModel({ ...model, paths: [['a', 'c']] }, { allowUnconnected: true })
    const answers = simulateAnswers(30, 6, 9)
    for (const metric of ['raw', 'standardised'] as const)
      expect(rowsOf(compiled, answers, { metric }).text).toBe(
        rowsOf(compiled, answers, { metric, wasm: false }).text,
      )
  })

  test('where one row of large integers is drawn too often for 16 bits', () => {
    const compiled = compileModel(chain([2, 1, 1]))
    // Two hundred different rows among a thousand of one kind, which is far from the mean.
    const answers = simulateAnswers(1200, 4, 3).map((value, cell) =>
      cell < 4000 ? 10 * (cell % 4) : value * 100,
    )
    const fast = rowsOf(compiled, answers, {})
    expect(fast.kind).toBe('integer')
    expect(fast.text).toBe(rowsOf(compiled, answers, { wasm: false }).text)
  })

  test('and integers too large for 16 bits are taken as doubles', () => {
    const compiled = compileModel(chain([2, 2, 2]))
    const answers = simulateAnswers(50, 6, 3).map((value) => value * 100_000)
    const fast = rowsOf(compiled, answers, {})
    expect(fast.kind).toBe('double')
    expect(fast.text).toBe(rowsOf(compiled, answers, { wasm: false }).text)
  })
})

describe('A resample', () => {
  test('equals the estimate on the rows it drew', () => {
    fc.assert(
      fc.property(sizes, seeds, scheme, metric, fc.boolean(), (size, seed, scheme, metric, rounded) => {
        const compiled = compileModel(chain(size))
        const p = compiled.items.length
        const n = 40
        const answers = simulateAnswers(n, p, seed, rounded)
        const stream = makeStream(seed, 1)
        const rows = Array.from({ length: n }, () => stream.below(n))
        const drawn = Float64Array.from(rows.flatMap((row) => [...answers.subarray(row * p, (row + 1) * p)]))
        const want = estimate(compiled, plainMoments(drawn, p), { scheme, metric })
        const resampler = createResampler(compiled, answers, { scheme, metric })
        const out = new Float64Array(resampler.names.length)
        const status = resampler.given(rows, 0, out, 0)
        expect(status === 0).toBe(want.converged)
        fc.pre(want.converged)
        const at = (name: string) => out[resampler.names.indexOf(name)]!
        expect(at('index:c')).toBeCloseTo(want.index[2]!, 8)
        expect(at('path:b->c')).toBeCloseTo(want.pathCoefficients[2]!, 8)
        expect(at('weight:a1')).toBeCloseTo(want.weights[0]!, 8)
        expect(at('htmt:c|a')).toBeCloseTo(want.htmt[2]!, 8)
      }),
      { numRuns: 60 },
    )
  })

  test('does not depend on how rows that repeat are collapsed', () => {
    const compiled = compileModel(chain([2, 2, 2]))
    const few = simulateAnswers(12, 6, 5)
    const answers = Float64Array.from({ length: 12 * 6 * 20 }, (_, cell) => few[cell % (12 * 6)]!)
    const resampler = createResampler(compiled, answers)
    expect([resampler.n, resampler.distinct]).toEqual([240, 12])
    expect([...resampler.multiplicity]).toEqual(new Array(12).fill(20))
    const out = new Float64Array(resampler.names.length)
    const rows = Array.from({ length: 240 }, (_, i) => (i * 11) % 97)
    resampler.given(rows, 0, out, 0)
    const same = out.slice()
    resampler.given(
      rows.map((row) => row + 12 * (row % 3)),
      0,
      out,
      0,
    )
    expect(out).toEqual(same)
  })
})

describe('The bootstrap', () => {
  const compiled = compileModel(chain([2, 2, 2]))

  test('counts failed resamples by kind and leaves them out', () => {
    // One respondent alone makes item a1 vary: about 37% of resamples miss it.
    const answers = simulateAnswers(60, 6, 6).map((value, cell) =>
      cell % 6 === 0 ? (cell === 0 ? 9 : 5) : value,
    )
    const got = bootstrap(compiled, answers, { resamples: 400 })
    expect(got.failed.no_variance).toBeGreaterThan(100)
    expect(got.usable + Object.values(got.failed).reduce((sum, count) => sum + count, 0)).toBe(400)
    expect(got.count[got.names.indexOf('path:a->b')]).toBe(got.usable)
    const failed = got.statuses.indexOf(4)
    expect(got.names.every((_, q) => Number.isNaN(got.replicates[q * 400 + failed]!))).toBe(true)
  })

  test('covers the truth about as often as it says', () => {
    // The mean of a single item: its index has a known standard error, sd/√n.
    const single = compileModel({
      constructs: [
        { name: 'a', items: ['x'] },
        { name: 'b', items: ['y'] },
      ],
      paths: [['a', 'b']],
    })
    const answers = simulateAnswers(200, 2, 7)
    const got = bootstrap(single, answers, { resamples: 4000, interval: 'bca' })
    const index = got.names.indexOf('index:a')
    const { indexSd } = estimate(single, plainMoments(answers, 2))
    expect(got.standardError[index]! / (indexSd[0]! / Math.sqrt(200))).toBeCloseTo(1, 1)
    for (const [low, high] of [
      [got.percentileLow, got.percentileHigh],
      [got.bcaLow, got.bcaHigh],
    ] as const) {
      expect(low[index]).toBeLessThan(got.estimate[index]!)
      expect(high[index]).toBeGreaterThan(got.estimate[index]!)
    }
    expect(got.bcaLow[got.names.indexOf('loading:x')]).toBe(1)
    expect(got.pValue[got.names.indexOf('path:a->b')]).toBeCloseTo(2 / 4001, 12)
  })

  test('finds the paths and weights that simulated answers were made with, within its own standard errors', () => {
    // Scores a, b, c with b = 0.5·a + noise, c = 0.3·a + 0.4·b + noise; items equally good, so that mode A is consistent:
    // b's and c's items carry the score and an error that cancels in its mean.
    const stream = makeStream(21, 0)
    const normal = () => normalQuantile((stream.next32() + 0.5) / 4294967296)
    const n = 3000
    const answers = new Float64Array(n * 6)
    for (let row = 0; row < n; row++) {
      const a = normal()
      const b = 0.5 * a + Math.sqrt(0.75) * normal()
      const c = 0.3 * a + 0.4 * b + Math.sqrt(1 - 0.09 - 0.16 - 0.12) * normal()
      for (const [k, score] of [a, b, c].entries()) {
        const error = normal()
        answers[row * 6 + 2 * k] = score + error
        answers[row * 6 + 2 * k + 1] = score - error
      }
    }
    const got = bootstrap(compiled, answers, { resamples: 400, seed: 2 })
    expect(got.usable).toBe(400)
    for (const [name, truth] of [
      ['path:a->b', 0.5],
      ['path:a->c', 0.3],
      ['path:b->c', 0.4],
      ['total:a->c', 0.5],
      ['r2:b', 0.25],
      ['r2:c', 0.37],
      ['normalised:b1', 0.5],
      ['normalised:c2', 0.5],
      ['weight:a1', Math.SQRT1_2],
      ['loading:c1', Math.SQRT1_2],
    ] as const) {
      const q = got.names.indexOf(name)
      expect(got.standardError[q], name).toBeLessThan(0.05)
      expect(Math.abs(got.estimate[q]! - truth), name).toBeLessThan(4 * got.standardError[q]!)
    }
  })

  test('gives the same replicates for the same seed whatever their number, others for another seed', () => {
    const answers = simulateAnswers(60, 6, 8)
    const few = bootstrap(compiled, answers, { resamples: 20, seed: 4 })
    const many = bootstrap(compiled, answers, { resamples: 60, seed: 4 })
    const other = bootstrap(compiled, answers, { resamples: 20, seed: 5 })
    for (const q of few.names.keys())
      expect(many.replicates.slice(q * 60, q * 60 + 20)).toEqual(few.replicates.slice(q * 20, q * 20 + 20))
    expect(other.replicates).not.toEqual(few.replicates)
  })

  test('reports progress and stops when told to', () => {
    const seen: number[] = []
    const got = bootstrap(compiled, simulateAnswers(60, 6, 8), {
      resamples: 500,
      onProgress: (done) => seen.push(done),
      shouldStop: () => seen.length === 3,
    })
    expect(seen).toEqual([50, 100, 150])
    expect(got).toMatchObject({ stopped: true, completed: 150, usable: 150 })
  })

  test('refuses answers with holes, naming the cell, and impossible options, naming the option', () => {
    const holed = simulateAnswers(20, 6, 8)
    holed[13] = Number.NaN
    expect(() => bootstrap(compiled, holed)).toThrow(
      expect.objectContaining({ code: 'bootstrap_answers', params: { cell: 13 } }),
    )
    expect(() => bootstrap(compiled, simulateAnswers(20, 6, 8), { level: 2 })).toThrow(
      expect.objectContaining({ code: 'bootstrap_option', params: { option: 'level', value: '2' } }),
    )
    expect(() => bootstrap(compiled, simulateAnswers(20, 6, 8), { indices: new Int32Array(30) })).toThrow(
      expect.objectContaining({ code: 'bootstrap_option' }),
    )
  })

  test('names every quantity once', () => {
    const names = quantityNames(compiled)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toContain('htmt:b|a')
    expect(names).toContain('total:a->c')
  })
})

test('selected quantiles equal those of a sorted list', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), {
        minLength: 1,
        maxLength: 80,
      }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (list, share) => {
        const sorted = [...list].sort((a, b) => a - b)
        const position = (list.length - 1) * share
        const rank = Math.floor(position)
        const want =
          sorted[rank]! + (sorted[Math.min(rank + 1, list.length - 1)]! - sorted[rank]!) * (position - rank)
        expect(quantile(Float64Array.from(list), list.length, share) + 0).toBe(want + 0)
      },
    ),
    { numRuns: 300 },
  )
})
