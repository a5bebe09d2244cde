import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gaussHypergeometric } from './hypergeometric.ts'
import { digamma, logAddExp, logBeta, logGamma, logRising, softplus, trigamma } from './special.ts'

const relative = (value: number, truth: number): number => Math.abs(value - truth) / Math.abs(truth)

describe('gamma functions against values of forty digits', () => {
  const KNOWN: [number, number, number, number][] = [
    [1e-300, 690.7755278982137, -1e300, Number.NaN],
    [1e-10, 23.025850929882736, -10000000000.577215, 1e20],
    [0.1, 2.252712651734206, -10.423754940411078, 101.43329915079276],
    [0.5, 0.5723649429247001, -1.9635100260214235, 4.934802200544679],
    [0.9, 0.06637623973474296, -0.7549269499470513, 1.9225399594772035],
    [1.2, -0.08537409000331585, -0.2890398965921883, 1.267377205423779],
    [1.7, -0.09580769740706586, 0.20854787487349397, 0.7932328301639984],
    [2.2, 0.09694746679063877, 0.544293436741145, 0.5729327609793347],
    [2.6, 0.35741186354897975, 0.7510474527734763, 0.4678068931245799],
    [7.3, 7.147892523022249, 1.9178203356379862, 0.14679576813142708],
    [9.99, 12.779315214350193, 2.250700372831201, 0.10527695014824179],
    [50.5, 146.51925549072064, 3.912039670928392, 0.01999933342663716],
    [10000.3, 82102.4805880539, 9.210320372192863, 0.00010000199995666247],
    [1e8, 1742068066.1038346, 18.420680738952367, 1.000000005e-8],
    [1e200, 4.595170185988091e202, 460.51701859880916, 1e-200],
  ]
  test('ln Γ, ψ and ψ′ are right to 13 digits from 1e-300 to 1e200', () => {
    for (const [x, log, first, second] of KNOWN) {
      expect(relative(logGamma(x), log)).toBeLessThan(1e-14)
      expect(relative(digamma(x), first)).toBeLessThan(1e-14)
      if (second > 0) expect(relative(trigamma(x), second)).toBeLessThan(1e-14)
    }
  })

  test('ln Γ keeps its relative accuracy beside its zeros at 1 and 2', () => {
    // ln Γ(1 + z) ≈ −γz + π²z²/12, ln Γ(2 + z) ≈ (1 − γ)z
    const z = 2 ** -30
    expect(relative(logGamma(1 + z), -0.5772156649015329 * z + (Math.PI ** 2 / 12) * z * z)).toBeLessThan(
      1e-14,
    )
    expect(
      relative(logGamma(2 - z), -0.42278433509846713 * z + (Math.PI ** 2 / 12 - 0.5) * z * z),
    ).toBeLessThan(1e-14)
    expect(logGamma(1)).toBe(0)
    expect(logGamma(2)).toBe(0)
  })

  test('poles and negative arguments are infinite or NaN, never a number', () => {
    expect(logGamma(0)).toBe(Number.POSITIVE_INFINITY)
    expect(digamma(0)).toBe(Number.NEGATIVE_INFINITY)
    expect(logGamma(-0.5)).toBeNaN()
    expect(trigamma(Number.NaN)).toBeNaN()
  })

  test('Legendre duplication holds everywhere', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (x) => {
        const left = logGamma(2 * x)
        const right = logGamma(x) + logGamma(x + 0.5) + (2 * x - 1) * Math.LN2 - 0.5 * Math.log(Math.PI)
        expect(Math.abs(left - right)).toBeLessThan(1e-13 * Math.max(1, Math.abs(left), x))
      }),
    )
  })

  test('the rising factorial agrees with its definition and does not cancel for large arguments', () => {
    expect(relative(logRising(1e6, 3), Math.log(1e6) + Math.log(1e6 + 1) + Math.log(1e6 + 2))).toBeLessThan(
      1e-15,
    )
    expect(relative(logRising(1e6, 1e6 + 0.5), 14201811.826839345)).toBeLessThan(1e-14)
    expect(relative(logRising(0.25, 1000), logGamma(1000.25) - logGamma(0.25))).toBeLessThan(1e-14)
    expect(relative(logBeta(0.5, 0.5), Math.log(Math.PI))).toBeLessThan(1e-14)
    // B(a, n) for whole n is (n − 1)! / (a)ₙ
    expect(relative(logBeta(1e7, 3), Math.log(2) - logRising(1e7, 3))).toBeLessThan(1e-14)
  })

  test('sums on the logarithmic scale neither overflow nor lose the smaller part', () => {
    expect(logAddExp(1000, 1000)).toBeCloseTo(1000 + Math.LN2, 12)
    expect(logAddExp(Number.NEGATIVE_INFINITY, -3)).toBe(-3)
    expect(softplus(-40)).toBe(Math.log1p(Math.exp(-40)))
    expect(softplus(800)).toBe(800)
  })
})

describe('Gauss hypergeometric function', () => {
  test('it agrees with values of forty digits in the series, Euler, Pfaff and 1 − z regions', () => {
    const known: [number, number, number, number, number][] = [
      [2.2, 3.3, 4.4, 0.5, 3.0149386275668504],
      [0.24, 2.4, 2.2, 0.9, 1.925793082138318],
      [30, 40, 41, 0.85, 1.0193475182718534e24],
      [0.5, 0.6, 1.3, 0.99, 1.9449767853945787],
      [10, 1.5, 20, -30, 0.01708903750222792],
      [2.4, 0.3, 5.5, 0.999, 1.225198051819226],
      [5.2, 3.1, 4.4, 0.97, 659283.091736384],
      [100, 102, 103.5, 0.7, 3.305943113743225e51],
    ]
    for (const [a, b, c, z, value] of known)
      expect(relative(gaussHypergeometric(a, b, c, z), value)).toBeLessThan(1e-12)
  })

  test('elementary cases are met', () => {
    expect(relative(gaussHypergeometric(1, 1, 2, 0.5), 2 * Math.LN2)).toBeLessThan(1e-14)
    expect(relative(gaussHypergeometric(1, 1, 2, -5), Math.log(6) / 5)).toBeLessThan(1e-13)
    expect(relative(gaussHypergeometric(0.5, 0.5, 1.5, 0.25), Math.PI / 3)).toBeLessThan(1e-14)
    expect(relative(gaussHypergeometric(3, 7, 7, 0.3), 0.7 ** -3)).toBeLessThan(1e-14)
    expect(gaussHypergeometric(1, 2, 3, 1)).toBeNaN()
  })

  test('Gauss’s relation between neighbours holds over the region that the models use', () => {
    const parameter = fc.double({ min: 0.05, max: 30, noNaN: true })
    fc.assert(
      fc.property(
        parameter,
        parameter,
        parameter,
        fc.double({ min: 0, max: 0.98, noNaN: true }),
        (a, b, more, z) => {
          const c = b + more
          // c F(a, b; c) − c F(a + 1, b; c) + b z F(a + 1, b + 1; c + 1) = 0 (A&S 15.2.20 and its kin)
          const first = c * gaussHypergeometric(a, b, c, z)
          const second = c * gaussHypergeometric(a + 1, b, c, z)
          const third = b * z * gaussHypergeometric(a + 1, b + 1, c + 1, z)
          expect(Math.abs(first - second + third)).toBeLessThan(1e-11 * Math.max(first, second, third))
        },
      ),
    )
  })
})
