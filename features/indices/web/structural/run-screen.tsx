import { Button } from '@mantine/core'
import { IconPrinter, IconRepeat } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../../web/session.ts'
import { EmptyState } from '../../../../web/ui/empty-state.tsx'
import { ErrorState } from '../../../../web/ui/error-state.tsx'
import { Page } from '../../../../web/ui/page.tsx'
import { Section } from '../../../../web/ui/section.tsx'
import { ScreenSkeleton } from '../../../../web/ui/skeletons.tsx'
import { linkTo } from '../../../../web/ui/stat.tsx'
import { tellError } from '../../../../web/ui/undoable.tsx'
import { RunResult } from './run-result.tsx'
import { RunWaiting } from './run-waiting.tsx'
import { RunStatus } from './runs-table.tsx'
import { isUnfinished, type RunDetail, runQuery, useStartRun } from './structural-queries.ts'
import { useWords } from './use-words.ts'

const S = 'indices.structuralScreens'

/** One run: how far it is, or all it found out. */
export function RunScreen() {
  const { runId } = useParams({ strict: false }) as { runId: string }
  const found = useQuery(runQuery(runId))
  if (found.error && !found.data) return <ErrorState page error={found.error} onRetry={found.refetch} />
  if (!found.data) return <ScreenSkeleton />
  return <Shown key={runId} detail={found.data} />
}

function Shown({ detail }: { detail: RunDetail }) {
  const { t } = useTranslation()
  const can = useCan()
  const words = useWords()
  const { run, result } = detail
  const home = `/indices/${run.definitionId}`
  return (
    <Page
      title={run.name}
      breadcrumbs={[
        { label: t(`${S}.title`), to: '/indices' },
        { label: run.name, to: home },
      ]}
      subtitle={
        <>
          {words.period(run)} <RunStatus run={run} />
        </>
      }
      actions={
        result && (
          <>
            {can('survey.run') && <AgainButton detail={detail} />}
            <Button
              component={Link}
              {...linkTo(`/indices/runs/${run.id}/report`)}
              variant="default"
              leftSection={<IconPrinter size={18} aria-hidden />}
            >
              {t(`${S}.run.report`)}
            </Button>
          </>
        )
      }
    >
      {isUnfinished(run.status) && <RunWaiting run={run} />}
      {run.status === 'cancelled' && (
        <EmptyState
          page
          title={t(`${S}.run.cancelled`)}
          hint={t(`${S}.run.cancelledHint`)}
          action={<ToIndex to={home} />}
        />
      )}
      {run.status === 'failed' && (
        <Section tone="bad" title={t(`${S}.run.failed`)}>
          <p role="alert">{run.error?.detail}</p>
          <ToIndex to={home} />
        </Section>
      )}
      {result?.method === 'hidden' && (
        <EmptyState
          page
          title={t(`${S}.run.hidden`)}
          hint={t(`${S}.run.hiddenHint`)}
          action={<ToIndex to={home} />}
        />
      )}
      {result && result.method !== 'hidden' && <RunResult detail={detail} result={result} />}
    </Page>
  )
}

function ToIndex({ to }: { to: string }) {
  const { t } = useTranslation()
  return (
    <Button component={Link} {...linkTo(to)} variant="light">
      {t(`${S}.run.toIndex`)}
    </Button>
  )
}

/** The same answers and seed must give the same numbers: whoever doubts can see for themselves. */
function AgainButton({ detail: { run } }: { detail: RunDetail }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const start = useStartRun(run.definitionId, (next) => void navigate({ href: `/indices/runs/${next.id}` }))
  const again = () =>
    void start
      .runAsync({
        seed: run.seed,
        ...(run.fromOn ? { from: run.fromOn } : {}),
        ...(run.toOn ? { to: run.toOn } : {}),
        ...(run.groupBy ? { groupBy: run.groupBy } : {}),
        ...(run.branchId ? { branchId: run.branchId } : {}),
        ...(run.compare ? { compare: run.compare } : {}),
      })
      .catch(tellError)
  return (
    <Button
      variant="default"
      leftSection={<IconRepeat size={18} aria-hidden />}
      loading={start.isRunning}
      onClick={again}
    >
      {t(`${S}.run.again`)}
    </Button>
  )
}
