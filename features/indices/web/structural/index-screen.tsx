import { Button } from '@mantine/core'
import { IconArchive, IconArchiveOff, IconPencil } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../../api/client.ts'
import { useAction } from '../../../../web/query.ts'
import { useCan } from '../../../../web/session.ts'
import { EmptyState } from '../../../../web/ui/empty-state.tsx'
import { ErrorState } from '../../../../web/ui/error-state.tsx'
import { Page } from '../../../../web/ui/page.tsx'
import { Section } from '../../../../web/ui/section.tsx'
import { ScreenSkeleton } from '../../../../web/ui/skeletons.tsx'
import { linkTo } from '../../../../web/ui/stat.tsx'
import { tell, tellError } from '../../../../web/ui/undoable.tsx'
import { Unfinished } from './definition-card.tsx'
import { DefinitionDialog } from './definition-dialog.tsx'
import { DefinitionFacts } from './definition-facts.tsx'
import { IndexTrend } from './index-trend.tsx'
import { ProfitLink } from './profit-link.tsx'
import { RunsTable } from './runs-table.tsx'
import { StartRun } from './start-run.tsx'
import classes from './structural.module.css'
import { type Definition, definitionQuery } from './structural-queries.ts'
import { TrendTable } from './trend-table.tsx'
import { useWords } from './use-words.ts'

const S = 'indices.structuralScreens'

/** One index: its newest value and trend, how it is defined, its runs, a new run. */
export function IndexScreen() {
  const { t } = useTranslation()
  const { definitionId } = useParams({ strict: false }) as { definitionId: string }
  const found = useQuery(definitionQuery(definitionId))
  if (found.error && !found.data) return <ErrorState page error={found.error} onRetry={found.refetch} />
  if (!found.data) return <ScreenSkeleton />
  return <Shown definition={found.data} crumb={t(`${S}.title`)} />
}

function Shown({ definition, crumb }: { definition: Definition; crumb: string }) {
  const { t } = useTranslation()
  const can = useCan()
  const words = useWords()
  const [isEditing, setEditing] = useState(false)
  const { latest, trend, unfinished } = definition
  const points = trend.map((point) => ({ ...point, href: `/indices/runs/${point.runId}` }))
  return (
    <Page
      title={definition.name}
      breadcrumbs={[{ label: crumb, to: '/indices' }]}
      subtitle={definition.instrumentTitle}
      actions={
        can('index.write') && (
          <>
            <Button
              variant="default"
              leftSection={<IconPencil size={18} aria-hidden />}
              onClick={() => setEditing(true)}
            >
              {t(`${S}.edit`)}
            </Button>
            <ArchiveButton definition={definition} />
          </>
        )
      }
    >
      <div className={classes.two}>
        <div className={classes.panel}>
          <Section title={t(`${S}.definition.latest`)} note={latest ? words.period(latest) : undefined}>
            {latest?.value !== null && latest?.value !== undefined ? (
              <>
                <div className={classes.figure}>
                  <span className={classes.big}>{words.number(latest.value)}</span>
                  <span className={classes.muted}>{t(`${S}.outOf`)}</span>
                </div>
                <p className={classes.meta}>
                  {words.range(latest) && `${t(`${S}.interval`, { range: words.range(latest) })} · `}
                  {t(`${S}.n`, { count: latest.n ?? 0 })}
                  {latest.method && ` · ${t(`indices.structural.method.${latest.method}`)}`}
                </p>
                <p className={classes.meta}>
                  <Link {...linkTo(`/indices/runs/${latest.runId}`)} className={classes.link}>
                    {t(`${S}.definition.openRun`)}
                  </Link>
                </p>
              </>
            ) : (
              !unfinished && <p className={classes.muted}>{t(`${S}.neverRun`)}</p>
            )}
            {unfinished && (
              <Link {...linkTo(`/indices/runs/${unfinished.runId}`)} className={classes.link}>
                <Unfinished {...unfinished} />
              </Link>
            )}
          </Section>
          <Section title={t(`${S}.trend.title`)}>
            {points.length > 1 ? (
              <>
                <IndexTrend points={points.slice(-24)} />
                <p className={classes.note}>{t(`${S}.trend.note`)}</p>
                <details className="no-print">
                  <summary className={classes.summary}>{t(`${S}.asTable`)}</summary>
                  <TrendTable points={points} />
                </details>
              </>
            ) : (
              <EmptyState compact title={t(`${S}.trend.empty`)} hint={t(`${S}.trend.emptyHint`)} />
            )}
          </Section>
        </div>
        {can('survey.run') && !definition.isArchived && <StartRun definition={definition} />}
      </div>
      <Section flush title={t(`${S}.definition.runs`)}>
        <RunsTable definitionId={definition.id} />
      </Section>
      <div className={classes.halves}>
        <DefinitionFacts definition={definition} />
        {latest && <ProfitLink definitionId={definition.id} />}
      </div>
      {isEditing && <DefinitionDialog definition={definition} onClose={() => setEditing(false)} />}
    </Page>
  )
}

function ArchiveButton({ definition }: { definition: Definition }) {
  const { t } = useTranslation()
  const { isArchived, version, id, name } = definition
  const archive = useAction({
    run: (next: boolean, key) =>
      take(
        api.POST('/api/v1/indices/definitions/{definitionId}/archive', {
          params: { path: { definitionId: id } },
          body: { version, isArchived: next },
          headers: withKey(key),
        }),
      ),
    stale: [['indices']],
    onDone: (saved) => tell(t(`${S}.${saved.isArchived ? 'archivedDone' : 'unarchivedDone'}`, { name })),
    onError: tellError,
  })
  const Icon = isArchived ? IconArchiveOff : IconArchive
  return (
    <Button
      variant="default"
      leftSection={<Icon size={18} aria-hidden />}
      loading={archive.isRunning}
      onClick={() => archive.run(!isArchived)}
    >
      {t(`${S}.${isArchived ? 'unarchive' : 'archive'}`)}
    </Button>
  )
}
