import { IconTableImport } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Column, DataTable } from '../../../web/ui/data-table.tsx'
import { DateText } from '../../../web/ui/date-text.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { ImportStatus } from './import-status.tsx'
import { type ImportJob, importsQuery, isMoving } from './import-types.ts'

/** What was brought in, by whom, how it ended; a half-finished one opens where it was left. */
export function ImportHistory() {
  const { t } = useTranslation()
  const format = useFormat()
  const list = useInfiniteQuery({
    ...importsQuery,
    refetchInterval: ({ state }) =>
      state.data?.pages[0]?.items.some((job) => isMoving(job.status)) ? 3_000 : false,
  })
  const columns: Column<ImportJob>[] = [
    {
      key: 'file',
      header: t('imports.history.file'),
      width: 'minmax(14rem, 2fr)',
      cell: (job) => <bdi>{job.fileName}</bdi>,
    },
    {
      key: 'entity',
      header: t('imports.history.entity'),
      width: '8rem',
      cell: (job) => t(`imports.entity.${job.entity}`),
    },
    {
      key: 'status',
      header: t('imports.history.status'),
      width: 'minmax(10rem, 1fr)',
      card: 'badge',
      cell: (job) => <ImportStatus job={job} />,
    },
    {
      key: 'rows',
      header: t('imports.history.rows'),
      width: '10rem',
      cell: (job) => {
        const { inserted, updated, rejected } = job.progress
        if (job.isDryRun || job.status === 'uploaded' || job.status === 'undone') return '—'
        return (
          <span style={{ display: 'inline-flex', gap: '0.5rem', alignItems: 'center' }}>
            {format.number(inserted + updated)}
            {rejected > 0 && (
              <StatusBadge tone="warn" size="sm">
                {t('imports.history.rejected', { count: rejected })}
              </StatusBadge>
            )}
          </span>
        )
      },
    },
    {
      key: 'branch',
      header: t('imports.options.branch'),
      card: 'none',
      cell: (job) => <bdi>{job.branchName}</bdi>,
    },
    {
      key: 'by',
      header: t('imports.history.by'),
      cell: (job) => <PersonText name={job.createdBy.fullName} />,
    },
    {
      key: 'at',
      header: t('imports.history.at'),
      width: '8.5rem',
      cell: (job) => <DateText value={job.createdAt} show="relative" />,
    },
  ]
  return (
    <Section title={t('imports.history.title')} flush>
      <DataTable
        label={t('imports.history.title')}
        columns={columns}
        rows={list.data?.pages.flatMap((page) => page.items)}
        rowKey={(job) => job.id}
        rowHref={(job) => `/imports?id=${job.id}`}
        more={{
          hasMore: list.hasNextPage,
          isLoading: list.isFetchingNextPage,
          load: () => void list.fetchNextPage(),
        }}
        error={list.error}
        onRetry={list.refetch}
        empty={
          <EmptyState
            compact
            icon={IconTableImport}
            title={t('imports.history.empty')}
            hint={t('imports.history.emptyHint')}
          />
        }
        height="none"
      />
    </Section>
  )
}
