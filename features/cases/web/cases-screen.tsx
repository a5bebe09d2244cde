import { Button } from '@mantine/core'
import { IconClipboardOff, IconClipboardText } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../api/client.ts'
import { DataTable, type Sort } from '../../../web/ui/data-table.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { useCaseColumns } from './case-columns.tsx'
import { CaseFilterBar } from './case-filter-bar.tsx'
import { type CaseFilters, DEFAULT_SORT, toQuery, useCaseFilters } from './case-filters.ts'
import classes from './cases-screen.module.css'

const PAGE = 50

/** Every case one may see: what the numbers of the summary rest on. Its question stands in the address. */
export function CasesScreen() {
  const { t } = useTranslation()
  const { filters, setFilters } = useCaseFilters()
  const columns = useCaseColumns()
  const list = useCaseList(filters)
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data])
  const latest = useRef(filters)
  latest.current = filters
  const onSearch = useCallback(
    (q: string) => setFilters({ ...latest.current, q: q.trim() }, true),
    [setFilters],
  )
  const sort = filters.sort ?? DEFAULT_SORT
  // The last message sorts one way only: what moved last stands first.
  const onSort = (next: Sort) =>
    setFilters({
      ...filters,
      sort: next.key === 'lastMessage' ? '-lastMessage' : next.direction === 'asc' ? 'opened' : '-opened',
    })
  const isFiltered = Object.keys(filters).some((key) => key !== 'sort')
  return (
    <Page title={t('cases.list.title')}>
      <CaseFilterBar
        filters={filters}
        setFilters={setFilters}
        onSearch={onSearch}
        end={
          rows && (
            <span role="status">
              {t(list.hasNextPage ? 'cases.list.countMore' : 'cases.list.count', { count: rows.length })}
            </span>
          )
        }
      />
      <Section flush>
        <div className={list.isPlaceholderData ? classes.busy : undefined} aria-busy={list.isPlaceholderData}>
          <DataTable
            label={t('cases.list.title')}
            name="cases"
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            rowHref={(row) => `/customers/${row.customerId}/cases/${row.id}`}
            sort={{ key: sort.replace('-', ''), direction: sort.startsWith('-') ? 'desc' : 'asc' }}
            onSort={onSort}
            more={{
              hasMore: list.hasNextPage,
              isLoading: list.isFetchingNextPage,
              load: () => void list.fetchNextPage(),
            }}
            error={list.error}
            onRetry={list.refetch}
            empty={
              isFiltered ? (
                <EmptyState
                  icon={IconClipboardOff}
                  title={t('cases.list.noneFits')}
                  hint={t('cases.list.noneFitsHint')}
                  action={
                    <Button variant="light" onClick={() => setFilters({})}>
                      {t('ui.filter.clearAll')}
                    </Button>
                  }
                />
              ) : (
                <EmptyState
                  icon={IconClipboardText}
                  title={t('cases.list.empty')}
                  hint={t('cases.list.emptyHint')}
                />
              )
            }
            height="calc(100dvh - 16.5rem)"
          />
        </div>
      </Section>
    </Page>
  )
}

function useCaseList(filters: CaseFilters) {
  return useInfiniteQuery({
    queryKey: ['cases', 'list', filters],
    queryFn: ({ signal, pageParam }) =>
      take(
        api.GET('/api/v1/cases', {
          params: {
            query: { ...toQuery(filters), limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } as never,
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })
}
