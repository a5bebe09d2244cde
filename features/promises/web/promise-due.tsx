import { IconCheck, IconClock, IconClockCheck, IconClockExclamation, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { DateText } from '../../../web/ui/date-text.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { useNow } from '../../clocks/web/use-now.ts'
import type { PromiseItem } from './promise-queries.ts'
import classes from './promise-row.module.css'

const NEAR_MS = 2 * 3_600_000
const LOOKS = {
  open: { tone: 'neutral', icon: IconClock },
  kept: { tone: 'good', icon: IconCheck },
  late: { tone: 'warn', icon: IconClockCheck },
  broken: { tone: 'bad', icon: IconX },
  withdrawn: { tone: 'neutral', icon: IconX },
} as const

/** One unit is enough: «۳ ساعت», not «۳ ساعت و ۱۲ دقیقه». */
function roughly(seconds: number): number {
  const unit = [86_400, 3_600, 60].find((size) => seconds >= size) ?? 60
  return Math.max(60, Math.floor(seconds / unit) * unit)
}

/** How much time is left, or how it ended; the exact moment under it. */
export function PromiseDue({ row }: { row: PromiseItem }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  if (row.status !== 'open')
    return (
      <div className={classes.due}>
        <StatusBadge {...LOOKS[row.status]}>{t(`promises.status.${row.status}`)}</StatusBadge>
        <DateText value={row.closedAt} />
      </div>
    )
  const left = Date.parse(row.dueAt) - now
  return (
    <div className={classes.due}>
      {left < 0 ? (
        <StatusBadge tone="bad" icon={IconClockExclamation}>
          {t('promises.list.lateBy', { duration: format.duration(roughly(-left / 1000)) })}
        </StatusBadge>
      ) : (
        <StatusBadge tone={left < NEAR_MS ? 'warn' : 'neutral'} icon={IconClock}>
          {format.relative(row.dueAt, new Date(now))}
        </StatusBadge>
      )}
      <DateText value={row.dueAt} />
    </div>
  )
}
