import { multiplyExtraPairs, multiplyLinks } from './block-products.ts'
import { iterate } from './iterate.ts'
import type { PlsPlan } from './plan.ts'
import { measureDiscrimination, measureIndices, measureReliability } from './quality.ts'
import { accumulateEffects, explain, regress } from './regression.ts'
import { CYCLE, type PlsWorkspace, SINGULAR } from './workspace.ts'

/**
 * One complete estimate inside a workspace whose means, deviations and correlations are filled: weights, then everything
 * that follows from them. Allocates nothing; `estimate` and every resample of the bootstrap run this and nothing else.
 * Returns a status number; above CYCLE the outputs hold nothing of use.
 */
export function runKernel(plan: PlsPlan, space: PlsWorkspace): number {
  const status = iterate(plan, space)
  if (status > CYCLE) return status
  return finish(plan, space) ? status : SINGULAR
}

/** Everything that follows from weights and loadings. False where predecessors are linearly dependent. */
export function finish(plan: PlsPlan, space: PlsWorkspace): boolean {
  multiplyLinks(plan, space)
  multiplyExtraPairs(plan, space)
  if (!regress(plan, space)) return false
  explain(plan, space)
  accumulateEffects(plan, space)
  measureReliability(plan, space)
  measureDiscrimination(plan, space)
  measureIndices(plan, space)
  return true
}
