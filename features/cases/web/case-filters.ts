import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { KINDS, SEVERITIES } from './case-types.ts'

export const STATUSES = ['new', 'open', 'waiting', 'solved', 'judged'] as const
const SORTS = ['-opened', 'opened', '-lastMessage']
export const DEFAULT_SORT = '-opened'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const DAY = /^\d{4}-\d\d-\d\d$/

const known = (values: readonly string[]) => (text: string) =>
  text
    .split(',')
    .filter((one) => values.includes(one))
    .join(',')
const when = (test: (text: string) => boolean) => (text: string) => (test(text) ? text : '')
const day = when((text) => DAY.test(text))
const id = when((text) => UUID.test(text))

/** An address may be old or mistyped: what the server would not understand is left out. */
const readers = {
  q: (text: string) => text.slice(0, 100),
  status: known(STATUSES),
  kind: known(KINDS),
  severity: known(SEVERITIES),
  owner: when((text) => text === 'me' || text === 'nobody' || UUID.test(text)),
  branch: id,
  category: when((text) => text === 'none' || UUID.test(text)),
  turn: known(['us', 'customer', 'nobody']),
  breached: known(['yes', 'near', 'today']),
  refusal: known(['pending']),
  openedFrom: day,
  openedTo: day,
  judgedFrom: day,
  judgedTo: day,
  sort: when((text) => text !== DEFAULT_SORT && SORTS.includes(text)),
}
export type FilterKey = keyof typeof readers
/** The list's question as it stands in the address: short names, plain texts. */
export type CaseFilters = Partial<Record<FilterKey, string>>
const KEYS = Object.keys(readers) as FilterKey[]

export function readFilters(search: Record<string, unknown>): CaseFilters {
  const filters: CaseFilters = {}
  for (const key of KEYS) {
    const raw = search[key]
    const value = typeof raw === 'string' || typeof raw === 'number' ? readers[key](String(raw)) : ''
    if (value) filters[key] = value
  }
  return filters
}

/** The same as the API asks it. */
export const toQuery = (filters: CaseFilters): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filters).map(([key, value]) => [
      key === 'q' || key === 'sort' ? key : `filter[${key}]`,
      value,
    ]),
  )

/** Where a number leads: `casesHref({ turn: 'us' })`. */
export const casesHref = (filters: CaseFilters) => `/cases?${new URLSearchParams(readFilters(filters))}`

/** The filters of the address. Typing replaces the entry of the history; a choice adds one. */
export function useCaseFilters() {
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const filters = useMemo(() => readFilters(search), [search])
  const setFilters = useCallback(
    (next: CaseFilters, replace = false) =>
      void navigate({ to: '/cases', search: readFilters(next) as never, replace }),
    [navigate],
  )
  return { filters, setFilters }
}
