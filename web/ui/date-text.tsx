import type { DateStyle } from '@hamdel/persian'
import { useEffect, useState } from 'react'
import { otherCalendar, useFormat, type When } from './format.ts'

type DateTextProps = {
  /** ISO day «2026-11-24» or instant. Nothing gives «—». */
  value: When | null | undefined
  /** `date` (default for days), `dateTime` (default for instants), `time`, or `relative` («۳ ساعت پیش»). */
  show?: 'date' | 'dateTime' | 'time' | 'relative'
  style?: DateStyle
}

/** Relative times grow old on the screen: look again every half minute. */
function useNow(ticking: boolean) {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    if (!ticking) return
    const timer = setInterval(() => setNow(new Date()), 30_000)
    return () => clearInterval(timer)
  }, [ticking])
  return now
}

/** A moment in the reader's calendar; the other calendar (and the exact time, for relative ones) on hover. */
export function DateText({ value, show, style }: DateTextProps) {
  const format = useFormat()
  const now = useNow(show === 'relative')
  if (!value) return <span>—</span>
  const isDay = typeof value === 'string' && value.length === 10
  const how = show ?? (isDay ? 'date' : 'dateTime')
  const exact = isDay ? format.date(value, 'long') : format.dateTime(value, 'long')
  const text =
    how === 'relative'
      ? format.relative(value, now)
      : how === 'time'
        ? format.time(value)
        : how === 'date'
          ? format.date(value, style)
          : format.dateTime(value, style)
  return (
    <time
      dateTime={typeof value === 'string' ? value : value.toISOString()}
      title={`${exact}\n${otherCalendar(value, format.locale)}`}
    >
      {text}
    </time>
  )
}
