/**
 * How equal values share the boundary between two groups of ranks.
 * 'order': rank by value, then by position (pandas rank(method='first')); groups are as equal as n allows.
 * 'lowest', 'average', 'highest': equal values share one rank (the lowest, mean or highest of theirs), so one group.
 */
export type Ties = 'order' | 'lowest' | 'average' | 'highest'

/**
 * Groups of equal size by rank: score = 1 + ⌊groups · (rank − 1) / n⌋, rank 1 for the smallest value.
 * Only the values at the group boundaries matter, so one sort of a copy and one pass over the values suffice.
 * @param values n finite numbers
 * @param groups 1 … 255
 * @returns n scores, 1 … groups
 */
export function rankGroups(
  values: Float64Array | Int32Array,
  groups: number,
  ties: Ties = 'order',
): Uint8Array<ArrayBuffer> {
  const n = values.length
  const sorted = sortedCopy(values)
  const cuts = new Float64Array(groups - 1)
  // Of the values equal to cut k, so many (in order of position) still belong below it.
  const quota = new Float64Array(groups - 1)
  for (let k = 1; k < groups; k++) {
    const firstRank = Math.ceil((k * n) / groups) + 1
    if (firstRank > n) {
      cuts[k - 1] = Number.POSITIVE_INFINITY
      continue
    }
    const cut = sorted[firstRank - 1]!
    const below = lowerBound(sorted, cut)
    cuts[k - 1] = cut
    if (ties === 'order') quota[k - 1] = firstRank - 1 - below
    else {
      const end = upperBound(sorted, cut)
      const rank = ties === 'lowest' ? below + 1 : ties === 'highest' ? end : (below + 1 + end) / 2
      quota[k - 1] = groups * (rank - 1) >= k * n ? 0 : Number.POSITIVE_INFINITY
    }
  }
  const scores = new Uint8Array(n)
  for (let i = 0; i < n; i++) {
    const value = values[i]!
    let score = 1
    for (let k = 0; k < cuts.length; k++) {
      const cut = cuts[k]!
      if (value > cut) score++
      else if (value === cut) {
        if (quota[k]! > 0) quota[k]!--
        else score++
      }
    }
    scores[i] = score
  }
  return scores
}

/**
 * Groups by fixed cuts: score = 1 + number of cuts at or below the value.
 * @param cuts ascending; groups − 1 of them
 */
export function cutGroups(
  values: Float64Array | Int32Array,
  cuts: ArrayLike<number>,
): Uint8Array<ArrayBuffer> {
  const scores = new Uint8Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    let score = 1
    for (let k = 0; k < cuts.length; k++) if (value >= cuts[k]!) score++
    scores[i] = score
  }
  return scores
}

/** Counts, days and other whole numbers lie close together: counting them sorts them in one pass. */
function sortedCopy(values: Float64Array | Int32Array): Float64Array | Int32Array {
  if (values instanceof Float64Array) return values.slice().sort()
  let least = 0x7fffffff
  let most = -0x80000000
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (value < least) least = value
    if (value > most) most = value
  }
  if (most - least > 4 * values.length + 1024) return values.slice().sort()
  const counts = new Int32Array(most - least + 1)
  for (let i = 0; i < values.length; i++) counts[values[i]! - least]!++
  const sorted = new Int32Array(values.length)
  let at = 0
  for (let k = 0; k < counts.length; k++) {
    const end = at + counts[k]!
    sorted.fill(least + k, at, end)
    at = end
  }
  return sorted
}

function lowerBound(sorted: Float64Array | Int32Array, value: number): number {
  let from = 0
  let to = sorted.length
  while (from < to) {
    const middle = (from + to) >> 1
    if (sorted[middle]! < value) from = middle + 1
    else to = middle
  }
  return from
}

function upperBound(sorted: Float64Array | Int32Array, value: number): number {
  let from = 0
  let to = sorted.length
  while (from < to) {
    const middle = (from + to) >> 1
    if (sorted[middle]! <= value) from = middle + 1
    else to = middle
  }
  return from
}
