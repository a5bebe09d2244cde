import { factorise, solve } from './cholesky.ts'
import type { PlsPlan } from './plan.ts'
import type { PlsWorkspace } from './workspace.ts'

/**
 * Standardised path coefficients: every construct regressed on its predecessors, from the constructs' correlations.
 * Fills pathCoefficients. False where predecessors of one construct are linearly dependent.
 */
export function regress(plan: PlsPlan, space: PlsWorkspace): boolean {
  const { predecessorStart, predecessor, predecessorPath, constructCount } = plan
  const { constructCorrelations, pathCoefficients, factor, solution } = space
  for (let k = 0; k < constructCount; k++) {
    const first = predecessorStart[k]!
    const m = predecessorStart[k + 1]! - first
    if (m === 0) continue
    if (m === 1) {
      pathCoefficients[predecessorPath[first]!] =
        constructCorrelations[k * constructCount + predecessor[first]!]!
      continue
    }
    for (let i = 0; i < m; i++) {
      const row = predecessor[first + i]! * constructCount
      for (let j = 0; j < i; j++) factor[i * m + j] = constructCorrelations[row + predecessor[first + j]!]!
      factor[i * m + i] = 1
      solution[i] = constructCorrelations[row + k]!
    }
    if (!factorise(factor, 0, m)) return false
    solve(factor, 0, m, solution, 0)
    for (let i = 0; i < m; i++) pathCoefficients[predecessorPath[first + i]!] = solution[i]!
  }
  return true
}

/** R² = Σ bᵢ·r(predecessor i, construct); NaN without predecessors. */
export function explain(plan: PlsPlan, space: PlsWorkspace): void {
  const { predecessorStart, predecessor, predecessorPath, constructCount } = plan
  const { constructCorrelations, pathCoefficients, r2 } = space
  for (let k = 0; k < constructCount; k++) {
    const first = predecessorStart[k]!
    const last = predecessorStart[k + 1]!
    let sum = first === last ? Number.NaN : 0
    for (let i = first; i < last; i++)
      sum +=
        pathCoefficients[predecessorPath[i]!]! * constructCorrelations[k * constructCount + predecessor[i]!]!
    r2[k] = sum
  }
}

/** Total effects, [from × K + to]: the sum over all chains of paths of the products of their coefficients. */
export function accumulateEffects(plan: PlsPlan, space: PlsWorkspace): void {
  const { predecessorStart, predecessor, predecessorPath, constructCount, compiled } = plan
  const { pathCoefficients, totalEffects } = space
  const { order } = compiled
  totalEffects.fill(0)
  for (let place = 0; place < constructCount; place++) {
    const to = order[place]!
    for (let i = predecessorStart[to]!; i < predecessorStart[to + 1]!; i++) {
      const via = predecessor[i]!
      const coefficient = pathCoefficients[predecessorPath[i]!]!
      totalEffects[via * constructCount + to]! += coefficient
      for (let from = 0; from < constructCount; from++)
        totalEffects[from * constructCount + to]! += totalEffects[from * constructCount + via]! * coefficient
    }
  }
}
