import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { api, take } from '../../../api/client.ts'
import type { components } from '../../../api/types.ts'

export type QueueItem = components['schemas']['QueueItem']
export type QueueScope = 'me' | 'team' | 'branch' | 'all'
/** `gone`: no longer in the queue, but kept in its place until the person looks. */
export type ShownItem = QueueItem & { isGone: boolean; isChanged: boolean }

const LIMIT = 100

export const useQueue = (scope: QueueScope) =>
  useQuery({
    queryKey: ['triage', 'queue', scope],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/queue', { params: { query: { scope, limit: LIMIT } }, signal })),
  })

/** What makes a row another row to the reader; scores drift all the time and say nothing. */
const faceOf = (item: QueueItem) =>
  [item.lastMessage?.at, item.severity, item.mood, item.ownerId, item.clock?.isBreached, item.status].join(
    '|',
  )

/**
 * A queue that never moves under the hand. `latest` comes from the server at any time; what is shown keeps its order
 * while `isHeld`, and only tells how many rows would change. Contents of a row that stays are renewed in their place.
 */
export function useSteadyQueue(latest: QueueItem[] | undefined, scope: string, isHeld: boolean) {
  const [shown, setShown] = useState<{ scope: string; items: QueueItem[] } | undefined>()

  const isOther = shown?.scope !== scope
  const changes = useMemo(() => {
    if (!latest || !shown) return 0
    const before = new Map(shown.items.map((item) => [item.caseId, faceOf(item)]))
    const now = new Map(latest.map((item) => [item.caseId, faceOf(item)]))
    const fresh = [...now].filter(([id, face]) => before.get(id) !== face).length
    return fresh + [...before.keys()].filter((id) => !now.has(id)).length
  }, [latest, shown])

  // While the list is free the new order is simply the order; the same render, so nothing flickers.
  if (latest && (isOther || (!isHeld && shown.items !== latest))) setShown({ scope, items: latest })

  const items = useMemo((): ShownItem[] => {
    if (!shown) return []
    const now = new Map(latest?.map((item) => [item.caseId, item]))
    return shown.items.map((item) => {
      const fresh = now.get(item.caseId)
      return {
        ...(fresh ?? item),
        isGone: latest !== undefined && !fresh,
        isChanged: fresh !== undefined && faceOf(fresh) !== faceOf(item),
      }
    })
  }, [shown, latest])

  const apply = useCallback(() => {
    if (latest) setShown({ scope, items: latest })
  }, [latest, scope])
  return { items, changes: isOther ? 0 : changes, apply }
}
