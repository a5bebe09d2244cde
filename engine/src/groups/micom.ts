import { quantile } from '../bootstrap/quantile.ts'
import type { CompiledModel, Moments, Words } from '../indices/types.ts'
import { fastWorkspace } from '../pls/fast-workspace.ts'
import { runKernel } from '../pls/kernel.ts'
import { planOf } from '../pls/plan.ts'
import { CONVERGED, loadMoments, NO_VARIANCE, type PlsSettings } from '../pls/workspace.ts'
import { checkPermutations, type PermutationOptions } from './permutation-test.ts'
import { twoGroups } from './permute.ts'

export interface InvarianceOptions extends PermutationOptions {
  /** Error probability of each test; 0.05 where left out. */
  alpha?: number
}

/** Observed value, the limits that permutation allows, p-value, verdict. */
export interface InvarianceCheck {
  value: number
  low: number
  high: number
  p: number
  holds: boolean
}

export interface ConstructInvariance {
  /** Step 2: correlation of the scores by both groups' weights over all respondents; holds where not below its α quantile. */
  compositional: InvarianceCheck
  /** Step 3: mean of the pooled scores in group A less that in B. */
  mean: InvarianceCheck
  /** Step 3: log of the ratio of the variances of the pooled scores, A to B. */
  variance: InvarianceCheck
  /** 'partial': paths may be compared. 'full': groups may be pooled. 'none': neither. */
  invariance: 'none' | 'partial' | 'full'
}

export interface InvarianceTest {
  nA: number
  nB: number
  permutations: number
  usable: number
  seed: number
  alpha: number
  /** All three estimates (A, B, pooled) converged; without that nothing below should be used. */
  converged: boolean
  /** Step 1 is a judgement about the survey, not a computation. */
  configural: { holds: true; statement: Words }
  constructs: Record<string, ConstructInvariance>
}

const CONFIGURAL: Words = {
  fa: 'هر دو گروه با همان گویه‌ها، همان شیوهٔ پاسخ و همان مدل و تنظیم‌ها برآورد شده‌اند. این که پرسش‌ها برای هر دو گروه یک معنا داشته‌اند، با داوری پژوهشگر است.',
  en: 'Both groups were estimated with the same items, treatment of data, model and settings. Whether the questions meant the same to both is for the researcher to judge.',
}

/**
 * Measurement invariance of composites, three steps (MICOM; Henseler, Ringle & Sarstedt 2016, Int. Marketing Review 33(3)),
 * by permutation. Scores for step 2 come from standardised weights on items standardised over all respondents (raw metric:
 * raw weights on raw items); step 3 uses the weights of the pooled estimate. Rows as in `permutationTest`.
 */
export function measurementInvariance(
  compiled: CompiledModel,
  rowsA: Float64Array,
  rowsB: Float64Array,
  options: InvarianceOptions = {},
): InvarianceTest {
  const { permutations, seed } = checkPermutations(options)
  const alpha = options.alpha ?? 0.05
  const count = compiled.constructs.length
  const groups = twoGroups(rowsA, rowsB, compiled.items.length)
  const weigh = weigher(compiled, options)
  const pooledWeights = weigh(groups.pooled)
  // Raw weights of the raw items, for scores whose pooled variance is one.
  const scoreWeights = pooledWeights && unstandardise(pooledWeights, groups.pooled, compiled.items.length)

  const measure = (a: Moments, b: Moments, out: Float64Array, at: number): boolean => {
    const weightsA = weigh(a)?.slice()
    const weightsB = weigh(b)
    if (!weightsA || !weightsB || !scoreWeights) return false
    for (let k = 0; k < count; k++) {
      const start = compiled.blockStart[k]!
      const stop = compiled.blockStart[k + 1]!
      const metricA = options.metric === 'raw' ? a : groups.pooled
      const metricB = options.metric === 'raw' ? b : groups.pooled
      const form = (x: Float64Array, ofX: Moments, y: Float64Array, ofY: Moments) =>
        bilinear(groups.pooled, start, stop, x, ofX, y, ofY)
      const cross = form(weightsA, metricA, weightsB, metricB)
      out[at + k] =
        cross /
        Math.sqrt(form(weightsA, metricA, weightsA, metricA) * form(weightsB, metricB, weightsB, metricB))
      let difference = 0
      for (let i = start; i < stop; i++) difference += scoreWeights[i]! * (a.means[i]! - b.means[i]!)
      out[at + count + k] = difference
      out[at + 2 * count + k] = Math.log(
        variance(a, start, stop, scoreWeights) / variance(b, start, stop, scoreWeights),
      )
    }
    return true
  }

  const observed = new Float64Array(3 * count)
  const converged = measure(groups.a, groups.b, observed, 0)
  const table = new Float64Array(permutations * 3 * count)
  let usable = 0
  if (converged)
    for (let index = 0; index < permutations; index++) {
      const dealt = groups.deal(seed, index)
      if (measure(dealt.a, dealt.b, table, usable * 3 * count)) usable++
    }
  const column = (q: number) => Float64Array.from({ length: usable }, (_, r) => table[r * 3 * count + q]!)
  return {
    nA: groups.nA,
    nB: groups.nB,
    permutations,
    usable,
    seed,
    alpha,
    converged,
    configural: { holds: true, statement: CONFIGURAL },
    constructs: Object.fromEntries(
      compiled.constructs.map((construct, k) => {
        const compositional = oneSided(observed[k]!, column(k), alpha)
        const mean = twoSided(observed[count + k]!, column(count + k), alpha)
        const spread = twoSided(observed[2 * count + k]!, column(2 * count + k), alpha)
        const full = mean.holds && spread.holds
        const invariance = compositional.holds ? (full ? 'full' : 'partial') : 'none'
        return [construct, { compositional, mean, variance: spread, invariance }]
      }),
    ),
  }
}

