import { EngineError } from '../errors.ts'
import type { CompiledModel, IndexModel, Scale } from './types.ts'

const DEFAULT_SCALE: Scale = { min: 1, max: 10 }

export interface CompileOptions {
  /** Accept constructs on no path: for a plain index, which needs no structural model. */
  allowUnconnected?: boolean
}

/**
 * Checks a model and replaces its names by numbers: K constructs, p items in block order, P paths.
 * Throws an EngineError that names the culprit: duplicate, empty or unconnected constructs, items that two constructs
 * share, paths to unknown constructs, to themselves, given twice or forming a cycle, unknown modes, scales with min ≥ max.
 * Where the model names no target, the headline is the construct called satisfaction, otherwise the one with most predecessors.
 */
export function compileModel(model: IndexModel, options: CompileOptions = {}): CompiledModel {
  const constructs = model.constructs.map((construct) => construct.name)
  const numberOf = new Map<string, number>()
  for (const [k, name] of constructs.entries()) {
    checkName(name)
    if (name.includes('->') || name.includes('|')) throw new EngineError('name_reserved', { name })
    if (numberOf.has(name)) throw new EngineError('construct_duplicate', { construct: name })
    numberOf.set(name, k)
  }
  if (constructs.length === 0) throw new EngineError('model_constructs_missing')
  const { items, blockStart, modeB } = compileBlocks(model)
  const { pathFrom, pathTo } = compilePaths(model, numberOf)
  if (!options.allowUnconnected) checkConnected(constructs, pathFrom, pathTo)
  const order = orderOf(constructs, pathFrom, pathTo)
  const target = targetOf(model, numberOf, pathTo)
  return {
    model,
    items,
    constructs,
    blockStart,
    modeB,
    pathFrom,
    pathTo,
    order,
    target,
    ...compileScales(model, items),
  }
}

function compileBlocks(model: IndexModel): Pick<CompiledModel, 'items' | 'blockStart' | 'modeB'> {
  const items: string[] = []
  const ownerOf = new Map<string, string>()
  const blockStart = new Int32Array(model.constructs.length + 1)
  const modeB = new Uint8Array(model.constructs.length)
  for (const [k, construct] of model.constructs.entries()) {
    if (construct.items.length === 0) throw new EngineError('construct_empty', { construct: construct.name })
    const mode: string = construct.mode ?? 'A'
    if (mode !== 'A' && mode !== 'B')
      throw new EngineError('mode_unknown', { construct: construct.name, mode })
    modeB[k] = mode === 'B' ? 1 : 0
    for (const item of construct.items) {
      checkName(item)
      const owner = ownerOf.get(item)
      if (owner === construct.name) throw new EngineError('item_repeated', { item, construct: owner })
      if (owner !== undefined)
        throw new EngineError('item_shared', { item, first: owner, second: construct.name })
      ownerOf.set(item, construct.name)
      items.push(item)
    }
    blockStart[k + 1] = items.length
  }
  for (const item of Object.keys(model.items ?? {}))
    if (!ownerOf.has(item)) throw new EngineError('item_settings_unknown', { item })
  return { items, blockStart, modeB }
}

function compilePaths(
  model: IndexModel,
  numberOf: ReadonlyMap<string, number>,
): Pick<CompiledModel, 'pathFrom' | 'pathTo'> {
  const pathFrom = new Int32Array(model.paths.length)
  const pathTo = new Int32Array(model.paths.length)
  const seen = new Set<number>()
  for (const [i, [from, to]] of model.paths.entries()) {
    for (const construct of [from, to])
      if (!numberOf.has(construct)) throw new EngineError('path_unknown_construct', { from, to, construct })
    if (from === to) throw new EngineError('path_self', { construct: from })
    pathFrom[i] = numberOf.get(from)!
    pathTo[i] = numberOf.get(to)!
    const key = pathFrom[i]! * numberOf.size + pathTo[i]!
    if (seen.has(key)) throw new EngineError('path_duplicate', { from, to })
    seen.add(key)
  }
  return { pathFrom, pathTo }
}

function compileScales(
  model: IndexModel,
  items: readonly string[],
): Pick<CompiledModel, 'scaleMin' | 'scaleMax' | 'reversed'> {
  const scaleMin = new Float64Array(items.length)
  const scaleMax = new Float64Array(items.length)
  const reversed = new Uint8Array(items.length)
  for (const [i, item] of items.entries()) {
    // Own entries only: an item may be called "constructor".
    const entry = model.items && Object.hasOwn(model.items, item) ? model.items[item] : undefined
    const { min, max } = entry?.scale ?? model.scale ?? DEFAULT_SCALE
    if (!(min < max && Number.isFinite(max - min))) throw new EngineError('scale_invalid', { item, min, max })
    scaleMin[i] = min
    scaleMax[i] = max
    reversed[i] = entry?.reversed ? 1 : 0
  }
  return { scaleMin, scaleMax, reversed }
}

function checkName(name: string): void {
  if (name.trim() === '' || name === '__proto__') throw new EngineError('name_reserved', { name })
}

function checkConnected(constructs: readonly string[], pathFrom: Int32Array, pathTo: Int32Array): void {
  const connected = new Set([...pathFrom, ...pathTo])
  for (const [k, construct] of constructs.entries())
    if (!connected.has(k)) throw new EngineError('construct_isolated', { construct })
}

/** Constructs so that every path leads forward; among free ones, the model's order. Throws naming a cycle. */
function orderOf(constructs: readonly string[], pathFrom: Int32Array, pathTo: Int32Array): Int32Array {
  const order = new Int32Array(constructs.length)
  const waiting = new Set(constructs.keys())
  for (let place = 0; place < order.length; place++) {
    const next = [...waiting].find((k) => !pathTo.some((to, i) => to === k && waiting.has(pathFrom[i]!)))
    if (next === undefined) {
      const cycle = cycleAmong(waiting, pathFrom, pathTo)
      throw new EngineError('path_cycle', { cycle: cycle.map((k) => constructs[k]).join(' → ') })
    }
    waiting.delete(next)
    order[place] = next
  }
  return order
}

/** Every waiting construct has a waiting predecessor, so walking backwards must meet itself. */
function cycleAmong(waiting: ReadonlySet<number>, pathFrom: Int32Array, pathTo: Int32Array): number[] {
  const walk: number[] = []
  let at = waiting.values().next().value!
  while (!walk.includes(at)) {
    walk.push(at)
    const here = at
    at = pathFrom.find((from, i) => pathTo[i] === here && waiting.has(from))!
  }
  return [at, ...walk.slice(walk.indexOf(at)).reverse()]
}

function targetOf(model: IndexModel, numberOf: ReadonlyMap<string, number>, pathTo: Int32Array): number {
  if (model.target !== undefined) {
    const target = numberOf.get(model.target)
    if (target === undefined) throw new EngineError('target_unknown', { construct: model.target })
    return target
  }
  const named = model.constructs.findIndex(({ name }) => /^sat$|satisfaction|رضایت/i.test(name))
  if (named >= 0) return named
  let best = 0
  const predecessors = new Int32Array(numberOf.size)
  for (const to of pathTo) predecessors[to]!++
  for (const [k, count] of predecessors.entries()) if (count > predecessors[best]!) best = k
  return best
}
