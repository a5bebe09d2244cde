import { normalBelow, normalQuantile } from '../bootstrap/normal.ts'
import { quantile } from '../bootstrap/quantile.ts'
import { EngineError } from '../errors.ts'

export interface ProportionTrend {
  /** Mentions per period / answers per period. */
  proportions: Float64Array
  /** Positive where the share rises with the scores; NaN where all or none mention it. */
  z: number
  /** Two-sided, normal approximation. */
  p: number
  /** Change of the share per unit of score (weighted least squares). */
  slope: number
}

/**
 * Cochran–Armitage test for a trend in shares (Cochran 1954; Armitage 1955): does a need theme rise from period to period?
 * z = Σ s_i (r_i − n_i p̄) / √(p̄ (1 − p̄) (Σ n_i s_i² − (Σ n_i s_i)² / N)); z² is the χ² of R's prop.trend.test.
 * @param mentions k counts; @param totals k numbers of answers, above 0; @param scores k places in time; 0, 1, 2 … where left out
 * @throws EngineError decision_lengths, decision_too_few, count_invalid
 */
export function proportionTrend(
  mentions: ArrayLike<number>,
  totals: ArrayLike<number>,
  scores?: ArrayLike<number>,
): ProportionTrend {
  const k = mentions.length
  if (totals.length !== k || (scores && scores.length !== k)) {
    throw new EngineError('decision_lengths', {
      first: k,
      second: totals.length === k ? scores!.length : totals.length,
    })
  }
  if (k < 2) throw new EngineError('decision_too_few', { given: k, needed: 2 })
  let all = 0
  let hits = 0
  let first = 0
  let second = 0
  let cross = 0
  for (let i = 0; i < k; i++) {
    const n = totals[i]!
    const r = mentions[i]!
    if (!(n > 0 && Number.isFinite(n) && r >= 0 && r <= n)) {
      throw new EngineError('count_invalid', { period: i + 1, mentions: r, total: n })
    }
    const s = scores ? scores[i]! : i
    all += n
    hits += r
    first += n * s
    second += n * s * s
    cross += r * s
  }
  const share = hits / all
  const spread = second - (first * first) / all
  if (!(spread > 0)) throw new EngineError('decision_too_few', { given: 1, needed: 2 })
  const excess = cross - share * first
  const z = excess / Math.sqrt(share * (1 - share) * spread)
  return {
    proportions: Float64Array.from({ length: k }, (_, i) => mentions[i]! / totals[i]!),
    z,
    p: 2 * normalBelow(-Math.abs(z)),
    slope: excess / spread,
  }
}

export interface MonotoneTrend {
  n: number
  /** Pairs that rise less pairs that fall. */
  s: number
  /** With the correction for ties. */
  variance: number
  /** With continuity correction; 0 where s is 0. NaN where all values are equal. */
  z: number
  /** Two-sided, normal approximation (good from n = 8 on). */
  p: number
  /** Kendall's τ-b of value and time. */
  tau: number
  /** Sen's slope: median of the slopes between all pairs, per unit of time. */
  slope: number
  /** Its confidence limits (Gilbert 1987), ±Infinity where n is too small for the level. */
  slopeLow: number
  slopeHigh: number
}

const LONGEST_SERIES = 5000

/**
 * Mann–Kendall test for a monotone trend (Mann 1945; Kendall 1975) with Sen's slope (1968).
 * Var S = (n(n−1)(2n+5) − Σ t(t−1)(2t+5)) / 18 over groups of t equal values. O(n²).
 * @param values n ≥ 3 finite numbers in order of time; @param times n ascending times; 0, 1, 2 … where left out
 * @throws EngineError decision_lengths, decision_too_few, value_not_finite, times_order, option_invalid
 */
export function monotoneTrend(
  values: ArrayLike<number>,
  times?: ArrayLike<number>,
  level = 0.95,
): MonotoneTrend {
  const n = values.length
  if (times && times.length !== n)
    throw new EngineError('decision_lengths', { first: n, second: times.length })
  if (n < 3) throw new EngineError('decision_too_few', { given: n, needed: 3 })
  if (n > LONGEST_SERIES) {
    throw new EngineError('option_invalid', {
      option: 'values',
      value: n,
      expected: `at most ${LONGEST_SERIES} values`,
    })
  }
  if (!(level > 0 && level < 1))
    throw new EngineError('option_invalid', { option: 'level', value: level, expected: '0 … 1' })
  const time = (i: number) => (times ? times[i]! : i)
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(values[i]!)) throw new EngineError('value_not_finite', { row: i + 1 })
    if (i > 0 && !(time(i) > time(i - 1))) throw new EngineError('times_order', { row: i + 1 })
  }
  const pairs = (n * (n - 1)) / 2
  const slopes = new Float64Array(pairs)
  let s = 0
  let at = 0
  for (let j = 1; j < n; j++) {
    for (let i = 0; i < j; i++) {
      const difference = values[j]! - values[i]!
      s += Math.sign(difference)
      slopes[at++] = difference / (time(j) - time(i))
    }
  }
  let ties = 0
  let tiedPairs = 0
  const sorted = Float64Array.from(values).sort()
  for (let from = 0; from < n; ) {
    let to = from + 1
    while (to < n && sorted[to] === sorted[from]) to++
    const t = to - from
    ties += t * (t - 1) * (2 * t + 5)
    tiedPairs += (t * (t - 1)) / 2
    from = to
  }
  const variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
  const z = variance === 0 ? Number.NaN : (s - Math.sign(s)) / Math.sqrt(variance)
  slopes.sort()
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance)
  const limit = (rank: number, beyond: number) =>
    rank < 0 || rank > pairs - 1 ? beyond : quantile(slopes, pairs, rank / (pairs - 1))
  return {
    n,
    s,
    variance,
    z,
    p: Number.isNaN(z) ? Number.NaN : 2 * normalBelow(-Math.abs(z)),
    tau: s / Math.sqrt(pairs * (pairs - tiedPairs)),
    slope: quantile(slopes, pairs, 0.5),
    slopeLow: limit((pairs - half) / 2 - 1, Number.NEGATIVE_INFINITY),
    slopeHigh: limit((pairs + half) / 2, Number.POSITIVE_INFINITY),
  }
}
