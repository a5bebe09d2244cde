/**
 * Logarithm of the gamma function and its derivatives, and sums on the logarithmic scale.
 * Relative error of logGamma below 1e-14 over (0, 1e300), also beside its zeros at 1 and 2.
 */

/** ζ(k) − 1 for k = 2 …; the series of ln Γ(2 + z) needs them for |z| ≤ ½. */
const ZETA_MINUS_ONE = zetaMinusOne(40)
const EULER = 0.5772156649015329
const HALF_LOG_TWO_PI = 0.9189385332046728

/** Bernoulli numbers B₂ₖ / (2k(2k − 1)) of Stirling's series. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400]

/**
 * ζ(k) − 1 by the sum of n⁻ᵏ up to 30 and Euler–Maclaurin for the rest, small terms first.
 */
function zetaMinusOne(count: number): Float64Array {
  const values = new Float64Array(count + 2)
  const last = 30
  for (let k = 2; k < values.length; k++) {
    const tail = last ** -k
    let sum =
      (tail * last) / (k - 1) -
      tail / 2 +
      (tail * k) / (12 * last) -
      (tail * k * (k + 1) * (k + 2)) / (720 * last ** 3) +
      (tail * k * (k + 1) * (k + 2) * (k + 3) * (k + 4)) / (30240 * last ** 5)
    for (let n = last; n >= 2; n--) sum += n ** -k
    values[k] = sum
  }
  return values
}

/** ln Γ(2 + z) for |z| ≤ ½: z(1 − γ) + Σ (−1)ᵏ (ζ(k) − 1) zᵏ / k (Abramowitz & Stegun 6.1.33). */
function logGammaNearTwo(z: number): number {
  let sum = 0
  for (let k = 41; k >= 2; k--) sum = ZETA_MINUS_ONE[k]! / k - z * sum
  return z * (1 - EULER + z * sum)
}

/**
 * ln Γ(x) for x > 0; +∞ at 0, NaN below 0.
 * Series around 2 on [½, 2½], recurrence down to it below 10, Stirling's series above.
 */
export function logGamma(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.POSITIVE_INFINITY : Number.NaN
  if (x < 0.5) return logGammaNearTwo(x) - Math.log1p(x) - Math.log(x)
  if (x < 1.5) return logGammaNearTwo(x - 1) - Math.log1p(x - 1)
  if (x <= 2.5) return logGammaNearTwo(x - 2)
  if (x < 10) {
    let product = 1
    let rest = x
    while (rest > 2.5) {
      rest -= 1
      product *= rest
    }
    return Math.log(product) + logGammaNearTwo(rest - 2)
  }
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingRest(x)
}

/** ψ(x) = d ln Γ(x) / dx for x > 0: recurrence up to 10, then the asymptotic series (A&S 6.3.18). */
export function digamma(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN
  let shift = 0
  let at = x
  while (at < 10) {
    shift += 1 / at
    at += 1
  }
  const square = 1 / (at * at)
  const series =
    square *
    (1 / 12 -
      square *
        (1 / 120 -
          square *
            (1 / 252 -
              square *
                (1 / 240 -
                  square *
                    (1 / 132 - square * (691 / 32760 - square * (1 / 12 - square * 0.4432598039215686)))))))
  return Math.log(at) - 0.5 / at - series - shift
}

/** ψ′(x) for x > 0: recurrence up to 10, then the asymptotic series (A&S 6.4.12). */
export function trigamma(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.POSITIVE_INFINITY : Number.NaN
  let shift = 0
  let at = x
  while (at < 10) {
    shift += 1 / (at * at)
    at += 1
  }
  const inverse = 1 / at
  const square = inverse * inverse
  const series =
    square *
    (1 / 6 -
      square *
        (1 / 30 -
          square *
            (1 / 42 -
              square *
                (1 / 30 -
                  square *
                    (5 / 66 - square * (691 / 2730 - square * (7 / 6 - square * 7.092156862745098)))))))
  return inverse * (1 + 0.5 * inverse + series) + shift
}

/** ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b); for a large argument without the cancellation of two huge terms. */
export function logBeta(a: number, b: number): number {
  const small = Math.min(a, b)
  const large = Math.max(a, b)
  return logGamma(small) - logRising(large, small)
}

/**
 * ln Γ(a + n) − ln Γ(a), the logarithm of the rising factorial (a)ₙ, for a > 0, n ≥ 0 (n need not be whole).
 * A product for small whole n; for large a the difference of two Stirling series, arranged so that nothing cancels.
 */
export function logRising(a: number, n: number): number {
  if (n === 0) return 0
  if (n <= 32 && Number.isInteger(n)) {
    let product = 1
    let sum = 0
    for (let j = 0; j < n; j++) {
      product *= a + j
      if (product > 1e250 || product < 1e-250) {
        sum += Math.log(product)
        product = 1
      }
    }
    return sum + Math.log(product)
  }
  if (a < 10) return logGamma(a + n) - logGamma(a)
  return (a - 0.5) * Math.log1p(n / a) + n * (Math.log(a + n) - 1) + stirlingRest(a + n) - stirlingRest(a)
}

function stirlingRest(x: number): number {
  const square = 1 / (x * x)
  let sum = 0
  for (let k = STIRLING.length - 1; k >= 0; k--) sum = STIRLING[k]! + square * sum
  return sum / x
}

/** ln(eᵃ + eᵇ) without overflow; −∞ stands for nothing. */
export function logAddExp(a: number, b: number): number {
  const high = Math.max(a, b)
  if (high === Number.NEGATIVE_INFINITY) return high
  return high + Math.log1p(Math.exp(Math.min(a, b) - high))
}

/** ln(1 + eᵘ) for any u. */
export function softplus(u: number): number {
  return u > 0 ? u + Math.log1p(Math.exp(-u)) : Math.log1p(Math.exp(u))
}
