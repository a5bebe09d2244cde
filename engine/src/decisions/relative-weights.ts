import { EngineError } from '../errors.ts'

export interface RelativeWeights {
  /** One per predictor, ≥ 0: its share of the explained variance; they add up to r2. */
  weights: Float64Array
  /** weights / r2; NaN where r2 is 0. */
  shares: Float64Array
  /** Variance of the criterion that all predictors together explain. */
  r2: number
}

/**
 * Relative weights (Johnson 2000, Multivariate Behavioral Research 35(1):1–19): how much each of p correlated drivers
 * contributes to R². With predictor correlations R = P·D·P′, Λ = P·√D·P′ and β = Λ⁻¹·r: ε_j = Σ_k Λ_jk² · β_k².
 * @param matrix q × q covariances or correlations, row after row
 * @param criterion number of the explained variable
 * @param predictors numbers of the drivers; all the others where left out
 * @throws EngineError moments_shape, variable_constant, predictors_dependent
 */
export function relativeWeights(
  matrix: Float64Array,
  criterion: number,
  predictors?: readonly number[],
): RelativeWeights {
  const q = Math.round(Math.sqrt(matrix.length))
  const drivers = predictors ?? Array.from({ length: q }, (_, j) => j).filter((j) => j !== criterion)
  const known = (j: number) => Number.isInteger(j) && j >= 0 && j < q
  if (q * q !== matrix.length || !known(criterion) || !drivers.every((j) => known(j) && j !== criterion)) {
    throw new EngineError('moments_shape', {
      items: drivers.length,
      expected: 'a square matrix and its row numbers',
    })
  }
  const deviation = (j: number) => {
    const variance = matrix[j * q + j]!
    if (!(variance > 0)) throw new EngineError('variable_constant', { variable: j + 1 })
    return Math.sqrt(variance)
  }
  const correlation = (i: number, j: number) => matrix[i * q + j]! / (deviation(i) * deviation(j))
  const p = drivers.length
  const among = new Float64Array(p * p)
  const withCriterion = new Float64Array(p)
  for (let j = 0; j < p; j++) {
    withCriterion[j] = correlation(drivers[j]!, criterion)
    for (let k = 0; k < p; k++) among[j * p + k] = j === k ? 1 : correlation(drivers[j]!, drivers[k]!)
  }
  const { values, vectors } = eigenSymmetric(among, p)
  if (values.some((value) => !(value > 1e-10))) throw new EngineError('predictors_dependent')

  const root = new Float64Array(p * p)
  const beta = new Float64Array(p)
  for (let m = 0; m < p; m++) {
    const scale = Math.sqrt(values[m]!)
    let along = 0
    for (let j = 0; j < p; j++) along += vectors[j * p + m]! * withCriterion[j]!
    for (let j = 0; j < p; j++) {
      beta[j]! += (vectors[j * p + m]! * along) / scale
      for (let k = 0; k < p; k++) root[j * p + k]! += vectors[j * p + m]! * scale * vectors[k * p + m]!
    }
  }
  const weights = new Float64Array(p)
  let r2 = 0
  for (let j = 0; j < p; j++) {
    for (let k = 0; k < p; k++) weights[j]! += root[j * p + k]! ** 2 * beta[k]! ** 2
    r2 += weights[j]!
  }
  return { weights, shares: weights.map((weight) => weight / r2), r2 }
}

/**
 * Eigenvalues and vectors (columns) of a symmetric matrix by Jacobi's rotations (Golub & Van Loan, section 8.5): slow for
 * hundreds of variables, as exact as the arithmetic for tens.
 */
export function eigenSymmetric(
  symmetric: Float64Array,
  p: number,
): { values: Float64Array<ArrayBuffer>; vectors: Float64Array<ArrayBuffer> } {
  const a = Float64Array.from(symmetric)
  const vectors = new Float64Array(p * p)
  for (let j = 0; j < p; j++) vectors[j * p + j] = 1
  for (let sweep = 0; sweep < 60; sweep++) {
    let rotated = false
    for (let i = 0; i < p - 1; i++) {
      for (let j = i + 1; j < p; j++) {
        const off = a[i * p + j]!
        if (Math.abs(off) <= 1e-17 * Math.sqrt(Math.abs(a[i * p + i]! * a[j * p + j]!))) continue
        rotated = true
        const theta = (a[j * p + j]! - a[i * p + i]!) / (2 * off)
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1))
        const c = 1 / Math.hypot(t, 1)
        const s = t * c
        for (let k = 0; k < p; k++) rotate(a, k * p + i, k * p + j, c, s)
        for (let k = 0; k < p; k++) rotate(a, i * p + k, j * p + k, c, s)
        for (let k = 0; k < p; k++) rotate(vectors, k * p + i, k * p + j, c, s)
      }
    }
    if (!rotated) break
  }
  return { values: Float64Array.from({ length: p }, (_, j) => a[j * p + j]!), vectors }
}

function rotate(a: Float64Array, x: number, y: number, c: number, s: number): void {
  const first = a[x]!
  const second = a[y]!
  a[x] = c * first - s * second
  a[y] = s * first + c * second
}
