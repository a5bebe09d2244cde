import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useCan } from '../../../web/session.ts'

export const DUES = ['today', 'overdue', 'open', 'ended'] as const
export type Due = (typeof DUES)[number]
export type PromiseFilters = {
  due: Due
  /** `me`, everybody one may see, or the id of one colleague. */
  keeper: string
  branch?: string | undefined
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * An address may be old or mistyped: what is not understood is left out. The API's own names are understood as well,
 * because the numbers of the summary lead here with them.
 */
export function readFilters(search: Record<string, unknown>, keeperByDefault: string): PromiseFilters {
  const of = (name: string) => String(search[name] ?? search[`filter[${name}]`] ?? '')
  const keeper = of('keeper')
  const branch = of('branch')
  return {
    due: DUES.find((one) => one === of('due')) ?? 'today',
    keeper: keeper === 'me' || keeper === 'all' || UUID.test(keeper) ? keeper : keeperByDefault,
    ...(UUID.test(branch) ? { branch } : {}),
  }
}

/** The filters of the address. Who leads sees everybody's promises first, who answers customers their own. */
export function usePromiseFilters() {
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const can = useCan()
  const maySeeAll = can('promise.read', 'branch')
  const mayKeep = can('promise.keep')
  const byDefault = maySeeAll && (can('lead.read') || !mayKeep) ? 'all' : 'me'
  const filters = useMemo(() => readFilters(search, byDefault), [search, byDefault])
  const setFilters = useCallback(
    (part: Partial<PromiseFilters>) => {
      const next = { ...filters, ...part }
      void navigate({
        to: '/promises',
        search: {
          ...(next.due === 'today' ? {} : { due: next.due }),
          ...(next.keeper === byDefault ? {} : { keeper: next.keeper }),
          ...(next.branch ? { branch: next.branch } : {}),
        } as never,
      })
    },
    [filters, byDefault, navigate],
  )
  return { filters, setFilters, maySeeAll, mayKeep }
}
