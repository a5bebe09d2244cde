import type { CompiledModel } from '../indices/types.ts'
import { type PlsPlan, planOf } from '../pls/plan.ts'
import type { PlsWorkspace } from '../pls/workspace.ts'

/**
 * Names of everything a resample gives, in the order of its row of the replicates: weight, normalised and loading of items,
 * path and total (`A->B`; total only where paths lead from A to B), r2 of explained constructs, alpha, rhoA, rhoC, ave of
 * constructs, htmt and htmtSigned of pairs (`later|earlier`), index of constructs. E.g. `loading:IMAG1`, `path:Image->Value`,
 * `htmt:Value|Image`, `index:Satisfaction`.
 */
export function quantityNames(compiled: CompiledModel): string[] {
  return namesOf(planOf(compiled))
}

export function namesOf({ compiled, reachable, predecessorStart }: PlsPlan): string[] {
  const { items, constructs, pathFrom, pathTo } = compiled
  const arrow = (from: number, to: number) => `${constructs[from]}->${constructs[to]}`
  const pairs = constructs.flatMap((later, a) =>
    constructs.slice(0, a).map((earlier) => `${later}|${earlier}`),
  )
  const explained = constructs.filter((_, k) => predecessorStart[k + 1]! > predecessorStart[k]!)
  const name = (kind: string, list: readonly string[]) => list.map((one) => `${kind}:${one}`)
  return [
    ...name('weight', items),
    ...name('normalised', items),
    ...name('loading', items),
    ...name(
      'path',
      Array.from(pathFrom, (from, path) => arrow(from, pathTo[path]!)),
    ),
    ...name(
      'total',
      reachable.map(([from, to]) => arrow(from, to)),
    ),
    ...name('r2', explained),
    ...['alpha', 'rhoA', 'rhoC', 'ave'].flatMap((kind) => name(kind, constructs)),
    ...['htmt', 'htmtSigned'].flatMap((kind) => name(kind, pairs)),
    ...name('index', constructs),
  ]
}

/**
 * A function that writes a workspace's outputs in the order of the names, the first at `at`, each next one `step` further
 * (1 where left out). Allocates nothing when called.
 */
export function quantityWriter(
  plan: PlsPlan,
): (space: PlsWorkspace, out: Float64Array, at: number, step?: number) => void {
  const { itemCount, constructCount, pathCount, predecessorStart, reachable } = plan
  const all = (count: number) => Int32Array.from({ length: count }, (_, i) => i)
  const items = all(itemCount)
  const paths = all(pathCount)
  const constructs = all(constructCount)
  const explained = constructs.filter((k) => predecessorStart[k + 1]! > predecessorStart[k]!)
  const totals = Int32Array.from(reachable, ([from, to]) => from * constructCount + to)
  const pairs = Int32Array.from(
    Array.from(constructs, (a) =>
      Array.from(constructs.subarray(0, a), (b) => a * constructCount + b),
    ).flat(),
  )
  return (space, out, at, step = 1) => {
    const { weights, deviations } = space
    const raw = space.metric === 'raw'
    let o = at
    for (let i = 0; i < itemCount; i++, o += step) out[o] = raw ? weights[i]! / deviations[i]! : weights[i]!
    o = copyCells(space.normalisedWeights, items, out, o, step)
    o = copyCells(space.loadings, items, out, o, step)
    o = copyCells(space.pathCoefficients, paths, out, o, step)
    o = copyCells(space.totalEffects, totals, out, o, step)
    o = copyCells(space.r2, explained, out, o, step)
    o = copyCells(space.alpha, constructs, out, o, step)
    o = copyCells(space.rhoA, constructs, out, o, step)
    o = copyCells(space.rhoC, constructs, out, o, step)
    o = copyCells(space.ave, constructs, out, o, step)
    o = copyCells(space.htmt, pairs, out, o, step)
    o = copyCells(space.htmtSigned, pairs, out, o, step)
    copyCells(space.index, constructs, out, o, step)
  }
}

/** Writes the chosen cells from `at` on, `step` apart; returns where the next number goes. */
function copyCells(
  values: Float64Array,
  cells: Int32Array,
  out: Float64Array,
  at: number,
  step: number,
): number {
  let o = at
  for (let i = 0; i < cells.length; i++, o += step) out[o] = values[cells[i]!]!
  return o
}
