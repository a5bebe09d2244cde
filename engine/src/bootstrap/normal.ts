const ROOT_TWO_PI = Math.sqrt(2 * Math.PI)

/** Φ(x): the standard normal distribution function, absolute error about 1e-16. */
export function normalBelow(x: number): number {
  if (Number.isNaN(x)) return Number.NaN
  if (x < 0) return x > -5 ? 0.5 - normalCentre(-x) : normalTail(-x)
  return x < 5 ? 0.5 + normalCentre(x) : 1 - normalTail(x)
}

/** Φ(x) − ½ = φ(x)·Σ x^(2k+1)/(1·3·5…(2k+1)), all terms positive (Marsaglia 2004). */
function normalCentre(x: number): number {
  let term = x
  let sum = x
  for (let k = 3; term > sum * 1e-17; k += 2) {
    term *= (x * x) / k
    sum += term
  }
  return (sum * Math.exp((-x * x) / 2)) / ROOT_TWO_PI
}

/** 1 − Φ(x) for large x by Laplace's continued fraction. */
function normalTail(x: number): number {
  if (x > 40) return 0
  let fraction = x
  for (let k = 60; k >= 1; k--) fraction = x + k / fraction
  return Math.exp((-x * x) / 2) / ROOT_TWO_PI / fraction
}

/** Φ⁻¹(p), about 15 digits: the start of Abramowitz & Stegun 26.2.23, sharpened by Halley's steps. ±Infinity at 0 and 1. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1))
    return p === 0 ? Number.NEGATIVE_INFINITY : p === 1 ? Number.POSITIVE_INFINITY : Number.NaN
  if (p > 0.5) return -normalQuantile(1 - p)
  const t = Math.sqrt(-2 * Math.log(p))
  let x =
    (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
  for (let step = 0; step < 3; step++) {
    const error = ((normalBelow(x) - p) * ROOT_TWO_PI) / Math.exp((-x * x) / 2)
    x -= error / (1 + (x * error) / 2)
  }
  return x
}
