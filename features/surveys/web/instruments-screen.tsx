import { Button, Switch } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFileImport, IconForms, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../web/session.ts'
import { type Column, DataTable } from '../../../web/ui/data-table.tsx'
import { DateText } from '../../../web/ui/date-text.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { Page } from '../../../web/ui/page.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { useShortcuts } from '../../../web/ui/shortcuts.ts'
import { InstrumentState, useInstrumentTitle } from './instrument-marks.tsx'
import { type Instrument, instrumentsQuery } from './instrument-types.ts'
import { SurveyPlaces } from './survey-places.tsx'

const NewInstrumentDialog = lazy(() => import('./new-instrument-dialog.tsx'))
const ImportInstrumentDialog = lazy(() => import('./import-instrument-dialog.tsx'))

/** What can be asked: the questionnaires that come with the product, and the company's own. */
export function InstrumentsScreen() {
  const { t } = useTranslation()
  const can = useCan()
  const navigate = useNavigate()
  const isArchived = (useSearch({ strict: false }) as { archived?: unknown }).archived === 'yes'
  const [isAdding, adding] = useDisclosure(false)
  const [isImporting, importing] = useDisclosure(false)
  const list = useQuery(instrumentsQuery(isArchived))
  const columns = useColumns()
  const mayDesign = can('survey.design', 'all')
  useShortcuts([
    { keys: 'n', label: t('surveys.screens.newInstrument.title'), disabled: !mayDesign, run: adding.open },
  ])
  const own = list.data?.items.filter((one) => !one.isShipped)
  const shipped = list.data?.items.filter((one) => one.isShipped)
  const table = (rows: Instrument[] | undefined, label: string, empty: React.ReactNode) => (
    <DataTable
      label={label}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      rowHref={(row) => `/surveys/instruments/${row.id}`}
      error={list.error}
      onRetry={list.refetch}
      empty={empty}
      height="none"
    />
  )
  return (
    <Page
      title={t('surveys.screens.instruments.title')}
      subtitle={t('surveys.screens.instruments.subtitle')}
      actions={
        mayDesign && (
          <>
            <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={adding.open}>
              {t('surveys.screens.newInstrument.title')}
            </Button>
            <Button
              variant="default"
              leftSection={<IconFileImport size={18} aria-hidden />}
              onClick={importing.open}
            >
              {t('surveys.screens.importInstrument.title')}
            </Button>
          </>
        )
      }
    >
      <SurveyPlaces
        end={
          <Switch
            label={t('surveys.screens.instruments.showArchived')}
            checked={isArchived}
            onChange={(event) =>
              void navigate({
                to: '/surveys/instruments',
                search: (event.currentTarget.checked ? { archived: 'yes' } : {}) as never,
              })
            }
          />
        }
      />
      <Section flush title={t('surveys.screens.instruments.own')}>
        {table(
          own,
          t('surveys.screens.instruments.own'),
          <EmptyState
            compact
            icon={IconForms}
            title={t(`surveys.screens.instruments.${isArchived ? 'noneArchived' : 'noOwn'}`)}
            hint={isArchived ? undefined : t('surveys.screens.instruments.noOwnHint')}
          />,
        )}
      </Section>
      {(!shipped || shipped.length > 0) && (
        <Section
          flush
          title={t('surveys.screens.instruments.shipped')}
          note={t('surveys.screens.instruments.shippedNote')}
        >
          {table(shipped, t('surveys.screens.instruments.shipped'), null)}
        </Section>
      )}
      <Suspense>
        {isAdding && <NewInstrumentDialog onClose={adding.close} />}
        {isImporting && <ImportInstrumentDialog onClose={importing.close} />}
      </Suspense>
    </Page>
  )
}

function useColumns(): Column<Instrument>[] {
  const { t } = useTranslation()
  const format = useFormat()
  const title = useInstrumentTitle()
  return [
    {
      key: 'title',
      header: t('surveys.screens.instrument.title'),
      width: 'minmax(14rem, 2fr)',
      cell: (row) => <bdi>{title(row)}</bdi>,
    },
    {
      key: 'state',
      header: t('surveys.screens.instrument.state'),
      width: 'minmax(11rem, 1fr)',
      card: 'badge',
      cell: (row) => <InstrumentState instrument={row} />,
    },
    {
      key: 'questions',
      header: t('surveys.screens.instrument.questions'),
      width: '6.5rem',
      align: 'end',
      cell: (row) => format.number(row.questionCount),
    },
    {
      key: 'model',
      header: t('surveys.screens.instrument.model'),
      width: '9rem',
      cell: (row) => (row.modelId ? <bdi>{row.modelId.toUpperCase()}</bdi> : '—'),
    },
    {
      key: 'updated',
      header: t('surveys.screens.instrument.updated'),
      width: '9rem',
      card: 'none',
      cell: (row) => <DateText value={row.isShipped ? null : row.updatedAt} show="relative" />,
    },
  ]
}
