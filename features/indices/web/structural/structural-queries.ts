import { queryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, take, withKey } from '../../../../api/client.ts'
import type { components } from '../../../../api/types.ts'
import { useAction } from '../../../../web/query.ts'

type Schemas = components['schemas']
export type Definition = Schemas['IndexDefinition']
export type Model = Schemas['IndexModel']
export type Run = Schemas['IndexRun']
export type RunDetail = Schemas['IndexRunDetail']
export type Result = Schemas['IndexRunResult']
export type Whole = NonNullable<Result['whole']>
export type Finding = Whole['findings'][number]
export type Driver = RunDetail['drivers'][number]
export type Group = Result['groups'][number]
export type Point = Definition['trend'][number]
export type Grouping = NonNullable<Run['groupBy']>
export type StartRun = Schemas['StartIndexRunRequest']
export type NewDefinition = Schemas['CreateIndexDefinitionRequest']
export type Quadrants = Schemas['IndexQuadrants']
export type ProfitLink = Schemas['IndexProfitLink']

export const GROUPINGS = ['month', 'branch', 'tier', 'stage', 'city', 'mode'] as const satisfies Grouping[]

const WATCH_MS = 1_000
/** How often a definition in work is looked at: no event tells of progress. */
const WATCH_LIST_MS = 2_500

export const isUnfinished = (status: string) => status === 'queued' || status === 'running'

// The client reads tuples as arrays, so answers with a model say themselves what they are. Everything stands under ['indices', …]: the live stream makes it stale when a run ends.
export const definitionsQuery = (archived: boolean) =>
  queryOptions({
    queryKey: ['indices', 'definitions', archived],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/indices/definitions', {
          params: { query: { 'filter[archived]': archived ? 'yes' : 'no' } },
          signal,
        }),
      ) as Promise<{ items: Definition[] }>,
    refetchInterval: (query) =>
      query.state.data?.items.some((one) => one.unfinished) ? WATCH_LIST_MS : false,
  })
export const definitionQuery = (definitionId: string) =>
  queryOptions({
    queryKey: ['indices', 'definition', definitionId],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/indices/definitions/{definitionId}', { params: { path: { definitionId } }, signal }),
      ) as Promise<Definition>,
    refetchInterval: (query) => (query.state.data?.unfinished ? WATCH_LIST_MS : false),
  })
export const runQuery = (runId: string) =>
  queryOptions({
    queryKey: ['indices', 'run', runId],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/indices/runs/{runId}', { params: { path: { runId } }, signal }),
      ) as Promise<RunDetail>,
    refetchInterval: (query) =>
      query.state.data && isUnfinished(query.state.data.run.status) ? WATCH_MS : false,
    // What a finished run found out never changes.
    staleTime: (query) => (query.state.data?.result ? Number.POSITIVE_INFINITY : 0),
  })
export const instrumentsQuery = queryOptions({
  queryKey: ['surveys', 'instruments'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/instruments', { params: { query: {} }, signal })),
})
const SURVEYS = 100
/** The newest surveys; those that asked an index's questionnaire are its evidence of response. */
export const surveysQuery = queryOptions({
  queryKey: ['surveys', 'list', 'newest', SURVEYS],
  queryFn: ({ signal }) =>
    take(api.GET('/api/v1/surveys', { params: { query: { limit: SURVEYS } }, signal })),
})
export const modelsQuery = queryOptions({
  queryKey: ['indices', 'models'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/indices/models', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
})
export type Cuts = { satisfaction?: number; loyalty?: number; delight?: number }
export const quadrantsQuery = (runId: string, cuts: Cuts) =>
  queryOptions({
    queryKey: ['indices', 'quadrants', runId, cuts],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/indices/runs/{runId}/quadrants', {
          params: { path: { runId }, query: cuts },
          signal,
        }),
      ),
  })
export const sheetCountQuery = (runId: string) =>
  queryOptions({
    queryKey: ['indices', 'sheets', runId, 'count'],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/indices/runs/{runId}/sheets', {
          params: { path: { runId }, query: { limit: 1 } },
          signal,
        }),
      ),
  })
export const profitQuery = (definitionId: string, by: ProfitLink['by']) =>
  queryOptions({
    queryKey: ['indices', 'profit', definitionId, by],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/indices/definitions/{definitionId}/profit-link', {
          params: { path: { definitionId }, query: { by } },
          signal,
        }),
      ),
  })

const PAGE = 50
export function useRuns(definitionId: string) {
  const list = useInfiniteQuery({
    queryKey: ['indices', 'runs', definitionId],
    queryFn: ({ signal, pageParam }) =>
      take(
        api.GET('/api/v1/indices/definitions/{definitionId}/runs', {
          params: {
            path: { definitionId },
            query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: (query) =>
      query.state.data?.pages[0]?.items.some((run) => isUnfinished(run.status)) ? WATCH_LIST_MS : false,
  })
  return { ...list, rows: useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data]) }
}

export const useStartRun = (definitionId: string, onDone: (run: Run) => void) =>
  useAction({
    run: (body: StartRun, key) =>
      take(
        api.POST('/api/v1/indices/definitions/{definitionId}/runs', {
          params: { path: { definitionId } },
          body,
          headers: withKey(key),
        }),
      ),
    stale: [['indices']],
    onDone,
  })

export const useCancelRun = () =>
  useAction({
    run: (runId: string, key) =>
      take(
        api.POST('/api/v1/indices/runs/{runId}/cancel', {
          params: { path: { runId } },
          body: undefined as never,
          headers: withKey(key),
        }),
      ),
    stale: [['indices']],
  })
