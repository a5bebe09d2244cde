import { EngineError } from '../errors.ts'
import type { CompiledModel, Moments } from './types.ts'

/** Additive statistics of complete rows: what a database returns, and what adds up over partitions exactly. */
export interface Sums {
  n: number
  /** p: Σ x */
  sums: Float64Array
  /** p × p: Σ x·y */
  products: Float64Array
}

/** (n, sums, crossproducts) of two disjoint sets of rows together. */
export function addSums(a: Sums, b: Sums): Sums {
  return {
    n: a.n + b.n,
    sums: a.sums.map((value, i) => value + b.sums[i]!),
    products: a.products.map((value, i) => value + b.products[i]!),
  }
}

/**
 * Means and covariances (n − 1) from sums and crossproducts: cov = (Σxy − Σx·Σy/n)/(n − 1).
 * Meant for answers on short scales, where sums of integers are exact; values far from zero lose digits to cancellation.
 */
export function momentsOfSums({ n, sums, products }: Sums): Moments {
  const p = sums.length
  const means = sums.map((sum) => sum / n)
  const covariance = new Float64Array(p * p)
  for (let i = 0; i < p; i++)
    for (let j = 0; j < p; j++)
      covariance[i * p + j] = (products[i * p + j]! - (sums[i]! * sums[j]!) / n) / (n - 1)
  return { n, means, covariance }
}

/** Means and covariances (n − 1) of complete rows (n × p), in two passes so that no digits are lost. */
export function momentsOfRows(rows: Float64Array, n: number, p: number): Moments {
  const means = new Float64Array(p)
  for (let at = 0; at < n * p; at += p) for (let i = 0; i < p; i++) means[i]! += rows[at + i]!
  for (let i = 0; i < p; i++) means[i]! /= n
  const scatter = new Float64Array(p * p)
  // Four rows at a time: a quarter of the traffic on the table. The last block is filled up with rows of zeros.
  const block = new Float64Array(4 * p)
  for (let at = 0; at < n * p; at += 4 * p) {
    let c = 0
    for (let row = 0; row < 4; row++)
      for (let i = 0; i < p; i++, c++) block[c] = at + c < n * p ? rows[at + c]! - means[i]! : 0
    for (let i = 0; i < p; i++) {
      const w = block[i]!
      const x = block[p + i]!
      const y = block[2 * p + i]!
      const z = block[3 * p + i]!
      const line = i * p
      for (let j = 0; j <= i; j++)
        scatter[line + j]! +=
          w * block[j]! + x * block[p + j]! + y * block[2 * p + j]! + z * block[3 * p + j]!
    }
  }
  for (let i = 0; i < p; i++)
    for (let j = 0; j <= i; j++) {
      const covariance = scatter[i * p + j]! / (n - 1)
      scatter[i * p + j] = covariance
      scatter[j * p + i] = covariance
    }
  return { n, means, covariance: scatter }
}

/**
 * Moments of several disjoint sets of respondents together, exactly: the crossproducts about the means add up, plus
 * n_a·n_b/(n_a + n_b) times the outer product of the difference of the means (Chan, Golub, LeVeque 1983).
 */
export function mergeMoments(parts: readonly Moments[]): Moments {
  const first = parts[0]
  if (!first)
    throw new EngineError('option_invalid', { option: 'parts', value: '[]', expected: 'at least one' })
  const p = first.means.length
  let n = first.n
  const means = first.means.slice()
  const scatter = first.covariance.map((value) => value * (first.n - 1))
  for (const part of parts.slice(1)) {
    if (part.means.length !== p)
      throw new EngineError('moments_shape', { items: p, expected: `means of length ${p}` })
    const total = n + part.n
    const difference = part.means.map((mean, i) => mean - means[i]!)
    const factor = (n * part.n) / total
    for (let i = 0; i < p; i++)
      for (let j = 0; j < p; j++)
        // A set of one respondent has no covariance (NaN or 0) and no scatter.
        scatter[i * p + j]! +=
          (part.n > 1 ? part.covariance[i * p + j]! * (part.n - 1) : 0) +
          factor * difference[i]! * difference[j]!
    for (let i = 0; i < p; i++) means[i]! += (difference[i]! * part.n) / total
    n = total
  }
  return { n, means, covariance: scatter.map((value) => value / (n - 1)) }
}

/**
 * Checks moments that the caller supplies: lengths, finite numbers, symmetry, positive variances, enough respondents.
 * Throws an EngineError naming the item.
 */
export function checkMoments(compiled: CompiledModel, { n, means, covariance }: Moments): void {
  const { items } = compiled
  const p = items.length
  if (means.length !== p) throw new EngineError('moments_shape', { items: p, expected: `${p} means` })
  if (covariance.length !== p * p)
    throw new EngineError('moments_shape', { items: p, expected: `${p} × ${p} covariances` })
  for (const [i, item] of items.entries()) {
    const variance = covariance[i * p + i]!
    if (!Number.isFinite(means[i]!) || !Number.isFinite(variance))
      throw new EngineError('item_not_finite', { item })
    if (isConstant(variance, means[i]!)) throw new EngineError('item_constant', { item })
    for (let j = 0; j < i; j++) {
      const upper = covariance[j * p + i]!
      const lower = covariance[i * p + j]!
      const size = Math.sqrt(variance * covariance[j * p + j]!)
      if (!(Math.abs(upper - lower) <= 1e-8 * size))
        throw new EngineError('moments_asymmetric', { first: items[j]!, second: item })
    }
  }
  checkRowCount(compiled, n)
}

/** Rounding leaves a constant item with a tiny variance; what is below 1e-14 of the squared mean is nothing. */
export function isConstant(variance: number, mean: number): boolean {
  return !(variance > 1e-14 * mean * mean) || !(variance > 0)
}

/** A regression on m predecessors needs n ≥ m + 2; a mode B block of k items n ≥ k + 1. */
export function checkRowCount(compiled: CompiledModel, n: number): void {
  const predecessors = new Int32Array(compiled.constructs.length)
  for (const to of compiled.pathTo) predecessors[to]!++
  const needed = Math.max(3, Math.max(0, ...predecessors) + 2)
  if (!(n >= needed)) throw new EngineError('too_few_rows', { rows: n, needed })
  for (const [k, construct] of compiled.constructs.entries()) {
    const items = compiled.blockStart[k + 1]! - compiled.blockStart[k]!
    if (compiled.modeB[k] && n < items + 1)
      throw new EngineError('too_few_rows_block', { rows: n, construct, items, needed: items + 1 })
  }
}
