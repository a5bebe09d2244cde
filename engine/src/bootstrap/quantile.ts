/**
 * The value of rank k (0: smallest) among values[0 … count − 1], which are reordered so that smaller ones lie before it and
 * larger ones behind (Hoare's selection): linear time, where sorting every quantity would cost more than resampling.
 */
export function selectRank(values: Float64Array, count: number, k: number): number {
  let low = 0
  let high = count - 1
  while (low < high) {
    const pivot = values[(low + high) >>> 1]!
    let i = low
    let j = high
    while (i <= j) {
      while (values[i]! < pivot) i++
      while (values[j]! > pivot) j--
      if (i > j) break
      const held = values[i]!
      values[i++] = values[j]!
      values[j--] = held
    }
    if (k <= j) high = j
    else if (k >= i) low = i
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
