import { dayNumber, isoFromNumber } from './calendar.ts'

const DAY_MS = 86_400_000
const HALF_HOUR_MS = 1_800_000
/** Before 1946 Tehran's offset changed at odd seconds; after it, only on half hours of UTC. */
const HALF_HOURS_ONLY_SINCE = Date.UTC(1946, 0, 1)
const offsets = new Map<number, number>()
let clock: Intl.DateTimeFormat | undefined

function askIntl(at: number): number {
  clock ??= new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: 'Asia/Tehran',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const part: Record<string, number> = {}
  for (const { type, value } of clock.formatToParts(at)) part[type] = Number(value)
  const wall = Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second)
  return wall - Math.floor(at / 1000) * 1000
}

/** Milliseconds by which Tehran's wall clock is ahead of UTC at an instant: +03:30, and +04:30 in summers up to 1401. */
function offsetAt(at: number): number {
  if (at < HALF_HOURS_ONLY_SINCE) return askIntl(at)
  const key = Math.floor(at / HALF_HOUR_MS)
  let offset = offsets.get(key)
  if (offset === undefined) {
    if (offsets.size > 20_000) offsets.clear()
    offset = askIntl(key * HALF_HOUR_MS)
    offsets.set(key, offset)
  }
  return offset
}

/** Day and clock time of an instant in Asia/Tehran. */
export function tehranTime(date: Date): { day: string; hour: number; minute: number; second: number } {
  const at = date.getTime()
  if (Number.isNaN(at)) throw new RangeError('Not a time.')
  const wall = at + offsetAt(at)
  const day = Math.floor(wall / DAY_MS)
  const seconds = Math.floor((wall - day * DAY_MS) / 1000)
  return {
    day: isoFromNumber(day),
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
  }
}

/** The ISO day it is in Asia/Tehran at an instant. */
export function tehranDay(date: Date): string {
  return tehranTime(date).day
}

/**
 * The instant at which a day begins in Asia/Tehran. Up to 1401 summer time began at midnight, so that one day of the year
 * had no 00:00; it begins at 01:00, the instant the day before ends. Where 00:00 comes twice (1978), it is the first.
 */
export function tehranMidnight(isoDay: string): Date {
  const wall = dayNumber(isoDay) * DAY_MS
  // Midnight comes 3:25 to 5 hours before that of UTC: these are the offsets before and after a change in that night.
  const before = new Date(wall - offsetAt(wall - 6 * 3_600_000))
  const after = new Date(wall - offsetAt(wall))
  if (after < before && tehranDay(after) === isoDay) return after
  return tehranDay(before) === isoDay ? before : after
}
