import { SMALLEST_VARIANCE } from '../pls/block-products.ts'
import type { PlsPlan } from '../pls/plan.ts'
import type { PlsWorkspace } from '../pls/workspace.ts'
import {
  above,
  absoluteDouble,
  addDouble,
  both,
  type Code,
  get,
  greaterDouble,
  greaterOf,
  int,
  isZero,
  lane,
  leave,
  load,
  loadBoth,
  loadHalf,
  loadNumber,
  multiplyDouble,
  number,
  over,
  plus,
  set,
  squareRoot,
  store,
  storeLow,
  storeNumber,
  times,
  when,
  withSignOf,
  zero,
} from './assembler.ts'

// Everything lies at addresses known when the code is made; the workspace's arrays are views of the module's memory.
export const here = int(0)
export const addressOf = (values: Float64Array) => values.byteOffset

/** Rows i and i + 1 in two lanes; a block's odd last row beside zero. */
export const loadPair = (base: number, i: number, stop: number): Code => [
  ...here,
  ...(i + 1 < stop ? load(base + 8 * i) : loadHalf(base + 8 * i)),
]
export const storePair = (base: number, i: number, stop: number, value: Code): Code => [
  ...here,
  ...value,
  ...(i + 1 < stop ? store(base + 8 * i) : storeLow(base + 8 * i)),
]
export const sumOfLanes = (local: number): Code => [
  ...get(local),
  ...lane(0),
  ...get(local),
  ...lane(1),
  ...plus,
]
export const pairsOf = (start: number, stop: number): number[] =>
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
export function blockCode(
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

export const packedSize = ({ start, stop, first, last }: Omit<Block, 'q'>) =>
  2 * Math.ceil((stop - start) / 2) * (last - first)

/** The mirror of toUnitVariance: returns 1, or 0 where a score does not vary. */
export function normaliseBody(
  plan: PlsPlan,
  space: PlsWorkspace,
): { body: Code; vectors: number; numbers: number } {
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
