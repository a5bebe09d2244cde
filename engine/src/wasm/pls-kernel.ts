import { SMALLEST_VARIANCE } from '../pls/block-products.ts'
import { SMALLEST_PIVOT } from '../pls/cholesky.ts'
import type { PlsPlan } from '../pls/plan.ts'
import { NO_VARIANCE, type PlsWorkspace, SINGULAR } from '../pls/workspace.ts'
import {
  above,
  absoluteDouble,
  addDouble,
  advance,
  assemble,
  atMost,
  below,
  both,
  type Code,
  call,
  get,
  greaterDouble,
  greaterOf,
  int,
  isZero,
  lane,
  leave,
  less,
  load,
  loadBoth,
  loadHalf,
  loadInt,
  loadNumber,
  minus,
  multiplyDouble,
  number,
  over,
  plus,
  repeatWhile,
  set,
  squareRoot,
  store,
  storeLow,
  storeNumber,
  subtractDouble,
  subtractInt,
  times,
  toNumber,
  when,
  withSignOf,
  zero,
} from './assembler.ts'

// Everything lies at addresses known when the code is made; the workspace's arrays are views of the module's memory.
const here = int(0)
const addressOf = (values: Float64Array) => values.byteOffset

/** Rows i and i + 1 in two lanes; a block's odd last row beside zero. */
const loadPair = (base: number, i: number, stop: number): Code => [
  ...here,
  ...(i + 1 < stop ? load(base + 8 * i) : loadHalf(base + 8 * i)),
]
const storePair = (base: number, i: number, stop: number, value: Code): Code => [
  ...here,
  ...value,
  ...(i + 1 < stop ? store(base + 8 * i) : storeLow(base + 8 * i)),
]
const sumOfLanes = (local: number): Code => [...get(local), ...lane(0), ...get(local), ...lane(1), ...plus]
const pairsOf = (start: number, stop: number): number[] =>
  Array.from({ length: Math.ceil((stop - start) / 2) }, (_, pair) => start + 2 * pair)

interface Block {
  /** Where it begins in `packed`. */
  q: number
  start: number
  stop: number
  first: number
  last: number
}

/** The mirror of multiplyBlock: products of each pair of rows into `outs`; where `acc` is given, the form's lanes into it. */
function blockCode(
  packed: number,
  left: number,
  right: number,
  block: Block,
  outs: readonly number[],
  acc?: number,
): Code {
  const { q, start, stop, first, last } = block
  const code: number[] = acc === undefined ? [] : [...zero, ...set(acc)]
  let at = packed + 8 * q
  for (const [pair, i] of pairsOf(start, stop).entries()) {
    for (let j = first; j < last; j++) {
      code.push(...here, ...load(at), ...here, ...loadBoth(right + 8 * j), ...multiplyDouble)
      if (j > first) code.push(...addDouble)
      at += 16
    }
    code.push(...set(outs[pair]!))
    if (acc === undefined) continue
    code.push(
      ...get(acc),
      ...get(outs[pair]!),
      ...loadPair(left, i, stop),
      ...multiplyDouble,
      ...addDouble,
      ...set(acc),
    )
  }
  return code
}

const packedSize = ({ start, stop, first, last }: Omit<Block, 'q'>) =>
  2 * Math.ceil((stop - start) / 2) * (last - first)

/** The mirror of toUnitVariance: returns 1, or 0 where a score does not vary. */
function normaliseBody(plan: PlsPlan, space: PlsWorkspace): { body: Code; vectors: number; numbers: number } {
  const packed = addressOf(space.packed)
  const next = addressOf(space.next)
  const loadings = addressOf(space.loadings)
  const outs = Array.from({ length: Math.ceil(plan.largestBlock / 2) }, (_, i) => 2 + i)
  const acc = 0
  const most = 1
  const variance = outs.length + 2
  const largest = variance + 1
  const code: number[] = []
  let q = plan.ownPackStart
  for (let k = 0; k < plan.constructCount; k++) {
    const start = plan.blockStart[k]!
    const stop = plan.blockStart[k + 1]!
    const block = { q, start, stop, first: start, last: stop }
    q += packedSize(block)
    const pairs = pairsOf(start, stop)
    code.push(
      ...blockCode(packed, next, next, block, outs, acc),
      ...[...sumOfLanes(acc), ...set(variance), ...zero, ...set(most)],
      ...pairs.flatMap((i) => [
        ...[...get(most), ...loadPair(next, i, stop), ...absoluteDouble],
        ...[...greaterDouble, ...set(most)],
      ]),
      ...[...get(most), ...lane(0), ...get(most), ...lane(1), ...greaterOf, ...set(largest)],
      ...[
        ...get(variance),
        ...number(SMALLEST_VARIANCE),
        ...get(largest),
        ...get(largest),
        ...times,
        ...times,
      ],
      ...[...above, ...isZero, ...when([...int(0), ...leave])],
    )
    if (stop - start === 1) {
      const sign: Code = [...number(1), ...here, ...loadNumber(next + 8 * start), ...withSignOf]
      code.push(...here, ...sign, ...storeNumber(loadings + 8 * start))
      code.push(...here, ...sign, ...storeNumber(next + 8 * start))
      continue
    }
    code.push(
      ...[...number(1), ...get(variance), ...squareRoot, ...over, ...both, ...set(acc)],
      ...pairs.flatMap((i, pair) => [
        ...storePair(next, i, stop, [...loadPair(next, i, stop), ...get(acc), ...multiplyDouble]),
        ...storePair(loadings, i, stop, [...get(outs[pair]!), ...get(acc), ...multiplyDouble]),
      ]),
    )
  }
  return { body: [...code, ...int(1)], vectors: outs.length + 2, numbers: 2 }
}

