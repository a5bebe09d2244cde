/** Value, gradient and Hessian of a log-likelihood at one point; `hessian` is row-major k × k. */
export interface Derivatives {
  value: number
  gradient: Float64Array
  hessian: Float64Array
}

/** Writes the log-likelihood and its first and second derivatives with respect to the (positive) parameters. */
export type Likelihood = (parameters: Float64Array, out: Derivatives) => void

export interface Maximum {
  /** ln of the parameters */
  logParameters: Float64Array
  value: number
  /** with respect to the logarithms of the parameters */
  gradient: Float64Array
  hessian: Float64Array
  /** largest |gradient| over the parameters that are not at a bound */
  gradientNorm: number
  converged: boolean
  iterations: number
  evaluations: number
  /** indices of parameters that ended at a bound of their logarithm */
  atBound: number[]
}

/** ±8: parameters between 0.00034 and 2981; outside of it the likelihood of these models is flat. */
export const LOG_BOUND = 8
const MOST_ITERATIONS = 200
/** Relative to the largest curvature. */
const LEAST_DAMPING = 1e-10
const MOST_IDLE = 25
/** Half the squared Newton step in units of standard errors: far below anything that could be reported. */
const SMALL_DECREMENT = 1e-16

/**
 * Maximum of a likelihood over the logarithms of its parameters inside ±bound: Newton's method with the analytic
 * Hessian, damped (Levenberg) while that is not negative definite or a step does not gain, with bounded parameters
 * held while the gradient pushes them outwards.
 * @param start parameters, not their logarithms
 */
export function maximise(likelihood: Likelihood, start: ArrayLike<number>, bound = LOG_BOUND): Maximum {
  const k = start.length
  const natural = new Float64Array(k)
  let here = newPoint(k)
  let next = newPoint(k)
  let evaluations = 0
  const evaluate = (point: Point): void => {
    evaluations++
    for (let i = 0; i < k; i++) natural[i] = Math.exp(point.at[i]!)
    likelihood(natural, point)
    toLogarithms(natural, point)
  }
  for (let i = 0; i < k; i++) here.at[i] = Math.log(start[i]!)
  evaluate(here)

  const step = new Float64Array(k)
  let damping = 0
  let iterations = 0
  let converged = false
  let idle = 0
  while (iterations < MOST_ITERATIONS) {
    iterations++
    const free = freeParameters(here, bound)
    const plain = damping === 0 && newtonStep(here, free, 0, step)
    if (!plain) {
      damping = Math.max(damping, LEAST_DAMPING)
      while (!newtonStep(here, free, damping, step)) damping *= 10
    }
    let decrement = 0
    for (const i of free) decrement += here.gradient[i]! * step[i]!
    // Below the rounding of the likelihood itself no step can prove a gain any more.
    const settled = plain && decrement / 2 <= Math.max(SMALL_DECREMENT, 1e-16 * Math.abs(here.value))
    let longest = 0
    for (let i = 0; i < k; i++) {
      const to = Math.min(bound, Math.max(-bound, here.at[i]! + limit(step[i]!)))
      next.at[i] = to
      longest = Math.max(longest, Math.abs(to - here.at[i]!))
    }
    if (longest === 0) break
    evaluate(next)
    const gain = next.value - here.value
    if (settled) {
      // One last full step: keep it when its gradient is smaller.
      if (gradientNorm(next, free) < gradientNorm(here, free)) [here, next] = [next, here]
      converged = true
      break
    }
    if (Number.isFinite(next.value) && gain >= -1e-14 * Math.abs(here.value)) {
      ;[here, next] = [next, here]
      damping = damping <= LEAST_DAMPING ? 0 : damping / 30
      idle = gain <= 1e-13 * Math.abs(here.value) ? idle + 1 : 0
    } else {
      damping = Math.max(damping * 10, LEAST_DAMPING)
      idle++
    }
    // On a flat ridge no step gains a measurable amount: that is a maximum as far as these data can tell.
    if (idle >= MOST_IDLE) {
      converged = gradientNorm(here, freeParameters(here, bound)) <= 1e-6 * Math.max(1, Math.abs(here.value))
      break
    }
  }
  const free = freeParameters(here, bound)
  const atBound: number[] = []
  for (let i = 0; i < k; i++) if (Math.abs(here.at[i]!) >= bound) atBound.push(i)
  const norm = gradientNorm(here, free)
  if (norm <= 1e-8 * Math.max(1, Math.abs(here.value))) converged = true
  return {
    logParameters: here.at,
    value: here.value,
    gradient: here.gradient,
    hessian: here.hessian,
    gradientNorm: norm,
    converged,
    iterations,
    evaluations,
    atBound,
  }
}

