import { digamma, logRising, trigamma } from './special.ts'

/**
 * ln (a)ₙ = ln Γ(a + n) − ln Γ(a) with its first two derivatives with respect to a, for many n at once.
 * Neighbouring n differ by a few factors, so most entries need no special function at all.
 */
export interface RisingTable {
  log: Float64Array
  first: Float64Array
  second: Float64Array
}

export function newRisingTable(size: number): RisingTable {
  return { log: new Float64Array(size), first: new Float64Array(size), second: new Float64Array(size) }
}

/** Fills the table for n = counts[i] + shift; `counts` are whole numbers and ascend. */
export function fillRisingTable(table: RisingTable, a: number, counts: Float64Array, shift = 0): void {
  let at = 0
  let log = 0
  let first = 0
  let second = 0
  for (let i = 0; i < counts.length; i++) {
    const n = counts[i]! + shift
    if (n - at <= 32) {
      let product = 1
      for (; at < n; at++) {
        const factor = a + at
        product *= factor
        if (product > 1e250 || product < 1e-250) {
          log += Math.log(product)
          product = 1
        }
        first += 1 / factor
        second -= 1 / (factor * factor)
      }
      log += Math.log(product)
    } else {
      at = n
      log = logRising(a, n)
      first = digamma(a + n) - digamma(a)
      second = trigamma(a + n) - trigamma(a)
    }
    table.log[i] = log
    table.first[i] = first
    table.second[i] = second
  }
}
