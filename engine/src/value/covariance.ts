import { cholesky, choleskySolve, type Maximum } from './maximise.ts'

/** How well the data determine the parameters at a maximum. */
export interface Precision {
  /** covariance of the logarithms of the parameters, row-major k × k; zero for a parameter at its bound */
  covariance: Float64Array
  /** standard errors of the parameters themselves (delta method: θ · se(ln θ)); null where there is none */
  standardErrors: (number | null)[]
  /** indices of parameters that the data hardly determine: at a bound, or a standard error of ln θ above FLAT */
  weak: number[]
}

/** A standard error of ln θ above 1.5: the 95 % interval of θ spans more than a factor of 350. */
const FLAT = 1.5

/** Inverts the observed information (−Hessian with respect to the log-parameters) over the parameters inside the bounds. */
export function precisionAt(maximum: Maximum): Precision {
  const k = maximum.logParameters.length
  const free: number[] = []
  for (let i = 0; i < k; i++) if (!maximum.atBound.includes(i)) free.push(i)
  const size = free.length
  const covariance = new Float64Array(k * k)
  const standardErrors = new Array<number | null>(k).fill(null)
  const weak = new Set(maximum.atBound)

  const factor = new Float64Array(size * size)
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) factor[i * size + j] = -maximum.hessian[free[i]! * k + free[j]!]!
  if (!cholesky(factor, size)) {
    for (const i of free) weak.add(i)
  } else {
    const column = new Float64Array(size)
    for (let j = 0; j < size; j++) {
      column.fill(0)
      column[j] = 1
      choleskySolve(factor, size, column)
      for (let i = 0; i < size; i++) covariance[free[i]! * k + free[j]!] = column[i]!
    }
    for (const i of free) {
      const error = Math.sqrt(covariance[i * k + i]!)
      standardErrors[i] = Math.exp(maximum.logParameters[i]!) * error
      if (error > FLAT) weak.add(i)
    }
  }
  return { covariance, standardErrors, weak: [...weak].sort((i, j) => i - j) }
}
