/** Below this many values a sample to find a good pivot costs more than it saves. */
const SMALL = 600

/**
 * The value of rank k (0: smallest) among values[0 … count − 1], which are reordered so that smaller ones lie before it and
 * larger ones behind. Selection by Floyd & Rivest (1975): the pivot comes from a sample around the wanted rank, so that
 * hardly more than one pass is needed, and its comparisons are nearly all foreseen by the processor.
 */
export function selectRank(values: Float64Array, count: number, k: number): number {
  return selectBetween(values, 0, count - 1, k)
}

function selectBetween(values: Float64Array, low: number, high: number, k: number): number {
  let left = low
  let right = high
  while (left < right) {
    if (right - left > SMALL) {
      const n = right - left + 1
      const i = k - left + 1
      const z = Math.log(n)
      const s = 0.5 * Math.exp((2 * z) / 3)
      const deviation = 0.5 * Math.sqrt((z * s * (n - s)) / n) * Math.sign(i - n / 2)
      selectBetween(
        values,
        Math.max(left, Math.floor(k - (i * s) / n + deviation)),
        Math.min(right, Math.floor(k + ((n - i) * s) / n + deviation)),
        k,
      )
    }
    const pivot = values[k]!
    let i = left
    let j = right
    while (i <= j) {
      while (values[i]! < pivot) i++
      while (values[j]! > pivot) j--
      if (i > j) break
      const held = values[i]!
      values[i++] = values[j]!
      values[j--] = held
    }
    if (k <= j) right = j
    else if (k >= i) left = i
    else break
  }
  return values[k]!
}

/** Quantile of type 7 (R, numpy): linear between ranks of (count − 1)·share. Reorders the values. NaN without values. */
export function quantile(values: Float64Array, count: number, share: number): number {
  if (count === 0 || Number.isNaN(share)) return Number.NaN
  const position = (count - 1) * Math.min(1, Math.max(0, share))
  const rank = Math.floor(position)
  const lower = selectRank(values, count, rank)
  if (position === rank) return lower
  // Everything behind the rank is at least as large: the next value is their smallest.
  let upper = Number.POSITIVE_INFINITY
  for (let i = rank + 1; i < count; i++) if (values[i]! < upper) upper = values[i]!
  return lower + (upper - lower) * (position - rank)
}
