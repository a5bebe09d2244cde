import { multiplyExtraPairs, multiplyLinks, toUnitVariance } from './block-products.ts'
import { factorise, solve } from './cholesky.ts'
import type { PlsPlan } from './plan.ts'
import { regress } from './regression.ts'
import { CONVERGED, CYCLE, ITERATION_LIMIT, NO_VARIANCE, type PlsWorkspace, SINGULAR } from './workspace.ts'

/**
 * Nearly all runs converge within as many. WebAssembly, where at hand, runs these; only behind them is it worth comparing
 * with the weights of two iterations ago.
 */
export const FIRST_ITERATIONS = 40
/** A change this much larger than the one over two iterations is no slow, alternating approach but a cycle. */
const SAME_AGAIN = 1e-6

/**
 * Outer weights by PLS mode A and B (Wold 1982; Lohmöller 1989; Tenenhaus et al. 2005), on the workspace's correlations.
 * Starts from equal weights (of standardised or of raw items), and repeats: correlations of adjacent constructs, inner
 * weights, outer weights, unit variance, until no standardised weight changes by more than the tolerance. Constructs without
 * neighbours keep equal weights. Leaves weights and loadings, signs settled; returns a status number.
 */
export function iterate(plan: PlsPlan, space: PlsWorkspace): number {
  const { packIndex, anyModeB } = plan
  const { correlations, packed, weights, next, previous, tolerance, maxIterations } = space
  // WebAssembly packs for itself.
  if (!space.firstIterations)
    for (let q = 0; q < packIndex.length; q++) packed[q] = correlations[packIndex[q]!]!
  if (anyModeB && !factoriseBlocks(plan, space)) return SINGULAR

  space.iterations = 0
  space.lastChange = Number.NaN
  startWeights(space)
  const done = space.firstIterations?.() ?? 0
  if (done < 0) return -done
  if (done > 0) return end(plan, space, done, space.change[0]!, CONVERGED)
  space.lastChange = space.change[0]!
  if (!space.firstIterations) {
    if (!toUnitVariance(plan, space)) return NO_VARIANCE
    weights.set(next)
  }
  for (
    let iteration = space.firstIterations ? FIRST_ITERATIONS + 1 : 1;
    iteration <= maxIterations;
    iteration++
  ) {
    multiplyLinks(plan, space)
    if (!innerWeights(plan, space)) return SINGULAR
    outerWeights(plan, space)
    if (!toUnitVariance(plan, space)) return NO_VARIANCE
    const change = distance(next, weights)
    if (
      iteration > FIRST_ITERATIONS + 1 &&
      change > tolerance &&
      distance(next, previous) < change * SAME_AGAIN
    )
      return end(plan, space, iteration, change, CYCLE)
    if (iteration > FIRST_ITERATIONS) previous.set(weights)
    weights.set(next)
    if (change <= tolerance) return end(plan, space, iteration, change, CONVERGED)
    space.lastChange = change
  }
  return end(plan, space, maxIterations, space.lastChange, ITERATION_LIMIT)
}

function end(plan: PlsPlan, space: PlsWorkspace, iterations: number, change: number, status: number): number {
  space.iterations = iterations
  space.lastChange = change
  settleSigns(plan, space)
  return status
}

function distance(a: Float64Array, b: Float64Array): number {
  let largest = 0
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!))
  return largest
}

function startWeights({ metric, multiplier, deviations, next }: PlsWorkspace): void {
  const raw = metric === 'raw'
  for (let i = 0; i < next.length; i++) {
    const deviation = deviations[i]!
    next[i] = raw ? deviation : 1
    multiplier[i] = raw ? deviation * deviation : 1
  }
}

function factoriseBlocks(plan: PlsPlan, space: PlsWorkspace): boolean {
  const { blockStart, modeB, constructCount, itemCount } = plan
  const { blockFactors, blockFactorStart, correlations } = space
  for (let k = 0; k < constructCount; k++) {
    if (!modeB[k]) continue
    const start = blockStart[k]!
    const size = blockStart[k + 1]! - start
    const at = blockFactorStart[k]!
    for (let i = 0; i < size; i++)
      for (let j = 0; j <= i; j++)
        blockFactors[at + i * size + j] = correlations[(start + i) * itemCount + start + j]!
    if (!factorise(blockFactors, at, size)) return false
  }
  return true
}

/** Inner weights of every link by the scheme. False where predecessors are linearly dependent. */
function innerWeights(plan: PlsPlan, space: PlsWorkspace): boolean {
  const { linkStart, linkOther, linkPath, linkIsPredecessor, constructCount } = plan
  const { scheme, linkWeights, constructCorrelations, pathCoefficients } = space
  if (scheme === 'path') {
    multiplyExtraPairs(plan, space)
    if (!regress(plan, space)) return false
  }
  for (let k = 0; k < constructCount; k++)
    for (let link = linkStart[k]!; link < linkStart[k + 1]!; link++) {
      const r = constructCorrelations[k * constructCount + linkOther[link]!]!
      linkWeights[link] =
        scheme === 'centroid'
          ? Math.sign(r)
          : scheme === 'path' && linkIsPredecessor[link]
            ? pathCoefficients[linkPath[link]!]!
            : r
    }
  return true
}

function outerWeights(plan: PlsPlan, space: PlsWorkspace): void {
  const { blockStart, linkStart, modeB, constructCount } = plan
  const { linkProducts, linkWeights, multiplier, weights, next, blockFactors, blockFactorStart } = space
  let t = 0
  for (let k = 0; k < constructCount; k++) {
    const start = blockStart[k]!
    const stop = blockStart[k + 1]!
    const first = linkStart[k]!
    const last = linkStart[k + 1]!
    for (let i = start; i < stop; i++) next[i] = first === last ? weights[i]! : 0
    if (first === last) continue
    for (let link = first; link < last; link++) {
      const inner = linkWeights[link]!
      for (let i = start; i < stop; i++) next[i]! += inner * linkProducts[t + i - start]!
      t += (stop - start + 1) & ~1
    }
    if (modeB[k]) solve(blockFactors, blockFactorStart[k]!, stop - start, next, start)
    else for (let i = start; i < stop; i++) next[i]! *= multiplier[i]!
  }
}

/** A score's sign is arbitrary: the majority of its loadings is made positive; on a tie, their sum. */
export function settleSigns(plan: PlsPlan, { weights, loadings }: PlsWorkspace): void {
  const { blockStart, constructCount } = plan
  for (let k = 0; k < constructCount; k++) {
    let balance = 0
    let sum = 0
    for (let i = blockStart[k]!; i < blockStart[k + 1]!; i++) {
      balance += Math.sign(loadings[i]!)
      sum += loadings[i]!
    }
    if (balance > 0 || (balance === 0 && sum >= 0)) continue
    for (let i = blockStart[k]!; i < blockStart[k + 1]!; i++) {
      weights[i] = -weights[i]!
      loadings[i] = -loadings[i]!
    }
  }
}
