/** Association rules on the Groceries baskets of arules, or on as many simulated ones where they are not at hand. */
import { existsSync, readFileSync } from 'node:fs'
import { findRules } from '../src/baskets/association-rules.ts'
import { type Baskets, makeBaskets } from '../src/baskets/baskets.ts'
import { findFrequentSets } from '../src/baskets/frequent-sets.ts'
import { makeStream } from '../src/random.ts'
import { measureRow } from './measure.ts'

const BASKETS = 9835
const ITEMS = 169
const groceries = new URL('../../../shared/data/groceries_baskets.csv', import.meta.url)

function load(): { name: string; rows: string[][] } {
  if (existsSync(groceries)) {
    const lines = readFileSync(groceries, 'utf8').trimEnd().split('\n')
    return { name: 'Groceries', rows: lines.map((line) => line.split(',')) }
  }
  return { name: 'simulated', rows: simulate(20240302) }
}

/** About 4.4 items a basket; a few sell often, most seldom; one taste of ten runs through each basket. */
function simulate(seed: number): string[][] {
  const stream = makeStream(seed, 0)
  return Array.from({ length: BASKETS }, () => {
    const taste = stream.below(10)
    const size = 1 + Math.floor(-3.4 * Math.log(1 - stream.uniform()))
    return Array.from({ length: size }, () => {
      const item = Math.floor(ITEMS * stream.uniform() ** 3)
      return `item ${stream.uniform() < 0.5 ? item - (item % 10) + taste : item}`
    })
  })
}

export async function run({ rounds = 7 }: { rounds?: number } = {}): Promise<void> {
  const { name, rows } = load()
  const baskets: Baskets = makeBaskets(rows)
  console.log(
    `Association rules, ${baskets.start.length - 1} ${name} baskets, ${baskets.items.length} items, one thread`,
  )
  await measureRow('numbers for items', rounds, '', () => makeBaskets(rows))
  for (const [support, confidence, target] of [
    [0.001, 0.8, 'arules (C) 38 ms'],
    [0.001, 0.5, 'arules (C) 89 ms'],
    [0.006, 0.25, 'arules (C) 65 ms'],
    [0.01, 0.5, 'arules (C) 37 ms'],
  ] as const) {
    const { rules, sets } = findRules(baskets, { support, confidence })
    const what = `support ${support}, confidence ${confidence}: ${sets.item.length} sets, ${rules.length} rules`
    await measureRow(what, rounds, name === 'Groceries' ? target : '', () =>
      findRules(baskets, { support, confidence }),
    )
  }
  await measureRow('  of which: frequent sets (support 0.001)', rounds, '', () =>
    findFrequentSets(baskets, { support: 0.001 }),
  )
}
