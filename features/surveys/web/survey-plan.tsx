import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DateText } from '../../../web/ui/date-text.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { Section } from '../../../web/ui/section.tsx'
import { TextSkeleton } from '../../../web/ui/skeletons.tsx'
import { linkTo } from '../../../web/ui/stat.tsx'
import { useActiveFilters } from '../../customers/web/active-filters.ts'
import { useBranches } from '../../customers/web/colleague-select.tsx'
import { fromQuery } from '../../customers/web/list-filters.ts'
import { useMayRun } from './survey-actions.tsx'
import bars from './survey-bars.module.css'
import classes from './survey-plan.module.css'
import { previewQuery, type Quota, type Survey } from './survey-types.ts'

/** Whom it asks, what, how and until when; before the start also how many that would be. */
export function SurveyPlan({ survey }: { survey: Survey }) {
  const mayRun = useMayRun()(survey)
  // Of an occasion nobody is chosen beforehand.
  const isPreviewed = mayRun && survey.status === 'draft' && survey.occasion === 'manual'
  return (
    <div className={classes.columns}>
      <Facts survey={survey} />
      <div className={classes.side}>
        <Audience survey={survey} />
        {isPreviewed && <Preview survey={survey} />}
      </div>
    </div>
  )
}

function Facts({ survey }: { survey: Survey }) {
  const { t } = useTranslation()
  const format = useFormat()
  const days = (count: number) => t('surveys.screens.plan.days', { count })
  const rows: [string, React.ReactNode][] = [
    [
      'instrument',
      <Link
        key="i"
        to="/surveys/instruments/$instrumentId"
        params={{ instrumentId: survey.instrumentId } as never}
        search={{ number: survey.instrumentNumber } as never}
      >
        <bdi>{survey.instrumentTitle}</bdi>
      </Link>,
    ],
    ['version', format.number(survey.instrumentNumber)],
    ['occasion', t(`surveys.screens.occasion.${survey.occasion}`)],
    ['channel', t(`surveys.screens.channel.${survey.channel}`)],
    ['consent', t(`surveys.screens.consent.${survey.consent}`)],
    ['anonymity', t(`surveys.screens.anonymity.${survey.isAnonymous ? 'yes' : 'no'}`)],
    ['branch', <bdi key="b">{survey.branchName ?? t('surveys.screens.field.company')}</bdi>],
    ['restDays', days(survey.restDays)],
    ['reminder', survey.reminderDays === null ? t('surveys.screens.plan.never') : days(survey.reminderDays)],
    ['expires', days(survey.expiresDays)],
    ['opens', <DateText key="o" value={survey.opensAt} />],
    ['closes', <DateText key="c" value={survey.closesAt} />],
    ['seed', <bdi key="s">{format.digits(survey.seed)}</bdi>],
    ['createdBy', <bdi key="p">{survey.createdByName ?? '—'}</bdi>],
  ]
  return (
    <Section title={t('surveys.screens.plan.title')}>
      <dl className={classes.facts}>
        {rows.map(([key, value]) => (
          <div key={key}>
            <dt>{t(`surveys.screens.field.${key}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

function Audience({ survey }: { survey: Survey }) {
  const { t } = useTranslation()
  const format = useFormat()
  const filters = fromQuery(survey.audience)
  const active = useActiveFilters(filters, () => {})
  const words = [...(filters.q ? [`«${format.digits(filters.q)}»`] : []), ...active.map((one) => one.label)]
  return (
    <Section
      title={t('surveys.screens.plan.audience')}
      actions={
        <Button
          variant="subtle"
          size="compact-md"
          component={Link}
          {...linkTo(`/customers?${new URLSearchParams(filters)}`)}
        >
          {t('surveys.screens.plan.seeCustomers')}
        </Button>
      }
    >
      {words.length === 0 ? (
        <p className={classes.text}>{t('surveys.screens.plan.everybody')}</p>
      ) : (
        <ul className={classes.chips}>
          {words.map((word) => (
            <li key={word}>{word}</li>
          ))}
        </ul>
      )}
      {survey.sampleSize !== null && (
        <p className={classes.text}>{t('surveys.screens.plan.sample', { count: survey.sampleSize })}</p>
      )}
      {survey.quotas.length > 0 && (
        <ul className={classes.quotas}>
          {survey.quotas.map((quota) => (
            <li key={`${quota.by}.${quota.value}`}>
              <QuotaText quota={quota} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function QuotaText({ quota }: { quota: Quota }) {
  const { t } = useTranslation()
  const branches = useBranches()
  const name =
    quota.by === 'branch'
      ? (branches.data?.items.find((one) => one.id === quota.value)?.name ?? '…')
      : t(`customers.${quota.by}.${quota.value}`)
  return <>{t('surveys.screens.plan.quota', { name, count: quota.atMost })}</>
}

const REASONS = [
  'alreadyInvited',
  'resting',
  'withoutConsent',
  'withoutContact',
  'quotaFull',
  'beyondSample',
] as const

/** How many it would ask now, and for what reason not the others. */
function Preview({ survey }: { survey: Survey }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { data, error, refetch } = useQuery(previewQuery(survey.id, survey.version))
  return (
    <Section
      title={t('surveys.screens.preview.title')}
      note={data && t('surveys.screens.preview.note', { count: data.fit })}
      tone={data?.asked === 0 ? 'warn' : 'plain'}
    >
      {!data ? (
        error ? (
          <ErrorState compact error={error} onRetry={refetch} />
        ) : (
          <TextSkeleton lines={5} />
        )
      ) : (
        <>
          <p className={classes.asked}>
            <b>{format.number(data.asked)}</b> {t('surveys.screens.preview.asked')}
          </p>
          {data.asked === 0 && <p className={classes.text}>{t('surveys.screens.preview.nobody')}</p>}
          <ul className={bars.bars}>
            {REASONS.filter((key) => data[key] > 0).map((key) => (
              <li key={key} className={bars.bar}>
                <span className={bars.label}>{t(`surveys.screens.preview.${key}`)}</span>
                <span className={bars.track} aria-hidden="true">
                  <span
                    className={bars.fill}
                    data-tone="quiet"
                    style={{ inlineSize: `${(data[key] / data.fit) * 100}%` }}
                  />
                </span>
                <span className={bars.value}>
                  <b>{format.number(data[key])}</b> <small>{format.percent(data[key] / data.fit)}</small>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}
