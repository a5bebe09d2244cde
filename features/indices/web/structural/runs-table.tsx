import { useTranslation } from 'react-i18next'
import { type Column, DataTable } from '../../../../web/ui/data-table.tsx'
import { DateText } from '../../../../web/ui/date-text.tsx'
import { EmptyState } from '../../../../web/ui/empty-state.tsx'
import { useFormat } from '../../../../web/ui/format.ts'
import { StatusBadge, type Tone } from '../../../../web/ui/status-badge.tsx'
import { type Run, useRuns } from './structural-queries.ts'
import { useWords } from './use-words.ts'

const S = 'indices.structuralScreens'
const TONES: Record<Run['status'], Tone> = {
  queued: 'neutral',
  running: 'info',
  done: 'good',
  refused: 'warn',
  failed: 'bad',
  cancelled: 'neutral',
}

export function RunStatus({ run }: { run: Pick<Run, 'status' | 'progress'> }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <StatusBadge tone={TONES[run.status]} size="sm">
      {t(`indices.structural.status.${run.status}`)}
      {run.status === 'running' && ` ${format.percent(run.progress)}`}
    </StatusBadge>
  )
}

export function RunsTable({ definitionId }: { definitionId: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useWords()
  const runs = useRuns(definitionId)
  const columns: Column<Run>[] = [
    {
      key: 'when',
      header: t(`${S}.definition.when`),
      cell: (run) => <DateText value={run.createdAt} />,
      card: 'title',
      width: '11rem',
    },
    {
      key: 'asked',
      header: t(`${S}.definition.asked`),
      cell: (run) => words.period(run),
      width: 'minmax(12rem, 2fr)',
    },
    {
      key: 'grouped',
      header: t(`${S}.definition.grouped`),
      cell: (run) => t(`${S}.by.${run.groupBy ?? 'none'}`),
    },
    {
      key: 'n',
      header: 'n',
      cell: (run) => (run.n === null ? '–' : format.number(run.n)),
      align: 'end',
      width: '6rem',
    },
    {
      key: 'status',
      header: t(`${S}.definition.status`),
      cell: (run) => <RunStatus run={run} />,
      card: 'badge',
      width: '9rem',
    },
  ]
  return (
    <DataTable
      label={t(`${S}.definition.runs`)}
      columns={columns}
      rows={runs.rows}
      rowKey={(run) => run.id}
      rowHref={(run) => `/indices/runs/${run.id}`}
      error={runs.error}
      onRetry={runs.refetch}
      more={{
        hasMore: runs.hasNextPage,
        isLoading: runs.isFetchingNextPage,
        load: () => void runs.fetchNextPage(),
      }}
      empty={
        <EmptyState compact title={t(`${S}.definition.noRuns`)} hint={t(`${S}.definition.noRunsHint`)} />
      }
      height="24rem"
    />
  )
}
