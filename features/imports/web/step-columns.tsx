import { Button, Group, SegmentedControl, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { type Choices, choicesOf, choicesReadAgain, missingOf } from './choices.ts'
import { ColumnTable } from './column-table.tsx'
import { FilePreview } from './file-preview.tsx'
import { FileReading } from './file-reading.tsx'
import { ImportOptions } from './import-options.tsx'
import { ENTITIES, type Entity, type ImportDetail, importQuery, type Reading } from './import-types.ts'
import classes from './step-columns.module.css'

/** What the columns are and how to read them: guesses to agree with, nothing decided behind one's back. */
export function StepColumns({ job, canRun }: { job: ImportDetail; canRun: boolean }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [choices, setChoices] = useState<Choices>(() => choicesOf(job))
  const change = (part: Partial<Choices>) => setChoices((before) => ({ ...before, ...part }))
  const missing = missingOf(choices)
  const put = async (key: string) => {
    const { moneyUnit, ...rest } = choices
    const detail = await take(
      api.PUT('/api/v1/imports/{id}/options', {
        params: { path: { id: job.id } },
        // A file without amounts has no unit; the server wants one all the same.
        body: { ...rest, moneyUnit: moneyUnit ?? 'rial' },
        headers: withKey(key),
      }),
    )
    client.setQueryData(importQuery(job.id).queryKey, detail)
  }
  const check = useAction<void>({
    run: async (_, key) => {
      await put(`${key}-options`)
      const detail = await take(
        api.POST('/api/v1/imports/{id}/check', { params: { path: { id: job.id } }, headers: withKey(key) }),
      )
      client.setQueryData(importQuery(job.id).queryKey, detail)
    },
    stale: [['imports', 'list']],
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'import_not_ready')
        void client.invalidateQueries({ queryKey: importQuery(job.id).queryKey })
    },
  })
  const reread = useAction<Reading, ImportDetail>({
    run: (body, key) =>
      take(
        api.PUT('/api/v1/imports/{id}/reading', {
          params: { path: { id: job.id } },
          body,
          headers: withKey(key),
        }),
      ),
    stale: [['imports', 'list']],
    onDone: (read) => {
      setChoices((said) => choicesReadAgain(said, job, read))
      client.setQueryData(importQuery(job.id).queryKey, read)
    },
  })
  const setEntity = (entity: Entity) =>
    change({ entity, mapping: [...(job.detection.mapping[entity] ?? choices.mapping.map(() => null))] })
  return (
    <>
      {job.problem && (
        <Section title={t('imports.columnsStep.failed')} tone="bad">
          {t(`errors.${job.problem.code}`, { defaultValue: job.problem.detail })}
        </Section>
      )}
      <Section
        title={t('imports.columnsStep.title')}
        note={t(
          job.detection.isRemembered ? 'imports.columnsStep.remembered' : 'imports.columnsStep.guessed',
        )}
      >
        <Stack gap="md">
          <SegmentedControl
            className={classes.entity}
            aria-label={t('imports.columnsStep.entity')}
            data={ENTITIES.map((one) => ({ value: one, label: t(`imports.entity.${one}`) }))}
            value={choices.entity}
            onChange={(one) => setEntity(one as Entity)}
          />
          <ColumnTable job={job} choices={choices} onChange={(mapping) => change({ mapping })} />
          <FileReading job={job} isRunning={reread.isRunning} error={reread.error} onReread={reread.run} />
          <FilePreview job={job} choices={choices} isOpen={reread.isDone} />
        </Stack>
      </Section>
      <Section title={t('imports.options.title')}>
        <ImportOptions job={job} choices={choices} change={change} />
      </Section>
      {canRun && (
        <div className={classes.foot}>
          <div role="status">
            {missing.length > 0 && (
              <ul className={classes.missing}>
                {missing.map((one) => (
                  <li key={one}>{t(`imports.missing.${one}`)}</li>
                ))}
              </ul>
            )}
            <ErrorLine error={check.error} />
          </div>
          <Group gap="xs">
            <Button loading={check.isRunning} disabled={missing.length > 0} onClick={() => check.run()}>
              {t('imports.columnsStep.check')}
            </Button>
          </Group>
        </div>
      )}
    </>
  )
}
