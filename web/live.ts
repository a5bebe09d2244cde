import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'

export type LiveEvent = {
  name: string
  branchId?: string | null
  customerId?: string | null
  caseId?: string | null
}
export type Connection = 'connecting' | 'live' | 'lost'

/**
 * Which answers an event makes stale, by the first word of its name. An event about a customer always refreshes that
 * customer; a slice not listed here refreshes the queries that carry its own name.
 */
const ALSO_STALE: Record<string, (event: LiveEvent) => QueryKey[]> = {
  case: () => [['cases'], ['triage'], ['lead'], ['indices']],
  interaction: () => [['interactions'], ['cases'], ['triage']],
  promise: () => [['promises'], ['triage'], ['lead']],
  compensation: () => [['compensations'], ['cases'], ['lead']],
  clock: () => [['clocks'], ['cases'], ['triage'], ['lead']],
  customer: () => [['customers']],
  need: () => [['needs']],
  survey: () => [['surveys'], ['lead']],
  index: () => [['indices'], ['lead']],
  import: () => [['imports']],
  settings: () => [['settings'], ['me']],
  person: () => [['people'], ['me'], ['lead']],
}

export function staleKeys(event: LiveEvent): QueryKey[] {
  const subject = event.name.split('.')[0]!
  const keys = ALSO_STALE[subject]?.(event) ?? [[subject], [`${subject}s`]]
  return event.customerId ? [...keys, ['customers', event.customerId]] : keys
}

/** Sums over everything: in a busy hour once in a while is fresh enough, and the database has better things to do. */
const RESTING = new Set(['lead', 'indices'])
const REST_MS = 3_000
const lastAt = new Map<unknown, number>()
const waiting = new Set<unknown>()

function refresh(client: QueryClient, queryKey: QueryKey) {
  const [slice] = queryKey
  if (!RESTING.has(slice as string)) return void client.invalidateQueries({ queryKey })
  if (waiting.has(slice)) return
  waiting.add(slice)
  const rest = Math.max(0, (lastAt.get(slice) ?? 0) + REST_MS - Date.now())
  setTimeout(() => {
    waiting.delete(slice)
    lastAt.set(slice, Date.now())
    void client.invalidateQueries({ queryKey })
  }, rest)
}

let connection: Connection = 'connecting'
const watchers = new Set<() => void>()
const listeners = new Set<(event: LiveEvent) => void>()

function setConnection(next: Connection) {
  if (next === connection) return
  connection = next
  for (const watcher of watchers) watcher()
}

export function useConnection(): Connection {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => connection,
  )
}

/** Hears every live event while mounted: presence, "somebody else replied", a sound. */
export function useLiveEvent(listener: (event: LiveEvent) => void) {
  useEffect(() => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, [listener])
}

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000
/** Short hiccups are nobody's business; only a lasting loss is told. */
const TELL_AFTER_MS = 4_000

/** Opens the one stream of the app. The shell calls it once; screens need nothing: their queries refresh by key. */
export function useLive() {
  const client = useQueryClient()
  useEffect(() => {
    let source: EventSource | undefined
    let pauseMs = FIRST_PAUSE_MS
    let reopen: ReturnType<typeof setTimeout> | undefined
    let tell: ReturnType<typeof setTimeout> | undefined
    let hasGap = false

    const lost = () => {
      tell ??= setTimeout(() => setConnection('lost'), TELL_AFTER_MS)
    }
    const open = () => {
      clearTimeout(reopen)
      source?.close()
      source = new EventSource('/api/v1/live')
      source.onopen = () => {
        clearTimeout(tell)
        tell = undefined
        pauseMs = FIRST_PAUSE_MS
        setConnection('live')
        // Within one EventSource the server resumes after Last-Event-ID; a new one starts now, so ask again for what is shown.
        if (hasGap) void client.invalidateQueries()
        hasGap = false
      }
      source.addEventListener('fact', (message) => {
        const event = parse(message.data)
        if (!event) return
        for (const queryKey of staleKeys(event)) refresh(client, queryKey)
        for (const listener of listeners) listener(event)
      })
      // Too much was missed to tell one by one.
      source.addEventListener('resync', () => void client.invalidateQueries())
      source.onerror = () => {
        lost()
        // While CONNECTING the browser retries by itself; CLOSED (an error answer) it never would.
        if (source?.readyState !== EventSource.CLOSED) return
        hasGap = true
        reopen = setTimeout(open, pauseMs)
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      }
    }
    const online = () => {
      pauseMs = FIRST_PAUSE_MS
      open()
    }
    const offline = () => {
      hasGap = true
      setConnection('lost')
    }
    open()
    window.addEventListener('online', online)
    window.addEventListener('offline', offline)
    return () => {
      clearTimeout(reopen)
      clearTimeout(tell)
      source?.close()
      window.removeEventListener('online', online)
      window.removeEventListener('offline', offline)
    }
  }, [client])
}

function parse(data: string): LiveEvent | undefined {
  try {
    const event = JSON.parse(data)
    return typeof event?.name === 'string' ? event : undefined
  } catch {
    return undefined
  }
}
