import type { PlsPlan } from './plan.ts'
import type { PlsWorkspace } from './workspace.ts'

/**
 * Reliability and convergent validity of every construct from correlations R, standardised weights u and loadings λ:
 * standardised α = k/(k−1)·(1 − k/ΣR) (Cronbach 1951), ρ_C = (Σλ)²/((Σλ)² + Σ(1 − λ²)), AVE = mean λ² (Fornell & Larcker
 * 1981), ρ_A = (u'u)²·u'(R − diag R)u / u'(uu' − diag uu')u (Dijkstra & Henseler 2015). One for single-item constructs.
 */
export function measureReliability(plan: PlsPlan, space: PlsWorkspace): void {
  const { blockStart, constructCount, itemCount } = plan
  const { correlations, weights, loadings, alpha, rhoA, rhoC, ave, within, withinSigned } = space
  for (let k = 0; k < constructCount; k++) {
    const start = blockStart[k]!
    const stop = blockStart[k + 1]!
    const size = stop - start
    if (size === 1) {
      alpha[k] = rhoA[k] = rhoC[k] = ave[k] = within[k] = withinSigned[k] = 1
      continue
    }
    let sum = 0
    let magnitude = 0
    let loadingSum = 0
    let loadingSquares = 0
    let weightSquares = 0
    let weightFourths = 0
    for (let i = start; i < stop; i++) {
      for (let j = start; j < i; j++) {
        const r = correlations[i * itemCount + j]!
        sum += r
        magnitude += Math.abs(r)
      }
      const square = weights[i]! * weights[i]!
      weightSquares += square
      weightFourths += square * square
      loadingSum += loadings[i]!
      loadingSquares += loadings[i]! * loadings[i]!
    }
    const pairs = (size * (size - 1)) / 2
    alpha[k] = (size / (size - 1)) * (1 - size / (size + 2 * sum))
    // The score's variance u'Ru is one, and R has ones on its diagonal: u'(R − diag R)u = 1 − u'u.
    rhoA[k] =
      (weightSquares * weightSquares * (1 - weightSquares)) / (weightSquares * weightSquares - weightFourths)
    rhoC[k] = (loadingSum * loadingSum) / (loadingSum * loadingSum + size - loadingSquares)
    ave[k] = loadingSquares / size
    within[k] = magnitude / pairs
    withinSigned[k] = sum / pairs
  }
}

/**
 * Heterotrait–monotrait ratio of every pair of constructs (Henseler, Ringle & Sarstedt 2015): mean correlation across the
 * two blocks over the geometric mean of the mean correlations within them; a single item counts as one. `htmt` takes |r|,
 * `htmtSigned` r as it is (NaN where the product of the means is not positive). Needs measureReliability first.
 */
export function measureDiscrimination(plan: PlsPlan, space: PlsWorkspace): void {
  const { blockStart, constructCount, itemCount } = plan
  const { correlations, within, withinSigned, htmt, htmtSigned } = space
  for (let a = 0; a < constructCount; a++) {
    const start = blockStart[a]!
    const stop = blockStart[a + 1]!
    htmt[a * constructCount + a] = htmtSigned[a * constructCount + a] = Number.NaN
    for (let b = 0; b < a; b++) {
      const otherStart = blockStart[b]!
      const otherStop = blockStart[b + 1]!
      let sum = 0
      let magnitude = 0
      for (let i = start; i < stop; i++) {
        const row = i * itemCount
        for (let j = otherStart; j < otherStop; j++) {
          const r = correlations[row + j]!
          sum += r
          magnitude += Math.abs(r)
        }
      }
      const pairs = (stop - start) * (otherStop - otherStart)
      const ratio = magnitude / pairs / Math.sqrt(within[a]! * within[b]!)
      const signed = sum / pairs / Math.sqrt(withinSigned[a]! * withinSigned[b]!)
      htmt[a * constructCount + b] = htmt[b * constructCount + a] = ratio
      htmtSigned[a * constructCount + b] = htmtSigned[b * constructCount + a] = signed
    }
  }
}

/**
 * Indices 0–100 and the standard deviation of the respondents' indices (Fornell et al. 1996): with answers put on 0–100
 * (100·(x − min)/(max − min)) and unstandardised weights normalised to sum one, the index is the weighted mean. Where
 * weights sum to zero the index is not defined: NaN or infinite.
 */
export function measureIndices(plan: PlsPlan, space: PlsWorkspace): void {
  const { blockStart, constructCount, compiled } = plan
  const { scaleMin, scaleMax } = compiled
  const { weights, deviations, means, normalisedWeights, index, indexSd } = space
  for (let k = 0; k < constructCount; k++) {
    const start = blockStart[k]!
    const stop = blockStart[k + 1]!
    let sum = 0
    for (let i = start; i < stop; i++) {
      const weight = (weights[i]! / deviations[i]!) * (scaleMax[i]! - scaleMin[i]!)
      normalisedWeights[i] = weight
      sum += weight
    }
    let mean = 0
    for (let i = start; i < stop; i++) {
      const weight = normalisedWeights[i]! / sum
      normalisedWeights[i] = weight
      mean += (weight * (means[i]! - scaleMin[i]!)) / (scaleMax[i]! - scaleMin[i]!)
    }
    index[k] = 100 * mean
    // The score Σ w·x has variance one; the index is the score times 100/sum.
    indexSd[k] = 100 / Math.abs(sum)
  }
}
