import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { relativeWeights } from './relative-weights.ts'

/** Correlations of random factor scores: positive definite by construction. */
const correlations = fc
  .tuple(
    fc.integer({ min: 2, max: 6 }),
    fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 49, maxLength: 49 }),
  )
  .map(([p, loadings]) => {
    const q = p + 1
    const matrix = new Float64Array(q * q)
    for (let i = 0; i < q; i++)
      for (let j = 0; j < q; j++) {
        let sum = i === j ? 0.5 : 0
        for (let k = 0; k < 3; k++) sum += loadings[7 * k + i]! * loadings[7 * k + j]!
        matrix[i * q + j] = sum
      }
    return { p, q, matrix }
  })

/** Product of two p × p matrices. */
function times(a: Float64Array, b: Float64Array, p: number): Float64Array {
  const c = new Float64Array(p * p)
  for (let i = 0; i < p; i++)
    for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) c[i * p + j]! += a[i * p + k]! * b[k * p + j]!
  return c
}

/** Solution of a·x = b by Gauss's elimination with pivots. */
function solve(matrix: Float64Array, right: readonly number[], p: number): number[] {
  const rows = Array.from({ length: p }, (_, i) => [...matrix.slice(i * p, (i + 1) * p), right[i]!])
  for (let c = 0; c < p; c++) {
    const pivot = rows.slice(c).reduce((best, row) => (Math.abs(row[c]!) > Math.abs(best[c]!) ? row : best))
    rows.splice(rows.indexOf(pivot), 1)
    rows.splice(c, 0, pivot)
    for (const row of rows) {
      if (row === pivot) continue
      const factor = row[c]! / pivot[c]!
      for (let k = c; k <= p; k++) row[k]! -= factor * pivot[k]!
    }
  }
  return rows.map((row, i) => row[p]! / row[i]!)
}

/** Λ by Newton's iteration for the square root (Denman & Beavers 1976), without eigenvalues. */
function squareRoot(matrix: Float64Array, p: number): Float64Array {
  let y = Float64Array.from(matrix)
  let z = new Float64Array(p * p)
  for (let i = 0; i < p; i++) z[i * p + i] = 1
  const inverse = (a: Float64Array) => {
    const columns = Array.from({ length: p }, (_, c) =>
      solve(
        a,
        Array.from({ length: p }, (_, i) => Number(i === c)),
        p,
      ),
    )
    return Float64Array.from({ length: p * p }, (_, at) => columns[at % p]![Math.floor(at / p)]!)
  }
  for (let step = 0; step < 60; step++) {
    const [yi, zi] = [inverse(y), inverse(z)]
    const next = y.map((value, at) => (value + zi[at]!) / 2)
    z = z.map((value, at) => (value + yi[at]!) / 2)
    y = next
  }
  return y
}

describe('relative weights', () => {
  it('equals the closed form for two drivers', () => {
    const [rho, r1, r2] = [0.6, 0.5, 0.3]
    const matrix = Float64Array.of(1, rho, r1, rho, 1, r2, r1, r2, 1)
    const major = (Math.sqrt(1 + rho) + Math.sqrt(1 - rho)) / 2
    const minor = (Math.sqrt(1 + rho) - Math.sqrt(1 - rho)) / 2
    const b1 = (major * r1 - minor * r2) / (major ** 2 - minor ** 2)
    const b2 = (major * r2 - minor * r1) / (major ** 2 - minor ** 2)
    const { weights, shares, r2: explained } = relativeWeights(matrix, 2)
    expect(weights[0]).toBeCloseTo(major ** 2 * b1 ** 2 + minor ** 2 * b2 ** 2, 14)
    expect(weights[1]).toBeCloseTo(minor ** 2 * b1 ** 2 + major ** 2 * b2 ** 2, 14)
    expect(explained).toBeCloseTo((r1 ** 2 + r2 ** 2 - 2 * r1 * r2 * rho) / (1 - rho ** 2), 14)
    expect(shares[0]! + shares[1]!).toBeCloseTo(1, 14)
  })

  it('is the squared correlation where drivers are uncorrelated', () => {
    const { weights } = relativeWeights(Float64Array.of(4, 0, 1, 0, 9, 1.5, 1, 1.5, 1), 2)
    expect([...weights].map((weight) => Number(weight.toFixed(12)))).toEqual([0.25, 0.25])
  })

  it('adds up to R² of the regression and agrees with a computation without eigenvalues', () => {
    fc.assert(
      fc.property(correlations, ({ p, q, matrix }) => {
        const { weights, r2 } = relativeWeights(matrix, p)
        const sd = (i: number) => Math.sqrt(matrix[i * q + i]!)
        const r = (i: number, j: number) => matrix[i * q + j]! / (sd(i) * sd(j))
        const among = Float64Array.from({ length: p * p }, (_, at) => r(Math.floor(at / p), at % p))
        const target = Array.from({ length: p }, (_, i) => r(i, p))
        const slopes = solve(among, target, p)
        expect(r2).toBeCloseTo(
          slopes.reduce((sum, b, i) => sum + b * target[i]!, 0),
          10,
        )
        const root = squareRoot(among, p)
        expect(
          Math.max(...times(root, root, p).map((value, at) => Math.abs(value - among[at]!))),
        ).toBeLessThan(1e-10)
        const beta = solve(root, target, p)
        for (let j = 0; j < p; j++) {
          const expected = beta.reduce((sum, b, k) => sum + root[j * p + k]! ** 2 * b ** 2, 0)
          expect(weights[j]).toBeCloseTo(expected, 9)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('refuses dependent and constant drivers and impossible shapes', () => {
    expect(() => relativeWeights(Float64Array.of(1, 1, 0.5, 1, 1, 0.5, 0.5, 0.5, 1), 2)).toThrow(
      /combination/,
    )
    expect(() => relativeWeights(Float64Array.of(0, 0, 0, 1), 1)).toThrow(/number 1 does not vary/)
    expect(() => relativeWeights(new Float64Array(5), 1)).toThrow(/square/)
    expect(() => relativeWeights(Float64Array.of(1, 0, 0, 1), 0, [0])).toThrow(/square/)
  })
})
