// npm run campaign -- --short [--seed N]: clients with a ledger, kill -9, and four planted bugs that must be caught.
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { type RunResult, run } from './run.ts'

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    seed: { type: 'string' },
    kills: { type: 'string' },
    workers: { type: 'string', default: '12' },
    /** Only the correct build, or only one planted bug. */
    only: { type: 'string' },
  },
})
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000))
const kills = Number(values.kills ?? (values.short ? 32 : 400))
const workers = Number(values.workers)
const say = (line: string) => void process.stderr.write(`  ${line}\n`)

/** What each planted bug must be seen by. */
const PLANTS: Record<string, (result: RunResult) => number> = {
  'no-key': (result) => result.doubled.count,
  'look-then-write': (result) => result.doubled.count,
  'answer-before-commit': (result) => result.lost.count,
  'read-then-update': (result) => result.overLimit.count,
}
const CHECKS = [
  'lost',
  'doubled',
  'overLimit',
  'unaudited',
  'orphans',
  'auditChain',
  'contradictions',
  'refused',
] as const

const startedAt = performance.now()
const failures: string[] = []
say(
  `seed ${seed}; load average ${loadavg()
    .map((n) => n.toFixed(1))
    .join(' ')}`,
)

if (!values.only || values.only === 'correct') {
  say('the build as it is:')
  const result = await run({
    seed,
    workers,
    kills,
    maxSeconds: values.short ? 170 : 6 * 3600,
    pauseMs: [300, 2_200],
    say,
  })
  tell(result)
  const targets = { server: 0, database: 0, both: 0 }
  for (const kill of result.kills) targets[kill.target] += 1
  const recovery = result.kills.flatMap((kill) => kill.recoveryMs ?? []).sort((a, b) => a - b)
  const at = (share: number) =>
    Math.round(recovery[Math.min(recovery.length - 1, Math.floor(recovery.length * share))] ?? 0)
  say(
    `kill -9: ${result.kills.length} (server ${targets.server}, database ${targets.database}, both ${targets.both})`,
  )
  say(`from a kill to the next acknowledged write: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms`)
  const slow = result.kills.filter((kill) => (kill.recoveryMs ?? 0) > 3_000)
  for (const kill of slow) say(`    slow after a kill of ${kill.target}: ${Math.round(kill.recoveryMs!)} ms`)
  for (const name of CHECKS) if (result[name].count > 0) failures.push(`${name}: ${result[name].count}`)
  const wanted = Math.min(kills, 30)
  if (result.kills.length < wanted)
    failures.push(`only ${result.kills.length} of ${wanted} kills in the time given`)
}

for (const [plant, seenBy] of Object.entries(PLANTS)) {
  if (values.only && values.only !== plant) continue
  const isBudget = plant === 'read-then-update'
  let caught = 0
  // Chance decides whether a race is lost: a second try before saying that the campaign is blind.
  for (let attempt = 0; attempt < 2 && caught === 0; attempt++) {
    const result = await run({
      seed: seed + 1 + attempt,
      workers,
      kills: isBudget ? 1 : 4,
      maxSeconds: 15,
      pauseMs: isBudget ? [6_000, 8_000] : [1_000, 2_000],
      plant,
      say: () => {},
    })
    caught = seenBy(result)
    say(
      `planted ${plant}: ${caught > 0 ? 'caught' : 'NOT caught'} (${result.acks} acknowledged, ${result.kills.length} kills; lost ${result.lost.count}, doubled ${result.doubled.count}, over limit ${result.overLimit.count}, contradictory answers ${result.contradictions.count})`,
    )
  }
  if (caught === 0) failures.push(`the planted bug ${plant} was not caught`)
}

say(
  `${Math.round((performance.now() - startedAt) / 1000)} s; load average ${loadavg()
    .map((n) => n.toFixed(1))
    .join(' ')}`,
)
if (failures.length > 0) {
  say(`✖ ${failures.join('; ')}`)
  process.exit(1)
}
say('✔ nothing lost, nothing doubled, no budget overdrawn; every planted bug was caught')

function tell(result: RunResult): void {
  say(
    `acknowledged ${result.acks} (${Math.round(result.acks / result.seconds)}/s), requests ${result.requests}, rounds of retry ${result.retries}, ${Math.round(result.seconds)} s`,
  )
  for (const name of CHECKS) {
    say(`${name}: ${result[name].count}`)
    for (const example of result[name].examples) say(`    ${example}`)
  }
}
