import { useTranslation } from 'react-i18next'
import { StatusBadge, type Tone } from '../../../web/ui/status-badge.tsx'
import { useNow } from '../../clocks/web/use-now.ts'

const TONES: Record<string, Tone> = {
  open: 'info',
  kept: 'good',
  late: 'warn',
  broken: 'bad',
  withdrawn: 'neutral',
}
const NEAR_MS = 2 * 3_600_000

/** Open and overdue is another thing than open. */
export function PromiseMark({
  status,
  dueAt,
  isQuiet,
}: {
  status: string
  dueAt: string
  /** Says nothing while all is well. */
  isQuiet?: boolean
}) {
  const { t } = useTranslation()
  const left = Date.parse(dueAt) - useNow()
  if (status === 'open' && left < 0)
    return (
      <StatusBadge tone="bad" size="sm">
        {t('promises.mark.overdue')}
      </StatusBadge>
    )
  if (status === 'open' && left < NEAR_MS)
    return (
      <StatusBadge tone="warn" size="sm">
        {t('promises.mark.near')}
      </StatusBadge>
    )
  if (isQuiet && status === 'open') return null
  return (
    <StatusBadge tone={TONES[status] ?? 'neutral'} size="sm">
      {t(`promises.status.${status}`)}
    </StatusBadge>
  )
}
