import { existsSync, readFileSync } from 'node:fs'
import { answersOf, modelOf, parseNumbers } from '../fixtures/tables.ts'
import { bootstrapInWorkers } from '../node/bootstrap-in-workers.ts'
import { openBootstrapPool } from '../node/bootstrap-pool.ts'
import { bootstrap } from '../src/bootstrap/bootstrap.ts'
import { distinctRows } from '../src/bootstrap/distinct-rows.ts'
import { loadWeightedSums, momentEngine } from '../src/bootstrap/moment-engine.ts'
import { namesOf, quantityWriter } from '../src/bootstrap/quantities.ts'
import { createResampler } from '../src/bootstrap/resampler.ts'
import { compileModel } from '../src/indices/compile.ts'
import type { CompiledModel } from '../src/indices/types.ts'
import { fastWorkspace } from '../src/pls/fast-workspace.ts'
import { iterate } from '../src/pls/iterate.ts'
import { finish } from '../src/pls/kernel.ts'
import { planOf } from '../src/pls/plan.ts'
import { drawCounts, startStream } from '../src/random.ts'

const RESAMPLES = 10_000
const TOLERANCES = [1e-7, 1e-12]

interface Timing {
  wall: number
  cpu: number
}

/** Medians, and the fastest and slowest wall time. */
interface Comparison extends Timing {
  fastest: number
  slowest: number
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

/** Milliseconds of wall and processor time of one call (of all threads). */
async function measure(work: () => unknown): Promise<Timing> {
  const cpu = process.cpuUsage()
  const start = performance.now()
  await work()
  const wall = performance.now() - start
  const used = process.cpuUsage(cpu)
  return { wall, cpu: (used.user + used.system) / 1000 }
}

/** Rounds of all candidates in turn, so that a noisy moment hits all of them. Medians. */
async function compare(
  rounds: number,
  candidates: Record<string, () => unknown>,
): Promise<Record<string, Comparison>> {
  const timings: Record<string, Timing[]> = {}
  for (let round = -1; round < rounds; round++)
    for (const [name, work] of Object.entries(candidates)) {
      const timing = await measure(work)
      // The first round warms the code up.
      if (round >= 0) timings[name] = [...(timings[name] ?? []), timing]
    }
  return Object.fromEntries(
    Object.entries(timings).map(([name, list]) => [
      name,
      {
        wall: median(list.map(({ wall }) => wall)),
        cpu: median(list.map(({ cpu }) => cpu)),
        fastest: Math.min(...list.map(({ wall }) => wall)),
        slowest: Math.max(...list.map(({ wall }) => wall)),
      },
    ]),
  )
}

function loadData(): { name: string; compiled: CompiledModel; answers: Float64Array } {
  const fixtures = new URL('../fixtures/', import.meta.url)
  const real = new URL('../../../shared/data/mobi.csv', import.meta.url)
  const { model } = JSON.parse(readFileSync(new URL('ecsi.ref.json', fixtures), 'utf8'))
  const compiled = compileModel(modelOf(model))
  const present = existsSync(real)
  const table = parseNumbers(readFileSync(present ? real : new URL('ecsi.csv', fixtures), 'utf8'))
  return { name: present ? 'mobi' : 'simulated ECSI', compiled, answers: answersOf(table, compiled.items) }
}

/** Where a resample's time goes: the same calls as in the resampler, one kind at a time over stored inputs. */
function parts(
  compiled: CompiledModel,
  answers: Float64Array,
  tolerance: number,
): Record<string, () => void> {
  const plan = planOf(compiled)
  const space = fastWorkspace(plan, { tolerance })
  const rows = distinctRows(answers, plan.itemCount)
  const engine = momentEngine(rows)
  const sums = engine.accumulate()
  const write = quantityWriter(plan)
  const out = new Float64Array(namesOf(plan).length)
  const state = new Int32Array(4)
  const draw = (index: number) => {
    engine.counts.fill(0)
    startStream(state, 1, index)
    drawCounts(state, rows.n, rows.rowOf, engine.counts)
  }
  const load = () => {
    loadWeightedSums(space, sums, rows.offsets, rows.n)
  }
  const repeat = (work: (index: number) => void) => () => {
    for (let index = 0; index < 1000; index++) work(index)
  }
  // Each part includes the ones before it: differences are what a part costs, on inputs that change as in earnest.
  return {
    draw: repeat(draw),
    moments: repeat((index) => {
      draw(index)
      engine.accumulate()
    }),
    correlations: repeat((index) => {
      draw(index)
      engine.accumulate()
      load()
    }),
    iteration: repeat((index) => {
      draw(index)
      engine.accumulate()
      load()
      iterate(plan, space)
    }),
    outputs: repeat((index) => {
      draw(index)
      engine.accumulate()
      load()
      iterate(plan, space)
      finish(plan, space)
      write(space, out, 0)
    }),
  }
}

const figure = (value: number) => value.toFixed(1).padStart(7)

/** Resamples per second with all outputs; microseconds per resample and where they go. Prints rows. */
export async function run({ rounds = 7 }: { rounds?: number } = {}): Promise<void> {
  const { name, compiled, answers } = loadData()
  const n = answers.length / compiled.items.length
  const { names, kind } = createResampler(compiled, answers)
  console.log(
    `Bootstrap, ${name}: ${n} × ${compiled.items.length} answers, ${compiled.constructs.length} constructs, ${names.length} outputs a resample (${kind} sums); medians of ${rounds}`,
  )
  const one = openBootstrapPool(1)
  const two = openBootstrapPool(2)
  for (const tolerance of TOLERANCES) {
    const options = { resamples: RESAMPLES, tolerance }
    const results = await compare(rounds, {
      '1 thread': () => bootstrap(compiled, answers, options),
      '1 worker': () => one.run(compiled, answers, options),
      '2 workers': () => two.run(compiled, answers, options),
      '2 workers, started': () => bootstrapInWorkers(compiled, answers, { ...options, workers: 2 }),
      'plain loops, 2,000': () => bootstrap(compiled, answers, { ...options, resamples: 2000, wasm: false }),
    })
    for (const [label, { wall, cpu, fastest, slowest }] of Object.entries(results)) {
      const resamples = label.startsWith('plain') ? 2000 : RESAMPLES
      const each = (milliseconds: number) => figure((milliseconds * 1000) / resamples)
      console.log(
        `  tolerance ${tolerance}  ${label.padEnd(20)} ${each(wall)} µs a resample (${each(fastest).trim()}–${each(slowest).trim()}, CPU ${each(cpu).trim()})  ${Math.round((resamples / wall) * 1000)} resamples/s`,
      )
    }
    const split = await compare(Math.max(rounds, 15), parts(compiled, answers, tolerance))
    let before = 0
    const shares = Object.entries(split).map(([label, { cpu }]) => {
      const own = cpu - before
      before = cpu
      return `${label} ${own.toFixed(1)}`
    })
    console.log(`  tolerance ${tolerance}  CPU µs: ${shares.join(', ')}`)
  }
  await Promise.all([one.close(), two.close()])
}

if (import.meta.main) await run()
