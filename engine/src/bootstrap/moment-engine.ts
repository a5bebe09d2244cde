import type { PlsWorkspace } from '../pls/workspace.ts'
import { moduleFor } from '../wasm/module-cache.ts'
import { momentModule } from '../wasm/moment-kernels.ts'
import { isUnavailable, webAssembly } from '../wasm/platform.ts'
import type { DistinctRows } from './distinct-rows.ts'

/** Weighted sums of centred answers: Σ c·x per item, Σ c·x·y per pair (row i, column j ≤ i; `stride` apart). */
export interface WeightedSums {
  sums: Float64Array
  products: Float64Array
  stride: number
}

/** Turns counts per distinct row into weighted sums. `counts` is filled by the caller; its padding stays zero. */
export interface MomentEngine {
  /** How the sums are taken: 16-bit integers, doubles in WebAssembly, or plain loops. */
  readonly kind: 'integer' | 'double' | 'plain'
  readonly counts: Int32Array
  accumulate(): WeightedSums
}

/** Rows of one chunk: its columns stay in the processor's cache while all pairs are taken. */
const CHUNK = { integer: 4096, double: 1024, plain: 1024 }

/**
 * The fastest engine that gives exact sums of integers: 16-bit dot products in WebAssembly where counts and answers are
 * small enough, doubles otherwise. Without WebAssembly (or SIMD) plain loops, which add in the same order as the doubles:
 * all three give the same bits for integer answers, the last two for any.
 */
export function momentEngine(rows: DistinctRows, allowWasm = true): MomentEngine {
  if (allowWasm && webAssembly) {
    try {
      const { n, integer, largest } = rows
      const small = integer && largest < 2 ** 15 && n * largest * largest < 2 ** 31
      if (!small) return wasmEngine(rows, 'double')
      const engine = wasmEngine(rows, 'integer')
      return n * largest < 2 ** 15 ? engine : guarded(engine, rows)
    } catch (error) {
      if (!isUnavailable(error)) throw error
    }
  }
  return plainEngine(rows)
}

/** count · answer must fit 16 bits: decided for every resample where a single row could be drawn too often. */
function guarded(engine: MomentEngine, rows: DistinctRows): MomentEngine {
  const limit = Math.floor((2 ** 15 - 1) / rows.largest)
  let spare: MomentEngine | undefined
  const { counts } = engine
  return {
    kind: engine.kind,
    counts,
    accumulate() {
      let most = 0
      for (let row = 0; row < counts.length; row++) most = Math.max(most, counts[row]!)
      if (most <= limit) return engine.accumulate()
      spare ??= wasmEngine(rows, 'double')
      spare.counts.set(counts.subarray(0, spare.counts.length))
      return spare.accumulate()
    },
  }
}

function wasmEngine(rows: DistinctRows, kind: 'integer' | 'double'): MomentEngine {
  const { itemCount, count } = rows
  const integer = kind === 'integer'
  const padded = Math.ceil(count / 8) * 8
  const columns = Math.ceil(itemCount / 4) * 4
  const valueBytes = integer ? 2 : 8
  const stride = padded * valueBytes
  let end = 0
  const reserve = (size: number) => {
    const start = end
    end += Math.ceil(size / 16) * 16
    return start
  }
  const sumsAt = reserve((columns + columns * columns) * 8)
  const productsAt = sumsAt + columns * 8
  const countsAt = reserve(padded * 4)
  const narrowAt = reserve(padded * 2)
  const dataAt = reserve(columns * stride)

  const memory = new webAssembly!.Memory({ initial: Math.ceil(end / 65536) })
  const layout = { columns, stride, sums: sumsAt, products: productsAt }
  const module = moduleFor(['moments', kind, ...Object.values(layout)].join(), () =>
    momentModule(kind, layout),
  )
  const { narrow, accumulate } = new webAssembly!.Instance(module, { env: { memory } })
    .exports as unknown as Record<
    'narrow' | 'accumulate',
    (counts: number, countsEnd: number, target: number) => void
  >
  const Values = integer ? Int16Array : Float64Array
  const data = new Values(memory.buffer, dataAt, columns * padded)
  for (let i = 0; i < itemCount; i++) data.set(rows.columns.subarray(i * count, (i + 1) * count), i * padded)
  const results = new Float64Array(memory.buffer, sumsAt, columns + columns * columns)
  const answer: WeightedSums = {
    sums: results.subarray(0, columns),
    products: results.subarray(columns),
    stride: columns,
  }
  const chunk = CHUNK[kind]
  return {
    kind,
    counts: new Int32Array(memory.buffer, countsAt, padded),
    accumulate() {
      results.fill(0)
      if (integer) narrow(countsAt, countsAt + padded * 4, narrowAt)
      const countBase = integer ? narrowAt : countsAt
      const countBytes = integer ? 2 : 4
      for (let row = 0; row < padded; row += chunk) {
        const stop = Math.min(padded, row + chunk)
        accumulate(countBase + row * countBytes, countBase + stop * countBytes, dataAt + row * valueBytes)
      }
      return answer
    },
  }
}

