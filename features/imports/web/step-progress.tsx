import { Button, Group, Progress, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { Section } from '../../../web/ui/section.tsx'
import { ImportCounts } from './import-counts.tsx'
import type { ImportDetail } from './import-types.ts'
import { useImportMove } from './use-import-move.ts'

/** While the server works: how far, how fast, how long still, and the way to stop. The page may be left. */
export function StepProgress({ job, canRun }: { job: ImportDetail; canRun: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const cancel = useImportMove(job.id, 'cancel')
  const { nextRow, totalRows, rowsPerSecond, etaSeconds } = job.progress
  const share = totalRows ? Math.min(1, nextRow / totalRows) : undefined
  const isUndoing = job.status === 'undoing'
  return (
    <Section title={t(`imports.progress.${job.status}`)} tone="accent">
      <Stack gap="md">
        <Progress.Root size="lg" aria-hidden>
          <Progress.Section
            value={isUndoing || share === undefined ? 100 : share * 100}
            striped={isUndoing || share === undefined}
            animated={isUndoing || share === undefined}
          />
        </Progress.Root>
        <Group gap="lg" role="status" aria-live="polite">
          {share !== undefined && !isUndoing && <strong>{format.percent(share)}</strong>}
          <span>
            {isUndoing
              ? t('imports.progress.undone', {
                  count: (job.undo?.deleted ?? 0) + (job.undo?.restored ?? 0),
                })
              : totalRows === null
                ? t('imports.progress.reading')
                : t('imports.progress.rows', { done: nextRow, total: totalRows })}
          </span>
          {!isUndoing && rowsPerSecond !== null && (
            <span>{t('imports.progress.speed', { rows: rowsPerSecond })}</span>
          )}
          {!isUndoing && etaSeconds !== null && etaSeconds > 0 && (
            <span>{t('imports.progress.eta', { left: format.duration(etaSeconds) })}</span>
          )}
        </Group>
        {!isUndoing && <ImportCounts counts={job.progress} />}
        <Group justify="space-between">
          <span style={{ color: 'var(--mantine-color-dimmed)' }}>{t('imports.progress.leave')}</span>
          {canRun && !isUndoing && (
            <Button variant="default" loading={cancel.isRunning} onClick={() => cancel.run()}>
              {t('imports.progress.cancel')}
            </Button>
          )}
        </Group>
        <ErrorLine error={cancel.error} />
      </Stack>
    </Section>
  )
}
