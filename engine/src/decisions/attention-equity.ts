import { quantile } from '../bootstrap/quantile.ts'
import { EngineError } from '../errors.ts'
import { makeStream } from '../random.ts'

export interface AttentionEquity {
  n: number
  /** 0: everybody gets the same; (n − 1)/n: one gets everything. NaN where nobody gets anything. */
  gini: number
  /** gini · n/(n − 1), 0 … 1 whatever n: compare groups of different size by this one. NaN where n is 1. */
  corrected: number
  /** Limits of `corrected`; left out without `resamples`. */
  interval?: { low: number; high: number; level: number; resamples: number; seed: number }
  /** Share of the attention that the best-attended tenth and the worse-attended half get. NaN where the total is 0. */
  topTenth: number
  bottomHalf: number
}

export interface AttentionOptions {
  /** Number of bootstrap resamples; none where left out. */
  resamples?: number
  seed?: number
  /** 0.95 where left out. */
  level?: number
}

/**
 * Gini coefficient of attention (minutes, contacts, answers) over customers, branches or segments:
 * G = Σ (2i − n − 1) x_(i) / (n Σ x) over ascending x. The corrected one (Deltas 2003) removes the bias of small n.
 * @param amounts n finite numbers ≥ 0: a negative amount of attention has no meaning, and none is taken as zero
 * @throws EngineError decision_too_few, amount_negative, value_not_finite, option_invalid
 */
export function attentionEquity(amounts: ArrayLike<number>, options: AttentionOptions = {}): AttentionEquity {
  const n = amounts.length
  if (n === 0) throw new EngineError('decision_too_few', { given: 0, needed: 1 })
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(amounts[i]!)) throw new EngineError('value_not_finite', { row: i + 1 })
    if (amounts[i]! < 0) throw new EngineError('amount_negative', { row: i + 1, value: amounts[i]! })
  }
  const sorted = Float64Array.from(amounts).sort()
  const total = sorted.reduce((sum, x) => sum + x, 0)
  const gini = giniOfSorted(sorted)
  const sumOf = (from: number, to: number) => sorted.subarray(from, to).reduce((sum, x) => sum + x, 0)
  const result: AttentionEquity = {
    n,
    gini,
    corrected: (gini * n) / (n - 1),
    topTenth: sumOf(n - Math.max(1, Math.round(n / 10)), n) / total,
    bottomHalf: sumOf(0, Math.floor(n / 2)) / total,
  }
  const { resamples = 0, seed = 1, level = 0.95 } = options
  if (resamples === 0) return result
  if (!(Number.isInteger(resamples) && resamples >= 100)) {
    throw new EngineError('option_invalid', {
      option: 'resamples',
      value: resamples,
      expected: '100 or more',
    })
  }
  const drawn = new Float64Array(n)
  const values = new Float64Array(resamples)
  let count = 0
  for (let b = 0; b < resamples; b++) {
    const stream = makeStream(seed, b)
    for (let i = 0; i < n; i++) drawn[i] = sorted[stream.below(n)]!
    const value = (giniOfSorted(drawn.sort()) * n) / (n - 1)
    if (!Number.isNaN(value)) values[count++] = value
  }
  result.interval = {
    low: quantile(values, count, (1 - level) / 2),
    high: quantile(values, count, (1 + level) / 2),
    level,
    resamples,
    seed,
  }
  return result
}

function giniOfSorted(sorted: Float64Array): number {
  const n = sorted.length
  let total = 0
  let moment = 0
  for (let i = 0; i < n; i++) {
    total += sorted[i]!
    moment += (2 * i + 1 - n) * sorted[i]!
  }
  return moment / (n * total)
}
