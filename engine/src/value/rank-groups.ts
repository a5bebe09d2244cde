import { selectRank } from '../bootstrap/quantile.ts'

/**
 * How equal values share the boundary between two groups of ranks.
 * 'order': rank by value, then by position (pandas rank(method='first')); groups are as equal as n allows.
 * 'lowest', 'average', 'highest': equal values share one rank (the lowest, mean or highest of theirs), so one group.
 */
export type Ties = 'order' | 'lowest' | 'average' | 'highest'

/**
 * Groups of equal size by rank: score = 1 + ⌊groups · (rank − 1) / n⌋, rank 1 for the smallest value.
 * Only the values at the group boundaries matter: they are selected in linear time, nothing is sorted.
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
  const firstRanks: number[] = []
  for (let k = 1; k < groups; k++) {
    const rank = Math.ceil((k * n) / groups) + 1
    if (rank <= n) firstRanks.push(rank)
  }
  const found = valuesAt(values, firstRanks)
  const cuts = Float64Array.from(found, ({ value }) => value)
  // Of the values equal to a cut, so many (in order of position) still belong below it.
  const quota = Float64Array.from(found, ({ below, equal }, at) => {
    if (ties === 'order') return firstRanks[at]! - 1 - below
    const end = below + equal
    const rank = ties === 'lowest' ? below + 1 : ties === 'highest' ? end : (below + 1 + end) / 2
    return groups * (rank - 1) >= (at + 1) * n ? 0 : Number.POSITIVE_INFINITY
  })
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

interface Place {
  value: number
  /** Values smaller than it, and equal to it. */
  below: number
  equal: number
}

/** The values at ascending ranks (from 1), each with the numbers of smaller and equal ones. */
function valuesAt(values: Float64Array | Int32Array, ranks: readonly number[]): Place[] {
  return (values instanceof Int32Array ? countedAt(values, ranks) : undefined) ?? selectedAt(values, ranks)
}

/** Days and counts lie close together: a table of them is all it takes. Undefined where they do not. */
function countedAt(values: Int32Array, ranks: readonly number[]): Place[] | undefined {
  let least = 0x7fffffff
  let most = -0x80000000
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (value < least) least = value
    if (value > most) most = value
  }
  if (most - least > 4 * values.length + 1024) return undefined
  const counts = new Int32Array(Math.max(0, most - least + 1))
  for (let i = 0; i < values.length; i++) counts[values[i]! - least]!++
  let at = 0
  let below = 0
  return ranks.map((rank) => {
    while (below + counts[at]! < rank) below += counts[at++]!
    return { value: at + least, below, equal: counts[at]! }
  })
}

function selectedAt(values: Float64Array | Int32Array, ranks: readonly number[]): Place[] {
  let rest = Float64Array.from(values)
  let passed = 0
  const found = ranks.map((rank) => {
    const value = selectRank(rest, rest.length, rank - 1 - passed)
    // What lies before a selected place is smaller or equal: the next one is sought behind it.
    rest = rest.subarray(rank - 1 - passed)
    passed = rank - 1
    return { value, below: 0, equal: 0 }
  })
  for (const place of found) {
    const { value } = place
    let below = 0
    let equal = 0
    for (let i = 0; i < values.length; i++) {
      if (values[i]! < value) below++
      else if (values[i] === value) equal++
    }
    place.below = below
    place.equal = equal
  }
  return found
}
