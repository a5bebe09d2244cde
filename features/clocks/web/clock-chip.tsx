import { IconClock, IconClockCheck, IconClockExclamation, IconClockPause } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import { StatusBadge, type Tone } from '../../../web/ui/status-badge.tsx'
import { useNow } from './use-now.ts'

export type ShownClock = {
  metric: 'first_reply' | 'resolution'
  dueAt: string
  nearAt: string
  isPaused: boolean
  isBreached: boolean
  stoppedAt?: string | null
}

const ICONS = {
  running: IconClock,
  near: IconClock,
  breached: IconClockExclamation,
  paused: IconClockPause,
  met: IconClockCheck,
  missed: IconClockExclamation,
}
const TONES: Record<keyof typeof ICONS, Tone> = {
  running: 'neutral',
  near: 'warn',
  breached: 'bad',
  paused: 'neutral',
  met: 'good',
  missed: 'bad',
}

function stateOf(clock: ShownClock, now: number): keyof typeof ICONS {
  const due = Date.parse(clock.dueAt)
  if (clock.stoppedAt) return clock.isBreached || Date.parse(clock.stoppedAt) > due ? 'missed' : 'met'
  if (clock.isPaused) return 'paused'
  if (clock.isBreached || due <= now) return 'breached'
  return Date.parse(clock.nearAt) <= now ? 'near' : 'running'
}

/** One unit is enough to decide what comes first: «۳ ساعت», not «۳ ساعت و ۱۲ دقیقه». */
function roughly(seconds: number): number {
  const unit = [86_400, 3_600, 60].find((size) => seconds >= size) ?? 60
  return Math.max(60, Math.floor(seconds / unit) * unit)
}

/** What is left of a limit of time, in words; the exact moment on hover. */
export function ClockChip({
  clock,
  named,
}: {
  clock: ShownClock /** With the name of the limit. */
  named?: boolean
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const state = stateOf(clock, now)
  const duration = format.duration(roughly(Math.abs(Date.parse(clock.dueAt) - now) / 1000))
  const metric = t(`clocks.metric.${clock.metric}`)
  const text =
    state === 'running' || state === 'near' || state === 'breached'
      ? t(`clocks.chip.${state === 'breached' ? 'late' : 'left'}`, { duration })
      : t(`clocks.chip.${state}`)
  return (
    <StatusBadge
      tone={TONES[state]}
      icon={ICONS[state]}
      size="sm"
      title={`${t('clocks.chip.title', { metric })} ${t(`clocks.state.${state}`)}\n${format.dateTime(clock.dueAt, 'long')}`}
    >
      {named ? `${metric}: ${text}` : text}
    </StatusBadge>
  )
}
