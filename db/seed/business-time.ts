// Open time of the demo company as one long line, so that «two open hours later» is a search, not a loop over days.
import { addDays, tehranDay, tehranMidnight, weekday } from '@hamdel/persian'
import { BUSINESS_HOURS } from './content/company.ts'
import { HOLIDAYS } from './content/holidays.ts'

export type BusinessTime = {
  /** Open milliseconds since the line began. */
  openAt: (time: number) => number
  /** The instant at which that much open time has passed. */
  timeAt: (open: number) => number
  later: (time: number, openMs: number) => number
  isOpen: (time: number) => boolean
}

const DAYS_BACK = 760
const DAYS_AHEAD = 90

export function businessTime(now: Date): BusinessTime {
  const closed = new Set(HOLIDAYS.map((holiday) => holiday.on))
  const hours = new Map(BUSINESS_HOURS.map((row) => [row.weekday as number, row]))
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  const spans: { from: number; to: number; before: number }[] = []
  let day = addDays(tehranDay(now), -DAYS_BACK)
  let before = 0
  for (let i = 0; i <= DAYS_BACK + DAYS_AHEAD; i++, day = addDays(day, 1)) {
    const row = hours.get(weekday(day))
    if (!row || closed.has(day)) continue
    const midnight = tehranMidnight(day).getTime()
    const from = midnight + minutes(row.opensAt) * 60_000
    const to = midnight + minutes(row.closesAt) * 60_000
    spans.push({ from, to, before })
    before += to - from
  }

  /** The last span that satisfies the order, or the first of all. */
  function find(isAtOrBefore: (span: (typeof spans)[number]) => boolean) {
    let low = 0
    let high = spans.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (isAtOrBefore(spans[middle]!)) low = middle
      else high = middle - 1
    }
    return spans[low]!
  }

  function openAt(time: number): number {
    const span = find((s) => s.from <= time)
    return span.before + Math.max(0, Math.min(time, span.to) - span.from)
  }
  function timeAt(open: number): number {
    const span = find((s) => s.before < open)
    return Math.min(span.from + Math.max(0, open - span.before), span.to)
  }
  return {
    openAt,
    timeAt,
    later: (time, openMs) => timeAt(openAt(time) + Math.max(openMs, 1000)),
    isOpen: (time) => {
      const span = find((s) => s.from <= time)
      return time >= span.from && time <= span.to
    },
  }
}
