import { queryOptions } from '@tanstack/react-query'
import { api, take } from '../../../api/client.ts'
import type { components } from '../../../api/types.ts'

type Schemas = components['schemas']
export type Csat = Schemas['Csat']
export type Summary = Schemas['LeadSummary']
export type CsatReport = Schemas['CsatReport']
export type PendingCompensation = Schemas['CompensationPage']['items'][number]
type Rows = { path: string; query: Record<string, string> }

// Under ['lead', …] the live stream refreshes everything that a case, promise or compensation changes.
export const summaryQuery = queryOptions({
  queryKey: ['lead', 'summary'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/lead/summary', { signal })),
  // Limits pass by themselves: no event tells that a clock came near its end.
  refetchInterval: 60_000,
})
export const teamQuery = queryOptions({
  queryKey: ['lead', 'team'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/lead/team', { signal })),
})
export const csatQuery = (by: 'branch' | 'category') =>
  queryOptions({
    queryKey: ['indices', 'csat', by],
    queryFn: ({ signal }) => take(api.GET('/api/v1/indices/csat', { params: { query: { by } }, signal })),
  })
/** So many wait on the lead's home at once; as they are decided, the next come up. */
export const DECISIONS = 20
export const pendingQuery = queryOptions({
  queryKey: ['compensations', 'pending'],
  queryFn: ({ signal }) =>
    take(api.GET('/api/v1/compensations', { params: { query: { limit: DECISIONS } }, signal })),
})
export const refusalsQuery = queryOptions({
  queryKey: ['cases', 'refusals'],
  queryFn: ({ signal }) =>
    take(
      api.GET('/api/v1/cases', {
        params: { query: { 'filter[refusal]': 'pending', sort: 'opened', limit: DECISIONS } },
        signal,
      }),
    ),
})

/** The screen that shows the rows: the API's path and filters, with the short names of the address. */
export const hrefOf = ({ path, query }: Rows) =>
  `${path}?${new URLSearchParams(
    Object.entries(query).map(([key, value]) => [key.replace(/^filter\[(.+)\]$/, '$1'), value]),
  )}`
