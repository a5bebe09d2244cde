import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { type ImportJob, isMoving, statusTone } from './import-types.ts'

export function ImportStatus({ job }: { job: ImportJob }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { nextRow, totalRows } = job.progress
  return (
    <StatusBadge tone={statusTone[job.status]} size="sm">
      {t(`imports.status.${job.status}`)}
      {isMoving(job.status) && totalRows ? ` ${format.percent(nextRow / totalRows)}` : ''}
    </StatusBadge>
  )
}
