import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../web/session.ts'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { ScreenSkeleton } from '../../../web/ui/skeletons.tsx'
import { SurveyActions } from './survey-actions.tsx'
import { SurveyAnswers } from './survey-answers.tsx'
import { SurveyImport } from './survey-import.tsx'
import { SurveyStatusBadge } from './survey-marks.tsx'
import { SurveyNumbersPanel } from './survey-numbers.tsx'
import { SurveyPeople } from './survey-people.tsx'
import { SurveyPlan } from './survey-plan.tsx'
import { SurveyQuestions } from './survey-questions.tsx'
import classes from './survey-screen.module.css'
import { type Survey, surveyQuery } from './survey-types.ts'
import { SurveyVerbatims } from './survey-verbatims.tsx'

const TABS = ['numbers', 'questions', 'verbatims', 'answers', 'people', 'plan', 'file'] as const
type Tab = (typeof TABS)[number]

/** One survey: what it brings, whom it asks, and how it is run. */
export function SurveyScreen() {
  const { surveyId = '' } = useParams({ strict: false }) as { surveyId?: string }
  const { t } = useTranslation()
  const { data: survey, error, refetch } = useQuery(surveyQuery(surveyId))
  const crumbs = [{ label: t('surveys.screens.surveys.title'), to: '/surveys' }]
  if (!survey)
    return error ? (
      <Page title={t('surveys.screens.surveys.title')} breadcrumbs={crumbs}>
        <ErrorState error={error} onRetry={refetch} page />
      </Page>
    ) : (
      <ScreenSkeleton />
    )
  return (
    <Page
      title={<bdi>{survey.name}</bdi>}
      tabTitle={survey.name}
      subtitle={<Subtitle survey={survey} />}
      breadcrumbs={crumbs}
      actions={<SurveyActions survey={survey} />}
    >
      <SurveyTabs survey={survey} />
    </Page>
  )
}

function Subtitle({ survey }: { survey: Survey }) {
  const { t } = useTranslation()
  return (
    <span className={classes.subtitle}>
      <SurveyStatusBadge status={survey.status} />
      <bdi>{survey.instrumentTitle}</bdi>
      <span>{t(`surveys.screens.occasion.${survey.occasion}`)}</span>
      <bdi>{survey.branchName ?? t('surveys.screens.field.company')}</bdi>
      {survey.isAnonymous && <span>{t('surveys.screens.field.anonymous')}</span>}
    </span>
  )
}

function SurveyTabs({ survey }: { survey: Survey }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const asked = (useSearch({ strict: false }) as { tab?: unknown }).tab
  const byDefault: Tab = survey.status === 'draft' ? 'plan' : 'numbers'
  const can = useCan()
  const tabs = TABS.filter((one) => one !== 'file' || can('survey.run'))
  const tab = tabs.find((one) => one === asked) ?? byDefault
  const list = useRef<HTMLDivElement>(null)
  // On a phone the chosen one may stand outside the line.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time another is chosen
  useEffect(() => {
    list.current
      ?.querySelector('[aria-selected="true"]')
      ?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [tab])
  return (
    <Tabs
      value={tab}
      keepMounted={false}
      classNames={{ list: classes.tabs, tab: classes.tab, panel: classes.panel }}
      onChange={(next) =>
        void navigate({
          to: '/surveys/$surveyId',
          params: { surveyId: survey.id },
          search: (next && next !== byDefault ? { tab: next } : {}) as never,
        })
      }
    >
      <Tabs.List ref={list} className="no-print" aria-label={survey.name}>
        {tabs.map((one) => (
          <Tabs.Tab key={one} value={one}>
            {t(`surveys.screens.tab.${one}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={tab}>
        <div className={classes.stack}>
          {tab === 'numbers' && <SurveyNumbersPanel survey={survey} />}
          {tab === 'questions' && <SurveyQuestions survey={survey} />}
          {tab === 'verbatims' && <SurveyVerbatims survey={survey} />}
          {tab === 'answers' && <SurveyAnswers survey={survey} />}
          {tab === 'people' && <SurveyPeople survey={survey} />}
          {tab === 'plan' && <SurveyPlan survey={survey} />}
          {tab === 'file' && <SurveyImport survey={survey} />}
        </div>
      </Tabs.Panel>
    </Tabs>
  )
}
