import { normalQuantile } from '@hamdel/engine'

export interface ProfitPoint {
  segment: string
  quarterOn: string
  index: number
  answers: number
  /** Rials bought in the quarter after, per customer of the segment. */
  perCustomerRials: number
}

export const MINIMUM_POINTS = 8

export interface Correlation {
  r: number
  low: number
  high: number
  n: number
}

/** Pearson's r with Fisher's 95 % interval; null where one side does not vary. `lost`: degrees of freedom used up before. */
export function correlate(xs: readonly number[], ys: readonly number[], lost = 0): Correlation | null {
  const n = xs.length
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / n
  const [mx, my] = [mean(xs), mean(ys)]
  let [xx, yy, xy] = [0, 0, 0]
  for (let i = 0; i < n; i++) {
    const [dx, dy] = [xs[i]! - mx, ys[i]! - my]
    xx += dx * dx
    yy += dy * dy
    xy += dx * dy
  }
  const free = n - lost - 3
  const flat = (squares: number, centre: number) =>
    squares <= n * (1e-10 * Math.max(1, Math.abs(centre))) ** 2
  if (free <= 0 || flat(xx, mx) || flat(yy, my)) return null
  const r = Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)))
  const half = normalQuantile(0.975) / Math.sqrt(free)
  const z = Math.atanh(r)
  const back = (end: number) => (Math.abs(r) === 1 ? r : Math.tanh(end))
  return { r, low: back(z - half), high: back(z + half), n }
}

/**
 * The index of a segment in a quarter against what the segment bought in the quarter after: over all points, and within
 * segments (each point less its segment's mean), which segments that are always better and always buy more cannot make.
 */
export function linkProfit(points: readonly ProfitPoint[]): {
  pooled: Correlation | null
  within: Correlation | null
} {
  if (points.length < MINIMUM_POINTS) return { pooled: null, within: null }
  const pooled = correlate(
    points.map((p) => p.index),
    points.map((p) => p.perCustomerRials),
  )
  const bySegment = Map.groupBy(points, (p) => p.segment)
  const repeated = [...bySegment.values()].filter((own) => own.length > 1)
  const centred = repeated.flatMap((own) => {
    const mean = (pick: (p: ProfitPoint) => number) => own.reduce((sum, p) => sum + pick(p), 0) / own.length
    const [index, rials] = [mean((p) => p.index), mean((p) => p.perCustomerRials)]
    return own.map((p) => ({ x: p.index - index, y: p.perCustomerRials - rials }))
  })
  const within =
    centred.length < MINIMUM_POINTS
      ? null
      : correlate(
          centred.map(({ x }) => x),
          centred.map(({ y }) => y),
          repeated.length - 1,
        )
  return { pooled, within }
}
