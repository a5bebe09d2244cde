// npm run bench [-- --size M --seconds 5 --rounds 3]: our server beside a bare one, same database, same run.
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { send } from '../campaign/client.ts'
import { makeServer } from '../campaign/server-child.ts'
import { newId } from '../server/lib/id.ts'
import type { Plan } from './bare-server.ts'
import { generate, SEARCHES, SIZES, signIn } from './data.ts'
import { cpuBetween, cpuOf, databaseProcesses, firstScreenBytes, memoryOf, portalBytes } from './facts.ts'
import { load, type Measured, open, type Request } from './load.ts'
import { takeStatements } from './statements.ts'

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: 'M' },
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    /** Keeps a generated data folder, or uses it again. */
    data: { type: 'string' },
  },
})
const size = SIZES[values.size]
if (!size) throw new Error(`--size is one of ${Object.keys(SIZES).join(', ')}`)
const seconds = Number(values.seconds)
const rounds = Number(values.rounds)
const CONNECTIONS = 10
const say = (line: string) => void process.stderr.write(`  ${line}\n`)
const print = (line: string) => void process.stdout.write(`${line}\n`)
const loads = () =>
  loadavg()
    .map((n) => n.toFixed(1))
    .join(' ')

interface Operation {
  name: string
  target: number
  ours(n: number): Request
  bare(n: number): Request
}

