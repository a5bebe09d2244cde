import { Button } from '@mantine/core'
import { IconPhoneCall } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import type { components } from '../../../api/types.ts'
import { useAction } from '../../../web/query.ts'
import { useCan } from '../../../web/session.ts'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { ScreenSkeleton } from '../../../web/ui/skeletons.tsx'
import { CallInHand } from './call-in-hand.tsx'
import { CallList } from './call-list.tsx'
import { type Survey, surveyQuery } from './survey-types.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Telephone interviews: who is next, what to say, what they answer. */
export function CallsScreen() {
  const { t } = useTranslation()
  const { surveyId = '' } = useParams({ strict: false }) as { surveyId?: string }
  const { data: survey, error, refetch } = useQuery(surveyQuery(surveyId))
  const crumbs = [
    { label: t('surveys.screens.surveys.title'), to: '/surveys' },
    ...(survey ? [{ label: <bdi>{survey.name}</bdi>, to: `/surveys/${survey.id}` }] : []),
  ]
  if (!survey && !error) return <ScreenSkeleton />
  return (
    <Page title={t('surveys.screens.calls.title')} breadcrumbs={crumbs}>
      {survey ? <Calls survey={survey} /> : <ErrorState error={error} onRetry={refetch} page />}
    </Page>
  )
}

function Calls({ survey }: { survey: Survey }) {
  const { t } = useTranslation()
  const can = useCan()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as { customer?: unknown; invitation?: unknown }
  const customerId = typeof search.customer === 'string' && UUID.test(search.customer) ? search.customer : ''
  const invitationId =
    typeof search.invitation === 'string' && UUID.test(search.invitation) ? search.invitation : ''
  const [isQuiet, setQuiet] = useState(false)
  const open = (call: { customerId: string; id: string } | null) =>
    void navigate({
      to: '/surveys/$surveyId/calls',
      params: { surveyId: survey.id } as never,
      search: (call ? { customer: call.customerId, invitation: call.id } : {}) as never,
    })
  const next = useAction<void, components['schemas']['NextCall']>({
    run: (_, key) =>
      take(
        api.POST('/api/v1/surveys/{surveyId}/calls/next', {
          params: { path: { surveyId: survey.id } },
          headers: withKey(key),
        }),
      ),
    stale: [['surveys', survey.id, 'calls']],
    onDone: (taken) => {
      setQuiet(taken.isQuietHour)
      open(taken.call)
    },
  })
  if (!can('survey.answer'))
    return (
      <Section>
        <EmptyState icon={IconPhoneCall} title={t('surveys.screens.calls.notAllowed')} />
      </Section>
    )
  if (survey.status !== 'running')
    return (
      <Section>
        <EmptyState
          icon={IconPhoneCall}
          title={t('surveys.screens.calls.notRunning')}
          hint={t('surveys.screens.calls.notRunningHint')}
        />
      </Section>
    )
  if (customerId && invitationId)
    return (
      <CallInHand
        key={invitationId}
        survey={survey}
        customerId={customerId}
        invitationId={invitationId}
        isQuiet={isQuiet}
        onNext={() => next.run()}
        isTaking={next.isRunning}
        onBack={() => open(null)}
      />
    )
  const isNobody = next.output?.call === null
  return (
    <>
      <Section>
        <EmptyState
          icon={IconPhoneCall}
          title={t(`surveys.screens.calls.${isNobody ? 'nobody' : 'ready'}`)}
          hint={t(`surveys.screens.calls.${isNobody ? 'nobodyHint' : 'readyHint'}`)}
          action={
            <Button
              size="md"
              loading={next.isRunning}
              leftSection={<IconPhoneCall size={20} aria-hidden />}
              onClick={() => next.run()}
            >
              {t('surveys.screens.calls.takeNext')}
            </Button>
          }
        />
        <ErrorLine error={next.error} />
      </Section>
      <CallList survey={survey} onOpen={open} />
    </>
  )
}
