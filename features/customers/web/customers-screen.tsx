import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconUpload, IconUserPlus, IconUsers } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../api/client.ts'
import { useCan } from '../../../web/session.ts'
import { useCommands } from '../../../web/ui/commands.ts'
import { DataTable, type Sort } from '../../../web/ui/data-table.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { Page } from '../../../web/ui/page.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { useShortcuts } from '../../../web/ui/shortcuts.ts'
import { useCustomerColumns } from './customer-columns.tsx'
import { CustomerFilters } from './customer-filters.tsx'
import { ExportMenu } from './export-menu.tsx'
import { DEFAULT_SORT, type ListFilters, toQuery, useListFilters } from './list-filters.ts'
import { SavedViews } from './saved-views.tsx'

const NewCustomerDialog = lazy(() => import('./new-customer-dialog.tsx'))
const PAGE = 50

export function CustomersScreen() {
  const { t } = useTranslation()
  const can = useCan()
  const { filters, setFilters } = useListFilters()
  const [isAdding, adding] = useDisclosure(false)
  const columns = useCustomerColumns()
  const list = useCustomerList(filters)
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data])

  const latest = useRef(filters)
  latest.current = filters
  const onSearch = useCallback(
    (q: string) => setFilters({ ...latest.current, q: q.trim() || undefined } as ListFilters, true),
    [setFilters],
  )
  const sort = filters.sort ?? DEFAULT_SORT
  const onSort = (next: Sort) =>
    setFilters({ ...filters, sort: `${next.direction === 'desc' ? '-' : ''}${next.key}` })
  const canAdd = can('customer.write')
  useShortcuts([{ keys: 'n', label: t('customers.new.title'), disabled: !canAdd, run: adding.open }])
  useCommands(
    canAdd
      ? [
          {
            id: 'new-customer',
            label: t('customers.new.title'),
            icon: IconUserPlus,
            keys: 'n',
            run: adding.open,
          },
        ]
      : [],
  )
  return (
    <Page
      title={t('customers.list.title')}
      actions={
        <>
          {can('customer.export') && <ExportMenu filters={filters} />}
          {canAdd && (
            <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={adding.open}>
              {t('customers.new.title')}
            </Button>
          )}
        </>
      }
    >
      <SavedViews filters={filters} />
      <CustomerFilters
        filters={filters}
        setFilters={setFilters}
        onSearch={onSearch}
        end={<Count count={rows?.length} hasMore={list.hasNextPage} />}
      />
      <Section flush>
        <div style={{ opacity: list.isPlaceholderData ? 0.55 : 1 }} aria-busy={list.isPlaceholderData}>
          <DataTable
            label={t('customers.list.title')}
            name="customers"
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            rowHref={(row) => `/customers/${row.id}`}
            sort={{ key: sort.replace('-', ''), direction: sort.startsWith('-') ? 'desc' : 'asc' }}
            onSort={onSort}
            more={{
              hasMore: list.hasNextPage,
              isLoading: list.isFetchingNextPage,
              load: () => void list.fetchNextPage(),
            }}
            error={list.error}
            onRetry={list.refetch}
            empty={<Nobody filters={filters} setFilters={setFilters} onAdd={adding.open} />}
            height="calc(100dvh - 19.5rem)"
          />
        </div>
      </Section>
      <Suspense>
        {isAdding && <NewCustomerDialog onClose={adding.close} initialName={filters.q ?? ''} />}
      </Suspense>
    </Page>
  )
}

function useCustomerList(filters: ListFilters) {
  return useInfiniteQuery({
    queryKey: ['customers', 'list', filters],
    queryFn: ({ signal, pageParam }) =>
      take(
        api.GET('/api/v1/customers', {
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

function Count({ count, hasMore }: { count: number | undefined; hasMore: boolean }) {
  const { t } = useTranslation()
  if (count === undefined) return null
  return (
    <span role="status">{t(hasMore ? 'customers.list.countMore' : 'customers.list.count', { count })}</span>
  )
}

type NobodyProps = { filters: ListFilters; setFilters: (next: ListFilters) => void; onAdd: () => void }

function Nobody({ filters, setFilters, onAdd }: NobodyProps) {
  const { t } = useTranslation()
  const can = useCan()
  const format = useFormat()
  const isFiltered = Object.keys(filters).some((key) => key !== 'sort')
  const add = can('customer.write') && (
    <Button variant={isFiltered ? 'default' : 'filled'} onClick={onAdd}>
      {t('customers.new.title')}
    </Button>
  )
  if (isFiltered)
    return (
      <EmptyState
        icon={IconUsers}
        title={
          filters.q
            ? t('customers.list.notFound', { q: format.digits(filters.q) })
            : t('customers.list.noneFits')
        }
        hint={t('customers.list.noneFitsHint')}
        action={
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0.5rem', justifyContent: 'center' }}>
            <Button variant="light" onClick={() => setFilters({})}>
              {t('ui.filter.clearAll')}
            </Button>
            {add}
          </div>
        }
      />
    )
  return (
    <EmptyState
      icon={IconUsers}
      title={t('customers.list.empty')}
      hint={t('customers.list.emptyHint')}
      action={
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0.5rem', justifyContent: 'center' }}>
          {add}
          {can('import.run') && (
            <Button
              component={Link}
              to="/imports"
              variant="default"
              leftSection={<IconUpload size={18} aria-hidden />}
            >
              {t('customers.list.import')}
            </Button>
          )}
        </div>
      }
    />
  )
}
