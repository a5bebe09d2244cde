/** RFM: 10,000,000 simulated purchases of 1,000,000 customers over two years, in no order. */
import { makeStream } from '../src/random.ts'
import { numberCustomers } from '../src/value/customer-numbers.ts'
import { measurePurchases } from '../src/value/purchase-measures.ts'
import { rfm, scoreRfm } from '../src/value/rfm.ts'
import { measureRow } from './measure.ts'

const PURCHASES = 10_000_000
const CUSTOMERS = 1_000_000
const DAYS = 730

function simulate() {
  const stream = makeStream(20240301, 0)
  const id = new Int32Array(PURCHASES)
  const day = new Int32Array(PURCHASES)
  const amount = new Float64Array(PURCHASES)
  for (let i = 0; i < PURCHASES; i++) {
    // A few customers buy often, most seldom.
    id[i] = 1 + Math.floor(CUSTOMERS * stream.uniform() ** 1.5)
    day[i] = stream.below(DAYS)
    amount[i] = (100 + stream.below(50_000)) / 100
  }
  return { id, day, amount }
}

export async function run({ rounds = 7 }: { rounds?: number } = {}): Promise<void> {
  const { id, day, amount } = simulate()
  const numbered = numberCustomers(id)
  const purchases = { customer: numbered.customer, day, amount, customers: numbered.ids.length }
  const measures = measurePurchases(purchases, DAYS)
  console.log(
    `RFM, ${PURCHASES.toLocaleString('en')} purchases of ${purchases.customers.toLocaleString('en')} customers, one thread`,
  )
  await measureRow('ids, measures and scores', rounds, 'pandas 1.17 s CPU', () => {
    const { customer, ids } = numberCustomers(id)
    return rfm({ customer, day, amount, customers: ids.length }, DAYS)
  })
  await measureRow('  of which: numbers for ids', rounds, '', () => numberCustomers(id))
  await measureRow('  of which: last day, distinct days, amount', rounds, '', () =>
    measurePurchases(purchases, DAYS),
  )
  await measureRow('  of which: scores and cells', rounds, '', () => scoreRfm(measures))
  await measureRow('the same, rows counted instead of distinct days', rounds, 'pandas 1.17 s CPU', () =>
    rfm(purchases, DAYS, { frequency: 'purchases' }),
  )
  console.log(`  largest resident memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`)
}
