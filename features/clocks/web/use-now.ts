import { useSyncExternalStore } from 'react'

const EVERY_MS = 20_000
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined
const watchers = new Set<() => void>()

function watch(watcher: () => void) {
  watchers.add(watcher)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const one of watchers) one()
  }, EVERY_MS)
  return () => {
    watchers.delete(watcher)
    if (watchers.size) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The present moment, three times a minute; one timer for all that wait for it. */
export function useNow(): number {
  return useSyncExternalStore(watch, () => {
    // The first reader after a pause must not see the moment at which the last one left.
    if (!timer) now = Date.now()
    return now
  })
}
