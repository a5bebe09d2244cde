import { addJalaliMonths, jalaliMonthOf, tehranDay, tehranMidnight } from '@hamdel/persian'

export interface Month {
  /** First day of the Jalali month. */
  monthOn: string
  from: Date
  /** Exclusive. */
  to: Date
}

/** The Jalali months from the one around `fromDay` to the one around `toDay`, in Tehran's time. */
export function monthsBetween(fromDay: string, toDay: string): Month[] {
  const months: Month[] = []
  for (let on = jalaliMonthOf(fromDay).from; on <= toDay; on = addJalaliMonths(on, 1)) {
    const { from, to } = jalaliMonthOf(on)
    months.push({ monthOn: from, from: tehranMidnight(from), to: tehranMidnight(to) })
  }
  return months
}

/** The last `count` Jalali months, the present one last. */
export function lastMonths(now: Date, count: number): Month[] {
  const today = tehranDay(now)
  return monthsBetween(addJalaliMonths(jalaliMonthOf(today).from, 1 - count), today)
}
