import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../../api/client.ts'
import { Page } from '../../../../web/ui/page.tsx'
import { PrintButton } from '../../../../web/ui/print-button.tsx'
import { Section } from '../../../../web/ui/section.tsx'
import { CustomerRows } from './customer-rows.tsx'
import { SheetRows } from './sheet-rows.tsx'
import { runQuery } from './structural-queries.ts'
import { useWords } from './use-words.ts'

const S = 'indices.structuralScreens'
const PAGE = 50
const QUADRANTS = [
  'loyal_satisfied',
  'loyal_unsatisfied',
  'disloyal_satisfied',
  'disloyal_unsatisfied',
] as const
const STATES = ['dissatisfied', 'satisfied', 'delighted'] as const

/** Who stands behind a figure: answer sheets of a group, or customers of a field or a state. */
export function RunRowsScreen() {
  const { t } = useTranslation()
  const words = useWords()
  const { runId } = useParams({ strict: false }) as { runId: string }
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const detail = useQuery(runQuery(runId))
  const quadrant = QUADRANTS.find((one) => one === search.quadrant)
  const state = STATES.find((one) => one === search.state)
  const group = search.group === undefined ? undefined : String(search.group)
  const run = detail.data?.run
  const key = detail.data?.result?.groups.find((one) => one.key === group)
  const name =
    group === undefined
      ? undefined
      : words.groupName(run?.groupBy ?? null, key ?? { key: group, label: null })
  const title = quadrant
    ? t(`indices.structural.quadrant.${quadrant}`)
    : state
      ? t(`indices.structural.state.${state}`)
      : t(`${S}.rows.sheets`)
  return (
    <Page
      title={name && run ? `${title}: ${name}` : title}
      breadcrumbs={[
        { label: t(`${S}.title`), to: '/indices' },
        { label: run?.name ?? t(`${S}.rows.back`), to: `/indices/runs/${runId}` },
      ]}
      subtitle={run && words.period(run)}
      actions={<PrintButton />}
    >
      <Section flush>
        {quadrant || state ? (
          <Customers
            runId={runId}
            filter={{ ...(quadrant && { quadrant }), ...(state && { state }), ...cutsOf(search) }}
          />
        ) : (
          <Sheets runId={runId} group={group} />
        )}
      </Section>
    </Page>
  )
}

function cutsOf(search: Record<string, unknown>) {
  const cuts: Record<string, number> = {}
  for (const name of ['satisfaction', 'loyalty', 'delight']) {
    const value = Number(search[name])
    if (search[name] !== undefined && value >= 0 && value <= 100) cuts[name] = value
  }
  return cuts
}

type Filter = {
  quadrant?: (typeof QUADRANTS)[number]
  state?: (typeof STATES)[number]
  satisfaction?: number
  loyalty?: number
  delight?: number
}

function Customers({ runId, filter }: { runId: string; filter: Filter }) {
  const list = useInfiniteQuery({
    queryKey: ['indices', 'customers', runId, filter],
    queryFn: ({ signal, pageParam }) =>
      take(
        api.GET('/api/v1/indices/runs/{runId}/customers', {
          params: {
            path: { runId },
            query: { ...filter, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  return <CustomerRows list={list} rows={list.data?.pages.flatMap((page) => page.items)} />
}

function Sheets({ runId, group }: { runId: string; group: string | undefined }) {
  const list = useInfiniteQuery({
    queryKey: ['indices', 'sheets', runId, group ?? ''],
    queryFn: ({ signal, pageParam }) =>
      take(
        api.GET('/api/v1/indices/runs/{runId}/sheets', {
          params: {
            path: { runId },
            query: {
              limit: PAGE,
              ...(group === undefined ? {} : { group }),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const first = list.data?.pages[0]
  return (
    <SheetRows
      list={list}
      rows={list.data?.pages.flatMap((page) => page.items)}
      named={first?.named}
      anonymous={first?.anonymous}
    />
  )
}
