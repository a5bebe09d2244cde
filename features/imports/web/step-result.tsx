import { Button, Group, Stack } from '@mantine/core'
import { IconArrowBackUp, IconPlayerPlay, IconUsers } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DateText } from '../../../web/ui/date-text.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { delayed } from '../../../web/ui/undoable.tsx'
import { ImportCounts } from './import-counts.tsx'
import { ImportRejects } from './import-rejects.tsx'
import type { ImportDetail } from './import-types.ts'
import { UndoReport } from './undo-report.tsx'
import { useImportMove } from './use-import-move.ts'

/** How it ended, and the ways on from there: go on, take it all back, look at who came in. */
export function StepResult({ job, canRun }: { job: ImportDetail; canRun: boolean }) {
  const { t } = useTranslation()
  const run = useImportMove(job.id, 'run')
  const undo = useImportMove(job.id, 'undo')
  const [isWaiting, setWaiting] = useState(false)
  const isStopped = job.status === 'cancelled' || job.status === 'failed'
  const isUndone = job.status === 'undone'
  const takeBack = () => {
    setWaiting(true)
    delayed({
      message: t('imports.result.undoing', { name: job.fileName }),
      commit: () => undo.runAsync().finally(() => setWaiting(false)),
      onUndo: () => setWaiting(false),
    })
  }
  return (
    <>
      <Section
        title={t(`imports.result.${job.status}`)}
        note={job.finishedAt && <DateText value={job.finishedAt} show="relative" />}
        tone={job.status === 'failed' ? 'bad' : isStopped ? 'warn' : 'plain'}
      >
        <Stack gap="md">
          {job.problem && (
            <p style={{ margin: 0 }}>
              {t(`errors.${job.problem.code}`, { defaultValue: job.problem.detail })}
            </p>
          )}
          {isUndone && job.undo ? <UndoReport undo={job.undo} /> : <ImportCounts counts={job.progress} />}
          {isStopped && (
            <p style={{ margin: 0 }}>
              {t('imports.result.stoppedAt', {
                done: job.progress.nextRow,
                total: job.progress.totalRows ?? '؟',
              })}
            </p>
          )}
          <ErrorLine error={run.error ?? undo.error} />
          <Group gap="xs">
            {canRun && isStopped && (
              <Button
                leftSection={<IconPlayerPlay size={18} aria-hidden />}
                loading={run.isRunning}
                onClick={() => run.run()}
              >
                {t('imports.result.goOn')}
              </Button>
            )}
            {!isUndone && (
              <Button
                component={Link}
                to="/customers"
                variant={isStopped ? 'default' : 'filled'}
                leftSection={<IconUsers size={18} aria-hidden />}
              >
                {t('imports.result.customers')}
              </Button>
            )}
            {canRun && !isUndone && (
              <Button
                variant="default"
                leftSection={<IconArrowBackUp size={18} aria-hidden />}
                loading={isWaiting || undo.isRunning}
                onClick={takeBack}
              >
                {t('imports.result.undo')}
              </Button>
            )}
          </Group>
          {canRun && !isUndone && (
            <small style={{ color: 'var(--mantine-color-dimmed)' }}>{t('imports.result.undoHint')}</small>
          )}
        </Stack>
      </Section>
      {!isUndone && <ImportRejects job={job} />}
    </>
  )
}
