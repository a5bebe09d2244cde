import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../../../web/session.ts'
import { EmptyState } from '../../../../web/ui/empty-state.tsx'
import { ErrorState } from '../../../../web/ui/error-state.tsx'
import { Page } from '../../../../web/ui/page.tsx'
import { PrintButton } from '../../../../web/ui/print-button.tsx'
import { ScreenSkeleton } from '../../../../web/ui/skeletons.tsx'
import classes from './report.module.css'
import { Report } from './report.tsx'
import { runQuery } from './structural-queries.ts'

const S = 'indices.structuralScreens'

/** The index on paper: evidence of monitoring for ISO 10004 and ISO 9001, as it is printed. */
export function ReportScreen() {
  const { t } = useTranslation()
  const session = useSession()
  const { runId } = useParams({ strict: false }) as { runId: string }
  const found = useQuery(runQuery(runId))
  if (found.error && !found.data) return <ErrorState page error={found.error} onRetry={found.refetch} />
  if (!found.data) return <ScreenSkeleton />
  const { run, result } = found.data
  return (
    <Page
      title={t(`${S}.report.title`)}
      tabTitle={t(`${S}.report.tab`, { name: run.name })}
      subtitle={
        <>
          {session?.company.name} · <bdi>{run.name}</bdi>
          {run.finishedAt && <> · {t(`${S}.report.made`, { madeOn: run.finishedAt.slice(0, 10) })}</>}
        </>
      }
      breadcrumbs={[
        { label: t(`${S}.title`), to: '/indices' },
        { label: run.name, to: `/indices/runs/${run.id}` },
      ]}
      actions={<PrintButton />}
    >
      {result && result.method !== 'hidden' ? (
        <article className={classes.paper}>
          <Report detail={found.data} result={result} />
        </article>
      ) : (
        <EmptyState page title={t(`${S}.report.unready`)} />
      )}
    </Page>
  )
}
