import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numberCustomers } from './customer-numbers.ts'
import type { Purchases } from './purchase-measures.ts'
import { rankGroups, type Ties } from './rank-groups.ts'
import { rfm } from './rfm.ts'
import { rfmSegment, rfmSegments } from './rfm-segments.ts'

const shared = new URL('../../../../shared/', import.meta.url)
const hasShared = existsSync(new URL('data/cdnow_master.csv', shared))
if (!hasShared) console.info('rfm: the CDNOW purchases are not here, their test is skipped')

function purchasesOf(rows: readonly (readonly [customer: number, day: number, amount: number])[]): Purchases {
  return {
    customer: Int32Array.from(rows, (row) => row[0]),
    day: Int32Array.from(rows, (row) => row[1]),
    amount: Float64Array.from(rows, (row) => row[2]),
    customers: rows.reduce((most, row) => Math.max(most, row[0] + 1), 0),
  }
}

/** The rule, word by word. */
function slowGroups(values: readonly number[], groups: number, ties: Ties): number[] {
  const n = values.length
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b)
  return values.map((value, i) => {
    const below = values.filter((other) => other < value).length
    const upTo = values.filter((other) => other <= value).length
    const rank =
      ties === 'order'
        ? order.indexOf(i) + 1
        : ties === 'lowest'
          ? below + 1
          : ties === 'highest'
            ? upTo
            : (below + 1 + upTo) / 2
    return 1 + Math.floor((groups * (rank - 1)) / n)
  })
}

describe('RFM', () => {
  it('groups ranks as the rule says, for every way to treat equal values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -3, max: 12 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 2, max: 9 }),
        fc.constantFrom<Ties>('order', 'lowest', 'average', 'highest'),
        (values, groups, ties) => {
          const expected = slowGroups(values, groups, ties)
          expect([...rankGroups(Int32Array.from(values), groups, ties)]).toEqual(expected)
          expect([...rankGroups(Float64Array.from(values), groups, ties)]).toEqual(expected)
        },
      ),
    )
  })

  it('measures unordered purchases as a plain map of sets does', () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: -40, max: 40 }), fc.integer())
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 0, max: 45 }),
        (rows, asOf) => {
          const seen = rows.filter(([, day]) => day <= asOf)
          fc.pre(seen.length > 0)
          const result = rfm(purchasesOf(rows), asOf)
          expect(result.laterPurchases).toBe(rows.length - seen.length)
          result.recency.forEach((recency, c) => {
            const own = seen.filter(([customer]) => customer === c)
            expect(result.purchases[c]).toBe(own.length)
            expect(result.days[c]).toBe(new Set(own.map(([, day]) => day)).size)
            expect(result.monetary[c]).toBe(own.reduce((sum, [, , amount]) => sum + amount, 0))
            if (own.length > 0) expect(recency).toBe(asOf - Math.max(...own.map(([, day]) => day)))
            else expect(result.cell[c]).toBe(0)
          })
        },
      ),
    )
  })

  it('finds distinct days across many customers and a long time', () => {
    const rows: [number, number, number][] = []
    for (let i = 0; i < 60_000; i++) rows.push([(i * 7919) % 40_000, ((i * 104_729) % 90) * 200, 1])
    for (const [customer, day] of rows.slice(0, 500)) rows.push([customer, day, 2])
    const result = rfm(purchasesOf(rows), 20_000)
    const days = new Map<number, Set<number>>()
    for (const [c, day] of rows) days.set(c, (days.get(c) ?? new Set()).add(day))
    for (const [c, set] of days) expect(result.days[c]).toBe(set.size)
  })

  it('scores by fixed cuts, recent days high', () => {
    const rows = [
      [0, 100, 5],
      [1, 70, 50],
      [2, 10, 500],
    ] as const
    const cuts = { recency: [7, 60], frequency: [2, 3], monetary: [50, 100] }
    const result = rfm(purchasesOf(rows), 100, { cuts })
    expect([...result.cell]).toEqual([311, 212, 113])
    expect(() => rfm(purchasesOf(rows), 100, { cuts: { ...cuts, monetary: [9, 3] } })).toThrow(
      /cuts.monetary/,
    )
  })

  it('names segments and adds up their customers and money', () => {
    expect(rfmSegment(5, 5)).toBe('champions')
    expect(rfmSegment(1, 5)).toBe('cannotLose')
    expect(rfmSegment(0, 1)).toBeUndefined()
    const rows = Array.from({ length: 200 }, (_, i) => [i % 50, (i * 37) % 300, i % 23] as const)
    const result = rfm(purchasesOf(rows), 300)
    const segments = rfmSegments(result)!
    expect(segments.reduce((sum, row) => sum + row.customers, 0)).toBe(50)
    expect(segments.reduce((sum, row) => sum + row.monetaryShare, 0)).toBeCloseTo(1, 12)
    expect(rfmSegments(rfm(purchasesOf(rows), 300, { groups: 4 }))).toBeUndefined()
  })

  it('refuses impossible rows by name', () => {
    const good = purchasesOf([[0, 1, 1]])
    expect(() => rfm(good, 0)).toThrow(/no purchases/)
    expect(() => rfm({ ...good, customer: Int32Array.of(5) }, 9)).toThrow(/row 1 \(5\)/)
    expect(() => rfm({ ...good, amount: Float64Array.of(Number.NaN) }, 9)).toThrow(/row 1/)
    expect(() => rfm({ ...good, day: new Int32Array(2) }, 9)).toThrow(/differ in length/)
    expect(() =>
      rfm(
        purchasesOf([
          [0, 0, 1],
          [0, 1_700_000_000, 1],
        ]),
        2_000_000_000,
      ),
    ).toThrow(/seconds/)
  })

  it('numbers customers in the order of their ids, near or far apart', () => {
    const near = numberCustomers(Int32Array.of(7, 5, 7, 9))
    expect([...near.customer]).toEqual([1, 0, 1, 2])
    const far = numberCustomers(Float64Array.of(9_000_000_000, 5, 9_000_000_000))
    expect([[...far.customer], [...far.ids]]).toEqual([
      [1, 0, 1],
      [5, 9_000_000_000],
    ])
    expect(() => numberCustomers(Float64Array.of(1.5))).toThrow(/row 1 \(1.5\)/)
  })

  it.skipIf(!hasShared)('gives the published CDNOW cells exactly', () => {
    const known = JSON.parse(readFileSync(new URL('oracle/rfm_cdnow.json', shared), 'utf8'))
    const lines = readFileSync(new URL('data/cdnow_master.csv', shared), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
    const rows = lines.map((line) => {
      const [id, day, , amount] = line.split(',')
      return [Number(id) - 1, Date.parse(day!) / 86_400_000, Number(amount)] as const
    })
    const result = rfm(purchasesOf(rows), Date.parse('1998-06-30') / 86_400_000)
    expect(result.cells).toEqual(known.cells)
    const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0)
    expect(sum(result.recency)).toBe(known.sum_recency)
    expect(sum(result.frequency)).toBe(known.sum_frequency)
    expect(sum(result.purchases)).toBe(known.sum_tx)
    expect(sum(result.monetary)).toBeCloseTo(known.sum_monetary, 6)
    known.first5.forEach((customer: { rfm: number }, i: number) => {
      expect(result.cell[i]).toBe(customer.rfm)
    })
  })
})
