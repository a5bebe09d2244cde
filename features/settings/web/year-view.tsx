// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: the ARIA grid of days is a table moved through by keys
import {
  addDays,
  formatDate,
  fromJalali,
  JALALI_MONTHS,
  jalaliMonthLength,
  tehranDay,
  toJalali,
  WEEKDAYS,
  weekday,
} from '@hamdel/persian'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import type { CalendarDay } from './settings-queries.ts'
import classes from './year-view.module.css'

type Props = { year: number; days: CalendarDay[]; onPick?: ((on: string) => void) | undefined }
const FRIDAY = 6
const LETTERS = { fa: ['ش', 'ی', 'د', 'س', 'چ', 'پ', 'ج'], en: ['Sa', 'Su', 'Mo', 'Tu', 'We', 'Th', 'Fr'] }

/** Twelve Jalali months. One day is in the order of Tab; arrows move by day and week, Page Up and Down by month. */
export function YearView({ year, days, onPick }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const today = tehranDay(new Date())
  const [focused, setFocused] = useState(toJalali(today).year === year ? today : fromJalali(year, 1, 1))
  const box = useRef<HTMLDivElement>(null)
  const byDay = new Map<string, CalendarDay[]>()
  for (const day of days) byDay.set(day.on, [...(byDay.get(day.on) ?? []), day])

  const onKeyDown = (event: KeyboardEvent) => {
    const ahead = format.locale === 'fa' ? 'ArrowLeft' : 'ArrowRight'
    const steps: Record<string, number> = {
      ArrowDown: 7,
      ArrowUp: -7,
      ArrowLeft: ahead === 'ArrowLeft' ? 1 : -1,
      ArrowRight: ahead === 'ArrowLeft' ? -1 : 1,
      PageDown: 30,
      PageUp: -30,
    }
    const step = steps[event.key]
    if (!step) return
    event.preventDefault()
    const next = addDays(focused, step)
    if (toJalali(next).year !== year) return
    setFocused(next)
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus())
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears the keys of the days inside
    <div ref={box} className={classes.year} onKeyDown={onKeyDown}>
      {JALALI_MONTHS[format.locale].map((name, i) => {
        const month = i + 1
        const first = fromJalali(year, month, 1)
        const length = jalaliMonthLength(year, month)
        const lead = weekday(first)
        const weeks = Math.ceil((lead + length) / 7)
        return (
          <table key={name} className={classes.month}>
            <caption>{name}</caption>
            <thead>
              <tr>
                {LETTERS[format.locale].map((letter, d) => (
                  <th key={letter} scope="col" abbr={WEEKDAYS[format.locale][d]}>
                    {letter}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {Array.from({ length: weeks }, (_, week) => (
                <tr key={addDays(first, week * 7)}>
                  {LETTERS.fa.map((letter, d) => {
                    const n = week * 7 + d - lead + 1
                    if (n < 1 || n > length) return <td key={letter} />
                    const on = addDays(first, n - 1)
                    const own = byDay.get(on)
                    const title = own?.map((day) => day.title).join('؛ ')
                    const kind = own?.some((day) => day.kind === 'closed' && !day.branchId)
                      ? 'closed'
                      : own && 'special'
                    const label = `${formatDate(on, format.locale, 'long')}${title ? `، ${title}` : ''}`
                    const shared = {
                      className: classes.day,
                      'data-kind': kind,
                      'data-friday': d === FRIDAY || undefined,
                      'data-today': on === today || undefined,
                      title: title ?? undefined,
                    }
                    return (
                      <td key={letter}>
                        {onPick ? (
                          <button
                            type="button"
                            {...shared}
                            data-day={on}
                            tabIndex={on === focused ? 0 : -1}
                            aria-label={label}
                            aria-current={on === today ? 'date' : undefined}
                            onFocus={() => setFocused(on)}
                            onClick={() => onPick(on)}
                          >
                            {format.number(n)}
                          </button>
                        ) : (
                          <span {...shared}>{format.number(n)}</span>
                        )}
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        )
      })}
      <div className={classes.legend}>
        <span>
          <i data-kind="closed" /> {t('settings.calendar.closed')}
        </span>
        <span>
          <i data-kind="special" /> {t('settings.calendar.special')}
        </span>
        {onPick && <span>{t('settings.calendar.pickHint')}</span>}
      </div>
    </div>
  )
}
