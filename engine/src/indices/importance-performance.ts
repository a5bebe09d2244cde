import type { CompiledModel, Estimate, Moments } from './types.ts'

export interface ImportancePerformance {
  /** Points of the target's index per point of this index (or item on 0–100), all else equal. */
  importance: number
  /** The standardised total effect; for items times the item's standardised weight. */
  standardised: number
  /** The index, or the item's mean on 0–100. */
  performance: number
}

/** The map of one target, by construct and by item. */
export interface ImportanceMap {
  constructs: Record<string, ImportancePerformance>
  items: Record<string, ImportancePerformance>
}

/**
 * Importance–performance map for a target (construct number): every construct from which paths lead to it, and its items.
 * Importance of a construct = standardised total effect · σ_target/σ_source of the 0–100 indices, that is the unstandardised
 * total effect; of an item = that times the item's normalised weight. Performance = index, or item mean on 0–100.
 * Ringle & Sarstedt (2016), Industrial Management & Data Systems 116(9); agrees with cSEM's doIPMA.
 */
export function importancePerformance(
  compiled: CompiledModel,
  moments: Moments,
  estimate: Estimate,
  target: number = compiled.target,
): ImportanceMap {
  const { constructs, items, blockStart, scaleMin, scaleMax } = compiled
  const map: ImportanceMap = { constructs: {}, items: {} }
  const leading = ancestorsOf(compiled, target)
  for (const [k, construct] of constructs.entries()) {
    if (!leading.has(k)) continue
    const standardised = estimate.totalEffects[k * constructs.length + target]!
    const importance = (standardised * estimate.indexSd[target]!) / estimate.indexSd[k]!
    map.constructs[construct] = { importance, standardised, performance: estimate.index[k]! }
    for (let i = blockStart[k]!; i < blockStart[k + 1]!; i++)
      map.items[items[i]!] = {
        importance: importance * estimate.normalisedWeights[i]!,
        standardised: standardised * estimate.standardisedWeights[i]!,
        performance: (100 * (moments.means[i]! - scaleMin[i]!)) / (scaleMax[i]! - scaleMin[i]!),
      }
  }
  return map
}

/** Constructs from which a chain of paths leads to this one. */
export function ancestorsOf({ pathFrom, pathTo }: CompiledModel, construct: number): ReadonlySet<number> {
  const found = new Set<number>()
  const waiting = [construct]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop())
    for (const [i, to] of pathTo.entries())
      if (to === at && !found.has(pathFrom[i]!)) {
        found.add(pathFrom[i]!)
        waiting.push(pathFrom[i]!)
      }
  return found
}
