import { quantile } from '../bootstrap/quantile.ts'
import { EngineError } from '../errors.ts'
import { makeStream } from '../random.ts'

/** One team or branch: mean satisfaction of its employees and of its customers, and how many answered. */
export interface ClimateUnit {
  employees: number
  employeeSatisfaction: number
  customers: number
  customerSatisfaction: number
}

export interface ClimateOptions {
  /** Units with fewer employees' answers are left out, so that nobody can be recognised; 5 where left out, never below 3. */
  floor?: number
  /** Fewer units than that are no basis for a correlation; 6 where left out. */
  minimumUnits?: number
  method?: 'pearson' | 'spearman'
  /** 10,000 where left out. */
  resamples?: number
  seed?: number
  level?: number
}

export interface ClimateCorrelation {
  method: 'pearson' | 'spearman'
  correlation: number
  low: number
  high: number
  level: number
  /** Share of resamples with a correlation above 0. */
  positive: number
  units: number
  /** Units left out for the floor: their number only, never which. */
  belowFloor: number
  floor: number
  resamples: number
  /** Resamples in which one side did not vary: left out. */
  failed: number
  seed: number
}

/**
 * How employees' satisfaction goes with customers' satisfaction over units (service–profit chain, Heskett et al. 1994):
 * correlation with a percentile interval from resampling whole units. Refuses rather than show small groups.
 * @throws EngineError anonymity_floor (floor, units, below), option_invalid, value_not_finite, climate_constant
 */
export function climateCorrelation(
  units: readonly ClimateUnit[],
  options: ClimateOptions = {},
): ClimateCorrelation {
  const {
    floor = 5,
    minimumUnits = 6,
    method = 'pearson',
    resamples = 10_000,
    seed = 1,
    level = 0.95,
  } = options
  const refuse = (option: string, value: number, expected: string): never => {
    throw new EngineError('option_invalid', { option, value, expected })
  }
  if (!(floor >= 3)) refuse('floor', floor, '3 or more')
  if (!(minimumUnits >= 4)) refuse('minimumUnits', minimumUnits, '4 or more')
  if (!(Number.isInteger(resamples) && resamples >= 100)) refuse('resamples', resamples, '100 or more')
  if (!(level > 0 && level < 1)) refuse('level', level, '0 … 1')
  const kept = units.filter((unit) => unit.employees >= floor && unit.customers >= 1)
  const below = units.length - kept.length
  if (kept.length < minimumUnits) {
    throw new EngineError('anonymity_floor', { floor, units: kept.length, needed: minimumUnits, below })
  }
  const n = kept.length
  const x = Float64Array.from(kept, (unit) => unit.employeeSatisfaction)
  const y = Float64Array.from(kept, (unit) => unit.customerSatisfaction)
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(x[i]!) || !Number.isFinite(y[i]!))
      throw new EngineError('value_not_finite', { row: i + 1 })
  }
  const correlate =
    method === 'spearman'
      ? (a: Float64Array, b: Float64Array) => correlation(ranks(a), ranks(b))
      : correlation
  const whole = correlate(x, y)
  if (Number.isNaN(whole)) throw new EngineError('climate_constant')

  const values = new Float64Array(resamples)
  const left = new Float64Array(n)
  const right = new Float64Array(n)
  let count = 0
  let positive = 0
  for (let b = 0; b < resamples; b++) {
    const stream = makeStream(seed, b)
    for (let i = 0; i < n; i++) {
      const unit = stream.below(n)
      left[i] = x[unit]!
      right[i] = y[unit]!
    }
    const value = correlate(left, right)
    if (Number.isNaN(value)) continue
    if (value > 0) positive++
    values[count++] = value
  }
  return {
    method,
    correlation: whole,
    low: quantile(values, count, (1 - level) / 2),
    high: quantile(values, count, (1 + level) / 2),
    level,
    positive: positive / count,
    units: n,
    belowFloor: below,
    floor,
    resamples,
    failed: resamples - count,
    seed,
  }
}

/** Pearson's correlation; NaN where one side does not vary. */
function correlation(x: Float64Array, y: Float64Array): number {
  const n = x.length
  let meanX = 0
  let meanY = 0
  for (let i = 0; i < n; i++) {
    meanX += x[i]! / n
    meanY += y[i]! / n
  }
  let xx = 0
  let yy = 0
  let xy = 0
  for (let i = 0; i < n; i++) {
    const a = x[i]! - meanX
    const b = y[i]! - meanY
    xx += a * a
    yy += b * b
    xy += a * b
  }
  // Rounding leaves a trace of variance where all values are equal.
  if (xx <= 1e-24 * n * meanX * meanX || yy <= 1e-24 * n * meanY * meanY) return Number.NaN
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)))
}

/** Ranks from 1; equal values share their mean rank. */
function ranks(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!)
  const result = new Float64Array(values.length)
  for (let from = 0; from < order.length; ) {
    let to = from + 1
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++
    for (let k = from; k < to; k++) result[order[k]!] = (from + to + 1) / 2
    from = to
  }
  return result
}
