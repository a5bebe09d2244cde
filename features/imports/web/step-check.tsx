import { Button, Group, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { ImportCounts } from './import-counts.tsx'
import { ImportRejects } from './import-rejects.tsx'
import type { ImportDetail } from './import-types.ts'
import { useImportMove } from './use-import-move.ts'

/** What would happen, told before it happens. */
export function StepCheck({
  job,
  onBack,
  canRun,
}: {
  job: ImportDetail
  onBack: () => void
  canRun: boolean
}) {
  const { t } = useTranslation()
  const run = useImportMove(job.id, 'run')
  const counts = job.checked ?? job.progress
  const good = counts.inserted + counts.updated
  return (
    <>
      <Section title={t('imports.check.title')} note={t('imports.check.note')}>
        <Stack gap="md">
          <ImportCounts counts={counts} isForecast />
          {good === 0 && counts.unchanged === 0 && <strong>{t('imports.check.allRejected')}</strong>}
          {good === 0 && counts.unchanged > 0 && <span>{t('imports.check.nothingNew')}</span>}
          <ErrorLine error={run.error} />
          {canRun && (
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={onBack}>
                {t('imports.check.back')}
              </Button>
              {good > 0 && (
                <Button loading={run.isRunning} onClick={() => run.run()}>
                  {t('imports.check.run', { count: good })}
                </Button>
              )}
            </Group>
          )}
        </Stack>
      </Section>
      <ImportRejects job={job} />
    </>
  )
}
