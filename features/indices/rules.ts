/** What the sums of a group's verdicts say all of: no row is needed any more. */
export interface ScoreSums {
  n: number
  sum: number
  sumSquares: number
  /** Scores of 9 and 10. */
  topTwo: number
}

export interface Csat {
  n: number
  /** Mean verdict, 1 … 10; null without verdicts. */
  mean: number | null
  /** 95 % interval of the mean (Student's t); null below five verdicts or when it says nothing. */
  low: number | null
  high: number | null
  /** Share of verdicts of 9 and 10. */
  topTwoRatio: number | null
  /** 95 % interval of the share (Wilson); null below five verdicts. */
  topTwoLow: number | null
  topTwoHigh: number | null
  definition: 'csat-v1'
}

/** Below this an interval would be read as knowledge. */
export const MIN_N = 5
const Z = 1.959963984540054
const clamp = (x: number, low: number, high: number): number => Math.min(high, Math.max(low, x))

/**
 * 97.5 % point of Student's t with `df` degrees of freedom.
 * G. W. Hill, "Algorithm 396: Student's t-quantiles", CACM 13(10), 1970: six digits from df = 3, exact for 1 and 2.
 */
export function studentT975(df: number): number {
  const p = 0.05
  if (df === 1) return 1 / Math.tan((p * Math.PI) / 2)
  if (df === 2) return Math.sqrt(2 / (p * (2 - p)) - 2)
  const a = 1 / (df - 0.5)
  const b = 48 / (a * a)
  let c = (((20_700 * a) / b - 98) * a - 16) * a + 96.36
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * df
  let y = (d * p) ** (2 / df)
  if (y > 0.05 + a) {
    const x = -Z
    y = x * x
    if (df < 5) c += 0.3 * (df - 4.5) * (x + 0.6)
    c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c
    y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
    y = Math.expm1(a * y * y)
  } else {
    y =
      ((1 / (((df + 6) / (df * y) - 0.089 * d - 0.822) * (df + 2) * 3) + 0.5 / (df + 4)) * y - 1) *
        ((df + 1) / (df + 2)) +
      1 / y
  }
  return Math.sqrt(df * y)
}

/**
 * 95 % interval of a share by E. B. Wilson (1927): sensible also at 0 and 1, where p ± z·√(pq/n) is a point. Null below
 * five.
 */
export function wilson(successes: number, n: number): { low: number; high: number } | null {
  if (n < MIN_N) return null
  const p = successes / n
  const zz = Z * Z
  const centre = (p + zz / (2 * n)) / (1 + zz / n)
  const half = (Z / (1 + zz / n)) * Math.sqrt((p * (1 - p)) / n + zz / (4 * n * n))
  return { low: clamp(centre - half, 0, p), high: clamp(centre + half, p, 1) }
}

/**
 * Customer satisfaction of a group of verdicts, definition csat-v1: the mean of the scores (1 … 10) customers gave when
 * their case was solved, one for each time it was solved, with Student's interval; beside it the share of 9 and 10.
 */
export function csatOf({ n, sum, sumSquares, topTwo }: ScoreSums): Csat {
  const definition = 'csat-v1'
  if (n === 0)
    return {
      n,
      mean: null,
      low: null,
      high: null,
      topTwoRatio: null,
      topTwoLow: null,
      topTwoHigh: null,
      definition,
    }
  const mean = sum / n
  const share = wilson(topTwo, n)
  let half: number | null = null
  if (n >= MIN_N) {
    // Sums of whole scores are exact; rounding could still leave a hair below zero.
    const variance = Math.max(0, (sumSquares - (sum * sum) / n) / (n - 1))
    half = studentT975(n - 1) * Math.sqrt(variance / n)
  }
  return {
    n,
    mean,
    low: half === null ? null : clamp(mean - half, 1, 10),
    high: half === null ? null : clamp(mean + half, 1, 10),
    topTwoRatio: topTwo / n,
    topTwoLow: share?.low ?? null,
    topTwoHigh: share?.high ?? null,
    definition,
  }
}

export const NO_SCORES: ScoreSums = { n: 0, sum: 0, sumSquares: 0, topTwo: 0 }

export function addSums(a: ScoreSums, b: ScoreSums): ScoreSums {
  return {
    n: a.n + b.n,
    sum: a.sum + b.sum,
    sumSquares: a.sumSquares + b.sumSquares,
    topTwo: a.topTwo + b.topTwo,
  }
}

/** `csatOf` of the scores themselves. */
export function csat(scores: readonly number[]): Csat {
  return csatOf(
    scores.reduce(
      (sums, score) =>
        addSums(sums, { n: 1, sum: score, sumSquares: score * score, topTwo: score >= 9 ? 1 : 0 }),
      NO_SCORES,
    ),
  )
}
