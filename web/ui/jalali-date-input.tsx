import { formatDate } from '@hamdel/persian'
import { ActionIcon, Popover, TextInput, type TextInputProps } from '@mantine/core'
import { IconCalendarMonth } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { parseDay } from './calendar.ts'
import { CalendarGrid } from './calendar-grid.tsx'
import { otherCalendar, useFormat } from './format.ts'

export type JalaliDateInputProps = Omit<
  TextInputProps,
  'value' | 'onChange' | 'defaultValue' | 'min' | 'max'
> & {
  /** ISO day «2026-11-24», or null. */
  value: string | null | undefined
  onChange: (isoDay: string | null) => void
  min?: string
  max?: string
  holidays?: Record<string, string>
}

/** A day: typed in any digits («۱۴۰۵/۹/۳», «۳ آذر ۱۴۰۵», «فردا») or picked. Gregorian in English. */
export function JalaliDateInput({
  value,
  onChange,
  min,
  max,
  holidays,
  error,
  onBlur,
  ...rest
}: JalaliDateInputProps) {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const shown = value ? formatDate(value, locale, 'short') : ''
  const [text, setText] = useState(shown)
  const [problem, setProblem] = useState<string>()
  const [isOpen, setOpen] = useState(false)

  useEffect(() => {
    // A wrong date stays as it was typed, although its value is null.
    if (shown || !problem) setText(shown)
    if (shown) setProblem(undefined)
  }, [shown, problem])

  const pick = (day: string) => {
    setProblem(undefined)
    setText(formatDate(day, locale, 'short'))
    setOpen(false)
    onChange(day)
  }
  const read = () => {
    if (text === shown && !problem) return
    if (!text.trim()) {
      setProblem(undefined)
      return onChange(null)
    }
    const day = parseDay(text, locale)
    if (day && (!min || day >= min) && (!max || day <= max)) return pick(day)
    setProblem(t(day ? 'ui.date.outOfRange' : 'ui.date.notADate'))
    onChange(null)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') read()
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      setOpen(true)
    }
  }
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      trapFocus
      returnFocus
      position="bottom-start"
      withinPortal
      withRoles={false}
    >
      <Popover.Target>
        <TextInput
          placeholder={t('ui.date.example')}
          title={value ? otherCalendar(value, locale) : undefined}
          autoComplete="off"
          {...rest}
          value={text}
          error={problem ?? error}
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={(event) => {
            read()
            onBlur?.(event)
          }}
          onKeyDown={onKeyDown}
          rightSection={
            <ActionIcon
              variant="subtle"
              color="gray"
              disabled={rest.disabled}
              aria-label={t('ui.date.open')}
              aria-haspopup="dialog"
              aria-expanded={isOpen}
              onClick={() => setOpen((open) => !open)}
            >
              <IconCalendarMonth size={18} stroke={1.7} />
            </ActionIcon>
          }
        />
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('ui.date.calendar')}>
        <CalendarGrid value={value ?? null} onPick={pick} min={min} max={max} holidays={holidays} />
      </Popover.Dropdown>
    </Popover>
  )
}
