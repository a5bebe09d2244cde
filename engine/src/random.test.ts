import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawCounts, makeStream, startStream } from './random.ts'

test('the same seed and index give the same stream; other seeds and indices give others', () => {
  const first = (seed: number, index: number) => {
    const stream = makeStream(seed, index)
    return [stream.next32(), stream.next32(), stream.next32()].join(',')
  }
  const streams = new Set<string>()
  for (const seed of [0, 1, 2, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1])
    for (let index = 0; index < 500; index++) streams.add(first(seed, index))
  expect(streams.size).toBe(3000)
  expect(first(7, 3)).toBe(first(7, 3))
})

test('numbers below n are within bounds and evenly spread', () => {
  for (const n of [1, 2, 3, 7, 250]) {
    const stream = makeStream(11, n)
    const counts = new Float64Array(n)
    const draws = 40_000
    for (let i = 0; i < draws; i++) counts[stream.below(n)]! += 1
    const chi = counts.reduce((sum, count) => sum + (count - draws / n) ** 2 / (draws / n), 0)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(draws)
    // Mean n − 1, standard deviation √(2(n − 1)): five deviations.
    expect(chi).toBeLessThan(n - 1 + 5 * Math.sqrt(2 * n))
  }
})

test('streams of neighbouring indices are not correlated', () => {
  let product = 0
  const count = 20_000
  for (let index = 0; index < count; index++)
    product += (makeStream(5, index).uniform() - 0.5) * (makeStream(5, index + 1).uniform() - 0.5)
  // Each product has variance 1/144.
  expect(Math.abs(product) / (Math.sqrt(count) / 12)).toBeLessThan(4.5)
})

test('counting draws in one loop equals drawing one by one', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.nat(),
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      (n, seed, index) => {
        const rowOf = Int32Array.from({ length: n }, (_, row) => Math.floor(row / 2))
        const state = new Int32Array(4)
        startStream(state, seed, index)
        const counts = new Int32Array(n)
        drawCounts(state, n, rowOf, counts)
        const stream = makeStream(seed, index)
        const expected = new Int32Array(n)
        for (let i = 0; i < n; i++) expected[rowOf[stream.below(n)]!]! += 1
        expect(counts).toEqual(expected)
      },
    ),
    { numRuns: 50 },
  )
})

test('large bounds use the exact product of two 32-bit numbers', () => {
  const n = 4_000_000_019
  const stream = makeStream(3, 4)
  const words = makeStream(3, 4)
  for (let i = 0; i < 1000; i++) {
    let word = words.next32()
    while (Number((BigInt(word) * BigInt(n)) & 0xffffffffn) < 4294967296 % n) word = words.next32()
    expect(stream.below(n)).toBe(Number((BigInt(word) * BigInt(n)) >> 32n))
  }
})
