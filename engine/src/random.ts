/**
 * Pseudo-random streams: sfc32 (Chris Doty-Humphrey, PractRand; passes PractRand and BigCrush, period at least 2³²), one
 * stream per (seed, index). Integer arithmetic only, so that every machine and every number of workers draws the same.
 */
export interface RandomStream {
  /** Uniform on 0 … 2³² − 1. */
  next32(): number
  /** Uniform on 0 … n − 1 without bias; n from 1 to 2³². */
  below(n: number): number
  /** Uniform on [0, 1), 53 bits. */
  uniform(): number
}

const WARM_UP = 15

/** Bijective on 32 bits (the finaliser of MurmurHash3), so that different seeds stay different. */
function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/**
 * Sets a state (four 32-bit words) to the start of a stream. Seed and index are integers; the index below 2³², the seed
 * below 2⁵³. Different (seed, index) give different states: the three words are bijections of index, low and high seed.
 */
export function startStream(state: Int32Array, seed: number, index: number): void {
  const high = Math.floor(seed / 4294967296)
  state[0] = mix(index + 0x9e3779b9)
  state[1] = mix(seed ^ 0x3c6ef372)
  state[2] = mix(high ^ 0x78dde6e5)
  state[3] = 1
  for (let round = 0; round < WARM_UP; round++) step(state)
}

function step(state: Int32Array): number {
  const a = state[0]!
  const b = state[1]!
  const c = state[2]!
  const result = (a + b + state[3]!) | 0
  state[3] = state[3]! + 1
  state[0] = b ^ (b >>> 9)
  state[1] = c + (c << 3)
  state[2] = ((c << 21) | (c >>> 11)) + result
  return result
}

/** The high word of the 64-bit product of two 32-bit numbers; exact: every part stays below 2⁵³. */
function highProduct(r: number, n: number): number {
  return Math.floor(((r >>> 16) * n + Math.floor(((r & 0xffff) * n) / 65536)) / 65536)
}

/** The stream of a seed and an index. */
export function makeStream(seed: number, index: number): RandomStream {
  const state = new Int32Array(4)
  startStream(state, seed, index)
  const next32 = () => step(state) >>> 0
  return {
    next32,
    below(n) {
      // Lemire (2019): the high word of r·n, drawn again where the low word falls among the 2³² mod n surplus values.
      const surplus = 4294967296 % n
      for (;;) {
        const r = next32()
        if (Math.imul(r, n) >>> 0 >= surplus) return highProduct(r, n)
      }
    },
    uniform: () => ((next32() >>> 5) * 67108864 + (next32() >>> 6)) / 9007199254740992,
  }
}

/** Up to here the high word of r·n comes from two 32-bit products. */
const SMALL = 2 ** 16

/**
 * Draws n rows out of n with replacement and counts them: counts[rowOf[r]] += 1, the same draws as `below(n)` gives.
 * The state lives in local variables meanwhile: this is the bootstrap's inner loop.
 */
export function drawCounts(state: Int32Array, n: number, rowOf: Int32Array, counts: Int32Array): void {
  let a = state[0]!
  let b = state[1]!
  let c = state[2]!
  let counter = state[3]!
  const surplus = 4294967296 % n
  const small = n <= SMALL
  let left = n
  while (left > 0) {
    const r = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + r) | 0
    if (Math.imul(r, n) >>> 0 < surplus) continue
    const row = small
      ? (Math.imul(r >>> 16, n) + (Math.imul(r & 0xffff, n) >>> 16)) >>> 16
      : highProduct(r >>> 0, n)
    counts[rowOf[row]!]!++
    left--
  }
  state[0] = a
  state[1] = b
  state[2] = c
  state[3] = counter
}
