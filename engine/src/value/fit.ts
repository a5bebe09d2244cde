import { EngineError } from '../errors.ts'
import { betaGeometricLikelihood } from './beta-geometric.ts'
import { type CompressedHistory, compressHistory, thinHistory } from './compress.ts'
import { precisionAt } from './covariance.ts'
import { type Likelihood, type Maximum, maximise } from './maximise.ts'
import { paretoLikelihood } from './pareto.ts'
import type { PurchaseHistory } from './rows.ts'

/** BG/NBD, its modification with a chance to leave after the first purchase, and Pareto/NBD. */
export type TransactionModel = 'bgnbd' | 'mbgnbd' | 'paretonbd'

const PARAMETER_NAMES = {
  bgnbd: ['r', 'alpha', 'a', 'b'],
  mbgnbd: ['r', 'alpha', 'a', 'b'],
  paretonbd: ['r', 'alpha', 's', 'beta'],
} as const satisfies Record<TransactionModel, readonly string[]>

/** What every maximum-likelihood fit of this folder reports. */
export interface Fit {
  /** estimates by name, in the order of `parameterNames` */
  params: Record<string, number>
  /** from the observed information; null where a parameter sits at its bound or the information is singular */
  standardErrors: Record<string, number | null>
  parameterNames: readonly string[]
  logLikelihood: number
  /** Akaike's and Schwarz's criteria, 2k − 2 ln L and k ln n − 2 ln L */
  aic: number
  bic: number
  /** covariance of the logarithms of the parameters, row-major, in the order of `parameterNames` */
  logCovariance: Float64Array
  /** customers that entered the likelihood, and the distinct rows they were compressed to */
  customers: number
  rows: number
  converged: boolean
  /** largest |∂ ln L / ∂ ln θ| over the parameters inside their bounds */
  gradientNorm: number
  iterations: number
  evaluations: number
  /** true when the likelihood is (nearly) flat: some parameters are not determined by these data; see `weakParameters` */
  flatRidge: boolean
  /** parameters at the bound of their logarithm (±8) */
  atBound: string[]
  /** those, and parameters whose logarithm has a standard error above 1.5 */
  weakParameters: string[]
}

export interface TransactionFit extends Fit {
  model: TransactionModel
}

/**
 * Maximum likelihood of a transaction model from (x, t_x, T) of n customers, by Newton's method with analytic first
 * and second derivatives over the distinct rows, in log-parameters inside ±8, from (1, 3, 1, 3).
 * Time may be in any unit (weeks by custom); α and β are in that unit.
 * @throws value_empty, value_length, value_invalid (row, column), value_no_repeats
 */
export function fitTransactions(model: TransactionModel, history: PurchaseHistory): TransactionFit {
  return fitCompressed(model, compressHistory(history))
}

/** The same from rows that were compressed before: several models, one compression. */
export function fitCompressed(model: TransactionModel, rows: CompressedHistory): TransactionFit {
  if (!Object.hasOwn(PARAMETER_NAMES, model))
    throw new EngineError('option_invalid', {
      option: 'model',
      value: String(model),
      expected: Object.keys(PARAMETER_NAMES).join(', '),
    })
  if (rows.xValues[rows.xValues.length - 1] === 0)
    throw new EngineError('value_no_repeats', { customers: rows.customers })
  const likelihood = transactionLikelihood(model, rows)
  let maximum = maximise(likelihood, firstApproximation(model, rows))
  // An end at a bound may be a wrong turn: two other starts, and the highest likelihood counts.
  if (maximum.atBound.length > 0)
    for (const start of [
      [0.3, 10, 0.3, 1],
      [3, 30, 3, 30],
    ]) {
      const other = maximise(likelihood, start)
      if (other.value > maximum.value + 1e-9 * Math.abs(maximum.value)) maximum = other
    }
  return { model, ...fitOf(maximum, PARAMETER_NAMES[model], rows.customers, rows.rows) }
}

const START = [1, 3, 1, 3] as const
const MANY_ROWS = 4000
const THINNING = 8

/** With many rows most of the way is gone on an eighth of them; what is found there does not change the maximum. */
function firstApproximation(model: TransactionModel, rows: CompressedHistory): ArrayLike<number> {
  if (rows.rows < MANY_ROWS) return START
  const rough = maximise(transactionLikelihood(model, thinHistory(rows, THINNING)), START)
  return rough.converged && rough.atBound.length === 0 ? rough.logParameters.map(Math.exp) : START
}

/** ln L with gradient and Hessian as a function of the four parameters. */
export function transactionLikelihood(model: TransactionModel, rows: CompressedHistory): Likelihood {
  if (model === 'paretonbd') return paretoLikelihood(rows)
  return betaGeometricLikelihood(rows, model === 'mbgnbd' ? 1 : 0)
}

export function fitOf(maximum: Maximum, names: readonly string[], customers: number, rows: number): Fit {
  const { covariance, standardErrors, weak } = precisionAt(maximum)
  const named = <V>(value: (index: number) => V): Record<string, V> =>
    Object.fromEntries(names.map((name, index) => [name, value(index)]))
  return {
    params: named((i) => Math.exp(maximum.logParameters[i]!)),
    standardErrors: named((i) => standardErrors[i]!),
    parameterNames: names,
    logLikelihood: maximum.value,
    aic: 2 * names.length - 2 * maximum.value,
    bic: names.length * Math.log(customers) - 2 * maximum.value,
    logCovariance: covariance,
    customers,
    rows,
    converged: maximum.converged,
    gradientNorm: maximum.gradientNorm,
    iterations: maximum.iterations,
    evaluations: maximum.evaluations,
    flatRidge: weak.length > 0,
    atBound: maximum.atBound.map((i) => names[i]!),
    weakParameters: weak.map((i) => names[i]!),
  }
}

/** The estimates as an array in the order of `parameterNames`. */
export function parametersOf(fit: Pick<Fit, 'params' | 'parameterNames'>): Float64Array {
  return Float64Array.from(fit.parameterNames, (name) => fit.params[name]!)
}
