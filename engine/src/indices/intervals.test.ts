import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseNumbers } from '../../fixtures/tables.ts'
import { bootstrap } from '../bootstrap/bootstrap.ts'
import { findModel } from '../models/find-model.ts'
import type { Columns } from './answers.ts'
import { withIntervals } from './intervals.ts'
import { plainIndex } from './plain-index.ts'
import { runIndexParts } from './run-index.ts'

function fixture(name: string): Columns {
  const { names, rows } = parseNumbers(
    readFileSync(new URL(`../../fixtures/${name}.csv`, import.meta.url), 'utf8'),
  )
  return Object.fromEntries(names.map((column, i) => [column, Float64Array.from(rows, (row) => row[i]!)]))
}

describe('withIntervals', () => {
  const run = runIndexParts(findModel('swics'), { columns: fixture('swics') })
  const resampled = bootstrap(run.compiled, run.answers!.rows, { resamples: 200, seed: 4 })
  const result = withIntervals(run.result, resampled)

  test('gives every quantity its own estimate back, between its limits', () => {
    for (const table of [
      'weights',
      'loadings',
      'paths',
      'totalEffects',
      'r2',
      'alpha',
      'rhoA',
      'indices',
      'htmt',
    ] as const) {
      expect(Object.keys(result.intervals[table]).sort(), table).toEqual(Object.keys(result[table]).sort())
      for (const [key, { estimate, se, low, high, p }] of Object.entries(result.intervals[table])) {
        expect(Math.abs(estimate - result[table][key]!), `${table} ${key}`).toBeLessThan(1e-9)
        expect(low).toBeLessThanOrEqual(estimate)
        expect(high).toBeGreaterThanOrEqual(estimate)
        expect(se).toBeGreaterThan(0)
        expect(p).toBeGreaterThan(0)
      }
    }
  })

  test('says how the intervals came about', () => {
    expect(result).toMatchObject({
      intervalMethod: 'percentile',
      bootstrap: { resamples: 200, usable: 200, seed: 4, level: 0.95, stopped: false },
    })
    expect(result.findings).toEqual(run.result.findings)
  })

  test('counts failed resamples as a finding', () => {
    const failing = withIntervals(run.result, { ...resampled, usable: 190 })
    expect(failing.findings[0]).toMatchObject({ code: 'resamples_failed', severity: 'serious', value: 200 })
    expect(failing.findings[0]!.sentence.en).toMatch(/^10 of 200/)
  })
})

describe('plainIndex', () => {
  const answers = {
    csi1: [1, 10, 4],
    csi2: [10, 10, 7],
    csi3: [1, 1, 10],
    csi4: [5, 5, 6],
    csi5: [2, 3, 4],
    csi6: [9, 8, 7],
  }
  const columns = Object.fromEntries(
    Object.entries(answers).map(([item, values]) => [item, Float64Array.from(values)]),
  )

  test('is the mean of the respondents’ indices with sd/√n, computed by hand', () => {
    const result = plainIndex(findModel('csi'), columns)
    const own = [0, 1, 2].map(
      (r) => Object.values(answers).reduce((sum, values) => sum + (100 * (values[r]! - 1)) / 9, 0) / 6,
    )
    const mean = own.reduce((sum, value) => sum + value, 0) / 3
    const sd = Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2)
    expect(result.indices.Satisfaction).toBeCloseTo(mean, 10)
    expect(result.intervals.Satisfaction!.sd).toBeCloseTo(sd, 10)
    expect(result.intervals.Satisfaction!.se).toBeCloseTo(sd / Math.sqrt(3), 10)
    expect(result.intervals.Satisfaction!.high - mean).toBeCloseTo((1.959963984540054 * sd) / Math.sqrt(3), 8)
  })

  test('weighs by importance, whatever its unit', () => {
    const importance = { csi1: 9, csi2: 0, csi3: 3, csi4: 0, csi5: 0, csi6: 0 }
    const result = plainIndex(findModel('csi'), columns, { importance })
    expect(result.weighting).toBe('importance')
    expect(result.indices.Satisfaction).toBeCloseTo((0.75 * (100 * 4)) / 9 + (0.25 * (100 * 3)) / 9, 10)
    const doubled = Object.fromEntries(Object.entries(importance).map(([item, weight]) => [item, 2 * weight]))
    expect(plainIndex(findModel('csi'), columns, { importance: doubled }).indices).toEqual(result.indices)
  })

  test('refuses an importance that is missing or negative, naming the item', () => {
    expect(() => plainIndex(findModel('csi'), columns, { importance: { csi1: 1 } })).toThrow(/"csi2"/)
    expect(() =>
      plainIndex(findModel('csi'), columns, {
        importance: { csi1: -1, csi2: 1, csi3: 1, csi4: 1, csi5: 1, csi6: 1 },
      }),
    ).toThrow(/"csi1"/)
  })
})
