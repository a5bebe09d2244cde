import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, api, newKey, take, withKey } from '../../../api/client.ts'
import type { components } from '../../../api/types.ts'
import { useAction } from '../../../web/query.ts'
import { useCan, useSession } from '../../../web/session.ts'
import { tellError, undoable } from '../../../web/ui/undoable.tsx'
import type { Due, PromiseFilters } from './promise-filters.ts'

export type PromiseItem = components['schemas']['Promise']
export type Ending = 'break' | 'withdraw'
/** What acting on a promise needs to know of it, in its list and inside its case. */
export type PromiseRef = Pick<PromiseItem, 'id' | 'customerId' | 'version'>
export type EndingPromise = PromiseRef & Pick<PromiseItem, 'text' | 'dueAt' | 'caseId' | 'customerName'>

const PAGE = 100
const UNDO_MS = 600_000
/** The toast need not stand in the way as long as the server would allow. */
const TOAST_SECONDS = 20
const staleAfter = (row: PromiseRef) => [
  ['promises'],
  ['triage'],
  ['lead'],
  ['cases'],
  ['customers', row.customerId],
]
export const pathOf = (row: PromiseRef) => ({ customerId: row.customerId, promiseId: row.id })

export function usePromiseList(due: Due, filters: PromiseFilters, enabled = true) {
  const { keeper, branch } = filters
  const list = useInfiniteQuery({
    queryKey: ['promises', 'list', due, keeper, branch ?? ''],
    queryFn: ({ signal, pageParam }) =>
      take(
        api.GET('/api/v1/promises', {
          params: {
            query: {
              'filter[due]': due,
              limit: PAGE,
              ...(keeper === 'all' ? {} : { 'filter[keeper]': keeper }),
              ...(branch ? { 'filter[branch]': branch } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled,
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data])
  return { ...list, rows }
}
export type PromiseList = ReturnType<typeof usePromiseList>

export const usePromiseHistory = (row: PromiseItem, enabled: boolean) =>
  useQuery({
    queryKey: ['promises', row.id, 'changes', row.version],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/customers/{customerId}/promises/{promiseId}/changes', {
          params: { path: pathOf(row) },
          signal,
        }),
      ),
    enabled,
  })

/** May I say how this one ended? Mine in every branch; others' within the scope of the permission. */
export function useMayKeep() {
  const session = useSession()
  const can = useCan()
  return (row: Pick<PromiseItem, 'keeperId' | 'branchId'>) =>
    can('promise.keep') &&
    (row.keeperId === session?.person.id ||
      can('promise.keep', 'all') ||
      (can('promise.keep', 'branch') && row.branchId === session?.person.branchId))
}

/** A slip of the finger can be taken back for ten minutes. */
export const mayReopen = (row: PromiseItem, now: number) =>
  (row.status === 'kept' || row.status === 'late') &&
  row.closedAt !== null &&
  now - Date.parse(row.closedAt) < UNDO_MS

const reopen = (row: PromiseRef, key: string) =>
  take(
    api.POST('/api/v1/customers/{customerId}/promises/{promiseId}/undo-keep', {
      params: { path: pathOf(row) },
      body: { version: row.version },
      headers: withKey(key),
    }),
  )

/** «Done» is done at once; for a while one click takes it back. */
export function useKeepPromise() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const refresh = (row: PromiseRef) =>
    Promise.all(staleAfter(row).map((queryKey) => client.invalidateQueries({ queryKey })))
  return useAction({
    run: (row: PromiseRef, key) =>
      take(
        api.POST('/api/v1/customers/{customerId}/promises/{promiseId}/keep', {
          params: { path: pathOf(row) },
          body: { version: row.version },
          headers: withKey(key),
        }),
      ),
    stale: (row) => staleAfter(row),
    onDone: (kept) => {
      const undoKey = newKey()
      undoable({
        message: t(`promises.list.done.${kept.status === 'late' ? 'late' : 'kept'}`, {
          name: kept.customerName,
        }),
        seconds: TOAST_SECONDS,
        undo: async () => {
          await reopen(kept, undoKey)
          await refresh(kept)
        },
      })
    },
    onError: (error, row) => {
      tellError(error)
      if (isOutdated(error)) void refresh(row)
    },
  })
}

export const useReopenPromise = () =>
  useAction({
    run: reopen,
    stale: (row) => staleAfter(row),
    onError: tellError,
  })

export function useEndPromise(kind: Ending, onDone: () => void) {
  const client = useQueryClient()
  return useAction({
    run: ({ row, reason }: { row: PromiseRef; reason: string }, key) => {
      const request = {
        params: { path: pathOf(row) },
        body: { version: row.version, reason },
        headers: withKey(key),
      }
      return kind === 'break'
        ? take(api.POST('/api/v1/customers/{customerId}/promises/{promiseId}/break', request))
        : take(api.POST('/api/v1/customers/{customerId}/promises/{promiseId}/withdraw', request))
    },
    stale: (row) => staleAfter(row),
    onDone,
    onError: (error) => {
      if (isOutdated(error)) {
        void client.invalidateQueries({ queryKey: ['promises'] })
        void client.invalidateQueries({ queryKey: ['cases'] })
      }
    },
  })
}

/** A colleague was faster: what stands on the screen is no longer so. */
const isOutdated = (error: unknown) =>
  error instanceof ApiError && (error.status === 409 || error.status === 404)
