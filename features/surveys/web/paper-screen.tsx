import { Button, Group, SegmentedControl, Stack } from '@mantine/core'
import { IconNotes } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan } from '../../../web/session.ts'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { ScreenSkeleton } from '../../../web/ui/skeletons.tsx'
import { BranchSelect } from '../../customers/web/colleague-select.tsx'
import { CustomerSelect } from '../../customers/web/customer-select.tsx'
import { AnonymousSheet } from './anonymous-sheet.tsx'
import { type Definition, versionQuery } from './instrument-types.ts'
import { NamedSheet } from './named-sheet.tsx'
import { SheetDone } from './sheet-done.tsx'
import { type Survey, type SurveyResponse, surveyQuery } from './survey-types.ts'

/** Sheets that were filled in by hand, one after the other. */
export function PaperScreen() {
  const { t } = useTranslation()
  const can = useCan()
  const { surveyId = '' } = useParams({ strict: false }) as { surveyId?: string }
  const found = useQuery(surveyQuery(surveyId))
  const survey = found.data
  const version = useQuery({
    ...versionQuery(survey?.instrumentId ?? '', survey?.instrumentNumber ?? 0),
    enabled: survey !== undefined,
  })
  const error = found.error ?? version.error
  const crumbs = [
    { label: t('surveys.screens.surveys.title'), to: '/surveys' },
    ...(survey ? [{ label: <bdi>{survey.name}</bdi>, to: `/surveys/${survey.id}` }] : []),
  ]
  if (!error && (!survey || !version.data)) return <ScreenSkeleton />
  return (
    <Page title={t('surveys.screens.paper.title')} breadcrumbs={crumbs} width="reading">
      {survey && version.data ? (
        !can('survey.answer') ? (
          <Section>
            <EmptyState icon={IconNotes} title={t('surveys.screens.calls.notAllowed')} />
          </Section>
        ) : survey.status === 'running' ? (
          <Sheets survey={survey} definition={version.data.definition} />
        ) : (
          <Section>
            <EmptyState
              icon={IconNotes}
              title={t('surveys.screens.calls.notRunning')}
              hint={t('surveys.screens.calls.notRunningHint')}
            />
          </Section>
        )
      ) : (
        <ErrorState error={error} onRetry={() => Promise.all([found.refetch(), version.refetch()])} page />
      )}
    </Page>
  )
}

function Sheets({ survey, definition }: { survey: Survey; definition: Definition }) {
  const { t } = useTranslation()
  const can = useCan()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as { customer?: string; invitation?: string }
  const [count, setCount] = useState(0)
  const [locale, setLocale] = useState<'fa' | 'en'>('fa')
  const [customerId, setCustomerId] = useState<string | null>(search.customer ?? null)
  const [branchId, setBranchId] = useState<string | null>(null)
  const [done, setDone] = useState<{ caseId: string | null }>()
  const invitationId = customerId === search.customer ? search.invitation : undefined
  const start = useAction<string, SurveyResponse>({
    run: (id, key) =>
      take(
        api.POST('/api/v1/surveys/{surveyId}/responses', {
          params: { path: { surveyId: survey.id } },
          body: { customerId: id, mode: 'paper', locale, ...(invitationId ? { invitationId } : {}) },
          headers: withKey(key),
        }),
      ),
  })
  const back = () => void navigate({ to: '/surveys/$surveyId', params: { surveyId: survey.id } })
  const nextSheet = () => {
    setDone(undefined)
    setCustomerId(null)
    start.reset()
    setCount(count + 1)
  }
  if (done)
    return (
      <SheetDone
        {...(customerId ? { customerId } : {})}
        caseId={done.caseId}
        nextLabel={t('surveys.screens.paper.next')}
        onNext={nextSheet}
        onBack={back}
      />
    )
  const language = (
    <SegmentedControl
      style={{ justifySelf: 'start', alignSelf: 'start' }}
      aria-label={t('surveys.screens.paper.language')}
      value={locale}
      onChange={(next) => setLocale(next as 'fa' | 'en')}
      data={[
        { value: 'fa', label: 'فارسی' },
        { value: 'en', label: 'English' },
      ]}
    />
  )
  if (survey.isAnonymous)
    return (
      <>
        <Group align="end">
          {language}
          {can('survey.answer', 'all') && survey.branchId === null && (
            <BranchSelect
              clearable
              label={t('surveys.screens.field.branch')}
              placeholder={t('surveys.screens.paper.myBranch')}
              value={branchId}
              onChange={setBranchId}
            />
          )}
        </Group>
        <Section>
          <AnonymousSheet
            key={count}
            surveyId={survey.id}
            definition={definition}
            mode="paper"
            locale={locale}
            {...(branchId ? { branchId } : {})}
            onDone={() => setDone({ caseId: null })}
          />
        </Section>
      </>
    )
  if (start.output)
    return (
      <Section>
        <NamedSheet
          key={start.output.id}
          begun={start.output}
          onDone={(response) => setDone({ caseId: response.caseId })}
        />
      </Section>
    )
  return (
    <Section title={t('surveys.screens.paper.whose')} note={t('surveys.screens.paper.whoseHint')}>
      <Stack gap="md">
        {language}
        {!search.customer || customerId !== search.customer ? (
          <CustomerSelect
            key={count}
            autoFocus
            label={t('surveys.screens.people.name')}
            onChange={setCustomerId}
          />
        ) : (
          <span>{t('surveys.screens.paper.chosen')}</span>
        )}
        <ErrorLine error={start.error} />
        <div>
          <Button
            disabled={!customerId}
            loading={start.isRunning}
            onClick={() => customerId && start.run(customerId)}
          >
            {t('surveys.screens.paper.begin')}
          </Button>
        </div>
      </Stack>
    </Section>
  )
}
