import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { DateText } from '../../../web/ui/date-text.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { useFormat, useLocale } from '../../../web/ui/format.ts'
import { Section } from '../../../web/ui/section.tsx'
import { TableSkeleton } from '../../../web/ui/skeletons.tsx'
import { Stat, Stats } from '../../../web/ui/stat.tsx'
import { AnswerDays } from './answer-days.tsx'
import { say, versionQuery } from './instrument-types.ts'
import { NonResponse } from './non-response.tsx'
import classes from './survey-bars.module.css'
import { numbersQuery, type Survey, type SurveyNumbers } from './survey-types.ts'

/** How many were asked, opened, answered; where people stopped; who is missing among those who answered. */
export function SurveyNumbersPanel({ survey }: { survey: Survey }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(numbersQuery(survey.id))
  if (!data)
    return error ? (
      <ErrorState error={error} onRetry={refetch} />
    ) : (
      <Section>
        <TableSkeleton count={6} columns={4} />
      </Section>
    )
  if (survey.status === 'draft')
    return (
      <Section>
        <EmptyState
          title={t('surveys.screens.numbers.draft')}
          hint={t('surveys.screens.numbers.draftHint')}
        />
      </Section>
    )
  return (
    <>
      <Headline survey={survey} numbers={data} />
      <Funnel numbers={data} />
      <DropOff survey={survey} numbers={data} />
      <NonResponse numbers={data} />
      <AnswerDays days={data.days} />
      <p className={classes.asOf}>
        {t('surveys.screens.numbers.asOf')} <DateText value={data.asOf} />
      </p>
    </>
  )
}

function Headline({ survey, numbers }: { survey: Survey; numbers: SurveyNumbers }) {
  const { t } = useTranslation()
  const format = useFormat()
  const people = `/surveys/${survey.id}?tab=people`
  return (
    <Stats>
      <Stat
        label={t('surveys.screens.numbers.rate')}
        value={numbers.responseRatio === null ? '—' : format.percent(numbers.responseRatio)}
        n={numbers.responseN}
        caption={t('surveys.screens.numbers.rateOf')}
      />
      <Stat
        label={t('surveys.screens.numbers.invited')}
        value={format.number(numbers.invited)}
        to={people}
        {...(survey.plannedCount === null
          ? {}
          : { caption: t('surveys.screens.numbers.planned', { count: survey.plannedCount }) })}
      />
      <Stat
        label={t('surveys.screens.numbers.finished')}
        value={format.number(numbers.finished)}
        to={`/surveys/${survey.id}?tab=answers`}
        {...(numbers.uninvited > 0
          ? { caption: t('surveys.screens.numbers.uninvited', { count: numbers.uninvited }) }
          : {})}
      />
      <Stat
        label={t('surveys.screens.numbers.stopped')}
        value={format.number(Math.max(0, numbers.started - numbers.finished))}
        caption={t('surveys.screens.numbers.stoppedOf', { count: numbers.started })}
      />
    </Stats>
  )
}

function Funnel({ numbers }: { numbers: SurveyNumbers }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (numbers.invited === 0) return null
  const rows = (
    ['invited', 'sent', 'opened', 'answered', 'refused', 'unreachable', 'expired'] as const
  ).filter((key, i) => i < 4 || numbers[key] > 0)
  return (
    <Section
      title={t('surveys.screens.numbers.funnel')}
      note={t('surveys.screens.numbers.funnelNote', { count: numbers.invited })}
    >
      <ul className={classes.bars}>
        {rows.map((key) => (
          <li key={key} className={classes.bar}>
            <span className={classes.label}>{t(`surveys.screens.funnel.${key}`)}</span>
            <span className={classes.track} aria-hidden="true">
              <span
                className={classes.fill}
                data-tone={rows.indexOf(key) > 3 ? 'quiet' : undefined}
                style={{ inlineSize: `${(numbers[key] / numbers.invited) * 100}%` }}
              />
            </span>
            <span className={classes.value}>
              <b>{format.number(numbers[key])}</b>{' '}
              <small>{format.percent(numbers[key] / numbers.invited)}</small>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Where those who began and did not finish stopped, in the order of asking. */
function DropOff({ survey, numbers }: { survey: Survey; numbers: SurveyNumbers }) {
  const { t } = useTranslation()
  const format = useFormat()
  const locale = useLocale()
  const version = useQuery(versionQuery(survey.instrumentId, survey.instrumentNumber))
  if (numbers.started === 0) return null
  const textOf = (code: string) => {
    const question = version.data?.definition.questions.find((one) => one.code === code)
    return say(question?.text, locale) || code
  }
  const most = Math.max(1, ...numbers.dropOff.map((one) => one.stopped))
  return (
    <Section
      title={t('surveys.screens.numbers.dropOff')}
      note={t('surveys.screens.numbers.dropOffNote', { count: numbers.started })}
    >
      {numbers.dropOff.length === 0 ? (
        <EmptyState compact title={t('surveys.screens.numbers.noDropOff')} />
      ) : (
        <ul className={classes.bars} data-wide>
          {numbers.dropOff.map(({ question, stopped }) => (
            <li key={question} className={classes.bar}>
              <span className={classes.label}>
                <bdi>{textOf(question)}</bdi>
              </span>
              <span className={classes.track} aria-hidden="true">
                <span
                  className={classes.fill}
                  data-tone="warn"
                  style={{ inlineSize: `${(stopped / most) * 100}%` }}
                />
              </span>
              <span className={classes.value}>
                <b>{format.number(stopped)}</b> <small>{format.percent(stopped / numbers.started)}</small>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
