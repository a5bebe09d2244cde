import type { PlsPlan } from '../pls/plan.ts'
import { NO_VARIANCE, type PlsWorkspace } from '../pls/workspace.ts'
import {
  absoluteDouble,
  advance,
  assemble,
  atMost,
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
  loadInt,
  loadNumber,
  number,
  repeatWhile,
  set,
  storeNumber,
  subtractDouble,
  when,
  zero,
} from './assembler.ts'
import { addressOf, here, loadPair, normaliseBody, pairsOf, storePair } from './pls-blocks.ts'
import { linksCode, outerCode, regressCode } from './pls-inner.ts'

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
