import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findRules } from './association-rules.ts'
import { makeBaskets } from './baskets.ts'
import { findFrequentSets } from './frequent-sets.ts'
import { nextBestOffers } from './next-best-offer.ts'

interface KnownRule {
  lhs: string
  rhs: string
  count: number
  support: number
  confidence: number
  coverage: number
  lift: number
  leverage: number
  conviction: number | string | null
}

interface KnownRun {
  supp: number
  conf: number
  n_rules: number
  itemsets_by_size: Record<string, number>
  sum_support: number
  sum_lift: number
  top20: KnownRule[]
  all?: KnownRule[]
}

const shared = new URL('../../../../shared/', import.meta.url)
const hasShared = existsSync(new URL('data/groceries_baskets.csv', shared))
if (!hasShared) console.info('baskets: the Groceries baskets are not here, their test is skipped')

/** Every subset of every basket, counted. */
function slowSets(rows: readonly (readonly string[])[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const items = [...new Set(row)].sort()
    for (let mask = 1; mask < 1 << items.length; mask++) {
      const key = items.filter((_, j) => mask & (1 << j)).join()
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
  return counts
}

const rowsOf = fc.array(fc.array(fc.constantFrom(...'abcdefg'), { maxLength: 7 }), {
  minLength: 1,
  maxLength: 40,
})

describe('association rules', () => {
  it('finds exactly the frequent sets and rules of brute force', () => {
    fc.assert(
      fc.property(
        rowsOf,
        fc.constantFrom(0.05, 0.1, 0.25),
        fc.constantFrom(0, 0.5, 0.8, 1),
        (rows, support, confidence) => {
          fc.pre(rows.some((row) => row.length > 0))
          const n = rows.length
          const all = slowSets(rows)
          const frequent = [...all].filter(([, count]) => count >= support * n - 1e-9)
          const baskets = makeBaskets(rows)
          const found = findRules(baskets, { support, confidence })
          expect(found.sets.item.length).toBe(frequent.length)

          const expected = new Map<string, [number, number, number]>()
          for (const [key, count] of frequent) {
            const items = key.split(',')
            if (items.length < 2) continue
            for (const right of items) {
              const left = items.filter((item) => item !== right).join()
              if (count / all.get(left)! >= confidence)
                expected.set(`${left}>${right}`, [count, all.get(left)!, all.get(right)!])
            }
          }
          const got = new Map(
            found.rules.map((rule) => [
              `${rule.left
                .map((item) => baskets.items[item]!)
                .sort()
                .join()}>${baskets.items[rule.right]}`,
              [rule.count, rule.leftCount, rule.rightCount],
            ]),
          )
          expect(got).toEqual(expected)
          expect(found.rules.length).toBe(expected.size)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('limits the size of sets', () => {
    const baskets = makeBaskets([['a', 'b', 'c'], ['a', 'b', 'c'], ['a']])
    expect(findFrequentSets(baskets, { support: 0.5 }).bySize).toEqual({ 1: 3, 2: 3, 3: 1 })
    expect(findFrequentSets(baskets, { support: 0.5, maximumSize: 2 }).bySize).toEqual({ 1: 3, 2: 3 })
  })

  it('measures a rule as the textbook does', () => {
    // Tan, Steinbach & Kumar, tea and coffee: 1000 people, 200 tea, 800 coffee, 150 both.
    const rows = Array.from({ length: 1000 }, (_, i) => [
      ...(i < 200 ? ['tea'] : []),
      ...(i < 150 || (i >= 200 && i < 850) ? ['coffee'] : []),
    ])
    const { rules, items } = findRules(makeBaskets(rows), { support: 0.1, confidence: 0.5 })
    const rule = rules.find(({ right }) => items[right] === 'coffee')!
    expect(rule.support).toBeCloseTo(0.15, 15)
    expect(rule.confidence).toBe(0.75)
    expect(rule.lift).toBeCloseTo(0.9375, 15)
    expect(rule.leverage).toBeCloseTo(-0.01, 15)
    expect(rule.conviction).toBeCloseTo(0.8, 15)
  })

  it('calls the conviction of a rule without exception infinite', () => {
    const { rules } = findRules(makeBaskets([['a', 'b'], ['a', 'b'], ['b'], ['c']]), {
      support: 0.1,
      confidence: 1,
    })
    expect(rules.map(({ conviction }) => conviction)).toEqual([Number.POSITIVE_INFINITY])
  })

  it('offers what the basket lacks, likeliest first, never below chance', () => {
    const rows = [
      ...Array.from({ length: 6 }, () => ['tea', 'sugar']),
      ...Array.from({ length: 2 }, () => ['tea', 'milk']),
      ...Array.from({ length: 2 }, () => ['bread']),
    ]
    const found = findRules(makeBaskets(rows), { support: 0.01, confidence: 0.01 })
    const offers = nextBestOffers(found, ['tea', 'unknown'])
    expect(offers.map(({ item }) => item)).toEqual(['sugar', 'milk'])
    expect(offers[0]).toMatchObject({ because: ['tea'], confidence: 0.75, lift: 1.25, count: 6 })
    expect(nextBestOffers(found, ['tea'], { without: ['sugar'], limit: 1 })[0]!.item).toBe('milk')
    expect(nextBestOffers(found, ['bread'])).toEqual([])
  })

  it('refuses empty data, impossible thresholds and explosions', () => {
    expect(() => findRules(makeBaskets([[]]), { support: 0.1, confidence: 0.1 })).toThrow(/no basket/)
    const baskets = makeBaskets([['a', 'b', 'c']])
    expect(() => findRules(baskets, { support: 0, confidence: 0.1 })).toThrow(/support/)
    expect(() => findRules(baskets, { support: 0.1, confidence: 2 })).toThrow(/confidence/)
    expect(() => findFrequentSets(baskets, { support: 0.1, maximumSets: 6 })).toThrow(/raise the support/)
  })

  it.skipIf(!hasShared)('agrees with arules on the Groceries baskets', () => {
    const known = JSON.parse(readFileSync(new URL('oracle/arules_groceries.json', shared), 'utf8'))
    const lines = readFileSync(new URL('data/groceries_baskets.csv', shared), 'utf8').trimEnd().split('\n')
    const baskets = makeBaskets(lines.map((line) => line.split(',')))
    expect([baskets.start.length - 1, baskets.items.length]).toEqual([known.n_transactions, known.n_items])
    const braces = (items: readonly number[]) => `{${items.map((item) => baskets.items[item]).sort()}}`
    const sortedSides = (text: string) => `{${text.slice(1, -1).split(',').sort()}}`
    for (const run of Object.values<KnownRun>(known.runs)) {
      const { sets, rules } = findRules(baskets, { support: run.supp, confidence: run.conf })
      expect(sets.bySize).toEqual(run.itemsets_by_size)
      expect(rules.length).toBe(run.n_rules)
      const mine = new Map(rules.map((rule) => [`${braces(rule.left)} ${braces([rule.right])}`, rule]))
      for (const rule of run.all ?? run.top20) {
        const own = mine.get(`${sortedSides(rule.lhs)} ${rule.rhs}`)!
        expect(own.count).toBe(rule.count)
        for (const measure of ['support', 'confidence', 'coverage', 'lift', 'leverage'] as const) {
          expect(Math.abs(own[measure] - rule[measure])).toBeLessThan(1e-12 * Math.max(1, rule[measure]))
        }
        if (typeof rule.conviction === 'number')
          expect(Math.abs(own.conviction / rule.conviction - 1)).toBeLessThan(1e-12)
        else expect(own.conviction).toBe(Number.POSITIVE_INFINITY)
      }
      expect(rules.reduce((sum, rule) => sum + rule.support, 0)).toBeCloseTo(run.sum_support, 10)
      expect(rules.reduce((sum, rule) => sum + rule.lift, 0) / run.sum_lift).toBeCloseTo(1, 12)
    }
  })
})