/** The doubles' kernel as plain loops: even and odd rows apart, chunk after chunk, so that not even rounding differs. */
function plainEngine(rows: DistinctRows): MomentEngine {
  const { itemCount, count, columns } = rows
  const counts = new Int32Array(Math.ceil(count / 8) * 8)
  const sums = new Float64Array(itemCount)
  const products = new Float64Array(itemCount * itemCount)
  const weighted = new Float64Array(CHUNK.plain)
  const answer: WeightedSums = { sums, products, stride: itemCount }
  return {
    kind: 'plain',
    counts,
    accumulate() {
      sums.fill(0)
      products.fill(0)
      for (let from = 0; from < count; from += CHUNK.plain) {
        const size = Math.min(CHUNK.plain, count - from)
        for (let i = 0; i < itemCount; i++) {
          const left = i * count + from
          let even = 0
          let odd = 0
          for (let row = 0; row < size; row++) {
            const value = counts[from + row]! * columns[left + row]!
            weighted[row] = value
            if (row & 1) odd += value
            else even += value
          }
          sums[i]! += even + odd
          for (let j = 0; j <= i; j++) {
            const right = j * count + from
            even = 0
            odd = 0
            let row = 0
            for (; row + 1 < size; row += 2) {
              even += weighted[row]! * columns[right + row]!
              odd += weighted[row + 1]! * columns[right + row + 1]!
            }
            if (row < size) even += weighted[row]! * columns[right + row]!
            products[i * itemCount + j]! += even + odd
          }
        }
      }
      return answer
    },
  }
}

/** Share of an item's mean square below which its variance is only rounding. */
const NOISE = 1e-13

/**
 * Means, standard deviations (n − 1) and the correlations' lower triangle of a resample of n rows into the workspace.
 * From n·Σxy − Σx·Σy, which is exact for integers. False where an item does not vary in this resample.
 */
export function loadWeightedSums(
  space: PlsWorkspace,
  { sums, products, stride }: WeightedSums,
  offsets: Float64Array,
  n: number,
): boolean {
  const { means, deviations, correlations, scratch } = space
  const p = offsets.length
  const toDeviation = 1 / Math.sqrt(n * (n - 1))
  for (let i = 0; i < p; i++) {
    const sum = sums[i]!
    const square = n * products[i * stride + i]!
    const spread = square - sum * sum
    if (!(spread > NOISE * square)) return false
    const root = Math.sqrt(spread)
    means[i] = offsets[i]! + sum / n
    deviations[i] = root * toDeviation
    scratch[i] = 1 / root
    correlations[i * p + i] = 1
  }
  for (let i = 0; i < p; i++) {
    const sum = sums[i]!
    const inverse = scratch[i]!
    const row = i * p
    const from = i * stride
    for (let j = 0; j < i; j++)
      correlations[row + j] = (n * products[from + j]! - sum * sums[j]!) * (inverse * scratch[j]!)
  }
  return true
}
