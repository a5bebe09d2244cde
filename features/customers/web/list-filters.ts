import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { KINDS, MOODS, STAGES, TIERS } from './customer-types.ts'

const KEYS = [
  'q',
  'kind',
  'stage',
  'tier',
  'mood',
  'owner',
  'branch',
  'tag',
  'hasOpenCase',
  'lastPurchaseAfter',
  'lastPurchaseBefore',
  'sort',
] as const
export type FilterKey = (typeof KEYS)[number]
/** The list's question as it stands in the address: short names, plain texts. */
export type ListFilters = Partial<Record<FilterKey, string>>

const SORTS = ['name', 'updated', 'total', 'lastPurchase', 'lastContact']
export const DEFAULT_SORT = '-updated'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const DAY = /^\d{4}-\d\d-\d\d$/

const known = (values: readonly string[]) => (text: string) =>
  text
    .split(',')
    .filter((one) => values.includes(one))
    .join(',')
const when = (test: (text: string) => boolean) => (text: string) => (test(text) ? text : '')

/** An address may be old or mistyped: what the server would not understand is left out. */
const readers: Record<FilterKey, (text: string) => string> = {
  q: (text) => text.slice(0, 100),
  kind: when((text) => (KINDS as string[]).includes(text)),
  stage: known(STAGES),
  tier: known(TIERS),
  mood: known(MOODS),
  owner: when((text) => text === 'me' || text === 'nobody' || UUID.test(text)),
  branch: when((text) => UUID.test(text)),
  tag: (text) => text.slice(0, 40),
  hasOpenCase: when((text) => text === 'yes' || text === 'no'),
  lastPurchaseAfter: when((text) => DAY.test(text)),
  lastPurchaseBefore: when((text) => DAY.test(text)),
  sort: when((text) => text !== DEFAULT_SORT && SORTS.includes(text.replace(/^-/, ''))),
}

export function readFilters(search: Record<string, unknown>): ListFilters {
  const filters: ListFilters = {}
  for (const key of KEYS) {
    const raw = search[key]
    if (typeof raw !== 'string' && typeof raw !== 'number') continue
    const value = readers[key](String(raw))
    if (value) filters[key] = value
  }
  return filters
}

const isPlain = (key: string) => key === 'q' || key === 'sort'

/** The query of the API, which is also how a saved view keeps it. */
export const toQuery = (filters: ListFilters): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filters)
      .filter(([, value]) => value)
      .map(([key, value]) => [isPlain(key) ? key : `filter[${key}]`, value]),
  )

export const fromQuery = (query: Record<string, string>): ListFilters =>
  readFilters(
    Object.fromEntries(
      Object.entries(query).map(([key, value]) => [key.replace(/^filter\[(.+)\]$/, '$1'), value]),
    ),
  )

const text = (filters: ListFilters) =>
  KEYS.map((key) => (filters[key] ?? '').split(',').sort().join(',')).join('|')
export const isSameList = (a: ListFilters, b: ListFilters) => text(a) === text(b)

/** The filters of the address, and how to change them. Typing replaces the entry of the history; a choice adds one. */
export function useListFilters() {
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const shown = useMemo(() => readFilters(search), [search])
  // A tick shows at once; the address follows when the router has moved.
  const [wanted, setWanted] = useState<ListFilters>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address is the truth again
  useEffect(() => setWanted(undefined), [shown])
  const setFilters = useCallback(
    (next: ListFilters, replace = false) => {
      const filters = readFilters(next)
      setWanted(filters)
      void navigate({ to: '/customers', search: filters as never, replace })
    },
    [navigate],
  )
  return { filters: wanted ?? shown, setFilters }
}
