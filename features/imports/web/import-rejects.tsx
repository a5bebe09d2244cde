import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../api/client.ts'
import type { components } from '../../../api/types.ts'
import { useAction } from '../../../web/query.ts'
import { type Column, DataTable } from '../../../web/ui/data-table.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { Section } from '../../../web/ui/section.tsx'
import { tellError } from '../../../web/ui/undoable.tsx'
import { downloadFile } from '../../customers/web/download-file.ts'
import classes from './import-rejects.module.css'
import type { ImportDetail } from './import-types.ts'

type Reject = components['schemas']['ImportReject']

/** The rows left out, each with what to mend. */
export function ImportRejects({ job }: { job: ImportDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const list = useInfiniteQuery({
    queryKey: ['imports', 'rejects', job.id, job.status, job.finishedAt],
    queryFn: ({ signal, pageParam }) =>
      take(
        api.GET('/api/v1/imports/{id}/reject-list', {
          params: { path: { id: job.id }, query: { afterLine: pageParam, limit: 50 } },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => page.nextAfterLine ?? undefined,
  })
  const columns: Column<Reject>[] = [
    {
      key: 'line',
      header: t('imports.columns.line'),
      width: '7.5rem',
      cell: (row) => format.number(row.line),
    },
    {
      key: 'reason',
      header: t('imports.columns.reason'),
      width: 'minmax(18rem, 1.4fr)',
      cell: (row) => <span className={classes.reason}>{row.reason}</span>,
    },
    {
      key: 'raw',
      header: t('imports.columns.raw'),
      width: 'minmax(16rem, 1fr)',
      cell: (row) => (
        <bdi className={classes.raw} title={row.raw}>
          {row.raw}
        </bdi>
      ),
    },
  ]
  const save = useAction<void>({
    run: () =>
      downloadFile(
        `/api/v1/imports/${job.id}/rejects?format=csv`,
        `${t('imports.rejected.title')} ${job.fileName.replace(/\.\w+$/, '')}.csv`,
      ),
    onError: tellError,
  })
  if (job.progress.rejected === 0) return null
  return (
    <Section
      title={t('imports.rejected.title')}
      note={format.number(job.progress.rejected)}
      tone="warn"
      flush
      actions={
        <Button
          loading={save.isRunning}
          onClick={() => save.run()}
          variant="subtle"
          size="compact-md"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {t('imports.rejected.download')}
        </Button>
      }
    >
      <p className={classes.hint}>{t('imports.rejected.hint')}</p>
      <DataTable
        label={t('imports.rejected.title')}
        columns={columns}
        rows={list.data?.pages.flatMap((page) => page.items)}
        rowKey={(row) => String(row.line)}
        more={{
          hasMore: list.hasNextPage,
          isLoading: list.isFetchingNextPage,
          load: () => void list.fetchNextPage(),
        }}
        error={list.error}
        onRetry={list.refetch}
        height="26rem"
      />
    </Section>
  )
}
