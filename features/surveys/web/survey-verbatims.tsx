import { Button } from '@mantine/core'
import { IconQuote } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../api/client.ts'
import { DateText } from '../../../web/ui/date-text.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { useLocale } from '../../../web/ui/format.ts'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import { say, versionQuery } from './instrument-types.ts'
import { ModeText } from './survey-marks.tsx'
import { SheetFilters } from './survey-questions.tsx'
import type { Survey } from './survey-types.ts'
import classes from './survey-verbatims.module.css'

/** What people wrote in their own words. */
export function SurveyVerbatims({ survey }: { survey: Survey }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const [filters, setFilters] = useState<Record<string, string>>({})
  const version = useQuery(versionQuery(survey.instrumentId, survey.instrumentNumber))
  const list = useInfiniteQuery({
    queryKey: ['surveys', survey.id, 'verbatims', filters],
    queryFn: ({ signal, pageParam }) =>
      take(
        api.GET('/api/v1/surveys/{surveyId}/verbatims', {
          params: {
            path: { surveyId: survey.id },
            query: {
              limit: 50,
              ...Object.fromEntries(Object.entries(filters).map(([key, value]) => [`filter[${key}]`, value])),
              ...(pageParam ? { cursor: pageParam } : {}),
            } as never,
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data])
  const textOf = (code: string) =>
    say(version.data?.definition.questions.find((one) => one.code === code)?.text, locale) || code
  return (
    <>
      <SheetFilters
        filters={filters}
        setFilters={(next) => setFilters(next as Record<string, string>)}
        hasBranch={survey.branchId === null}
        hasDays={false}
      />
      <Section flush={Boolean(rows && rows.length > 0)}>
        {!rows ? (
          list.error ? (
            <ErrorState error={list.error} onRetry={list.refetch} />
          ) : (
            <ListSkeleton />
          )
        ) : rows.length === 0 ? (
          <EmptyState
            icon={IconQuote}
            title={t('surveys.screens.verbatims.empty')}
            hint={t(`surveys.screens.verbatims.${survey.isAnonymous ? 'emptyAnonymous' : 'emptyHint'}`)}
          />
        ) : (
          <ul className={classes.list}>
            {rows.map((row) => (
              <li key={`${row.responseId}.${row.question}`}>
                <blockquote dir="auto">{row.text}</blockquote>
                <div className={classes.facts}>
                  <span>{textOf(row.question)}</span>
                  {row.customerId ? (
                    <Link
                      to="/surveys/$surveyId/answers/$customerId/$responseId"
                      params={
                        {
                          surveyId: survey.id,
                          customerId: row.customerId,
                          responseId: row.responseId,
                        } as never
                      }
                    >
                      <PersonText name={row.customerName} />
                    </Link>
                  ) : (
                    <span>{t('surveys.screens.answers.nameless')}</span>
                  )}
                  <ModeText mode={row.mode} />
                  <DateText value={row.submittedAt} show={row.customerId ? 'relative' : 'date'} />
                </div>
              </li>
            ))}
          </ul>
        )}
      </Section>
      {list.hasNextPage && (
        <Button
          variant="default"
          style={{ alignSelf: 'center' }}
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('ui.table.loadMore')}
        </Button>
      )}
    </>
  )
}
