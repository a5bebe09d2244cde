import { Button, Stepper } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../web/session.ts'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { Page } from '../../../web/ui/page.tsx'
import { ScreenSkeleton } from '../../../web/ui/skeletons.tsx'
import { ImportStatus } from './import-status.tsx'
import { type ImportDetail, importQuery, type Step, stepOf } from './import-types.ts'
import { StepCheck } from './step-check.tsx'
import { StepColumns } from './step-columns.tsx'
import { StepProgress } from './step-progress.tsx'
import { StepResult } from './step-result.tsx'

const STEPS: Step[] = ['columns', 'check', 'run', 'result']

/** One import from its file to its end; the step is read from the server, so leaving and coming back loses nothing. */
export function ImportSteps({ id }: { id: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const can = useCan()
  const isPhone = useMediaQuery('(max-width: 47.99em)') ?? false
  const { data: job, error, refetch } = useQuery(importQuery(id))
  const [isBack, setBack] = useState(false)
  const step = job && (isBack && job.status === 'checked' ? 'columns' : stepOf(job))
  useEffect(() => {
    if (job?.status !== 'checked') setBack(false)
  }, [job?.status])
  // Each step begins at its top.
  useEffect(() => {
    if (step) document.getElementById('main')?.scrollTo({ top: 0 })
  }, [step])
  const crumbs = [{ label: t('imports.screen.title'), to: '/imports' }]
  if (!job || !step)
    return error ? (
      <Page title={t('imports.screen.title')} breadcrumbs={crumbs}>
        <ErrorState error={error} onRetry={refetch} page />
      </Page>
    ) : (
      <ScreenSkeleton />
    )
  const at = STEPS.indexOf(step)
  // Back is where reading begins.
  const Back = format.locale === 'fa' ? IconArrowRight : IconArrowLeft
  return (
    <Page
      title={<bdi>{job.fileName}</bdi>}
      tabTitle={job.fileName}
      subtitle={
        <span
          style={{ display: 'inline-flex', flexWrap: 'wrap', gap: '0.25rem 0.75rem', alignItems: 'center' }}
        >
          <ImportStatus job={job} />
          {t('imports.steps.size', {
            kilobytes: format.number(Math.max(1, Math.round(job.fileBytes / 1024))),
          })}
          <bdi>{job.createdBy.fullName}</bdi>
          <bdi>{job.branchName}</bdi>
        </span>
      }
      breadcrumbs={crumbs}
      actions={
        <Button component={Link} to="/imports" variant="default" leftSection={<Back size={18} aria-hidden />}>
          {t('imports.steps.list')}
        </Button>
      }
    >
      <nav aria-label={t('imports.steps.label')}>
        <Stepper active={at + 1} size="xs" iconSize={28} allowNextStepsSelect={false}>
          {(['file', ...STEPS] as const).map((one, i) => (
            <Stepper.Step
              key={one}
              icon={format.number(i + 1)}
              label={isPhone && i !== at + 1 ? undefined : t(`imports.steps.${one}`)}
              // On a phone only the number stands there.
              aria-label={
                isPhone && i !== at + 1 ? `${format.number(i + 1)} ${t(`imports.steps.${one}`)}` : undefined
              }
              aria-current={i === at + 1 ? 'step' : undefined}
            />
          ))}
        </Stepper>
      </nav>
      <StepBody job={job} step={step} onBack={() => setBack(true)} canRun={can('import.run')} />
    </Page>
  )
}

type BodyProps = { job: ImportDetail; step: Step; onBack: () => void; canRun: boolean }

function StepBody({ job, step, onBack, canRun }: BodyProps) {
  if (step === 'columns') return <StepColumns job={job} canRun={canRun} />
  if (step === 'check' && job.status === 'checked')
    return <StepCheck job={job} onBack={onBack} canRun={canRun} />
  if (step === 'result') return <StepResult job={job} canRun={canRun} />
  return <StepProgress job={job} canRun={canRun} />
}
