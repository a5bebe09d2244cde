import { Box, Button, Menu, Select } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconArchive,
  IconArchiveOff,
  IconCopy,
  IconDots,
  IconDownload,
  IconPencil,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan } from '../../../web/session.ts'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { Page } from '../../../web/ui/page.tsx'
import { PrintButton } from '../../../web/ui/print-button.tsx'
import { ScreenSkeleton } from '../../../web/ui/skeletons.tsx'
import { tell, tellError } from '../../../web/ui/undoable.tsx'
import { downloadFile } from '../../customers/web/download-file.ts'
import { InstrumentState, useInstrumentTitle } from './instrument-marks.tsx'
import { type Instrument, type InstrumentDetail, instrumentQuery, versionQuery } from './instrument-types.ts'
import { InstrumentView } from './instrument-view.tsx'

const InstrumentBuilder = lazy(() => import('./instrument-builder.tsx'))
const NewInstrumentDialog = lazy(() => import('./new-instrument-dialog.tsx'))

/** One questionnaire: to be read as the customer sees it, or written. */
export function InstrumentScreen() {
  const { t } = useTranslation()
  const can = useCan()
  const { instrumentId = '' } = useParams({ strict: false }) as { instrumentId?: string }
  const search = useSearch({ strict: false }) as { edit?: unknown; number?: unknown }
  const { data, error, refetch } = useQuery(instrumentQuery(instrumentId))
  const crumbs = [
    { label: t('surveys.screens.surveys.title'), to: '/surveys' },
    { label: t('surveys.screens.instruments.title'), to: '/surveys/instruments' },
  ]
  if (!data)
    return error ? (
      <Page title={t('surveys.screens.instruments.title')} breadcrumbs={crumbs}>
        <ErrorState error={error} onRetry={refetch} page />
      </Page>
    ) : (
      <ScreenSkeleton />
    )
  const mayEdit = can('survey.design', 'all') && !data.isShipped
  if (search.edit === 'yes' && mayEdit)
    return (
      <Suspense fallback={<ScreenSkeleton />}>
        <InstrumentBuilder key={data.id} instrument={data} />
      </Suspense>
    )
  const number = Number(search.number) || data.current.number
  return <ReadScreen instrument={data} number={number} crumbs={crumbs} mayEdit={mayEdit} />
}

type ReadProps = {
  instrument: InstrumentDetail
  number: number
  crumbs: { label: string; to: string }[]
  mayEdit: boolean
}

function ReadScreen({ instrument, number, crumbs, mayEdit }: ReadProps) {
  const titleOf = useInstrumentTitle()
  const version = useQuery({
    ...versionQuery(instrument.id, number),
    ...(number === instrument.current.number ? { initialData: instrument.current } : {}),
  })
  const title = titleOf(instrument)
  return (
    <Page
      title={<bdi>{title}</bdi>}
      tabTitle={title}
      breadcrumbs={crumbs}
      subtitle={<InstrumentState instrument={instrument} />}
      actions={<Actions instrument={instrument} number={number} mayEdit={mayEdit} />}
    >
      {version.data ? (
        <InstrumentView
          instrument={instrument}
          version={version.data}
          numbers={
            instrument.numbers.length > 1 ? (
              <NumberSelect instrument={instrument} number={number} />
            ) : undefined
          }
        />
      ) : version.error ? (
        <ErrorState error={version.error} onRetry={version.refetch} />
      ) : (
        <ScreenSkeleton />
      )}
    </Page>
  )
}

function NumberSelect({ instrument, number }: { instrument: InstrumentDetail; number: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const navigate = useNavigate()
  return (
    <Select
      allowDeselect={false}
      label={t('surveys.screens.field.version')}
      value={String(number)}
      data={instrument.numbers.map((one) => ({
        value: String(one.number),
        label: one.publishedAt
          ? t('surveys.screens.instrument.numberOf', {
              number: format.number(one.number),
              day: format.date(one.publishedAt),
            })
          : t('surveys.screens.instrument.numberDraft', { number: format.number(one.number) }),
      }))}
      onChange={(next) =>
        void navigate({
          to: '/surveys/instruments/$instrumentId',
          params: { instrumentId: instrument.id } as never,
          search: { number: Number(next) } as never,
        })
      }
    />
  )
}

function Actions({
  instrument,
  number,
  mayEdit,
}: {
  instrument: Instrument
  number: number
  mayEdit: boolean
}) {
  const { t } = useTranslation()
  const can = useCan()
  const format = useFormat()
  const [isCopying, copying] = useDisclosure(false)
  const mayDesign = can('survey.design', 'all')
  const archive = useAction<boolean, Instrument>({
    run: (isArchived, key) =>
      take(
        api.POST('/api/v1/instruments/{instrumentId}/archive', {
          params: { path: { instrumentId: instrument.id } },
          body: { version: instrument.version, isArchived },
          headers: withKey(key),
        }),
      ),
    stale: [['instruments']],
    onDone: (made) => tell(t(`surveys.screens.instrument.${made.isArchived ? 'putAway' : 'broughtBack'}`)),
    onError: tellError,
  })
  const save = useAction<void, void>({
    run: () =>
      downloadFile(
        `/api/v1/instruments/${instrument.id}/versions/${number}/export`,
        `${instrument.title} ${format.digits(number)}.json`,
      ),
    onError: tellError,
  })
  const isAway = instrument.isArchived
  return (
    <>
      {mayEdit && (
        <Button
          component={Link}
          to="/surveys/instruments/$instrumentId"
          params={{ instrumentId: instrument.id } as never}
          search={{ edit: 'yes' } as never}
          leftSection={<IconPencil size={18} aria-hidden />}
        >
          {t('surveys.screens.instrument.edit')}
        </Button>
      )}
      {mayDesign && (
        <Button
          variant={mayEdit ? 'default' : 'filled'}
          leftSection={<IconCopy size={18} aria-hidden />}
          onClick={copying.open}
        >
          {t('surveys.screens.newInstrument.copy')}
        </Button>
      )}
      <Box component="span" visibleFrom="sm">
        <PrintButton />
      </Box>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" aria-label={t('surveys.screens.instrument.more')}>
            <IconDots size={18} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconDownload size={18} stroke={1.7} aria-hidden />}
            onClick={() => save.run()}
          >
            {t('surveys.screens.instrument.export')}
          </Menu.Item>
          {mayDesign && (
            <Menu.Item
              leftSection={
                isAway ? (
                  <IconArchiveOff size={18} stroke={1.7} aria-hidden />
                ) : (
                  <IconArchive size={18} stroke={1.7} aria-hidden />
                )
              }
              onClick={() => archive.run(!isAway)}
            >
              {t(`surveys.screens.instrument.${isAway ? 'bringBack' : 'archive'}`)}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {isCopying && <NewInstrumentDialog onClose={copying.close} copyOf={{ instrument, number }} />}
      </Suspense>
    </>
  )
}