/** Names locals as they are asked for. */
function namer(first: number): { of: (key: string) => number; count: () => number } {
  const known = new Map<string, number>()
  return {
    of(key) {
      if (!known.has(key)) known.set(key, first + known.size)
      return known.get(key)!
    },
    count: () => known.size,
  }
}

const pairKey = (a: number, b: number) => `r ${Math.min(a, b)} ${Math.max(a, b)}`

/** The mirror of regress: path coefficients into locals; leaves the function with −SINGULAR where there are none. */
function regressCode(plan: PlsPlan, local: (key: string) => number): Code {
  const { predecessorStart, predecessor, predecessorPath, constructCount } = plan
  const code: number[] = []
  for (let k = 0; k < constructCount; k++) {
    const first = predecessorStart[k]!
    const m = predecessorStart[k + 1]! - first
    const who = (i: number) => predecessor[first + i]!
    const b = (i: number) => local(`b ${predecessorPath[first + i]}`)
    const l = (i: number, j: number) => local(`l ${i} ${j}`)
    /** Multiplied by the inverted diagonal; the first is one. */
    const scaled = (i: number): Code => (i === 0 ? [] : [...get(l(i, i)), ...times])
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < i; j++) {
        code.push(...get(local(pairKey(who(i), who(j)))))
        for (let c = 0; c < j; c++) code.push(...get(l(i, c)), ...get(l(j, c)), ...times, ...minus)
        code.push(...scaled(j), ...set(l(i, j)))
      }
      if (i > 0) {
        code.push(...number(1))
        for (let c = 0; c < i; c++) code.push(...get(l(i, c)), ...get(l(i, c)), ...times, ...minus)
        code.push(...set(l(i, i)), ...get(l(i, i)), ...number(SMALLEST_PIVOT), ...above, ...isZero)
        code.push(...when([...int(-SINGULAR), ...leave]))
        code.push(...number(1), ...get(l(i, i)), ...squareRoot, ...over, ...set(l(i, i)))
      }
      code.push(...get(local(pairKey(who(i), k))))
      for (let c = 0; c < i; c++) code.push(...get(l(i, c)), ...get(b(c)), ...times, ...minus)
      code.push(...scaled(i), ...set(b(i)))
    }
    for (let i = m - 1; i >= 0; i--) {
      code.push(...get(b(i)))
      for (let c = i + 1; c < m; c++) code.push(...get(l(c, i)), ...get(b(c)), ...times, ...minus)
      code.push(...scaled(i), ...set(b(i)))
    }
  }
  return code
}

/** Products of all links and the scores' correlations, into locals. */
function linksCode(
  plan: PlsPlan,
  space: PlsWorkspace,
  vector: (key: string) => number,
  local: (key: string) => number,
): Code {
  const { blockStart, linkStart, linkOther, extraPairs, constructCount } = plan
  const packed = addressOf(space.packed)
  const weights = addressOf(space.weights)
  const code: number[] = []
  let q = 0
  const multiply = (a: number, b: number, name: string, form: boolean) => {
    const block = {
      q,
      start: blockStart[a]!,
      stop: blockStart[a + 1]!,
      first: blockStart[b]!,
      last: blockStart[b + 1]!,
    }
    q += packedSize(block)
    const outs = pairsOf(block.start, block.stop).map((_, pair) => vector(`${name} ${pair}`))
    code.push(...blockCode(packed, weights, weights, block, outs, form ? vector('form') : undefined))
    if (form) code.push(...sumOfLanes(vector('form')), ...set(local(pairKey(a, b))))
  }
  for (let k = 0; k < constructCount; k++)
    for (let link = linkStart[k]!; link < linkStart[k + 1]!; link++)
      multiply(k, linkOther[link]!, `t ${link}`, k < linkOther[link]!)
  if (space.scheme === 'path') {
    q = plan.extraPackStart
    for (let pair = 0; pair < extraPairs.length; pair += 2)
      multiply(extraPairs[pair]!, extraPairs[pair + 1]!, 'extra', true)
  }
  return code
}

