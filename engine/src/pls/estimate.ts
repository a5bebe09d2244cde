import type { CompiledModel, Estimate, Moments } from '../indices/types.ts'
import { factorise, solve } from './cholesky.ts'
import { settleSigns } from './iterate.ts'
import { finish, runKernel } from './kernel.ts'
import { type PlsPlan, planOf } from './plan.ts'
import {
  CONVERGED,
  CYCLE,
  ITERATION_LIMIT,
  loadMoments,
  NO_VARIANCE,
  type PlsSettings,
  type PlsWorkspace,
  SINGULAR,
  STATUSES,
  workspaceOf,
} from './workspace.ts'

/**
 * PLS path model from moments alone: weights by `iterate`, then paths, effects, reliability, validity and 0–100 indices.
 * Never throws for numerical trouble: `status` says how it ended, and with 'singular' and 'no_variance' every number is NaN.
 * Moments: p means and p × p covariances (n − 1), items in the order of `compiled.items`, reversed already.
 * Formulas: Tenenhaus et al. (2005) CSDA 48:159–205; Hair et al. (2022).
 */
export function estimate(compiled: CompiledModel, moments: Moments, settings: PlsSettings = {}): Estimate {
  const plan = planOf(compiled)
  const space = workspaceOf(plan, settings)
  const status = loadMoments(space, moments) ? runKernel(plan, space) : NO_VARIANCE
  return describe(plan, space, moments.n, status)
}

/**
 * The same quantities for outer weights that are given, not estimated: common weights over segments, or another group's.
 * `weights`: p, as Estimate.weights in the same metric (only their ratios within a construct matter; signs are settled again).
 * 'iterations' is 0. A construct whose score does not vary gives 'no_variance'.
 */
export function estimateWithWeights(
  compiled: CompiledModel,
  moments: Moments,
  weights: ArrayLike<number>,
  settings: PlsSettings = {},
): Estimate {
  const plan = planOf(compiled)
  const space = workspaceOf(plan, settings)
  if (!loadMoments(space, moments) || !adoptWeights(plan, space, weights))
    return describe(plan, space, moments.n, NO_VARIANCE)
  settleSigns(plan, space)
  for (let q = 0; q < plan.packIndex.length; q++) space.packed[q] = space.correlations[plan.packIndex[q]!]!
  space.lastChange = 0
  return describe(plan, space, moments.n, finish(plan, space) ? CONVERGED : SINGULAR)
}

function adoptWeights(plan: PlsPlan, space: PlsWorkspace, given: ArrayLike<number>): boolean {
  const { blockStart, constructCount, itemCount } = plan
  const { weights, loadings, correlations, deviations, metric } = space
  for (let k = 0; k < constructCount; k++) {
    const start = blockStart[k]!
    const stop = blockStart[k + 1]!
    for (let i = start; i < stop; i++) weights[i] = given[i]! * (metric === 'raw' ? deviations[i]! : 1)
    let variance = 0
    for (let i = start; i < stop; i++) {
      let sum = 0
      for (let j = start; j < stop; j++) sum += correlations[i * itemCount + j]! * weights[j]!
      loadings[i] = sum
      variance += sum * weights[i]!
    }
    if (!(variance > 0)) return false
    for (let i = start; i < stop; i++) {
      weights[i]! /= Math.sqrt(variance)
      loadings[i]! /= Math.sqrt(variance)
    }
  }
  return true
}

/** Copies a workspace into an Estimate, and adds what the bootstrap does not need. */
function describe(plan: PlsPlan, space: PlsWorkspace, n: number, status: number): Estimate {
  const { metric, scheme, deviations } = space
  const usable = status <= CYCLE
  const copy = (values: Float64Array) =>
    usable ? values.slice() : new Float64Array(values.length).fill(Number.NaN)
  const crossLoadings = crossLoadingsOf(plan, space)
  const inner = innerDiagnostics(plan, space, n)
  return {
    n,
    scheme,
    metric,
    converged: status === CONVERGED,
    status: STATUSES[status]!,
    iterations: status === ITERATION_LIMIT ? space.maxIterations : space.iterations,
    lastChange: space.lastChange,
    weights: copy(
      metric === 'raw' ? space.weights.map((weight, i) => weight / deviations[i]!) : space.weights,
    ),
    standardisedWeights: copy(space.weights),
    normalisedWeights: copy(space.normalisedWeights),
    loadings: copy(space.loadings),
    crossLoadings: copy(crossLoadings),
    constructCorrelations: copy(correlationsOf(plan, space, crossLoadings)),
    pathCoefficients: copy(space.pathCoefficients),
    totalEffects: copy(space.totalEffects),
    r2: copy(space.r2),
    r2Adjusted: copy(inner.r2Adjusted),
    f2: copy(inner.f2),
    innerVif: copy(inner.innerVif),
    alpha: copy(space.alpha),
    rhoA: copy(space.rhoA),
    rhoC: copy(space.rhoC),
    ave: copy(space.ave),
    htmt: copy(space.htmt),
    htmtSigned: copy(space.htmtSigned),
    index: copy(space.index),
    indexSd: copy(space.indexSd),
    gof: usable ? goodnessOf(plan, space) : Number.NaN,
  }
}

