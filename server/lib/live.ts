import pg from 'pg'
import type { Logger } from 'pino'

/** A fact as live screens see it: ids only, the screen asks for the rest with its own permissions. */
export interface LiveEvent {
  id: string
  name: string
  branchId: string | null
  customerId: string | null
  caseId: string | null
  personId: string | null
}

export interface Live {
  /**
   * Says "something was committed": the tail is read now here, and in the other processes by NOTIFY. Workers are woken
   * only when there may be a job that is due; looking for one costs a transaction.
   */
  poke(what: { hasDueJobs: boolean }): void
  subscribe(listener: (event: LiveEvent) => void): () => void
  /** Called whenever there may be new jobs. */
  onPoke(listener: () => void): () => void
  /** The last id handed out; what a new stream starts after. */
  lastId(): bigint
  since(id: bigint, limit: number): Promise<LiveEvent[]>
  stop(): Promise<void>
}

const NOTIFY_GAP_MS = 20
const POLL_MS = 1_000
const DUE_JOBS = 'jobs'
// Ids are taken before commit, so a smaller one may become visible after a larger one: look back this far.
const LOOK_BACK = 2_000n

/**
 * Tails the events table. NOTIFY is sent after commit and at most every 20 ms: inside the transactions it would take
 * a global lock at commit and undo group commit. A lost NOTIFY costs at most one second (the poll).
 */
export async function startLive(pool: pg.Pool, connection: pg.ClientConfig, log: Logger): Promise<Live> {
  const subscribers = new Set<(event: LiveEvent) => void>()
  const pokeListeners = new Set<() => void>()
  const seen = new Set<string>()
  let last = BigInt((await pool.query('select coalesce(max(id), 0) as id from events')).rows[0].id)
  let stopped = false
  let reading = false
  let again = false
  let notifyTimer: NodeJS.Timeout | undefined
  let jobsToTell = false

  const toLive = (row: Record<string, unknown>): LiveEvent => ({
    id: String(row.id),
    name: row.name as string,
    branchId: row.branch_id as string | null,
    customerId: row.customer_id as string | null,
    caseId: row.case_id as string | null,
    personId: row.person_id as string | null,
  })
  const columns = 'id, name, branch_id, customer_id, case_id, person_id'

  async function read(): Promise<void> {
    if (reading) {
      again = true
      return
    }
    reading = true
    try {
      do {
        again = false
        const start = last > LOOK_BACK ? last - LOOK_BACK : 0n
        const { rows } = await pool.query({
          name: 'live_tail',
          text: `select ${columns} from events where id > $1 and (id > $2 or at > now() - interval '10 seconds') order by id limit 5000`,
          values: [start, last],
        })
        for (const row of rows) {
          const key = String(row.id)
          if (seen.has(key)) continue
          seen.add(key)
          if (row.id > last) last = row.id
          const event = toLive(row)
          for (const subscriber of subscribers) subscriber(event)
        }
        if (seen.size > 20_000) for (const key of seen) if (BigInt(key) < last - LOOK_BACK) seen.delete(key)
      } while (again && !stopped)
    } catch (error) {
      if (!stopped) log.warn({ reason: (error as Error).message }, 'live tail could not be read')
    } finally {
      reading = false
    }
  }

  // What lies in the table at the start is not news.
  for (const row of (
    await pool.query(`select id from events where id > $1`, [last > LOOK_BACK ? last - LOOK_BACK : 0n])
  ).rows)
    seen.add(String(row.id))

  const wake = (hasDueJobs: boolean) => {
    if (hasDueJobs) for (const listener of pokeListeners) listener()
    if (subscribers.size > 0) void read()
  }

  let listener: pg.Client | undefined
  async function listen(): Promise<void> {
    if (stopped) return
    const client = new pg.Client({ ...connection, application_name: 'hamdel-live' })
    client.on('error', () => {})
    client.on('end', () => {
      if (!stopped) setTimeout(() => void listen(), 500).unref()
    })
    client.on('notification', (message) => wake(message.payload === DUE_JOBS))
    try {
      await client.connect()
      await client.query('listen hamdel')
      listener = client
    } catch {
      client.end().catch(() => {})
    }
  }
  await listen()
  const poll = setInterval(() => wake(true), POLL_MS)
  poll.unref()

  return {
    poke({ hasDueJobs }) {
      jobsToTell ||= hasDueJobs
      if (notifyTimer || stopped) return
      notifyTimer = setTimeout(() => {
        notifyTimer = undefined
        const payload = jobsToTell ? DUE_JOBS : ''
        jobsToTell = false
        pool
          .query({ name: 'live_notify', text: "select pg_notify('hamdel', $1)", values: [payload] })
          .catch(() => wake(true))
      }, NOTIFY_GAP_MS)
    },
    subscribe(subscriber) {
      subscribers.add(subscriber)
      return () => subscribers.delete(subscriber)
    },
    onPoke(fn) {
      pokeListeners.add(fn)
      return () => pokeListeners.delete(fn)
    },
    lastId: () => last,
    async since(id, limit) {
      const { rows } = await pool.query(`select ${columns} from events where id > $1 order by id limit $2`, [
        id,
        limit,
      ])
      return rows.map(toLive)
    },
    async stop() {
      stopped = true
      clearInterval(poll)
      clearTimeout(notifyTimer)
      await listener?.end().catch(() => {})
    },
  }
}
