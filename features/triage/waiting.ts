import { addDays, tehranDay, tehranMidnight } from '@hamdel/persian'
import { businessSecondsBetween, type Calendar } from '../clocks/rules.ts'

const MAX_DAYS = 400

/**
 * Business seconds from an instant until `now`, for many instants and one calendar: sums of whole days are kept, so a
 * thousand cases cost as much as the days they span. What is older than 400 days counts from then.
 */
export function makeWaiting(calendar: Calendar, now: Date): (since: Date) => number {
  const today = tehranDay(now)
  const oldest = tehranMidnight(addDays(today, -MAX_DAYS))
  /** Day → business seconds from its first instant until now. */
  const fromDay = new Map<string, number>()
  let reached = today
  fromDay.set(today, businessSecondsBetween(calendar, tehranMidnight(today), now))

  return (since) => {
    if (since >= now) return 0
    const from = new Date(Math.max(since.getTime(), oldest.getTime()))
    const day = tehranDay(from)
    if (day === today) return businessSecondsBetween(calendar, from, now)
    while (reached > day) {
      const before = addDays(reached, -1)
      const whole = businessSecondsBetween(calendar, tehranMidnight(before), tehranMidnight(reached))
      fromDay.set(before, whole + fromDay.get(reached)!)
      reached = before
    }
    const next = addDays(day, 1)
    return businessSecondsBetween(calendar, from, tehranMidnight(next)) + fromDay.get(next)!
  }
}
