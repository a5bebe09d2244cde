import { Button, Checkbox, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { IconTableImport } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, api, take, withKey } from '../../../api/client.ts'
import type { components } from '../../../api/types.ts'
import { useAction } from '../../../web/query.ts'
import { useCan } from '../../../web/session.ts'
import { Copyable } from '../../../web/ui/copyable.tsx'
import { DataTable } from '../../../web/ui/data-table.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { FileDrop } from '../../../web/ui/file-drop.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { Section } from '../../../web/ui/section.tsx'
import { Stat, Stats } from '../../../web/ui/stat.tsx'
import { linesOf } from './answering.ts'
import { versionQuery } from './instrument-types.ts'
import { useMayRun } from './survey-actions.tsx'
import bars from './survey-bars.module.css'
import type { Survey } from './survey-types.ts'

type Result = components['schemas']['ResponseImport']

/** Answers that were given elsewhere, from a CSV file: one row for each respondent, one column for each question. */
export function SurveyImport({ survey }: { survey: Survey }) {
  const { t } = useTranslation()
  const can = useCan()
  const mayRun = useMayRun()(survey) || can('survey.run')
  const [files, setFiles] = useState<File[]>([])
  const [options, setOptions] = useState({
    customerColumn: '',
    branchColumn: '',
    dateColumn: '',
    missingCodes: '',
  })
  const [isEnglish, setEnglish] = useState(false)
  const send = useAction<File, Result>({
    run: (file, key) => {
      const form = new FormData()
      for (const [name, value] of Object.entries(options)) if (value.trim()) form.append(name, value.trim())
      if (isEnglish) form.append('locale', 'en')
      form.append('file', file, file.name)
      return take(
        api.POST('/api/v1/surveys/{surveyId}/response-imports', {
          params: { path: { surveyId: survey.id } },
          body: form as never,
          bodySerializer: (body: unknown) => body as never,
          headers: withKey(key),
        }),
      )
    },
    stale: [['surveys', survey.id]],
  })
  if (!mayRun)
    return (
      <Section>
        <EmptyState icon={IconTableImport} title={t('surveys.screens.file.notAllowed')} />
      </Section>
    )
  const field = (name: keyof typeof options) => (
    <TextInput
      label={t(`surveys.screens.file.${name}`)}
      description={t(`surveys.screens.file.${name}Hint`)}
      maxLength={200}
      value={options[name]}
      onChange={(event) => setOptions({ ...options, [name]: event.currentTarget.value })}
    />
  )
  return (
    <>
      <Section title={t('surveys.screens.file.title')} note={t('surveys.screens.file.note')}>
        <Stack gap="md">
          <FileDrop
            files={files}
            onChange={(chosen) => {
              setFiles(chosen)
              send.reset()
            }}
            accept=".csv,.txt,.tsv"
            maxMegabytes={30}
            label={t('surveys.screens.file.drop')}
          />
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} spacing="md">
            {!survey.isAnonymous && field('customerColumn')}
            {field('branchColumn')}
            {field('dateColumn')}
            {field('missingCodes')}
          </SimpleGrid>
          <Checkbox
            label={t('surveys.screens.file.english')}
            checked={isEnglish}
            onChange={(event) => setEnglish(event.currentTarget.checked)}
          />
          <ErrorLine
            error={send.error}
            {...(send.error instanceof ApiError && send.error.status !== 422
              ? { onRetry: send.again, retryLabel: t('ui.tryAgain') }
              : {})}
          />
          <div>
            <Button
              disabled={files.length === 0}
              loading={send.isRunning}
              onClick={() => files[0] && send.run(files[0])}
            >
              {t('surveys.screens.file.send')}
            </Button>
          </div>
        </Stack>
      </Section>
      {send.output && <ImportResult result={send.output} />}
      <Codes survey={survey} />
    </>
  )
}

function ImportResult({ result }: { result: Result }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <>
      {result.isRepeat && <p className={bars.hint}>{t('surveys.screens.file.repeat')}</p>}
      <Stats>
        <Stat label={t('surveys.screens.file.rows')} value={format.number(result.rowCount)} />
        <Stat
          label={t('surveys.screens.file.inserted')}
          value={format.number(result.insertedCount)}
          tone="good"
        />
        <Stat
          label={t('surveys.screens.file.rejected')}
          value={format.number(result.rejectedCount)}
          tone={result.rejectedCount > 0 ? 'warn' : 'plain'}
        />
      </Stats>
      {result.ignoredColumns.length > 0 && (
        <p className={bars.hint}>
          {t('surveys.screens.file.ignored', { columns: result.ignoredColumns.join('، ') })}
        </p>
      )}
      {result.rejects.length > 0 && (
        <Section
          flush
          tone="warn"
          title={t('surveys.screens.file.rejects')}
          note={
            result.rejects.length < result.rejectedCount
              ? t('surveys.screens.file.firstRejects', { count: result.rejects.length })
              : format.number(result.rejectedCount)
          }
        >
          <DataTable
            label={t('surveys.screens.file.rejects')}
            columns={[
              {
                key: 'line',
                header: t('surveys.screens.file.line'),
                width: '7rem',
                cell: (row) => format.number(row.line),
              },
              {
                key: 'reason',
                header: t('surveys.screens.file.reason'),
                width: 'minmax(16rem, 1fr)',
                cell: (row) => <span style={{ whiteSpace: 'normal' }}>{row.reason}</span>,
              },
            ]}
            rows={result.rejects}
            rowKey={(row) => `${row.line}.${row.code}.${row.reason}`}
            height="26rem"
          />
        </Section>
      )}
    </>
  )
}

/** The headers that the file needs; one click copies them all. */
function Codes({ survey }: { survey: Survey }) {
  const { t } = useTranslation()
  const version = useQuery(versionQuery(survey.instrumentId, survey.instrumentNumber))
  const codes = version.data?.definition.questions.flatMap(linesOf).map((line) => line.code)
  if (!codes) return null
  return (
    <Section title={t('surveys.screens.file.codes')} note={t('surveys.screens.file.codesNote')}>
      <div dir="ltr" style={{ overflowWrap: 'anywhere' }}>
        <Copyable value={codes.join(',')} />
      </div>
    </Section>
  )
}
