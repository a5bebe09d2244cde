import { SMALLEST_PIVOT } from '../pls/cholesky.ts'
import type { PlsPlan } from '../pls/plan.ts'
import { type PlsWorkspace, SINGULAR } from '../pls/workspace.ts'
import {
  above,
  addDouble,
  below,
  both,
  type Code,
  get,
  int,
  isZero,
  leave,
  minus,
  multiplyDouble,
  number,
  over,
  set,
  squareRoot,
  subtractInt,
  times,
  toNumber,
  when,
  zero,
} from './assembler.ts'
import { addressOf, blockCode, loadPair, packedSize, pairsOf, storePair, sumOfLanes } from './pls-blocks.ts'

/** The number of a local by its name. */
export type Local = (key: string) => number

const pairKey = (a: number, b: number) => `r ${Math.min(a, b)} ${Math.max(a, b)}`

/** The mirror of regress: path coefficients into locals; leaves the function with −SINGULAR where there are none. */
export function regressCode(plan: PlsPlan, local: Local): Code {
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
export function linksCode(plan: PlsPlan, space: PlsWorkspace, vector: Local, local: Local): Code {
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
export function outerCode(plan: PlsPlan, space: PlsWorkspace, vector: Local, local: Local): Code {
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
