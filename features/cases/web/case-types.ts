import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, take } from '../../../api/client.ts'
import type { components } from '../../../api/types.ts'

export type CaseDetail = components['schemas']['CaseDetail']
export type Interaction = components['schemas']['Interaction']
export type Attachment = components['schemas']['Attachment']
export type CaseChange = components['schemas']['CaseChange']
export type CaseUpdate = Omit<components['schemas']['CaseUpdate'], 'version'>
export type ReplyBody = components['schemas']['ReplyRequest']
export type Person = components['schemas']['Person']

export const KINDS = ['complaint', 'request', 'question', 'suggestion', 'praise', 'warranty_claim'] as const
export const SEVERITIES = ['low', 'normal', 'high', 'critical'] as const
export const MOODS = ['unknown', 'angry', 'upset', 'neutral', 'happy'] as const
export const OUTCOMES = ['win_win', 'customer_favoured', 'company_favoured', 'no_resolution'] as const
export const ROOT_CAUSES = [
  'product_defect',
  'delivery_delay',
  'staff_behaviour',
  'billing_error',
  'process_gap',
  'lack_of_information',
  'supplier',
  'customer_misuse',
  'other',
] as const

/** A complaint or warranty claim teaches nothing without its cause; the server holds the same rule. */
export const needsRootCause = (kind: string) => kind === 'complaint' || kind === 'warranty_claim'

export const caseQuery = (customerId: string, caseId: string) =>
  queryOptions({
    queryKey: ['cases', caseId],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/customers/{customerId}/cases/{caseId}', {
          params: { path: { customerId, caseId } },
          signal,
        }),
      ),
  })

/** Who works in a branch and may own a case or keep a promise. */
export function useColleagues(branchId: string | undefined): Person[] {
  const { data } = useQuery({
    queryKey: ['people', 'colleagues', branchId],
    enabled: branchId !== undefined,
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/people', {
          params: { query: { 'filter[branchId]': branchId!, 'filter[isActive]': 'true', limit: 200 } },
          signal,
        }),
      ),
  })
  return (data?.items ?? []).filter((one) => one.role !== 'analyst' && one.role !== 'auditor')
}

export const useCategories = () =>
  useQuery({
    queryKey: ['settings', 'categories'],
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) => take(api.GET('/api/v1/settings/categories', { signal })),
  }).data?.items ?? []

export const useBranches = (enabled: boolean) =>
  useQuery({
    queryKey: ['settings', 'branches'],
    enabled,
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) => take(api.GET('/api/v1/settings/branches', { signal })),
  }).data?.items ?? []
