/**
 * Below this share of a variable's variance left over by the others, they count as linearly dependent: the solution would
 * carry fewer than six correct digits.
 */
export const SMALLEST_PIVOT = 1e-10

/**
 * Cholesky factor L (A = L·Lᵀ) of a symmetric positive definite m × m matrix with unit diagonal, in place: the lower triangle
 * of `a` from `start` on is overwritten, and the diagonal of L is stored inverted, so that solving divides nothing.
 * Returns false where A is singular to working precision, or holds NaN.
 */
export function factorise(a: Float64Array, start: number, m: number): boolean {
  for (let i = 0; i < m; i++) {
    const row = start + i * m
    for (let j = 0; j < i; j++) {
      const other = start + j * m
      let sum = a[row + j]!
      for (let k = 0; k < j; k++) sum -= a[row + k]! * a[other + k]!
      a[row + j] = sum * a[other + j]!
    }
    let pivot = a[row + i]!
    for (let k = 0; k < i; k++) pivot -= a[row + k]! * a[row + k]!
    if (!(pivot > SMALLEST_PIVOT)) return false
    a[row + i] = 1 / Math.sqrt(pivot)
  }
  return true
}

/** Solves L·Lᵀ·x = b with the factor of `factorise`; b lies in x from `at` on and is overwritten. */
export function solve(factor: Float64Array, start: number, m: number, x: Float64Array, at: number): void {
  for (let i = 0; i < m; i++) {
    const row = start + i * m
    let sum = x[at + i]!
    for (let k = 0; k < i; k++) sum -= factor[row + k]! * x[at + k]!
    x[at + i] = sum * factor[row + i]!
  }
  for (let i = m - 1; i >= 0; i--) {
    let sum = x[at + i]!
    for (let k = i + 1; k < m; k++) sum -= factor[start + k * m + i]! * x[at + k]!
    x[at + i] = sum * factor[start + i * m + i]!
  }
}
