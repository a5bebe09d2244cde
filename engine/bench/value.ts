/** Customer value models: 1,000,000 simulated customers and the 2,357 of the size that papers use. */
import { makeStream } from '../src/random.ts'
import { compressHistory } from '../src/value/compress.ts'
import { fitCompressed, fitTransactions, type TransactionModel } from '../src/value/fit.ts'
import { fitSpend } from '../src/value/gamma-gamma.ts'
import { predictPurchases } from '../src/value/predict.ts'
import { simulateHistory, simulateSpend } from '../src/value/simulate.ts'

const CUSTOMERS = 1_000_000
/** The estimates for CDNOW (Fader, Hardie & Lee 2005; Fader & Hardie 2013). */
const CDNOW = {
  model: 'bgnbd' as const,
  parameterNames: ['r', 'alpha', 'a', 'b'],
  params: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
}
const SPEND = { p: 6.25, q: 3.744, v: 15.44 }

/** First purchases on 84 days, 189 … 272 days before the end; last purchases on whole days. */
function simulate(customers: number, seed: number) {
  const stream = makeStream(seed, 0)
  const ages = new Float64Array(customers)
  for (let i = 0; i < customers; i++) ages[i] = (189 + stream.below(84)) / 7
  const history = simulateHistory(CDNOW, ages, stream.uniform, 1 / 7)
  return { ...history, m: simulateSpend(SPEND, history.x, stream.uniform) }
}

/** Prints medians of `rounds` (7 or more), with the fastest and the slowest. Times are of one thread. */
export async function run({ rounds = 7 }: { rounds?: number } = {}): Promise<void> {
  const many = simulate(CUSTOMERS, 20240229)
  const few = simulate(2357, 7)
  const compressed = compressHistory(many)
  const fit = fitCompressed('bgnbd', compressed)
  const estimates = Object.entries(fit.params).map(([name, value]) => `${name} ${value.toFixed(4)}`)
  console.log(
    `Value models, ${CUSTOMERS.toLocaleString('en')} simulated customers, ${compressed.rows} distinct rows`,
  )
  console.log(
    `  BG/NBD estimates ${estimates.join(', ')} (simulated with r .243, alpha 4.414, a .793, b 2.426)`,
  )

  await measure('BG/NBD: compress, fit, standard errors (target 600 ms)', rounds, () =>
    fitTransactions('bgnbd', many),
  )
  await measure('  of which: check and compress', rounds, () => compressHistory(many))
  await measure(`  of which: fit (${fit.evaluations} evaluations)`, rounds, () =>
    fitCompressed('bgnbd', compressed),
  )
  await measure('BG/NBD: P(alive) and expected purchases, 1,000,000', rounds, () =>
    predictPurchases(fit, many, 39),
  )
  await measure('Modified BG/NBD: fit of the distinct rows', rounds, () =>
    fitCompressed('mbgnbd', compressed),
  )
  await measure('Pareto/NBD: fit of the distinct rows', Math.min(rounds, 7), () =>
    fitCompressed('paretonbd', compressed),
  )
  await measure('Gamma–Gamma: fit and standard errors, 1,000,000', rounds, () => fitSpend(many.x, many.m))
  for (const model of ['bgnbd', 'mbgnbd', 'paretonbd'] satisfies TransactionModel[])
    await measure(`${model}: compress and fit, 2,357 customers`, 5 * rounds, () =>
      fitTransactions(model, few),
    )
  console.log(
    '  measured once on such a machine, CPU: lifetimes 9.7 s, CLVTools on the distinct rows 4.2 s; Gamma–Gamma in lifetimes 1.45 s',
  )
  console.log(`  largest resident memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`)
}

async function measure(name: string, rounds: number, work: () => unknown): Promise<void> {
  work()
  const times: number[] = []
  const cpus: number[] = []
  for (let round = 0; round < rounds; round++) {
    const cpu = process.cpuUsage()
    const start = performance.now()
    work()
    times.push(performance.now() - start)
    const used = process.cpuUsage(cpu)
    cpus.push((used.user + used.system) / 1000)
    await new Promise((resolve) => setImmediate(resolve))
  }
  times.sort((a, b) => a - b)
  cpus.sort((a, b) => a - b)
  const middle = (values: number[]) => values[values.length >> 1]!
  const show = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(0))
  console.log(
    `  ${name.padEnd(58)} ${show(middle(times)).padStart(6)} ms (${show(times[0]!)}–${show(times[times.length - 1]!)}), CPU ${show(middle(cpus))} ms`,
  )
}

if (import.meta.main) await run()
