import { addDays, tehranDay, tehranMidnight, weekday } from '@hamdel/persian'
import type { TFunction } from 'i18next'

const FRIDAY = 6
const at = (day: string, hour: number) =>
  new Date(tehranMidnight(day).getTime() + hour * 3_600_000).toISOString()

/** The moments people promise most: today and tomorrow in office hours, else the next working day. */
export function dueSuggestions(now: Date, t: TFunction): { label: string; value: string }[] {
  const today = tehranDay(now)
  const tomorrow = addDays(today, 1)
  // weekday() counts from Saturday = 0.
  const dayAfter = weekday(tomorrow) === FRIDAY ? addDays(today, 2) : tomorrow
  const list = [
    { label: t('promises.due.today', { hour: 12 }), value: at(today, 12) },
    { label: t('promises.due.today', { hour: 17 }), value: at(today, 17) },
    dayAfter === tomorrow
      ? { label: t('promises.due.tomorrow', { hour: 10 }), value: at(tomorrow, 10) }
      : { label: t('promises.due.saturday', { hour: 10 }), value: at(dayAfter, 10) },
    dayAfter === tomorrow
      ? { label: t('promises.due.tomorrow', { hour: 17 }), value: at(tomorrow, 17) }
      : { label: t('promises.due.saturday', { hour: 17 }), value: at(dayAfter, 17) },
  ]
  const soonest = now.getTime() + 45 * 60_000
  return list.filter((one) => Date.parse(one.value) > soonest).slice(0, 3)
}
