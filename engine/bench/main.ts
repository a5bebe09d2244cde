// npm run bench:engine [-- --only bootstrap,value,rfm,baskets --rounds 7]: medians of one run on this machine.
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'

const parts: Readonly<Record<string, () => Promise<{ run(options: { rounds: number }): Promise<void> }>>> = {
  bootstrap: () => import('./bootstrap.ts'),
  value: () => import('./value.ts'),
  rfm: () => import('./rfm.ts'),
  baskets: () => import('./baskets.ts'),
}

const { values } = parseArgs({
  options: { only: { type: 'string' }, rounds: { type: 'string', default: '7' } },
})
const rounds = Number(values.rounds)
const wanted = values.only?.split(',').map((name) => name.trim()) ?? Object.keys(parts)
const unknown = wanted.find((name) => !Object.hasOwn(parts, name))
if (unknown !== undefined || !Number.isInteger(rounds) || rounds < 1) {
  console.error(
    `✖ --only takes ${Object.keys(parts).join(', ')} (not "${unknown ?? ''}"); --rounds a whole number from 1.`,
  )
  process.exit(2)
}

const loads = () =>
  loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')
console.log(
  `Node ${process.version}, ${cpus().length} processors (${cpus()[0]?.model ?? 'unknown'}), load ${loads()}`,
)
console.log(`Medians of ${rounds} rounds, then the fastest and the slowest.`)
for (const name of wanted) {
  console.log('')
  const { run } = await parts[name]!()
  await run({ rounds })
}
console.log(`\nload ${loads()}`)
