import { Alert, Button, SegmentedControl, Stack } from '@mantine/core'
import { IconPhone, IconPhoneCall } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useSession } from '../../../web/session.ts'
import { DateText } from '../../../web/ui/date-text.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { TextSkeleton } from '../../../web/ui/skeletons.tsx'
import { AnonymousSheet } from './anonymous-sheet.tsx'
import classes from './call-in-hand.module.css'
import { CallOutcome } from './call-outcome.tsx'
import { callsQuery } from './call-types.ts'
import { say, versionQuery } from './instrument-types.ts'
import { NamedSheet } from './named-sheet.tsx'
import { SheetDone } from './sheet-done.tsx'
import type { Survey, SurveyResponse } from './survey-types.ts'
import { useWordsIn } from './use-words-in.ts'

type Props = {
  survey: Survey
  customerId: string
  invitationId: string
  isQuiet: boolean
  onNext: () => void
  isTaking: boolean
  onBack: () => void
}

/** One call: whom, what to say, and the interview as soon as they agree. */
export function CallInHand(props: Props) {
  const { survey, customerId, invitationId } = props
  const { t } = useTranslation()
  const [locale, setLocale] = useState<'fa' | 'en'>('fa')
  useWordsIn(locale)
  const [isTalking, setTalking] = useState(false)
  const [done, setDone] = useState<{ caseId: string | null }>()
  const version = useQuery(versionQuery(survey.instrumentId, survey.instrumentNumber))
  const start = useAction<void, SurveyResponse>({
    run: (_, key) =>
      take(
        api.POST('/api/v1/surveys/{surveyId}/responses', {
          params: { path: { surveyId: survey.id } },
          body: { customerId, invitationId, mode: 'phone', locale },
          headers: withKey(key),
        }),
      ),
    onDone: () => setTalking(true),
  })
  if (done)
    return (
      <SheetDone
        customerId={customerId}
        caseId={done.caseId}
        nextLabel={t('surveys.screens.calls.takeNext')}
        onNext={props.onNext}
        isRunning={props.isTaking}
        onBack={props.onBack}
      />
    )
  return (
    <div className={classes.columns}>
      <aside className={classes.side}>
        <Whom {...props} />
        <Section title={t('surveys.screens.calls.script')}>
          {version.data ? (
            <Script intro={say(version.data.definition.intro, locale)} survey={survey} locale={locale} />
          ) : (
            <TextSkeleton />
          )}
        </Section>
        <CallOutcome
          survey={survey}
          customerId={customerId}
          invitationId={invitationId}
          onDone={props.onNext}
        />
      </aside>
      <Section>
        {!isTalking ? (
          <EmptyState
            icon={IconPhoneCall}
            title={t('surveys.screens.calls.whenTheyAnswer')}
            hint={t('surveys.screens.calls.whenTheyAnswerHint')}
            action={
              <Stack align="center" gap="sm">
                <SegmentedControl
                  aria-label={t('surveys.screens.view.language')}
                  value={locale}
                  onChange={(next) => setLocale(next as 'fa' | 'en')}
                  data={[
                    { value: 'fa', label: 'فارسی' },
                    { value: 'en', label: 'English' },
                  ]}
                />
                <Button
                  size="md"
                  loading={start.isRunning}
                  disabled={!version.data}
                  onClick={() => (survey.isAnonymous ? setTalking(true) : start.run())}
                >
                  {t('surveys.screens.calls.begin')}
                </Button>
                <ErrorLine error={start.error} />
              </Stack>
            }
          />
        ) : survey.isAnonymous && version.data ? (
          <AnonymousSheet
            surveyId={survey.id}
            definition={version.data.definition}
            mode="phone"
            locale={locale}
            invitation={{ customerId, invitationId }}
            onDone={() => setDone({ caseId: null })}
          />
        ) : (
          start.output && (
            <NamedSheet begun={start.output} onDone={(response) => setDone({ caseId: response.caseId })} />
          )
        )}
      </Section>
    </div>
  )
}

function Whom({ survey, customerId, invitationId, isQuiet, onBack }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const calls = useInfiniteQuery(callsQuery(survey.id))
  const known = calls.data?.pages.flatMap((page) => page.items).find((one) => one.id === invitationId)
  // One who was to be asked in another way, and is called all the same.
  const card = useQuery({
    queryKey: ['customers', customerId, 'fields'],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/customers/{customerId}', { params: { path: { customerId } }, signal })),
    enabled: calls.isSuccess && !known,
  })
  const name = known?.customerName ?? card.data?.fullName
  return (
    <Section
      title={t('surveys.screens.calls.whom')}
      actions={
        <Button variant="subtle" size="compact-md" onClick={onBack}>
          {t('surveys.screens.calls.back')}
        </Button>
      }
    >
      <Stack gap="sm">
        {isQuiet && <Alert color="saffron">{t('surveys.screens.calls.quiet')}</Alert>}
        <Link to="/customers/$customerId" params={{ customerId }} className={classes.name}>
          <PersonText name={name} avatar />
        </Link>
        {known?.phone ? (
          <Button
            component="a"
            href={`tel:${known.phone}`}
            variant="light"
            size="md"
            leftSection={<IconPhone size={18} aria-hidden />}
          >
            <bdi>{format.phone(known.phone)}</bdi>
          </Button>
        ) : (
          <span>{t('surveys.screens.calls.phoneOnCard')}</span>
        )}
        {known && (
          <span className={classes.facts}>
            {t('surveys.screens.calls.tries', { count: known.callCount })}
            {known.callAgainAt && (
              <>
                {' · '}
                {t('surveys.screens.calls.asked')} <DateText value={known.callAgainAt} />
              </>
            )}
          </span>
        )}
      </Stack>
    </Section>
  )
}

function Script({ intro, survey, locale }: { intro: string; survey: Survey; locale: 'fa' | 'en' }) {
  const { t } = useTranslation()
  const session = useSession()
  return (
    <blockquote className={classes.script} dir={locale === 'fa' ? 'rtl' : 'ltr'} lang={locale}>
      <p>
        {t('surveys.screens.calls.hello', {
          lng: locale,
          person: session?.person.fullName ?? '',
          company: session?.company.name ?? '',
        })}
      </p>
      <p>{intro}</p>
      <p>{t(`surveys.screens.calls.${survey.isAnonymous ? 'helloAnonymous' : 'mayI'}`, { lng: locale })}</p>
    </blockquote>
  )
}
