import type { EstimateStatus, Metric, Moments, Scheme } from '../indices/types.ts'
import type { PlsPlan } from './plan.ts'

export interface PlsSettings {
  /** 'path' where left out. */
  scheme?: Scheme
  /** 'standardised' where left out. */
  metric?: Metric
  /** Stop when no standardised weight changes by more; 1e-12 where left out. */
  tolerance?: number
  /** At least one; 300 where left out. */
  maxIterations?: number
}

/** Numbers of the ways an estimation ends; the workspace holds the number, results the word. */
export const STATUSES: readonly EstimateStatus[] = [
  'converged',
  'iteration_limit',
  'cycle',
  'singular',
  'no_variance',
]
export const CONVERGED = 0
export const ITERATION_LIMIT = 1
export const CYCLE = 2
export const SINGULAR = 3
export const NO_VARIANCE = 4

/**
 * All memory that one estimate needs, allocated once: inputs, scratch and outputs. Everything works on correlations and
 * standardised weights u = w·σ: with these the raw metric differs from the standardised one only by the factor σ² in mode A.
 */
export interface PlsWorkspace {
  readonly scheme: Scheme
  readonly metric: Metric
  readonly tolerance: number
  readonly maxIterations: number
  // inputs
  readonly means: Float64Array
  readonly deviations: Float64Array
  /** p × p, of which the kernel reads the lower triangle only, and a zero behind it for the padding of blocks. */
  readonly correlations: Float64Array
  // scratch
  /** p, for whoever fills the inputs. */
  readonly scratch: Float64Array
  readonly packed: Float64Array
  readonly linkProducts: Float64Array
  readonly blockProducts: Float64Array
  /** One number: the largest change of the last of the first iterations. */
  readonly change: Float64Array
  readonly linkWeights: Float64Array
  readonly next: Float64Array
  readonly previous: Float64Array
  /** p: what mode A multiplies by: 1, or σ² in the raw metric. */
  readonly multiplier: Float64Array
  readonly blockFactors: Float64Array
  readonly blockFactorStart: Int32Array
  readonly factor: Float64Array
  readonly solution: Float64Array
  /**
   * The first iterations in WebAssembly, from `next` as set by the start: their number where converged, zero where not yet
   * (weights are those of the last one), minus a status number where they failed.
   */
  firstIterations?: () => number
  // outputs
  iterations: number
  lastChange: number
  /** p: standardised. */
  readonly weights: Float64Array
  readonly loadings: Float64Array
  /** p: unstandardised, of answers as 0–100, sum one within a construct. */
  readonly normalisedWeights: Float64Array
  /** K × K; only pairs that a path joins or that share a successor are filled. */
  readonly constructCorrelations: Float64Array
  readonly pathCoefficients: Float64Array
  readonly totalEffects: Float64Array
  readonly r2: Float64Array
  readonly alpha: Float64Array
  readonly rhoA: Float64Array
  readonly rhoC: Float64Array
  readonly ave: Float64Array
  readonly htmt: Float64Array
  readonly htmtSigned: Float64Array
  readonly index: Float64Array
  readonly indexSd: Float64Array
  /** K scratch for HTMT: mean |r| and mean r within the block. */
  readonly within: Float64Array
  readonly withinSigned: Float64Array
}

/** `numbers` gives zeroed memory where it is not to come from the heap. */
export function workspaceOf(
  plan: PlsPlan,
  settings: PlsSettings,
  numbers: (length: number) => Float64Array = (length) => new Float64Array(length),
): PlsWorkspace {
  const { itemCount: p, constructCount: k, pathCount, blockStart, modeB } = plan
  const blockFactorStart = new Int32Array(k + 1)
  for (let c = 0; c < k; c++)
    blockFactorStart[c + 1] =
      blockFactorStart[c]! + (modeB[c] ? (blockStart[c + 1]! - blockStart[c]!) ** 2 : 0)
  return {
    scheme: settings.scheme ?? 'path',
    metric: settings.metric ?? 'standardised',
    tolerance: settings.tolerance ?? 1e-12,
    maxIterations: Math.max(1, settings.maxIterations ?? 300),
    means: numbers(p),
    deviations: numbers(p),
    correlations: numbers(p * p + 1),
    scratch: numbers(p),
    packed: numbers(plan.packIndex.length),
    linkProducts: numbers(plan.linkProductCount),
    blockProducts: numbers(plan.largestBlock + 1),
    change: numbers(1),
    linkWeights: numbers(2 * pathCount),
    next: numbers(p),
    previous: numbers(p),
    multiplier: numbers(p).fill(1),
    blockFactors: numbers(blockFactorStart[k]!),
    blockFactorStart,
    factor: numbers(plan.largestRegression ** 2),
    solution: numbers(plan.largestRegression),
    iterations: 0,
    lastChange: Number.NaN,
    weights: numbers(p),
    loadings: numbers(p),
    normalisedWeights: numbers(p),
    constructCorrelations: numbers(k * k),
    pathCoefficients: numbers(pathCount),
    totalEffects: numbers(k * k),
    r2: numbers(k),
    alpha: numbers(k),
    rhoA: numbers(k),
    rhoC: numbers(k),
    ave: numbers(k),
    htmt: numbers(k * k),
    htmtSigned: numbers(k * k),
    index: numbers(k),
    indexSd: numbers(k),
    within: numbers(k),
    withinSigned: numbers(k),
  }
}

/** Fills means, standard deviations and correlations. False where an item does not vary (or is not a number). */
export function loadMoments(space: PlsWorkspace, { means, covariance }: Moments): boolean {
  const { deviations, correlations } = space
  const p = deviations.length
  space.means.set(means)
  for (let i = 0; i < p; i++) {
    const variance = covariance[i * p + i]!
    // Equal answers that are not integers leave a variance of rounding noise.
    if (!(variance > 1e-26 * means[i]! * means[i]!)) return false
    deviations[i] = Math.sqrt(variance)
  }
  for (let i = 0; i < p; i++) {
    correlations[i * p + i] = 1
    for (let j = 0; j < i; j++) {
      const r = covariance[i * p + j]! / (deviations[i]! * deviations[j]!)
      correlations[i * p + j] = r
      correlations[j * p + i] = r
    }
  }
  return true
}
