import { describe, expect, it } from 'vitest'
import { EngineError } from '../errors.ts'
import { type ClimateUnit, climateCorrelation } from './service-climate.ts'

/** Customers' satisfaction follows employees' with a wobble. */
function unitsOf(count: number, employees = 8): ClimateUnit[] {
  return Array.from({ length: count }, (_, i) => ({
    employees,
    employeeSatisfaction: 50 + ((i * 37) % 41),
    customers: 60,
    customerSatisfaction: 40 + 0.7 * ((i * 37) % 41) + ((i * 17) % 11),
  }))
}

describe('employees’ and customers’ satisfaction', () => {
  it('correlates units, with an interval that a seed repeats', () => {
    const units = unitsOf(30)
    const result = climateCorrelation(units, { resamples: 1000, seed: 3 })
    const x = units.map((unit) => unit.employeeSatisfaction)
    const y = units.map((unit) => unit.customerSatisfaction)
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    const product = (a: number[], b: number[]) =>
      a.reduce((sum, value, i) => sum + (value - mean(a)) * (b[i]! - mean(b)), 0)
    expect(result.correlation).toBeCloseTo(product(x, y) / Math.sqrt(product(x, x) * product(y, y)), 12)
    expect(result.low).toBeLessThan(result.correlation)
    expect(result.high).toBeGreaterThan(result.correlation)
    expect(result.positive).toBe(1)
    expect(climateCorrelation(units, { resamples: 1000, seed: 3 })).toEqual(result)
    expect(climateCorrelation(units, { resamples: 1000, seed: 4 }).low).not.toBe(result.low)
  })

  it('ranks for Spearman, so that a monotone change of scale does not matter', () => {
    const units = unitsOf(20)
    const bent = units.map((unit) => ({ ...unit, customerSatisfaction: unit.customerSatisfaction ** 3 }))
    const options = { method: 'spearman', resamples: 200 } as const
    expect(climateCorrelation(bent, options)).toEqual(climateCorrelation(units, options))
  })

  it('leaves small units out without naming them, and refuses where too few remain', () => {
    const units = [...unitsOf(8), ...unitsOf(2, 4)]
    const result = climateCorrelation(units, { resamples: 100 })
    expect([result.units, result.belowFloor]).toEqual([8, 2])
    try {
      climateCorrelation([...unitsOf(5), ...unitsOf(9, 4)])
      expect.unreachable()
    } catch (error) {
      expect((error as EngineError).code).toBe('anonymity_floor')
      expect((error as EngineError).params).toEqual({ floor: 5, units: 5, needed: 6, below: 9 })
    }
  })

  it('does not let the floor be lowered to single persons', () => {
    expect(() => climateCorrelation(unitsOf(9), { floor: 1 })).toThrow(/floor/)
  })

  it('says so where one side is the same everywhere', () => {
    const same = unitsOf(9).map((unit) => ({ ...unit, employeeSatisfaction: 0.1 + 0.2 }))
    expect(() => climateCorrelation(same)).toThrow(EngineError)
  })
})
