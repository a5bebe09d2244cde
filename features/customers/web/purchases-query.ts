import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, take } from '../../../api/client.ts'
import { customerKey } from './customer-types.ts'

const PAGE = 100

/** Purchases with their items, newest first; the small chart and the list read the same pages. */
export const purchasesQuery = (customerId: string) =>
  infiniteQueryOptions({
    queryKey: customerKey(customerId, 'purchases'),
    queryFn: ({ signal, pageParam }) =>
      take(
        api.GET('/api/v1/customers/{customerId}/purchases', {
          params: {
            path: { customerId },
            query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 60_000,
  })