/** Standardised weights of moments, in memory that is filled again by the next call; undefined where not converged. */
function weigher(
  compiled: CompiledModel,
  settings: PlsSettings,
): (moments: Moments) => Float64Array | undefined {
  const plan = planOf(compiled)
  const space = fastWorkspace(plan, settings)
  const held = new Float64Array(compiled.items.length)
  return (moments) => {
    const status = loadMoments(space, moments) ? runKernel(plan, space) : NO_VARIANCE
    if (status !== CONVERGED) return undefined
    held.set(space.weights)
    return held
  }
}

function unstandardise(weights: Float64Array, { covariance }: Moments, p: number): Float64Array {
  return weights.map((weight, i) => weight / Math.sqrt(covariance[i * p + i]!))
}

/** x'Sy over one block, S the pooled covariance; standardised weights are divided by the deviations of their own moments. */
function bilinear(
  { covariance, means }: Moments,
  start: number,
  stop: number,
  x: Float64Array,
  ofX: Moments,
  y: Float64Array,
  ofY: Moments,
): number {
  const p = means.length
  let sum = 0
  for (let i = start; i < stop; i++)
    for (let j = start; j < stop; j++)
      sum +=
        ((x[i]! / Math.sqrt(ofX.covariance[i * p + i]!)) * covariance[i * p + j]! * y[j]!) /
        Math.sqrt(ofY.covariance[j * p + j]!)
  return sum
}

function variance(
  { covariance, means }: Moments,
  start: number,
  stop: number,
  weights: Float64Array,
): number {
  const p = means.length
  let sum = 0
  for (let i = start; i < stop; i++)
    for (let j = start; j < stop; j++) sum += weights[i]! * covariance[i * p + j]! * weights[j]!
  return sum
}

function oneSided(value: number, permuted: Float64Array, alpha: number): InvarianceCheck {
  const atMost = permuted.reduce((sum, other) => sum + (other <= value + 1e-12 ? 1 : 0), 0)
  const low = quantile(permuted, permuted.length, alpha)
  return { value, low, high: 1, p: (1 + atMost) / (1 + permuted.length), holds: value >= low - 1e-12 }
}

function twoSided(value: number, permuted: Float64Array, alpha: number): InvarianceCheck {
  const atLeast = permuted.reduce(
    (sum, other) => sum + (Math.abs(other) >= Math.abs(value) - 1e-12 ? 1 : 0),
    0,
  )
  const low = quantile(permuted, permuted.length, alpha / 2)
  const high = quantile(permuted, permuted.length, 1 - alpha / 2)
  return { value, low, high, p: (1 + atLeast) / (1 + permuted.length), holds: value >= low && value <= high }
}
