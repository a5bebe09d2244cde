import { addDays, tehranDay, tehranMidnight, weekday } from '@hamdel/persian'

/** An open stretch of a day, in seconds since 00:00 by Tehran's wall clock; `closes` is not in it. */
export interface Hours {
  opens: number
  closes: number
}

/** When the company works: the week (0 = Saturday … 6 = Friday) and the days that differ from it. */
export interface Calendar {
  week: readonly (readonly Hours[])[]
  /** ISO day → its hours; a closed day has none. */
  days: ReadonlyMap<string, readonly Hours[]>
  /** True when nothing was set or never anything is open: every second then counts. */
  isClockTime: boolean
}

const DAY_SECONDS = 86_400
/** So many closed days on end mean the calendar says nothing any more; clock time goes on from there. */
const MAX_CLOSED_DAYS = 400

const secondsOf = (time: string): number => {
  const [h = 0, m = 0, s = 0] = time.split(':').map(Number)
  return h * 3600 + m * 60 + s
}

/** Sorted, and overlapping stretches joined: no second counts twice. */
function joined(hours: readonly Hours[]): Hours[] {
  const result: Hours[] = []
  for (const { opens, closes } of [...hours].sort((a, b) => a.opens - b.opens)) {
    const last = result.at(-1)
    if (last && opens <= last.closes) last.closes = Math.max(last.closes, closes)
    else result.push({ opens, closes })
  }
  return result
}

/** Makes a calendar of rows as they are stored; times are 'HH:MM' or 'HH:MM:SS'. */
export function makeCalendar(input: {
  hours: readonly { weekday: number; opensAt: string; closesAt: string }[]
  days?: readonly { on: string; opensAt: string | null; closesAt: string | null }[]
}): Calendar {
  const week: Hours[][] = [[], [], [], [], [], [], []]
  for (const row of input.hours)
    week[row.weekday]!.push({ opens: secondsOf(row.opensAt), closes: secondsOf(row.closesAt) })
  const days = new Map<string, Hours[]>()
  for (const row of input.days ?? [])
    days.set(
      row.on,
      row.opensAt === null || row.closesAt === null
        ? []
        : [{ opens: secondsOf(row.opensAt), closes: secondsOf(row.closesAt) }],
    )
  if (week.every((hours) => hours.length === 0) && [...days.values()].every((hours) => hours.length === 0))
    return CLOCK_TIME
  return { week: week.map(joined), days, isClockTime: false }
}

const WHOLE_DAY = [{ opens: 0, closes: DAY_SECONDS }]
/** Every second counts. */
export const CLOCK_TIME: Calendar = {
  week: [WHOLE_DAY, WHOLE_DAY, WHOLE_DAY, WHOLE_DAY, WHOLE_DAY, WHOLE_DAY, WHOLE_DAY],
  days: new Map(),
  isClockTime: true,
}

interface Day {
  /** The open stretches, as instants in milliseconds. */
  openings: readonly { from: number; to: number }[]
  next: string
}

// Time zones and calendars cost forty times more than the sums on them; a case that opens looks at the same few days.
const daysSeen = new WeakMap<Calendar, Map<string, Day>>()
const MAX_DAYS_SEEN = 5_000

function dayOf(calendar: Calendar, day: string): Day {
  let seen = daysSeen.get(calendar)
  if (!seen || seen.size > MAX_DAYS_SEEN) {
    seen = new Map()
    daysSeen.set(calendar, seen)
  }
  const known = seen.get(day)
  if (known) return known
  const made = { openings: openingsOf(calendar, day), next: addDays(day, 1) }
  seen.set(day, made)
  return made
}

function openingsOf(calendar: Calendar, day: string): { from: number; to: number }[] {
  const hours = calendar.days.get(day) ?? calendar.week[weekday(day)]!
  if (hours.length === 0) return []
  const start = tehranMidnight(day).getTime()
  const end = tehranMidnight(addDays(day, 1)).getTime()
  // A day of 23 hours (summer time began at midnight, until 1401) starts at 01:00 on the wall: count from its end.
  const zero = Math.min(start, end - DAY_SECONDS * 1000)
  return hours.map(({ opens, closes }) => ({
    from: Math.max(start, zero + opens * 1000),
    to: closes === DAY_SECONDS ? end : zero + closes * 1000,
  }))
}

/** Whole business seconds in [from, to); 0 when `to` is not after `from`. */
export function businessSecondsBetween(calendar: Calendar, from: Date, to: Date): number {
  const [start, end] = [from.getTime(), to.getTime()]
  if (end <= start) return 0
  if (calendar.isClockTime) return Math.floor((end - start) / 1000)
  let sum = 0
  const last = tehranDay(to)
  for (let day = tehranDay(from); day <= last; day = dayOf(calendar, day).next)
    for (const open of dayOf(calendar, day).openings)
      sum += Math.max(0, Math.min(open.to, end) - Math.max(open.from, start))
  return Math.floor(sum / 1000)
}

/**
 * The instant at which `seconds` of business time have passed since `from`. When the calendar shows no open time for
 * 400 days, what is left runs in clock time from there and `isClockTime` says so.
 */
export function findBusinessInstant(
  calendar: Calendar,
  from: Date,
  seconds: number,
): { at: Date; isClockTime: boolean } {
  let left = seconds * 1000
  let cursor = from.getTime()
  if (left <= 0) return { at: from, isClockTime: calendar.isClockTime }
  if (calendar.isClockTime) return { at: new Date(cursor + left), isClockTime: true }
  let closedDays = 0
  for (let day = tehranDay(from); closedDays <= MAX_CLOSED_DAYS; day = dayOf(calendar, day).next) {
    closedDays += 1
    for (const open of dayOf(calendar, day).openings) {
      const start = Math.max(open.from, cursor)
      if (start >= open.to) continue
      closedDays = 0
      if (left <= open.to - start) return { at: new Date(start + left), isClockTime: false }
      left -= open.to - start
      cursor = open.to
    }
  }
  return { at: new Date(cursor + left), isClockTime: true }
}

/** `findBusinessInstant` without the remark. */
export function addBusinessSeconds(calendar: Calendar, from: Date, seconds: number): Date {
  return findBusinessInstant(calendar, from, seconds).at
}
