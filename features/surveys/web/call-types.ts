import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, take } from '../../../api/client.ts'
import type { Invitation } from './survey-types.ts'

/** The calls of a survey that are still to be made. */
export const callsQuery = (surveyId: string) =>
  infiniteQueryOptions({
    queryKey: ['surveys', surveyId, 'calls'],
    queryFn: ({ signal, pageParam }) =>
      take(
        api.GET('/api/v1/surveys/{surveyId}/invitations', {
          params: {
            path: { surveyId },
            query: {
              limit: 100,
              'filter[channel]': 'phone',
              'filter[status]': 'waiting,sent,opened',
              ...(pageParam ? { cursor: pageParam } : {}),
            } as never,
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })

export type Outcome = 'no_answer' | 'later' | 'refused' | 'unreachable'

/** Mine first, then whose time has come, then those nobody has called. */
export function inCallOrder(calls: Invitation[], me: string | undefined, now: number): Invitation[] {
  const rank = (call: Invitation) => {
    if (call.assignedTo && call.assignedTo !== me) return 3
    if (call.callAgainAt && Date.parse(call.callAgainAt) > now) return 2
    return call.assignedTo === me ? 0 : 1
  }
  return calls.toSorted(
    (a, b) => rank(a) - rank(b) || (a.callAgainAt ?? a.createdAt).localeCompare(b.callAgainAt ?? b.createdAt),
  )
}
