import type { CompiledModel } from '../indices/types.ts'

/**
 * What the iteration needs of a model, as flat lists, so that the inner loops read memory in order and test nothing.
 *
 * A link is an ordered pair of constructs joined by a path: every path gives two. Links lie grouped by their first
 * construct. The correlations that the iteration reads are copied ("packed") once per estimate into one array in the order
 * of reading: blocks of the links, then the constructs' own blocks, then blocks of pairs that are no path but share a successor.
 * Blocks are packed two rows at a time, side by side (an odd last row beside zeros): two lanes of a SIMD register.
 */
export interface PlsPlan {
  readonly compiled: CompiledModel
  readonly itemCount: number
  readonly constructCount: number
  readonly pathCount: number
  readonly blockStart: Int32Array
  readonly modeB: Uint8Array
  readonly anyModeB: boolean
  /** K + 1 and 2P: links of construct k are linkStart[k] … linkStart[k + 1] − 1. */
  readonly linkStart: Int32Array
  readonly linkOther: Int32Array
  readonly linkPath: Int32Array
  /** 1 where the other construct is a predecessor of this one. */
  readonly linkIsPredecessor: Uint8Array
  /** Pairs (first, second, …) that need a correlation although no path joins them. */
  readonly extraPairs: Int32Array
  /** K + 1 and P: predecessors of each construct, and the path that leads from each. */
  readonly predecessorStart: Int32Array
  readonly predecessor: Int32Array
  readonly predecessorPath: Int32Array
  /** Where each packed number comes from; itemCount², a cell that is zero, for the padding. */
  readonly packIndex: Int32Array
  readonly ownPackStart: number
  readonly extraPackStart: number
  /** Doubles that the links' products need. */
  readonly linkProductCount: number
  readonly largestBlock: number
  readonly largestRegression: number
  /** Ordered pairs (from, to) that a chain of paths joins, row after row. */
  readonly reachable: readonly (readonly [from: number, to: number])[]
}

/** Lays out the lists of a compiled model. Pure; costs microseconds; one plan serves every estimate of the model. */
export function planOf(compiled: CompiledModel): PlsPlan {
  const { blockStart, pathFrom, pathTo, modeB } = compiled
  const constructCount = compiled.constructs.length
  const itemCount = compiled.items.length
  const constructs = Array.from({ length: constructCount }, (_, k) => k)
  const paths = Array.from(pathFrom, (from, path) => ({ from, to: pathTo[path]!, path }))

  const links = constructs.map((k) =>
    paths.flatMap(({ from, to, path }) =>
      to === k
        ? [{ other: from, path, predecessor: 1 }]
        : from === k
          ? [{ other: to, path, predecessor: 0 }]
          : [],
    ),
  )
  const predecessors = constructs.map((k) => paths.filter(({ to }) => to === k))
  const extra = extraPairsOf(
    predecessors.map((list) => list.map(({ from }) => from)),
    paths,
  )

  const pack: number[] = []
  const packBlock = (a: number, b: number) => {
    const cell = (i: number, j: number) =>
      i < blockStart[a + 1]! ? Math.max(i, j) * itemCount + Math.min(i, j) : itemCount * itemCount
    for (let i = blockStart[a]!; i < blockStart[a + 1]!; i += 2)
      for (let j = blockStart[b]!; j < blockStart[b + 1]!; j++) pack.push(cell(i, j), cell(i + 1, j))
  }
  for (const k of constructs) for (const { other } of links[k]!) packBlock(k, other)
  const ownPackStart = pack.length
  for (const k of constructs) packBlock(k, k)
  const extraPackStart = pack.length
  for (const [a, b] of extra) packBlock(a, b)

  const sizeOf = (k: number) => blockStart[k + 1]! - blockStart[k]!
  return {
    compiled,
    itemCount,
    constructCount,
    pathCount: paths.length,
    blockStart,
    modeB,
    anyModeB: modeB.includes(1),
    linkStart: startsOf(links),
    linkOther: Int32Array.from(links.flat(), (link) => link.other),
    linkPath: Int32Array.from(links.flat(), (link) => link.path),
    linkIsPredecessor: Uint8Array.from(links.flat(), (link) => link.predecessor),
    extraPairs: Int32Array.from(extra.flat()),
    predecessorStart: startsOf(predecessors),
    predecessor: Int32Array.from(predecessors.flat(), ({ from }) => from),
    predecessorPath: Int32Array.from(predecessors.flat(), ({ path }) => path),
    packIndex: Int32Array.from(pack),
    ownPackStart,
    extraPackStart,
    linkProductCount: constructs.reduce((sum, k) => sum + links[k]!.length * 2 * Math.ceil(sizeOf(k) / 2), 0),
    largestBlock: Math.max(...constructs.map(sizeOf)),
    largestRegression: Math.max(1, ...predecessors.map((list) => list.length)),
    reachable: reachableOf(compiled),
  }
}

function startsOf(lists: readonly (readonly unknown[])[]): Int32Array {
  const starts = new Int32Array(lists.length + 1)
  for (const [k, list] of lists.entries()) starts[k + 1] = starts[k]! + list.length
  return starts
}

function extraPairsOf(
  predecessors: readonly (readonly number[])[],
  paths: readonly { from: number; to: number }[],
): [number, number][] {
  const known = new Set(paths.flatMap(({ from, to }) => [`${from},${to}`, `${to},${from}`]))
  const extra: [number, number][] = []
  for (const list of predecessors)
    for (const [place, a] of list.entries())
      for (const b of list.slice(0, place)) {
        if (known.has(`${a},${b}`)) continue
        known.add(`${a},${b}`).add(`${b},${a}`)
        extra.push([a, b])
      }
  return extra
}

function reachableOf({ constructs, order, pathFrom, pathTo }: CompiledModel): [number, number][] {
  const count = constructs.length
  const reached = new Uint8Array(count * count)
  for (const to of order)
    for (const [path, from] of pathFrom.entries()) {
      if (pathTo[path] !== to) continue
      reached[from * count + to] = 1
      for (let start = 0; start < count; start++)
        if (reached[start * count + from]) reached[start * count + to] = 1
    }
  return Array.from(reached.keys())
    .filter((cell) => reached[cell])
    .map((cell) => [Math.floor(cell / count), cell % count])
}