const dataDir = values.data ?? mkdtempSync(join(tmpdir(), 'hamdel-bench-'))
const server = await makeServer(dataDir)
let bare: ChildProcess | undefined
try {
  say(`load average ${loads()}`)
  server.start()
  await server.ready()
  const isNew = (await send(server.port, { method: 'GET', path: '/api/v1/set-up' }, '127.0.0.1')).body
    .needsSetUp
  if (isNew) {
    await send(
      server.port,
      {
        method: 'POST',
        path: '/api/v1/set-up',
        key: newId(),
        body: {
          companyName: 'سنجش',
          branch: { name: 'شعبهٔ مرکزی' },
          administrator: { fullName: 'مدیر سنجش', phone: '09120000000', password: 'bench-only-1404' },
        },
      },
      '127.0.0.1',
    )
    const at = performance.now()
    await generate(server.connection(), size)
    say(
      `${size.customers} customers, ${size.cases} cases, ${size.interactions} messages in ${Math.round((performance.now() - at) / 1000)} s`,
    )
  }
  // Restart with this data: what the first user of the morning waits for.
  const restarts: number[] = []
  for (let i = 0; i < 3; i++) {
    await server.stop()
    server.start()
    restarts.push(await server.ready())
  }
  await sleep(2_000)
  const idle = { server: memoryOf([server.pid()!]), database: memoryOf(databaseProcesses(dataDir)) }

  const prepared = await signIn(server.connection())
  bare = fork(fileURLToPath(new URL('bare-server.ts', import.meta.url)), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const plan: Plan = {
    connection: server.connection(),
    ...(await takeStatements(server.connection(), prepared, SEARCHES)),
  }
  const barePort = await new Promise<number>((resolve, reject) => {
    bare!.once('message', (message) => resolve((message as { port: number }).port))
    bare!.once('exit', () => reject(new Error('The bare server ended.')))
    bare!.send(plan)
  })

  const headers = { cookie: prepared.cookie }
  const customer = (n: number) => prepared.customerIds[(n * 7919) % prepared.customerIds.length]!
  const term = (n: number) => encodeURIComponent(SEARCHES[n % SEARCHES.length]!)
  const get = (path: string, more: Record<string, string> = {}): Request => ({
    method: 'GET',
    path,
    headers: more,
  })
  const text = 'سلام، یخچالی که خریده‌ام صدای زیادی می‌دهد و هنوز کسی برای دیدنش نیامده است. لطفاً پیگیری کنید.'
  const LIST = '/api/v1/cases?filter[status]=open'
  const operations: Operation[] = [
    { name: 'list', target: 0.6, ours: () => get(LIST, headers), bare: () => get('/list') },
    {
      name: 'card',
      target: 0.6,
      ours: (n) => get(`/api/v1/customers/${customer(n)}/card`, headers),
      bare: (n) => get(`/card/${customer(n)}`),
    },
    {
      name: 'card, bare with a plain query',
      target: 0,
      ours: (n) => get(`/api/v1/customers/${customer(n)}/card`, headers),
      bare: (n) => get(`/plain-card/${customer(n)}`),
    },
    {
      name: 'search',
      target: 0.6,
      ours: (n) => get(`/api/v1/customers/search?q=${term(n)}&limit=20`, headers),
      bare: (n) => get(`/search/${term(n)}`),
    },
    {
      name: 'create',
      target: 0.35,
      ours: (n) => ({
        method: 'POST',
        path: '/api/v1/cases',
        headers: { ...headers, 'idempotency-key': newId() },
        body: JSON.stringify({ customerId: customer(n), kind: 'complaint', text }),
      }),
      bare: (n) => ({
        method: 'POST',
        path: '/create',
        headers: {},
        body: JSON.stringify({ customerId: customer(n), text }),
      }),
    },
    {
      name: 'list, compressed (br) by ours',
      target: 0,
      ours: () => get(LIST, { ...headers, 'accept-encoding': 'br' }),
      bare: () => get('/list'),
    },
  ]
  await compareRows(operations, server.port, barePort)

  print(
    `| operation | ours req/s (min–max) | p50 · p95 · p99 ms | bare req/s (min–max) | p50 · p95 · p99 ms | ratio | CPU ms a request, server + database: ours / bare | target | |`,
  )
  print('|---|---|---|---|---|---|---|---|---|')
  for (const operation of operations) {
    if (values.only && !values.only.split(',').includes(operation.name)) continue
    const warm = { connections: CONNECTIONS, seconds: 2 }
    await load(server.port, operation.ours, warm)
    await load(barePort, operation.bare, warm)
    const ours: WithCpu[] = []
    const theirs: WithCpu[] = []
    for (let round = 0; round < rounds; round++) {
      ours.push(await loadWithCpu(server.port, server.pid()!, operation.ours))
      theirs.push(await loadWithCpu(barePort, bare.pid!, operation.bare))
    }
    const failed = [...ours, ...theirs].reduce((sum, one) => sum + one.failed, 0)
    const ratio = median(ours, 'perSecond') / median(theirs, 'perSecond')
    const tail = median(ours, 'p99') / median(theirs, 'p99')
    const verdict =
      failed > 0
        ? `✖ ${failed} failed`
        : operation.target === 0
          ? ''
          : ratio >= operation.target
            ? '✔'
            : '✖ miss'
    print(
      `| ${operation.name} | ${row(ours)} | ${row(theirs)} | ${ratio.toFixed(2)} (p99 × ${tail.toFixed(1)}) | ${cpu(ours)} / ${cpu(theirs)} | ${operation.target ? `≥ ${operation.target}` : '–'} | ${verdict} |`,
    )
  }
  const portal = await portalBytes(server.port)
  const sum = (idle.server ?? 0) + (idle.database ?? 0)
  const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
  print('')
  print(
    `memory, idle after start (PSS): server ${idle.server?.toFixed(0)} MB + database ${idle.database?.toFixed(0)} MB = ${sum.toFixed(0)} MB (target ≤ 250) ${sum <= 250 ? '✔' : '✖'}`,
  )
  print(
    `memory after the load: server ${memoryOf([server.pid()!])?.toFixed(0)} MB + database ${memoryOf(databaseProcesses(dataDir))?.toFixed(0)} MB`,
  )
  print(
    `restart to ready with this data: ${restarts.map((ms) => `${(ms / 1000).toFixed(2)} s`).join(', ')} (target ≤ 3 s) ${Math.max(...restarts) <= 3_000 ? '✔' : '✖'}`,
  )
  const script = firstScreenBytes()
  print(`desk, first screen's JavaScript: ${kB(script)} gz (target ≤ 300) ${script <= 300_000 ? '✔' : '✖'}`)
  print(
    `portal, page and style: ${kB(portal.plain)}, ${kB(portal.gzip)} gz (target ≤ 50) ${portal.plain <= 50_000 ? '✔' : '✖'}`,
  )
  print(
    `load average ${loads()}; ${CONNECTIONS} connections, ${rounds} × ${seconds} s each, medians; Node ${process.version}`,
  )
} finally {
  bare?.disconnect()
  await server.stop()
  if (!values.data) rmSync(dataDir, { recursive: true, force: true })
}

interface WithCpu extends Measured {
  server: number
  database: number
}

/** On a shared machine requests a second swing with the neighbours; the CPU a request takes does so much less. */
async function loadWithCpu(port: number, pid: number, make: (n: number) => Request): Promise<WithCpu> {
  const look = () => [cpuOf([pid]), cpuOf(databaseProcesses(dataDir))] as const
  const before = look()
  const measured = await load(port, make, { connections: CONNECTIONS, seconds })
  const after = look()
  const count = measured.perSecond * seconds
  return {
    ...measured,
    server: cpuBetween(before[0], after[0]) / count,
    database: cpuBetween(before[1], after[1]) / count,
  }
}

function cpu(list: readonly WithCpu[]): string {
  return (['server', 'database'] as const)
    .map((key) =>
      list
        .map((one) => one[key])
        .sort((a, b) => a - b)
        [Math.floor(list.length / 2)]!.toFixed(2),
    )
    .join(' + ')
}

function median(list: readonly Measured[], key: keyof Measured): number {
  return list.map((one) => one[key]).sort((a, b) => a - b)[Math.floor(list.length / 2)]!
}

function row(list: readonly Measured[]): string {
  const rates = list.map((one) => one.perSecond)
  const times = (['p50', 'p95', 'p99'] as const).map((key) => median(list, key).toFixed(1)).join(' · ')
  return `${Math.round(median(list, 'perSecond'))} (${Math.round(Math.min(...rates))}–${Math.round(Math.max(...rates))}) | ${times}`
}

/** Both must answer the same question: the same rows in the same order. */
async function compareRows(
  operations: readonly Operation[],
  oursPort: number,
  theirsPort: number,
): Promise<void> {
  const [ours, theirs] = [await open(oursPort), await open(theirsPort)]
  const ask = async (name: string) => {
    const operation = operations.find((one) => one.name === name)!
    await ours.ask(operation.ours(1))
    await theirs.ask(operation.bare(1))
    return [JSON.parse(ours.last()), JSON.parse(theirs.last())]
  }
  const same = (what: string, a: unknown[], b: unknown[]) => {
    if (a.length === 0 || JSON.stringify(a) !== JSON.stringify(b))
      throw new Error(
        `The two servers answer ${what} differently:\n${JSON.stringify(a).slice(0, 400)}\n${JSON.stringify(b).slice(0, 400)}`,
      )
  }
  const [list, bareList] = await ask('list')
  same('the list', list.items, bareList.slice(0, 50))
  const [card, bareCard] = await ask('card')
  same(
    'the card',
    [card.customer.id, ...card.timeline.items.map((item: { id: string }) => item.id)],
    [bareCard.id, ...bareCard.timeline.slice(0, 30).map((item: { id: string }) => item.id)],
  )
  const [search, bareSearch] = await ask('search')
  // Of thousands who are called so, any twenty will do: which ones, the plan decides.
  const kinds = (items: { matchedOn: string; isExact: boolean }[]) =>
    items.map((item) => [item.matchedOn, item.isExact])
  same('the search', kinds(search.items), kinds(bareSearch))
  ours.close()
  theirs.close()
}