/** Inner weights into both lanes of a local per link, then the new outer weights to `next`. */
function outerCode(
  plan: PlsPlan,
  space: PlsWorkspace,
  vector: (key: string) => number,
  local: (key: string) => number,
): Code {
  const { blockStart, linkStart, linkOther, linkPath, linkIsPredecessor, constructCount } = plan
  const { scheme, metric } = space
  const next = addressOf(space.next)
  const code: number[] = []
  for (let k = 0; k < constructCount; k++) {
    const links = Array.from({ length: linkStart[k + 1]! - linkStart[k]! }, (_, i) => linkStart[k]! + i)
    for (const link of links) {
      const r = get(local(pairKey(k, linkOther[link]!)))
      const inner: Code =
        scheme === 'centroid'
          ? [
              ...[...r, ...number(0), ...above],
              ...[...r, ...number(0), ...below],
              ...subtractInt,
              ...toNumber,
            ]
          : scheme === 'path' && linkIsPredecessor[link]
            ? get(local(`b ${linkPath[link]}`))
            : r
      code.push(...inner, ...both, ...set(vector(`e ${link}`)))
    }
    const stop = blockStart[k + 1]!
    for (const [pair, i] of pairsOf(blockStart[k]!, stop).entries()) {
      const sum = links.flatMap((link) => [
        ...[...get(vector(`e ${link}`)), ...get(vector(`t ${link} ${pair}`))],
        ...[...multiplyDouble, ...addDouble],
      ])
      const scaled =
        metric === 'raw' ? [...loadPair(addressOf(space.multiplier), i, stop), ...multiplyDouble] : []
      const value =
        links.length > 0 ? [...zero, ...sum, ...scaled] : loadPair(addressOf(space.weights), i, stop)
      code.push(...storePair(next, i, stop, value))
    }
  }
  return code
}

/** Copies `next` over the weights; the largest difference into the local, where given. */
function adoptCode(space: PlsWorkspace, acc?: number): Code {
  const next = addressOf(space.next)
  const weights = addressOf(space.weights)
  const p = space.next.length
  return pairsOf(0, p).flatMap((i) => [
    ...(acc === undefined
      ? []
      : [
          ...[...get(acc), ...loadPair(next, i, p), ...loadPair(weights, i, p), ...subtractDouble],
          ...[...absoluteDouble, ...greaterDouble, ...set(acc)],
        ]),
    ...storePair(weights, i, p, loadPair(next, i, p)),
  ])
}

/**
 * A module whose `iterate` runs the first `iterations` of PLS mode A on a workspace that lies in its memory, as straight-line
 * code for one model: the very operations of pls/iterate.ts in the same order, so that not a bit differs. Returns the number
 * of iterations where converged, 0 where not yet, minus a status number where it failed. `packOffsets`: address of the
 * table of byte offsets (32-bit) into the correlations, one per packed number.
 */
export function plsModule(
  plan: PlsPlan,
  space: PlsWorkspace,
  iterations: number,
  packOffsets: number,
): Uint8Array<ArrayBuffer> {
  const pack: Code = [
    ...repeatWhile(
      [
        ...[...get(0), ...get(1), ...loadInt(packOffsets), ...loadNumber(addressOf(space.correlations))],
        ...[...storeNumber(addressOf(space.packed)), ...advance(0, 8), ...advance(1, 4)],
      ],
      [...get(0), ...int(8 * space.packed.length), ...less],
    ),
  ]
  const normalise = normaliseBody(plan, space)
  // Locals are numbered by kind, and how many vectors there are is known only at the end: write the code twice.
  const write = (vectorCount: number) => {
    const vectors = namer(1)
    const numbers = namer(1 + vectorCount)
    const change = vectors.of('change')
    const largest = numbers.of('largest')
    const stopUnlessVarying: Code = [...call(1), ...isZero, ...when([...int(-NO_VARIANCE), ...leave])]
    const links = linksCode(plan, space, vectors.of, numbers.of)
    const inner = space.scheme === 'path' ? regressCode(plan, numbers.of) : []
    const outer = outerCode(plan, space, vectors.of, numbers.of)
    const body: Code = [
      ...[...call(0), ...stopUnlessVarying, ...adoptCode(space)],
      ...repeatWhile(
        [
          ...[...links, ...inner, ...outer, ...stopUnlessVarying],
          ...[...zero, ...set(change), ...adoptCode(space, change)],
          ...[...get(change), ...lane(0), ...get(change), ...lane(1), ...greaterOf, ...set(largest)],
          ...[...here, ...get(largest), ...storeNumber(addressOf(space.change)), ...advance(0, 1)],
          ...[...get(largest), ...number(space.tolerance), ...atMost, ...when([...get(0), ...leave])],
        ],
        [...get(0), ...int(iterations), ...less],
      ),
      ...int(0),
    ]
    return { body, vectors: vectors.count(), numbers: numbers.count() }
  }
  const { vectors } = write(0)
  return assemble([
    { name: 'pack', ints: 2, body: pack },
    { name: 'normalise', returns: true, ...normalise },
    { name: 'iterate', ints: 1, returns: true, ...write(vectors) },
  ])
}
