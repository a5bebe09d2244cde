import type { Context, Services } from '../../server/lib/context.ts'
import { listBusinessHours, listCalendarDays, listPolicies } from './queries.ts'
import { type Calendar, makeCalendar, type Policy } from './rules.ts'

/** Another process learns of changed settings within this time; this one at once. */
const CACHE_MS = 2_000

export interface ClockSettings {
  policies: readonly Policy[]
  /** The calendar of a branch: its own week if it has one, its own days over the company's. */
  calendarOf(branchId: string): Calendar
}

interface Cached {
  settings?: ClockSettings
  loadedAt: number
  isLoading: boolean
  generation: number
}

const caches = new WeakMap<Services, Cached>()

function cacheOf(services: Services): Cached {
  const cache = caches.get(services) ?? { loadedAt: 0, isLoading: false, generation: 0 }
  caches.set(services, cache)
  return cache
}

/** Forgets calendar and policies; settings call it after their commit. */
export function forgetClockSettings(services: Services): void {
  const cache = cacheOf(services)
  cache.settings = undefined
  cache.generation += 1
}

/**
 * Calendar and policies, kept in memory for two seconds: opening a case reads neither from the database. Read over the
 * caller's own connection (a second one could starve a full pool); whoever comes during a refresh uses the old ones.
 */
export async function clockSettings(ctx: Context): Promise<ClockSettings> {
  const cache = cacheOf(ctx.services)
  if (cache.settings && (cache.isLoading || Date.now() - cache.loadedAt < CACHE_MS)) return cache.settings
  const { generation } = cache
  cache.isLoading = true
  try {
    const settings = await load(ctx)
    // Changed while we read: use it for this request, keep nothing.
    if (cache.generation === generation) {
      cache.settings = settings
      cache.loadedAt = Date.now()
    }
    return settings
  } finally {
    cache.isLoading = false
  }
}

async function load(ctx: Context): Promise<ClockSettings> {
  const hours = await listBusinessHours(ctx.db)
  const days = await listCalendarDays(ctx.db)
  const policies = await listPolicies(ctx.db)
  const calendars = new Map<string, Calendar>()
  const build = (branchId: string | null): Calendar => {
    const own = hours.filter((row) => row.branchId === branchId)
    return makeCalendar({
      hours: own.length > 0 ? own : hours.filter((row) => row.branchId === null),
      // A branch's own day comes later and so replaces the company's.
      days: [
        ...days.filter((row) => row.branchId === null),
        ...days.filter((row) => branchId !== null && row.branchId === branchId),
      ],
    })
  }
  const exceptional = new Set([...hours, ...days].map((row) => row.branchId))
  const company = build(null)
  return {
    policies,
    calendarOf(branchId) {
      if (!exceptional.has(branchId)) return company
      const calendar = calendars.get(branchId) ?? build(branchId)
      calendars.set(branchId, calendar)
      return calendar
    },
  }
}