interface Point extends Derivatives {
  at: Float64Array
}

function newPoint(k: number): Point {
  return {
    at: new Float64Array(k),
    value: 0,
    gradient: new Float64Array(k),
    hessian: new Float64Array(k * k),
  }
}

/** A factor of e³ at most in one step: the quadratic model means nothing beyond. */
function limit(step: number): number {
  return Math.max(-3, Math.min(3, step))
}

/** d/d ln θ = θ d/dθ; the second derivative gains the gradient on its diagonal. */
function toLogarithms(natural: Float64Array, point: Point): void {
  const k = natural.length
  for (let i = 0; i < k; i++) {
    point.gradient[i]! *= natural[i]!
    for (let j = 0; j < k; j++) point.hessian[i * k + j]! *= natural[i]! * natural[j]!
  }
  for (let i = 0; i < k; i++) point.hessian[i * k + i]! += point.gradient[i]!
}

function freeParameters(point: Point, bound: number): number[] {
  const free: number[] = []
  for (let i = 0; i < point.at.length; i++) {
    const at = point.at[i]!
    const slope = point.gradient[i]!
    if ((at >= bound && slope >= 0) || (at <= -bound && slope <= 0)) continue
    free.push(i)
  }
  return free
}

function gradientNorm(point: Point, free: readonly number[]): number {
  let largest = 0
  for (const i of free) largest = Math.max(largest, Math.abs(point.gradient[i]!))
  return largest
}

/** Solves (−H + damping · D) step = gradient on the free parameters by Cholesky; false when not positive definite. */
function newtonStep(point: Point, free: readonly number[], damping: number, step: Float64Array): boolean {
  const k = point.at.length
  const size = free.length
  const matrix = new Float64Array(size * size)
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) matrix[i * size + j] = -point.hessian[free[i]! * k + free[j]!]!
  // Damping relative to the size of the curvature, so that it does not depend on the number of customers.
  let scale = 1e-300
  for (let i = 0; i < size; i++)
    scale = Math.max(scale, Math.abs(matrix[i * size + i]!), Math.abs(point.gradient[free[i]!]!))
  for (let i = 0; i < size; i++) matrix[i * size + i]! += damping * scale
  if (!cholesky(matrix, size)) return false
  step.fill(0)
  const solution = new Float64Array(size)
  for (let i = 0; i < size; i++) solution[i] = point.gradient[free[i]!]!
  choleskySolve(matrix, size, solution)
  for (let i = 0; i < size; i++) step[free[i]!] = solution[i]!
  return true
}

/** Lower Cholesky factor in place; false when the matrix is not (numerically) positive definite. */
export function cholesky(matrix: Float64Array, size: number): boolean {
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j]!
      for (let m = 0; m < j; m++) sum -= matrix[i * size + m]! * matrix[j * size + m]!
      if (i === j) {
        if (!(sum > 1e-14 * Math.abs(matrix[i * size + i]!))) return false
        matrix[i * size + i] = Math.sqrt(sum)
      } else matrix[i * size + j] = sum / matrix[j * size + j]!
    }
  return true
}

/** Solves L L' y = b in place. */
export function choleskySolve(factor: Float64Array, size: number, b: Float64Array): void {
  for (let i = 0; i < size; i++) {
    let sum = b[i]!
    for (let m = 0; m < i; m++) sum -= factor[i * size + m]! * b[m]!
    b[i] = sum / factor[i * size + i]!
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = b[i]!
    for (let m = i + 1; m < size; m++) sum -= factor[m * size + i]! * b[m]!
    b[i] = sum / factor[i * size + i]!
  }
}
