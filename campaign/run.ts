import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Kill, wreak } from './chaos.ts'
import { check, type Finding, type Findings } from './check.ts'
import { insist, type Traffic } from './client.ts'
import { openLedger } from './ledger.ts'
import { prepare } from './prepare.ts'
import { makeRandom } from './random.ts'
import { makeServer } from './server-child.ts'
import { type Scene, work } from './worker.ts'

export interface RunOptions {
  seed: number
  workers: number
  kills: number
  /** The run ends after this time even when not all kills were done. */
  maxSeconds: number
  pauseMs: [number, number]
  /** A planted bug: name of a file in campaign/plants. */
  plant?: string
  say(line: string): void
}

export interface RunResult extends Findings {
  acks: number
  requests: number
  retries: number
  seconds: number
  kills: Kill[]
  /** One key, two different answers. */
  contradictions: Finding
  /** Refusals of requests that should have been accepted. */
  refused: Finding
}

/** One campaign against one build: clients work, processes die, the ledger is compared with the database. */
export async function run(options: RunOptions): Promise<RunResult> {
  const random = makeRandom(options.seed)
  const dataDir = mkdtempSync(join(tmpdir(), 'hamdel-campaign-'))
  const server = await makeServer(dataDir, {
    env: { TRUSTED_PROXIES: '127.0.0.1' },
    ...(options.plant ? { preload: `campaign/plants/${options.plant}.ts` } : {}),
  })
  const ledgerFile = join(dataDir, 'ledger.jsonl')
  const ledger = openLedger(ledgerFile)
  // Only the last answers matter: the chaos asks for the first one after a kill.
  const answers: { sentAt: number; at: number }[] = []
  const traffic: Traffic = {
    requests: 0,
    retries: 0,
    refused: new Map(),
    contradictions: [],
    onAnswer(sentAt) {
      answers.push({ sentAt, at: performance.now() })
      if (answers.length > 20_000) answers.splice(0, 10_000)
    },
  }
  try {
    server.start()
    await server.ready()
    if (options.plant && !server.log().includes(`planted: ${options.plant}`))
      throw new Error(`The bug ${options.plant} was not planted: its module was never loaded.`)
    const cast = await prepare(server, 120)
    options.say(`server on port ${server.port}, data in ${dataDir}, ${options.workers} clients`)
    let isOver = false
    let tight = 0
    const scene: Scene = {
      port: server.port,
      cast,
      ledger,
      traffic,
      replays: [],
      isOver: () => isOver,
      nextTight: () => cast.tight[Math.floor(tight++ / 4) % cast.tight.length]!,
    }
    const startedAt = performance.now()
    const workers = Array.from({ length: options.workers }, (_, i) =>
      work(scene, makeRandom(options.seed * 1_000 + i), `s${options.seed}w${i}`),
    )
    const kills = await Promise.race([
      wreak({
        server,
        random,
        count: options.kills,
        until: startedAt + options.maxSeconds * 1000,
        pauseMs: options.pauseMs,
        firstAnswerAfter: (moment) => answers.find((answer) => answer.sentAt > moment)?.at,
      }),
      // Workers end only by an error while the campaign runs.
      Promise.all(workers).then(() => [] as Kill[]),
    ])
    isOver = true
    await Promise.all(workers)
    const seconds = (performance.now() - startedAt) / 1000
    // Late retries, after everything: the stored answers, and nothing done again.
    for (const { ask, reply } of scene.replays) {
      const again = await insist(server.port, ask, random, traffic, 1)
      const same = JSON.stringify([again?.status, again?.body]) === JSON.stringify([reply.status, reply.body])
      if (!same)
        traffic.contradictions.push({
          key: ask.key ?? '',
          answers: [JSON.stringify(reply.body), JSON.stringify(again?.body)],
        })
    }
    await untilSealed(server.connection())
    const findings = await check(server.connection(), ledgerFile, dataDir)
    return {
      ...findings,
      acks: ledger.count(),
      requests: traffic.requests,
      retries: traffic.retries,
      seconds,
      kills,
      contradictions: {
        count: traffic.contradictions.length,
        examples: traffic.contradictions
          .slice(0, 3)
          .map((one) => `${one.key}: ${one.answers.join(' | ').slice(0, 300)}`),
      },
      refused: {
        count: [...traffic.refused.values()].reduce((a, b) => a + b, 0),
        examples: [...traffic.refused].map(([code, n]) => `${n} × ${code}`),
      },
    }
  } finally {
    await server.stop()
    ledger.close()
    if (process.env.CAMPAIGN_KEEP !== '1') rmSync(dataDir, { recursive: true, force: true })
  }
}

/** The sealer is a job: after so many deaths it must still be doing its work. */
async function untilSealed(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    for (let i = 0; i < 100; i++) {
      const { rows } = await client.query('select count(*)::int as n from audit_unsealed')
      if (rows[0].n === 0) return
      await sleep(100)
    }
    throw new Error('The audit chain was not sealed ten seconds after the last write.')
  } finally {
    await client.end()
  }
}
