// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: the ARIA date grid is a table whose cells are moved through by keys
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: the ARIA date grid is a table whose cells are moved through by keys
import { formatDate, WEEKDAYS, weekday } from '@hamdel/persian'
import { ActionIcon, Button } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { calendarOf, dayByKey, FRIDAY, today, weeksOf } from './calendar.ts'
import classes from './calendar-grid.module.css'
import { useFormat } from './format.ts'

export type CalendarGridProps = {
  value: string | null
  onPick: (isoDay: string) => void
  min?: string
  max?: string
  /** Names of official holidays by ISO day. Fridays are coloured without it. */
  holidays?: Record<string, string>
}

const SHORT = { fa: ['ش', 'ی', 'د', 'س', 'چ', 'پ', 'ج'], en: ['Sa', 'Su', 'Mo', 'Tu', 'We', 'Th', 'Fr'] }
const YEARS_BACK = 100
const YEARS_AHEAD = 10

/** One month of days. Arrows move by day and week, Home/End in the week, PageUp/PageDown by month, with Shift by year. */
export function CalendarGrid({ value, onPick, min, max, holidays = {} }: CalendarGridProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const calendar = calendarOf(format.locale)
  const [focused, setFocused] = useState(value ?? today())
  const body = useRef<HTMLTableSectionElement>(null)
  const movesFocus = useRef(false)
  const shown = calendar.monthOf(focused)
  const isAllowed = (day: string) => (!min || day >= min) && (!max || day <= max)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the day
  useEffect(() => {
    if (movesFocus.current)
      body.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true })
    movesFocus.current = false
  }, [focused])

  const onKeyDown = (event: KeyboardEvent) => {
    const to = dayByKey(event.key, event.shiftKey, focused, format.locale)
    if (!to) return
    event.preventDefault()
    event.stopPropagation()
    movesFocus.current = true
    setFocused(to)
  }
  const thisYear = calendar.monthOf(today()).year
  const firstYear = Math.min(shown.year, min ? calendar.monthOf(min).year : thisYear - YEARS_BACK)
  const lastYear = Math.max(shown.year, max ? calendar.monthOf(max).year : thisYear + YEARS_AHEAD)
  const jump = (to: { year: number; month: number }) =>
    setFocused(calendar.addMonths(focused, (to.year - shown.year) * 12 + to.month - shown.month))
  const [Back, Ahead] =
    format.locale === 'fa' ? [IconChevronRight, IconChevronLeft] : [IconChevronLeft, IconChevronRight]
  const heading = `${calendar.monthNames[shown.month - 1]} ${format.digits(shown.year)}`
  return (
    <div className={classes.calendar}>
      <div className={classes.head}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('ui.date.previousMonth')}
          onClick={() => setFocused(calendar.addMonths(focused, -1))}
        >
          <Back size={18} />
        </ActionIcon>
        <span className={classes.selects}>
          <select
            aria-label={t('ui.date.month')}
            value={shown.month}
            onChange={(event) => jump({ year: shown.year, month: Number(event.target.value) })}
          >
            {calendar.monthNames.map((name, i) => (
              <option key={name} value={i + 1}>
                {name}
              </option>
            ))}
          </select>
          <select
            aria-label={t('ui.date.year')}
            value={shown.year}
            onChange={(event) => jump({ year: Number(event.target.value), month: shown.month })}
          >
            {Array.from({ length: lastYear - firstYear + 1 }, (_, i) => lastYear - i).map((year) => (
              <option key={year} value={year}>
                {format.digits(year)}
              </option>
            ))}
          </select>
        </span>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('ui.date.nextMonth')}
          onClick={() => setFocused(calendar.addMonths(focused, 1))}
        >
          <Ahead size={18} />
        </ActionIcon>
      </div>
      <table role="grid" aria-label={heading} className={classes.grid} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {SHORT[format.locale].map((letter, i) => (
              <th
                key={letter}
                scope="col"
                abbr={WEEKDAYS[format.locale][i]}
                data-friday={i === FRIDAY || undefined}
              >
                {letter}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {weeksOf(calendar, shown).map((week) => (
            <tr key={week[0]}>
              {week.map((day) => {
                const holiday = holidays[day]
                const name = `${formatDate(day, format.locale, 'long')}${holiday ? `، ${holiday}` : ''}`
                return (
                  <td key={day} aria-selected={day === value}>
                    <button
                      type="button"
                      tabIndex={day === focused ? 0 : -1}
                      aria-disabled={!isAllowed(day) || undefined}
                      data-autofocus={day === focused || undefined}
                      aria-label={name}
                      aria-current={day === today() ? 'date' : undefined}
                      title={holiday}
                      data-outside={calendar.monthOf(day).month !== shown.month || undefined}
                      data-off={weekday(day) === FRIDAY || holiday !== undefined || undefined}
                      data-selected={day === value || undefined}
                      className={classes.day}
                      onClick={() => isAllowed(day) && onPick(day)}
                    >
                      {format.digits(calendar.dayOfMonth(day))}
                    </button>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <Button
        variant="light"
        size="compact-sm"
        fullWidth
        disabled={!isAllowed(today())}
        onClick={() => onPick(today())}
      >
        {t('ui.date.today')}
      </Button>
    </div>
  )
}
