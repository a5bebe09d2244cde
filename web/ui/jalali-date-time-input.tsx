import { formatTime, tehranDay, tehranMidnight } from '@hamdel/persian'
import { Button, Input, type InputWrapperProps, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { parseTime } from './calendar.ts'
import { useFormat } from './format.ts'
import { JalaliDateInput } from './jalali-date-input.tsx'
import classes from './jalali-date-time-input.module.css'

export type JalaliDateTimeInputProps = Omit<InputWrapperProps, 'onChange' | 'children'> & {
  /** ISO instant, or null. Day and time are those of Asia/Tehran. */
  value: string | null | undefined
  onChange: (instant: string | null) => void
  min?: string
  max?: string
  holidays?: Record<string, string>
  /** The time taken when only a day is given: «17:00». */
  defaultTime?: string
  /** One-click moments under the inputs: «فردا ساعت ۱۰». */
  suggestions?: { label: string; value: string }[]
  disabled?: boolean
}

function instantOf(day: string, time: string): string {
  const [hour, minute] = time.split(':').map(Number) as [number, number]
  return new Date(tehranMidnight(day).getTime() + (hour * 60 + minute) * 60_000).toISOString()
}

/** A moment: a day and a time of day, beside each other. */
export function JalaliDateTimeInput(props: JalaliDateTimeInputProps) {
  const {
    value,
    onChange,
    min,
    max,
    holidays,
    defaultTime = '09:00',
    suggestions,
    disabled,
    ...wrapper
  } = props
  const { t } = useTranslation()
  const { locale } = useFormat()
  const [day, setDay] = useState<string | null>(value ? tehranDay(new Date(value)) : null)
  const [time, setTime] = useState(value ? formatTime(value, locale) : '')
  const [isTimeWrong, setTimeWrong] = useState(false)

  useEffect(() => {
    if (!value) return
    setDay(tehranDay(new Date(value)))
    setTime(formatTime(value, locale))
    setTimeWrong(false)
  }, [value, locale])

  const settle = (nextDay: string | null, nextTime: string) => {
    const parsed = parseTime(nextTime || defaultTime)
    setTimeWrong(!parsed)
    if (parsed) setTime(nextDay || nextTime ? formatTime(parsed, locale) : '')
    onChange(nextDay && parsed ? instantOf(nextDay, parsed) : null)
  }
  return (
    <Input.Wrapper {...wrapper} error={isTimeWrong ? t('ui.date.notATime') : wrapper.error}>
      <fieldset
        className={classes.pair}
        aria-label={typeof wrapper.label === 'string' ? wrapper.label : undefined}
      >
        <JalaliDateInput
          className={classes.day}
          aria-label={t('ui.date.calendar')}
          value={day}
          min={min}
          max={max}
          holidays={holidays}
          disabled={disabled}
          onChange={(next) => {
            setDay(next)
            settle(next, time)
          }}
        />
        <TextInput
          className={classes.time}
          aria-label={t('ui.date.time')}
          placeholder={t('ui.date.timeExample')}
          inputMode="numeric"
          autoComplete="off"
          dir="ltr"
          value={time}
          disabled={disabled}
          onChange={(event) => setTime(event.currentTarget.value)}
          onBlur={() => time && settle(day, time)}
          onKeyDown={(event) => event.key === 'Enter' && time && settle(day, time)}
        />
      </fieldset>
      {suggestions && suggestions.length > 0 && (
        <div className={classes.suggestions}>
          {suggestions.map((one) => (
            <Button
              key={one.label}
              variant={one.value === value ? 'filled' : 'light'}
              size="compact-xs"
              disabled={disabled}
              onClick={() => onChange(one.value)}
            >
              {one.label}
            </Button>
          ))}
        </div>
      )}
    </Input.Wrapper>
  )
}
