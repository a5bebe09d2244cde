import { moduleFor } from '../wasm/module-cache.ts'
import { isUnavailable, webAssembly } from '../wasm/platform.ts'
import { plsModule } from '../wasm/pls-kernel.ts'
import { FIRST_ITERATIONS } from './iterate.ts'
import type { PlsPlan } from './plan.ts'
import { type PlsSettings, type PlsWorkspace, workspaceOf } from './workspace.ts'

/** Above this many packed correlations the straight-line code would be larger than what it saves. */
const LARGEST_CODE = 20_000

/**
 * A workspace for many estimates of one model: where WebAssembly is at hand and all blocks are mode A, the workspace lies in
 * its memory and the iterations run there; otherwise, the plain workspace. The numbers are the same to the last bit.
 */
export function fastWorkspace(plan: PlsPlan, settings: PlsSettings, allowWasm = true): PlsWorkspace {
  if (allowWasm && webAssembly && !plan.anyModeB && plan.packIndex.length <= LARGEST_CODE) {
    try {
      return wasmWorkspace(plan, settings)
    } catch (error) {
      if (!isUnavailable(error)) throw error
    }
  }
  return workspaceOf(plan, settings)
}

function wasmWorkspace(plan: PlsPlan, settings: PlsSettings): PlsWorkspace {
  let bytes = 0
  const reserve = (length: number, width: number) => {
    const start = bytes
    bytes += Math.ceil((length * width) / 16) * 16
    return start
  }
  // Once to learn how much memory it takes, once in earnest.
  workspaceOf(plan, settings, (length) => {
    reserve(length, 8)
    return new Float64Array(length)
  })
  reserve(plan.packIndex.length, 4)
  const memory = new webAssembly!.Memory({ initial: Math.ceil(bytes / 65536) })
  bytes = 0
  const space = workspaceOf(
    plan,
    settings,
    (length) => new Float64Array(memory.buffer, reserve(length, 8), length),
  )
  const packOffsets = reserve(plan.packIndex.length, 4)
  new Int32Array(memory.buffer, packOffsets, plan.packIndex.length).set(
    plan.packIndex.map((cell) => 8 * cell),
  )
  const { scheme, metric, tolerance, maxIterations } = space
  const { blockStart, pathFrom, pathTo } = plan.compiled
  const iterations = Math.min(FIRST_ITERATIONS, maxIterations)
  const module = moduleFor(
    ['pls', scheme, metric, tolerance, iterations, '', ...blockStart, '', ...pathFrom, '', ...pathTo].join(),
    () => plsModule(plan, space, iterations, packOffsets),
  )
  const { iterate } = new webAssembly!.Instance(module, { env: { memory } }).exports as {
    iterate: () => number
  }
  space.firstIterations = iterate
  return space
}
