import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, take } from '../../../api/client.ts'
import type { components } from '../../../api/types.ts'
import type { Tone } from '../../../web/ui/status-badge.tsx'

type Schemas = components['schemas']
export type Survey = Schemas['Survey']
export type SurveyStatus = Survey['status']
export type SurveyNumbers = Schemas['SurveyNumbers']
export type SurveyPreview = Schemas['SurveyPreview']
export type Invitation = Schemas['Invitation']
export type InvitationStatus = Invitation['status']
export type SurveyResponse = Schemas['SurveyResponse']
export type Quota = Survey['quotas'][number]

export const STATUSES: SurveyStatus[] = ['draft', 'running', 'paused', 'closed']
export const OCCASIONS = ['manual', 'verdict', 'purchase', 'visit'] as const
export const CHANNELS = ['link', 'sms', 'email', 'phone', 'paper'] as const
export const MODES = ['web', 'phone', 'kiosk', 'paper', 'import'] as const
export const INVITATION_STATUSES: InvitationStatus[] = [
  'waiting',
  'sent',
  'opened',
  'answered',
  'refused',
  'expired',
  'unreachable',
]
/** Can still be answered. */
export const isOpen = (invitation: Pick<Invitation, 'status'>) =>
  invitation.status === 'waiting' || invitation.status === 'sent' || invitation.status === 'opened'

export const surveyTone: Record<SurveyStatus, Tone> = {
  draft: 'neutral',
  running: 'good',
  paused: 'warn',
  closed: 'neutral',
}
export const invitationTone: Record<InvitationStatus, Tone> = {
  waiting: 'neutral',
  sent: 'info',
  opened: 'info',
  answered: 'good',
  refused: 'warn',
  expired: 'neutral',
  unreachable: 'warn',
}

export const surveysQuery = (status: SurveyStatus | undefined) =>
  infiniteQueryOptions({
    queryKey: ['surveys', 'list', status ?? ''],
    queryFn: ({ signal, pageParam }) =>
      take(
        api.GET('/api/v1/surveys', {
          params: {
            query: {
              limit: 50,
              ...(status ? { 'filter[status]': status } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })

export const surveyQuery = (surveyId: string) =>
  queryOptions({
    queryKey: ['surveys', surveyId],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/surveys/{surveyId}', { params: { path: { surveyId } }, signal })),
  })

export const numbersQuery = (surveyId: string) =>
  queryOptions({
    queryKey: ['surveys', surveyId, 'numbers'],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/surveys/{surveyId}/numbers', { params: { path: { surveyId } }, signal })),
  })

export const previewQuery = (surveyId: string, version: number) =>
  queryOptions({
    queryKey: ['surveys', surveyId, 'preview', version],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/surveys/{surveyId}/preview', { params: { path: { surveyId } }, signal })),
    // Draws the whole sample: not with every look at the window.
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  })
