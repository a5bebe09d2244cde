import { EngineError } from '../errors.ts'
import type { CompiledModel } from '../indices/types.ts'
import { fastWorkspace } from '../pls/fast-workspace.ts'
import { runKernel } from '../pls/kernel.ts'
import { planOf } from '../pls/plan.ts'
import { NO_VARIANCE, type PlsSettings } from '../pls/workspace.ts'
import { drawCounts, startStream } from '../random.ts'
import { distinctRows } from './distinct-rows.ts'
import { loadWeightedSums, type MomentEngine, momentEngine, type WeightedSums } from './moment-engine.ts'
import { namesOf, quantityWriter } from './quantities.ts'

export interface ResamplerSettings extends PlsSettings {
  /** False: plain loops even where WebAssembly is at hand. */
  wasm?: boolean
}

/**
 * Estimates on reweighted rows. Every method writes the quantities (in the order of `names`) into `out`, the first at `at`,
 * each next one `step` further, and returns a status number (0: converged; above 2 nothing is written). Nothing is allocated
 * after creation.
 */
export interface Resampler {
  readonly names: readonly string[]
  readonly n: number
  readonly distinct: number
  readonly kind: MomentEngine['kind']
  /** The answers as they are. */
  original(out: Float64Array, at: number): number
  /** n rows drawn with the stream of a seed and an index. */
  draw(seed: number, index: number, out: Float64Array, at: number, step?: number): number
  /** n given row numbers (0 … n − 1) of `rows` from `from` on. */
  given(rows: ArrayLike<number>, from: number, out: Float64Array, at: number, step?: number): number
  /** All rows but one respondent of distinct row `row`. */
  without(row: number, out: Float64Array, at: number): number
  /** Respondents behind each distinct row. */
  readonly multiplicity: Int32Array
}

/**
 * `answers`: n × p, row after row, items in the order of `compiled.items`, reversed already, none missing; n ≥ 3.
 * Throws EngineError 'bootstrap_answers' with the first cell that is no finite number.
 */
export function createResampler(
  compiled: CompiledModel,
  answers: Float64Array,
  settings: ResamplerSettings = {},
): Resampler {
  const hole = answers.findIndex((value) => !Number.isFinite(value))
  if (hole >= 0) throw new EngineError('bootstrap_answers', { cell: hole })
  const plan = planOf(compiled)
  const space = fastWorkspace(plan, settings, settings.wasm)
  const rows = distinctRows(answers, plan.itemCount)
  const engine = momentEngine(rows, settings.wasm)
  const write = quantityWriter(plan)
  const state = new Int32Array(4)
  const { n, offsets, rowOf, multiplicity, count, columns } = rows
  const { counts } = engine

  const run = (sums: WeightedSums, size: number, out: Float64Array, at: number, step = 1): number => {
    if (!loadWeightedSums(space, sums, offsets, size)) return NO_VARIANCE
    const status = runKernel(plan, space)
    if (status <= 2) write(space, out, at, step)
    return status
  }

  counts.set(multiplicity)
  const whole = engine.accumulate()
  const full: WeightedSums = {
    sums: Float64Array.from(whole.sums),
    products: Float64Array.from(whole.products),
    stride: whole.stride,
  }
  const reduced: WeightedSums = {
    sums: new Float64Array(full.sums.length),
    products: new Float64Array(full.products.length),
    stride: full.stride,
  }
  return {
    names: namesOf(plan),
    n,
    distinct: count,
    kind: engine.kind,
    multiplicity,
    original: (out, at) => run(full, n, out, at),
    draw(seed, index, out, at, step) {
      counts.fill(0)
      startStream(state, seed, index)
      drawCounts(state, n, rowOf, counts)
      return run(engine.accumulate(), n, out, at, step)
    },
    given(indices, from, out, at, step) {
      counts.fill(0)
      for (let i = from; i < from + n; i++) counts[rowOf[indices[i]!]!]! += 1
      return run(engine.accumulate(), n, out, at, step)
    },
    without(row, out, at) {
      const { sums, products, stride } = reduced
      for (let i = 0; i < plan.itemCount; i++) {
        const x = columns[i * count + row]!
        sums[i] = full.sums[i]! - x
        for (let j = 0; j <= i; j++)
          products[i * stride + j] = full.products[i * stride + j]! - x * columns[j * count + row]!
      }
      return run(reduced, n - 1, out, at)
    },
  }
}
