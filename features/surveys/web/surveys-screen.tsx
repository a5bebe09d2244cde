import { Box, Button, SegmentedControl } from '@mantine/core'
import { IconForms, IconMessageQuestion, IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../web/session.ts'
import { useCommands } from '../../../web/ui/commands.ts'
import { type Column, DataTable } from '../../../web/ui/data-table.tsx'
import { DateText } from '../../../web/ui/date-text.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { PrintButton } from '../../../web/ui/print-button.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { useShortcuts } from '../../../web/ui/shortcuts.ts'
import { ResponseRate, SurveyStatusBadge } from './survey-marks.tsx'
import { SurveyPlaces } from './survey-places.tsx'
import { STATUSES, type Survey, type SurveyStatus, surveysQuery } from './survey-types.ts'

/** Everything that is being asked, was asked and will be: the newest first. */
export function SurveysScreen() {
  const { t } = useTranslation()
  const can = useCan()
  const navigate = useNavigate()
  const asked = (useSearch({ strict: false }) as { status?: unknown }).status
  const status = STATUSES.find((one) => one === asked)
  const list = useInfiniteQuery(surveysQuery(status))
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data])
  const columns = useColumns()
  const mayRun = can('survey.run')
  const add = () => void navigate({ to: '/surveys/new' })
  useShortcuts([{ keys: 'n', label: t('surveys.screens.list.new'), disabled: !mayRun, run: add }])
  useCommands(
    mayRun
      ? [{ id: 'new-survey', label: t('surveys.screens.list.new'), icon: IconPlus, keys: 'n', run: add }]
      : [],
  )
  const newButton = mayRun && (
    <Button component={Link} to="/surveys/new" leftSection={<IconPlus size={18} aria-hidden />}>
      {t('surveys.screens.list.new')}
    </Button>
  )
  return (
    <Page
      title={t('surveys.screens.surveys.title')}
      subtitle={t('surveys.screens.surveys.subtitle')}
      actions={
        <>
          {newButton}
          <Box component="span" visibleFrom="sm">
            <PrintButton />
          </Box>
        </>
      }
    >
      <SurveyPlaces
        end={
          <SegmentedControl
            aria-label={t('surveys.screens.field.status')}
            value={status ?? ''}
            onChange={(next) =>
              void navigate({ to: '/surveys', search: (next ? { status: next } : {}) as never })
            }
            data={[
              { value: '', label: t('surveys.screens.list.all') },
              ...STATUSES.map((one) => ({ value: one, label: t(`surveys.screens.status.${one}`) })),
            ]}
          />
        }
      />
      <Section flush>
        <DataTable
          label={t('surveys.screens.surveys.title')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          rowHref={(row) => `/surveys/${row.id}`}
          rowTone={(row) => (row.status === 'closed' ? 'muted' : undefined)}
          more={{
            hasMore: list.hasNextPage,
            isLoading: list.isFetchingNextPage,
            load: () => void list.fetchNextPage(),
          }}
          error={list.error}
          onRetry={list.refetch}
          empty={<Nothing status={status} action={newButton} />}
          height="none"
        />
      </Section>
    </Page>
  )
}

function Nothing({ status, action }: { status: SurveyStatus | undefined; action: React.ReactNode }) {
  const { t } = useTranslation()
  if (status)
    return (
      <EmptyState
        icon={IconMessageQuestion}
        title={t('surveys.screens.list.noneOfStatus', { status: t(`surveys.screens.status.${status}`) })}
        action={
          <Button variant="light" component={Link} to="/surveys">
            {t('surveys.screens.list.showAll')}
          </Button>
        }
      />
    )
  return (
    <EmptyState
      icon={IconMessageQuestion}
      title={t('surveys.screens.list.empty')}
      hint={t('surveys.screens.list.emptyHint')}
      action={
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0.5rem', justifyContent: 'center' }}>
          {action}
          <Button
            variant="default"
            component={Link}
            to="/surveys/instruments"
            leftSection={<IconForms size={18} aria-hidden />}
          >
            {t('surveys.screens.list.seeInstruments')}
          </Button>
        </div>
      }
    />
  )
}

function useColumns(): Column<Survey>[] {
  const { t } = useTranslation()
  return [
    {
      key: 'name',
      header: t('surveys.screens.field.name'),
      width: 'minmax(14rem, 1.8fr)',
      cell: (row) => <bdi>{row.name}</bdi>,
    },
    {
      key: 'status',
      header: t('surveys.screens.field.status'),
      width: '8rem',
      card: 'badge',
      cell: (row) => <SurveyStatusBadge status={row.status} />,
    },
    {
      key: 'instrument',
      header: t('surveys.screens.field.instrument'),
      width: 'minmax(10rem, 1.2fr)',
      cell: (row) => <bdi>{row.instrumentTitle}</bdi>,
    },
    {
      key: 'occasion',
      header: t('surveys.screens.field.occasion'),
      width: 'minmax(9.5rem, 0.9fr)',
      cell: (row) => t(`surveys.screens.occasion.${row.occasion}`),
    },
    {
      key: 'branch',
      header: t('surveys.screens.field.branch'),
      width: 'minmax(7rem, 0.8fr)',
      card: 'none',
      cell: (row) => <bdi>{row.branchName ?? t('surveys.screens.field.company')}</bdi>,
    },
    {
      key: 'rate',
      header: t('surveys.screens.field.rate'),
      width: '11rem',
      cell: (row) => <ResponseRate survey={row} />,
    },
    {
      key: 'created',
      header: t('surveys.screens.field.created'),
      width: '8rem',
      cell: (row) => <DateText value={row.createdAt} show="relative" />,
    },
  ]
}
