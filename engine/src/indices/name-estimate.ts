import { ancestorsOf } from './importance-performance.ts'
import type { CompiledModel, Estimate } from './types.ts'

export type Named = Record<string, number>

/** An estimate with names instead of numbers. Paths and effects are keyed `from->to`, pairs `a|b` in both orders. */
export interface NamedEstimate {
  weights: Named
  standardisedWeights: Named
  normalisedWeights: Named
  loadings: Named
  crossLoadings: Record<string, Named>
  constructCorrelations: Named
  paths: Named
  totalEffects: Named
  /** Total less direct, for pairs that a chain of at least two paths joins. */
  indirectEffects: Named
  /** Constructs with predecessors only. */
  r2: Named
  r2Adjusted: Named
  f2: Named
  innerVif: Named
  alpha: Named
  rhoA: Named
  rhoC: Named
  ave: Named
  htmt: Named
  htmtSigned: Named
  indices: Named
  indexDeviations: Named
  gof: number
}

/** Names every quantity of an estimate. Effects are listed for every pair that a chain of paths joins. */
export function nameEstimate(compiled: CompiledModel, estimate: Estimate): NamedEstimate {
  const { items, constructs, pathFrom, pathTo } = compiled
  const count = constructs.length
  const endogenous = new Set(pathTo)
  const byName = (names: readonly string[], values: Float64Array): Named =>
    Object.fromEntries(names.map((name, i) => [name, values[i]!]))
  const explained = (values: Float64Array): Named =>
    Object.fromEntries([...endogenous].sort((a, b) => a - b).map((k) => [constructs[k]!, values[k]!]))
  const pairs = (table: Float64Array): Named =>
    Object.fromEntries(
      constructs.flatMap((a, i) =>
        constructs.flatMap((b, j) => (i === j ? [] : [[`${a}|${b}`, table[i * count + j]!]])),
      ),
    )
  const pathKeys = pathKeysOf(compiled)
  const direct = new Map(pathKeys.map((key, i) => [key, estimate.pathCoefficients[i]!]))
  const totalEffects: Named = {}
  const indirectEffects: Named = {}
  const ancestors = constructs.map((_, k) => ancestorsOf(compiled, k))
  for (let from = 0; from < count; from++)
    for (let to = 0; to < count; to++) {
      if (!ancestors[to]!.has(from)) continue
      const key = effectKey(constructs[from]!, constructs[to]!)
      const total = estimate.totalEffects[from * count + to]!
      totalEffects[key] = total
      const throughAnother = pathTo.some((end, i) => end === to && ancestors[pathFrom[i]!]!.has(from))
      if (throughAnother) indirectEffects[key] = total - (direct.get(key) ?? 0)
    }
  return {
    weights: byName(items, estimate.weights),
    standardisedWeights: byName(items, estimate.standardisedWeights),
    normalisedWeights: byName(items, estimate.normalisedWeights),
    loadings: byName(items, estimate.loadings),
    crossLoadings: Object.fromEntries(
      items.map((item, i) => [
        item,
        byName(constructs, estimate.crossLoadings.subarray(i * count, (i + 1) * count)),
      ]),
    ),
    constructCorrelations: pairs(estimate.constructCorrelations),
    paths: byName(pathKeys, estimate.pathCoefficients),
    totalEffects,
    indirectEffects,
    r2: explained(estimate.r2),
    r2Adjusted: explained(estimate.r2Adjusted),
    f2: byName(pathKeys, estimate.f2),
    innerVif: byName(pathKeys, estimate.innerVif),
    alpha: byName(constructs, estimate.alpha),
    rhoA: byName(constructs, estimate.rhoA),
    rhoC: byName(constructs, estimate.rhoC),
    ave: byName(constructs, estimate.ave),
    htmt: pairs(estimate.htmt),
    htmtSigned: pairs(estimate.htmtSigned),
    indices: byName(constructs, estimate.index),
    indexDeviations: byName(constructs, estimate.indexSd),
    gof: estimate.gof,
  }
}

export function effectKey(from: string, to: string): string {
  return `${from}->${to}`
}

/** `from->to` of every path, in the order of the model. */
export function pathKeysOf({ constructs, pathFrom, pathTo }: CompiledModel): string[] {
  return Array.from(pathFrom, (from, i) => effectKey(constructs[from]!, constructs[pathTo[i]!]!))
}
