import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan } from '../../../web/session.ts'
import { type Column, DataTable } from '../../../web/ui/data-table.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { Section } from '../../../web/ui/section.tsx'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import { undoable } from '../../../web/ui/undoable.tsx'
import { ClockDialog } from './clock-dialog.tsx'
import { type LimitRow, rowKey, toPolicies, toRows } from './clock-rows.ts'
import { ReadOnlyNote } from './read-only-note.tsx'
import { policiesQuery } from './settings-queries.ts'
import classes from './settings-screen.module.css'

/** How long a customer may wait: for each kind, severity and tier the most specific row counts. */
export function ClocksSection() {
  const { t } = useTranslation()
  const format = useFormat()
  const canWrite = useCan()('setting.write')
  const policies = useQuery(policiesQuery)
  const [edited, setEdited] = useState<LimitRow | 'new'>()
  const put = useAction({
    run: (rows: LimitRow[], key) =>
      take(
        api.PUT('/api/v1/settings/clock-policies', {
          body: { items: toPolicies(rows) },
          headers: withKey(key),
        }),
      ),
    stale: [policiesQuery.queryKey],
  })
  if (policies.error && !policies.data)
    return <ErrorState error={policies.error} onRetry={policies.refetch} />
  if (!policies.data) return <ListSkeleton count={8} />
  const rows = toRows(policies.data.items)
  const save = async (next: LimitRow[]) => {
    await put.runAsync(next)
    setEdited(undefined)
    undoable({ message: t('settings.clocks.saved'), undo: () => put.runAsync(rows) })
  }
  // Hours of work, never days: a day of work is shorter than a day.
  const workTime = (seconds: number) =>
    seconds % 1800 === 0
      ? `${format.number(seconds / 3600)} ${t('settings.hour')}`
      : `${format.number(Math.round(seconds / 60))} ${t('settings.minute')}`
  const any = <span className={classes.note}>{t('settings.clocks.any')}</span>
  const columns: Column<LimitRow>[] = [
    {
      key: 'kind',
      header: t('settings.clocks.kind'),
      card: 'title',
      cell: (row) => (row.kind ? t(`cases.kind.${row.kind}`) : t('settings.clocks.anyKind')),
    },
    {
      key: 'severity',
      header: t('settings.clocks.severity'),
      cell: (row) => (row.severity ? t(`cases.severity.${row.severity}`) : any),
    },
    {
      key: 'tier',
      header: t('settings.clocks.tier'),
      cell: (row) => (row.tier ? t(`settings.tier.${row.tier}`) : any),
    },
    ...(['first_reply', 'resolution'] as const).map((metric) => ({
      key: metric,
      header: t(`settings.clocks.${metric}`),
      cell: (row: LimitRow) => (row[metric] ? workTime(row[metric].businessSeconds) : '–'),
    })),
    {
      key: 'near',
      header: t('settings.clocks.near'),
      cell: (row) => format.percent(row.nearRatio),
    },
  ]
  return (
    <Section
      flush
      title={t('settings.section.clocks')}
      note={t('settings.clocks.hint')}
      actions={
        canWrite ? (
          <Button
            size="compact-md"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setEdited('new')}
          >
            {t('settings.clocks.add')}
          </Button>
        ) : (
          <ReadOnlyNote />
        )
      }
    >
      <DataTable
        label={t('settings.section.clocks')}
        columns={columns}
        rows={rows}
        rowKey={rowKey}
        height="none"
        {...(canWrite ? { onOpen: setEdited } : {})}
      />
      {edited && (
        <ClockDialog
          row={edited === 'new' ? undefined : edited}
          rows={rows}
          onSave={save}
          error={put.error}
          isSaving={put.isRunning}
          onClose={() => {
            put.reset()
            setEdited(undefined)
          }}
        />
      )}
    </Section>
  )
}
