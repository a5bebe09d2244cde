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

/** A function that writes a workspace's outputs into one row, in the order of the names. Allocates nothing when called. */
export function quantityWriter(plan: PlsPlan): (space: PlsWorkspace, out: Float64Array, at: number) => void {
  const { itemCount, constructCount, pathCount, predecessorStart, reachable } = plan
  const totals = Int32Array.from(reachable, ([from, to]) => from * constructCount + to)
  const explained = Int32Array.from(
    Array.from({ length: constructCount }, (_, k) => k).filter(
      (k) => predecessorStart[k + 1]! > predecessorStart[k]!,
    ),
  )
  return (space, out, at) => {
    let o = at
    const { weights, deviations, normalisedWeights, loadings, pathCoefficients, totalEffects, r2 } = space
    const raw = space.metric === 'raw'
    for (let i = 0; i < itemCount; i++) out[o++] = raw ? weights[i]! / deviations[i]! : weights[i]!
    for (let i = 0; i < itemCount; i++) out[o++] = normalisedWeights[i]!
    for (let i = 0; i < itemCount; i++) out[o++] = loadings[i]!
    for (let i = 0; i < pathCount; i++) out[o++] = pathCoefficients[i]!
    for (let i = 0; i < totals.length; i++) out[o++] = totalEffects[totals[i]!]!
    for (let i = 0; i < explained.length; i++) out[o++] = r2[explained[i]!]!
    const { alpha, rhoA, rhoC, ave, htmt, htmtSigned, index } = space
    for (let k = 0; k < constructCount; k++) out[o++] = alpha[k]!
    for (let k = 0; k < constructCount; k++) out[o++] = rhoA[k]!
    for (let k = 0; k < constructCount; k++) out[o++] = rhoC[k]!
    for (let k = 0; k < constructCount; k++) out[o++] = ave[k]!
    for (let a = 0; a < constructCount; a++)
      for (let b = 0; b < a; b++) out[o++] = htmt[a * constructCount + b]!
    for (let a = 0; a < constructCount; a++)
      for (let b = 0; b < a; b++) out[o++] = htmtSigned[a * constructCount + b]!
    for (let k = 0; k < constructCount; k++) out[o++] = index[k]!
  }
}
