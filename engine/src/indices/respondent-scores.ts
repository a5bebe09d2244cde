import type { CompiledModel, Estimate, Moments } from './types.ts'

export interface RespondentScores {
  /** n × K: mean 0, variance 1 over the respondents of the moments. */
  scores: Float64Array
  /** n × K: indices 0–100; their mean is the index of the construct. */
  indices: Float64Array
}

/**
 * Scores of single respondents from rows in model order (n × p, reversed already, as `readAnswers` gives them).
 * score = Σ u·(x − mean)/σ with standardised weights u; index = 100·Σ ŵ·(x − min)/(max − min) with normalised weights ŵ.
 * `moments` are those the estimate came from; rows may be others (new respondents). NaN where an answer is missing.
 */
export function respondentScores(
  compiled: CompiledModel,
  moments: Moments,
  estimate: Estimate,
  rows: Float64Array,
): RespondentScores {
  const p = compiled.items.length
  const count = compiled.constructs.length
  const { blockStart, scaleMin, scaleMax } = compiled
  const n = rows.length / p
  const scores = new Float64Array(n * count)
  const indices = new Float64Array(n * count)
  const slope = estimate.standardisedWeights.map((u, i) => u / Math.sqrt(moments.covariance[i * p + i]!))
  const share = estimate.normalisedWeights.map((w, i) => (100 * w) / (scaleMax[i]! - scaleMin[i]!))
  for (let r = 0; r < n; r++)
    for (let k = 0; k < count; k++) {
      let score = 0
      let index = 0
      for (let i = blockStart[k]!; i < blockStart[k + 1]!; i++) {
        const x = rows[r * p + i]!
        score += slope[i]! * (x - moments.means[i]!)
        index += share[i]! * (x - scaleMin[i]!)
      }
      scores[r * count + k] = score
      indices[r * count + k] = index
    }
  return { scores, indices }
}
