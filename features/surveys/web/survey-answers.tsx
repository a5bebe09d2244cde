import { SegmentedControl } from '@mantine/core'
import { IconFileText, IconInbox } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../api/client.ts'
import type { components } from '../../../api/types.ts'
import { type Column, DataTable } from '../../../web/ui/data-table.tsx'
import { DateText } from '../../../web/ui/date-text.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { type OfKind, versionQuery } from './instrument-types.ts'
import { ModeText } from './survey-marks.tsx'
import type { Survey } from './survey-types.ts'
import classes from './survey-verbatims.module.css'

type Sheet = components['schemas']['SurveyResponsePage']['items'][number]

/** Every finished sheet, the newest first; low scores by one click, each with the case it opened. */
export function SurveyAnswers({ survey }: { survey: Survey }) {
  const { t } = useTranslation()
  const format = useFormat()
  const navigate = useNavigate()
  const isLow = (useSearch({ strict: false }) as { low?: unknown }).low === 'yes'
  const version = useQuery(versionQuery(survey.instrumentId, survey.instrumentNumber))
  const lowScore = version.data?.definition.lowScore ?? null
  const list = useInfiniteQuery({
    queryKey: ['surveys', survey.id, 'sheets', isLow ? (lowScore?.atMost ?? '') : ''],
    queryFn: ({ signal, pageParam }) =>
      take(
        api.GET('/api/v1/surveys/{surveyId}/responses', {
          params: {
            path: { surveyId: survey.id },
            query: {
              limit: 50,
              ...(isLow && lowScore ? { 'filter[scoreAtMost]': lowScore.atMost } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled: version.isSuccess,
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data])
  const scoreCode = list.data?.pages[0]?.scoreQuestion
  const scoreOf = version.data?.definition.questions.find((one) => one.code === scoreCode) as
    | OfKind<'scale'>
    | undefined
  const isWithheld = list.data?.pages[0]?.isWithheld ?? false
  const columns: Column<Sheet>[] = [
    {
      key: 'who',
      header: t('surveys.screens.answers.who'),
      width: 'minmax(12rem, 1.4fr)',
      cell: (row) =>
        row.customerId ? (
          <PersonText name={row.customerName} avatar />
        ) : (
          <span style={{ color: 'var(--mantine-color-dimmed)' }}>
            {t('surveys.screens.answers.nameless')}
          </span>
        ),
    },
    {
      key: 'score',
      header: t('surveys.screens.answers.score'),
      width: '8rem',
      card: 'badge',
      cell: (row) =>
        row.score === null ? (
          '—'
        ) : (
          <span>
            <b>{format.number(row.score)}</b>
            {scoreOf && <small> {t('surveys.screens.answers.of', { max: scoreOf.max })}</small>}
          </span>
        ),
    },
    {
      key: 'mode',
      header: t('surveys.screens.field.mode'),
      width: '9rem',
      cell: (row) => <ModeText mode={row.mode} />,
    },
    {
      key: 'when',
      header: t('surveys.screens.answers.when'),
      width: '10rem',
      cell: (row) => (
        <DateText value={row.submittedAt} show={row.customerId ? 'dateTime' : 'date'} style="short" />
      ),
    },
    {
      key: 'case',
      header: t('surveys.screens.answers.case'),
      width: '9rem',
      cell: (row) =>
        row.caseId && row.customerId ? (
          <Link
            to="/customers/$customerId/cases/$caseId"
            params={{ customerId: row.customerId, caseId: row.caseId }}
            style={{ position: 'relative', zIndex: 1, color: 'var(--mantine-color-anchor)' }}
          >
            <IconFileText size={15} stroke={1.7} aria-hidden style={{ verticalAlign: '-0.15em' }} />{' '}
            {t('surveys.screens.answers.openCase')}
          </Link>
        ) : (
          '—'
        ),
    },
  ]
  return (
    <>
      {lowScore && (
        <SegmentedControl
          className="no-print"
          style={{ alignSelf: 'start' }}
          aria-label={t('surveys.screens.answers.which')}
          value={isLow ? 'low' : 'all'}
          onChange={(next) =>
            void navigate({
              to: '/surveys/$surveyId',
              params: { surveyId: survey.id },
              search: { tab: 'answers', ...(next === 'low' ? { low: 'yes' } : {}) } as never,
            })
          }
          data={[
            { value: 'all', label: t('surveys.screens.answers.all') },
            { value: 'low', label: t('surveys.screens.answers.low', { score: lowScore.atMost }) },
          ]}
        />
      )}
      {isWithheld && (
        <p className={classes.withheld}>{t('surveys.screens.answers.withheld', { floor: 5 })}</p>
      )}
      <Section flush>
        <DataTable
          label={t('surveys.screens.tab.answers')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          rowTone={(row) => (row.caseId ? 'warn' : undefined)}
          onOpen={(row) => {
            if (row.customerId)
              void navigate({
                to: '/surveys/$surveyId/answers/$customerId/$responseId',
                params: { surveyId: survey.id, customerId: row.customerId, responseId: row.id } as never,
              })
          }}
          more={{
            hasMore: list.hasNextPage,
            isLoading: list.isFetchingNextPage,
            load: () => void list.fetchNextPage(),
          }}
          error={list.error ?? version.error}
          onRetry={list.refetch}
          empty={
            <EmptyState
              icon={IconInbox}
              title={t(`surveys.screens.answers.${isLow ? 'noLow' : 'empty'}`)}
              hint={t(`surveys.screens.answers.${isLow ? 'noLowHint' : 'emptyHint'}`)}
            />
          }
          height="none"
        />
      </Section>
    </>
  )
}
