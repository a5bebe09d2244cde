import { Box, Button } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../api/client.ts'
import { DateText } from '../../../web/ui/date-text.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { useFormat, useLocale } from '../../../web/ui/format.ts'
import { Page } from '../../../web/ui/page.tsx'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { PrintButton } from '../../../web/ui/print-button.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { ScreenSkeleton } from '../../../web/ui/skeletons.tsx'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { type Answer, isDontKnow, type Line, linesOf } from './answering.ts'
import { say } from './instrument-types.ts'
import classes from './response-screen.module.css'
import { ModeText } from './survey-marks.tsx'
import type { SurveyResponse } from './survey-types.ts'

/** One customer's sheet, question by question. */
export function ResponseScreen() {
  const { t } = useTranslation()
  const {
    surveyId = '',
    customerId = '',
    responseId = '',
  } = useParams({ strict: false }) as { surveyId?: string; customerId?: string; responseId?: string }
  const { data, error, refetch } = useQuery({
    queryKey: ['surveys', surveyId, 'response', responseId],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/customers/{customerId}/responses/{responseId}', {
          params: { path: { customerId, responseId } },
          signal,
        }),
      ),
  })
  const crumbs = [
    { label: t('surveys.screens.surveys.title'), to: '/surveys' },
    ...(data ? [{ label: <bdi>{data.surveyName}</bdi>, to: `/surveys/${surveyId}` }] : []),
  ]
  if (!data)
    return error ? (
      <Page title={t('surveys.screens.response.title')} breadcrumbs={crumbs}>
        <ErrorState error={error} onRetry={refetch} page />
      </Page>
    ) : (
      <ScreenSkeleton />
    )
  return (
    <Page
      width="reading"
      title={<PersonText name={data.customerName} />}
      tabTitle={data.customerName}
      breadcrumbs={crumbs}
      subtitle={<Facts response={data} />}
      actions={
        <>
          {data.caseId && (
            <Button
              component={Link}
              to="/customers/$customerId/cases/$caseId"
              params={{ customerId, caseId: data.caseId } as never}
              leftSection={<IconFileText size={18} aria-hidden />}
            >
              {t('surveys.screens.answers.openCase')}
            </Button>
          )}
          <Button
            variant="default"
            component={Link}
            to="/customers/$customerId"
            params={{ customerId } as never}
          >
            {t('surveys.screens.response.card')}
          </Button>
          <Box component="span" visibleFrom="sm">
            <PrintButton />
          </Box>
        </>
      }
    >
      <Sheet response={data} />
    </Page>
  )
}

function Facts({ response }: { response: SurveyResponse }) {
  const { t } = useTranslation()
  return (
    <span className={classes.facts}>
      <ModeText mode={response.mode} />
      {response.submittedAt ? (
        <DateText value={response.submittedAt} />
      ) : (
        <StatusBadge tone="warn" size="sm">
          {t('surveys.screens.response.unfinished')}
        </StatusBadge>
      )}
      {response.recordedByName && (
        <span>
          {t('surveys.screens.response.recordedBy')} <PersonText name={response.recordedByName} />
        </span>
      )}
    </span>
  )
}

function Sheet({ response }: { response: SurveyResponse }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const { definition, answers, visible } = response
  const shown = definition.questions.filter((question) => visible.includes(question.code))
  return (
    <Section title={t('surveys.screens.response.title')} note={<bdi>{response.surveyName}</bdi>}>
      <ol className={classes.sheet}>
        {shown.map((question) => (
          <li key={question.code}>
            <div className={classes.question}>{say(question.text, locale)}</div>
            {linesOf(question).map((line) => (
              <div key={line.code} className={classes.line}>
                {line.row && <span className={classes.row}>{say(line.row.text, locale)}</span>}
                <AnswerText
                  line={line}
                  answer={answers[line.code]}
                  isLow={
                    definition.lowScore?.question === line.code &&
                    typeof answers[line.code] === 'number' &&
                    response.caseId !== null
                  }
                />
              </div>
            ))}
          </li>
        ))}
      </ol>
    </Section>
  )
}

type TextProps = { line: Line; answer: Answer | undefined; isLow: boolean }

function AnswerText({ line, answer, isLow }: TextProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const locale = useLocale()
  const { question } = line
  if (answer === undefined) return <span className={classes.none}>{t('surveys.answering.noAnswer')}</span>
  if (isDontKnow(answer)) return <span className={classes.none}>{t('surveys.answering.dontKnow')}</span>
  if (typeof answer === 'number' && 'max' in question)
    return (
      <span className={classes.answer} data-low={isLow || undefined}>
        <b>{format.number(answer)}</b> <small>{t('surveys.screens.answers.of', { max: question.max })}</small>
      </span>
    )
  if ('options' in question) {
    const chosen = Array.isArray(answer) ? answer : [String(answer)]
    const texts = question.options
      .filter((option) => chosen.includes(option.code))
      .map((option) => say(option.text, locale))
    return <span className={classes.answer}>{texts.join(locale === 'fa' ? '، ' : ', ')}</span>
  }
  return (
    <blockquote className={classes.words} dir="auto">
      {String(answer)}
    </blockquote>
  )
}
