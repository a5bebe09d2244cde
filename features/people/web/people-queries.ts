import { queryOptions } from '@tanstack/react-query'
import { api, take } from '../../../api/client.ts'
import type { components } from '../../../api/types.ts'

export type Person = components['schemas']['Person']
export type PersonDetail = components['schemas']['PersonDetail']
export type Role = Person['role']
export const ROLES: Role[] = ['employee', 'lead', 'analyst', 'auditor', 'administrator']

const PAGE = 200

/** All colleagues, page after page: a company has hundreds, not millions. */
export const peopleQuery = queryOptions({
  queryKey: ['people', 'all'],
  staleTime: 60_000,
  queryFn: async ({ signal }) => {
    const items: Person[] = []
    for (let cursor = ''; ; ) {
      const page = await take(
        api.GET('/api/v1/people', {
          params: { query: { limit: PAGE, ...(cursor ? { cursor } : {}) } },
          signal,
        }),
      )
      items.push(...page.items)
      if (!page.nextCursor) return items
      cursor = page.nextCursor
    }
  },
})

export const personQuery = (personId: string) =>
  queryOptions({
    queryKey: ['people', 'detail', personId],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/people/{personId}', { params: { path: { personId } }, signal })),
  })
