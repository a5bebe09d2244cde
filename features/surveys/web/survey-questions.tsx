import { Button, Select } from '@mantine/core'
import { IconChartBar } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../api/client.ts'
import { useCan } from '../../../web/session.ts'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { useFormat, useLocale } from '../../../web/ui/format.ts'
import { JalaliDateInput } from '../../../web/ui/jalali-date-input.tsx'
import { PrintButton } from '../../../web/ui/print-button.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { TableSkeleton } from '../../../web/ui/skeletons.tsx'
import { BranchSelect } from '../../customers/web/colleague-select.tsx'
import { versionQuery } from './instrument-types.ts'
import { QuestionResult } from './question-result.tsx'
import classes from './survey-questions.module.css'
import { MODES, type Survey } from './survey-types.ts'

type Filters = { branch?: string; mode?: string; from?: string; to?: string }

/** Every question with n, mean, the two best steps and the distribution; below five answers nothing is told. */
export function SurveyQuestions({ survey }: { survey: Survey }) {
  const { t } = useTranslation()
  const format = useFormat()
  const locale = useLocale()
  const [filters, setFilters] = useState<Filters>({})
  const version = useQuery(versionQuery(survey.instrumentId, survey.instrumentNumber))
  const table = useQuery({
    queryKey: ['surveys', survey.id, 'questions', filters],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/surveys/{surveyId}/question-table', {
          params: {
            path: { surveyId: survey.id },
            query: Object.fromEntries(
              Object.entries(filters).map(([key, value]) => [`filter[${key}]`, value]),
            ) as never,
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  })
  const error = table.error ?? version.error
  const isFiltered = Object.keys(filters).length > 0
  return (
    <>
      <SheetFilters
        filters={filters}
        setFilters={setFilters}
        hasBranch={survey.branchId === null}
        end={<PrintButton />}
      />
      {!table.data || !version.data ? (
        error ? (
          <ErrorState error={error} onRetry={() => Promise.all([table.refetch(), version.refetch()])} />
        ) : (
          <Section>
            <TableSkeleton count={6} columns={4} />
          </Section>
        )
      ) : table.data.isBelowFloor ? (
        <Section>
          <EmptyState
            icon={IconChartBar}
            title={t('surveys.screens.questions.belowFloor', { floor: table.data.floor })}
            hint={t('surveys.screens.questions.belowFloorHint', { floor: table.data.floor })}
            action={
              isFiltered && (
                <Button variant="light" onClick={() => setFilters({})}>
                  {t('ui.filter.clearAll')}
                </Button>
              )
            }
          />
        </Section>
      ) : (
        <Section
          title={t('surveys.screens.questions.title')}
          note={t('surveys.screens.questions.note', { count: table.data.sheets ?? 0 })}
        >
          <ol className={classes.questions} style={{ opacity: table.isPlaceholderData ? 0.55 : 1 }}>
            {table.data.items.map((item) => (
              <QuestionResult
                key={`${item.questionCode}.${item.code}`}
                item={item}
                definition={version.data.definition}
                floor={table.data.floor}
                format={format}
                locale={locale}
              />
            ))}
          </ol>
        </Section>
      )}
    </>
  )
}

type FiltersProps = {
  filters: Filters
  setFilters: (next: Filters) => void
  hasBranch: boolean
  hasDays?: boolean
  end?: React.ReactNode
}

export function SheetFilters({ filters, setFilters, hasBranch, hasDays = true, end }: FiltersProps) {
  const { t } = useTranslation()
  const can = useCan()
  const set = (key: keyof Filters) => (value: string | null) => {
    const { [key]: _, ...rest } = filters
    setFilters(value ? { ...rest, [key]: value } : rest)
  }
  return (
    <search className={`${classes.filters} no-print`} aria-label={t('ui.filter.label')}>
      {hasBranch && can('survey.read', 'all') && (
        <BranchSelect
          clearable
          aria-label={t('surveys.screens.field.branch')}
          placeholder={t('surveys.screens.filter.anyBranch')}
          value={filters.branch ?? null}
          onChange={set('branch')}
        />
      )}
      <Select
        clearable
        aria-label={t('surveys.screens.field.mode')}
        placeholder={t('surveys.screens.filter.anyMode')}
        data={MODES.map((one) => ({ value: one, label: t(`surveys.screens.mode.${one}`) }))}
        value={filters.mode ?? null}
        onChange={set('mode')}
      />
      {hasDays && (
        <>
          <JalaliDateInput
            aria-label={t('surveys.screens.filter.from')}
            placeholder={t('surveys.screens.filter.from')}
            value={filters.from ?? null}
            onChange={set('from')}
          />
          <JalaliDateInput
            aria-label={t('surveys.screens.filter.to')}
            placeholder={t('surveys.screens.filter.to')}
            value={filters.to ?? null}
            onChange={set('to')}
          />
        </>
      )}
      {end && <span className={classes.end}>{end}</span>}
    </search>
  )
}