/** p × K: correlation of every item with every construct's score. */
function crossLoadingsOf(plan: PlsPlan, { correlations, weights }: PlsWorkspace): Float64Array {
  const { blockStart, constructCount, itemCount } = plan
  const table = new Float64Array(itemCount * constructCount)
  for (let i = 0; i < itemCount; i++)
    for (let k = 0; k < constructCount; k++) {
      let sum = 0
      for (let j = blockStart[k]!; j < blockStart[k + 1]!; j++)
        sum += correlations[i * itemCount + j]! * weights[j]!
      table[i * constructCount + k] = sum
    }
  return table
}

function correlationsOf(plan: PlsPlan, { weights }: PlsWorkspace, crossLoadings: Float64Array): Float64Array {
  const { blockStart, constructCount } = plan
  const table = new Float64Array(constructCount * constructCount)
  for (let a = 0; a < constructCount; a++) {
    table[a * constructCount + a] = 1
    for (let b = 0; b < a; b++) {
      let sum = 0
      for (let i = blockStart[a]!; i < blockStart[a + 1]!; i++)
        sum += weights[i]! * crossLoadings[i * constructCount + b]!
      table[a * constructCount + b] = table[b * constructCount + a] = sum
    }
  }
  return table
}

/**
 * Adjusted R² = 1 − (1 − R²)(n − 1)/(n − m − 1). Inner VIF: the diagonal of the inverse of the predecessors' correlations.
 * f² = (R² − R² without the path)/(1 − R²) with the scores kept: the loss of R² is b²/VIF.
 */
function innerDiagnostics(
  plan: PlsPlan,
  { constructCorrelations, pathCoefficients, r2 }: PlsWorkspace,
  n: number,
): Pick<Estimate, 'r2Adjusted' | 'f2' | 'innerVif'> {
  const { predecessorStart, predecessor, predecessorPath, constructCount, pathCount } = plan
  const r2Adjusted = new Float64Array(constructCount)
  const f2 = new Float64Array(pathCount)
  const innerVif = new Float64Array(pathCount)
  for (let k = 0; k < constructCount; k++) {
    const first = predecessorStart[k]!
    const m = predecessorStart[k + 1]! - first
    r2Adjusted[k] = n - m - 1 > 0 ? 1 - ((1 - r2[k]!) * (n - 1)) / (n - m - 1) : Number.NaN
    const factor = Float64Array.from({ length: m * m }, (_, cell) => {
      const i = Math.floor(cell / m)
      const a = predecessor[first + i]!
      const b = predecessor[first + (cell % m)]!
      return a === b ? 1 : constructCorrelations[a * constructCount + b]!
    })
    const regular = factorise(factor, 0, m)
    for (let i = 0; i < m; i++) {
      const path = predecessorPath[first + i]!
      const column = new Float64Array(m)
      column[i] = 1
      solve(factor, 0, m, column, 0)
      innerVif[path] = regular ? column[i]! : Number.NaN
      f2[path] = pathCoefficients[path]! ** 2 / innerVif[path]! / (1 - r2[k]!)
    }
  }
  return { r2Adjusted, f2, innerVif }
}

/** √(mean communality × mean R²) (Tenenhaus et al. 2005); communalities of constructs with more than one item. */
function goodnessOf(plan: PlsPlan, { loadings, r2 }: PlsWorkspace): number {
  const { blockStart, constructCount } = plan
  let squares = 0
  let items = 0
  for (let k = 0; k < constructCount; k++) {
    const size = blockStart[k + 1]! - blockStart[k]!
    if (size === 1) continue
    items += size
    for (let i = blockStart[k]!; i < blockStart[k + 1]!; i++) squares += loadings[i]! ** 2
  }
  const explained = r2.filter((value) => !Number.isNaN(value))
  return Math.sqrt((squares / items) * (explained.reduce((sum, value) => sum + value, 0) / explained.length))
}
