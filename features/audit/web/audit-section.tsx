import { Select } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../api/client.ts'
import { type Column, DataTable } from '../../../web/ui/data-table.tsx'
import { DateText } from '../../../web/ui/date-text.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { FilterBar } from '../../../web/ui/filter-bar.tsx'
import { JalaliDateInput } from '../../../web/ui/jalali-date-input.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { ColleagueSelect } from '../../customers/web/colleague-select.tsx'
import { AuditDialog, type AuditEntry } from './audit-dialog.tsx'
import { ACTIONS, ENTITIES, useAuditWords } from './audit-words.ts'
import { VerifyChain } from './verify-chain.tsx'

const PAGE = 50
/** The system signs with the name of its job; a sign-in with the name of whoever came. */
const INTERNAL = /^[a-z.]*$/
const KEYS = ['actor', 'action', 'entity', 'from', 'to'] as const
type Filters = Partial<Record<(typeof KEYS)[number], string>>

/** Who did what, when, and what it was before. The question stands in the address. */
export default function AuditSection() {
  const { t } = useTranslation()
  const say = useAuditWords()
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const filters = useMemo(
    () =>
      Object.fromEntries(
        KEYS.flatMap((key) => (typeof search[key] === 'string' ? [[key, search[key]]] : [])),
      ) as Filters,
    [search],
  )
  const set = (part: Record<string, string | null>) =>
    void navigate({
      to: '/settings/$section',
      params: { section: 'audit' },
      search: Object.fromEntries(
        Object.entries({ ...filters, ...part }).filter(([, value]) => value),
      ) as never,
    })
  const [open, setOpen] = useState<AuditEntry>()
  const list = useInfiniteQuery({
    queryKey: ['audit', filters],
    queryFn: ({ signal, pageParam }) =>
      take(
        api.GET('/api/v1/audit', {
          params: {
            query: {
              ...Object.fromEntries(Object.entries(filters).map(([key, value]) => [`filter[${key}]`, value])),
              limit: PAGE,
              ...(pageParam ? { cursor: pageParam } : {}),
            } as never,
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data])
  const from = list.data?.pages[0]?.from
  const columns: Column<AuditEntry>[] = [
    {
      key: 'at',
      card: 'line',
      header: t('audit.field.at'),
      width: 'minmax(9rem, 0.7fr)',
      cell: (row) => <DateText value={row.at} show="dateTime" />,
    },
    {
      key: 'actor',
      header: t('audit.field.actor'),
      cell: (row) =>
        INTERNAL.test(row.actorName) && row.actorKind === 'system' ? (
          t('audit.system')
        ) : (
          <bdi>{row.actorName}</bdi>
        ),
    },
    {
      key: 'action',
      header: t('audit.field.action'),
      width: 'minmax(11rem, 1.2fr)',
      card: 'title',
      cell: (row) => say.action(row.action),
    },
    { key: 'entity', header: t('audit.field.entity'), cell: (row) => say.entity(row.entity) },
    {
      key: 'ip',
      header: t('audit.field.ip'),
      isOptional: true,
      cell: (row) => <bdi dir="ltr">{row.ip}</bdi>,
    },
  ]
  return (
    <>
      <VerifyChain />
      <FilterBar end={from && t('audit.since', { sinceOn: from })}>
        <ColleagueSelect
          aria-label={t('audit.field.actor')}
          placeholder={t('audit.field.actor')}
          value={filters.actor ?? null}
          onChange={(actor) => set({ actor })}
          w={{ base: '100%', sm: 170 }}
        />
        <Select
          aria-label={t('audit.field.action')}
          placeholder={t('audit.field.action')}
          clearable
          searchable
          data={ACTIONS.map((value) => ({ value, label: say.action(value) }))}
          value={filters.action ?? null}
          onChange={(action) => set({ action })}
          w={{ base: '100%', sm: 190 }}
        />
        <Select
          aria-label={t('audit.field.entity')}
          placeholder={t('audit.field.entity')}
          clearable
          data={ENTITIES.map((value) => ({ value, label: say.entity(value) }))}
          value={filters.entity ?? null}
          onChange={(entity) => set({ entity })}
          w={{ base: '100%', sm: 150 }}
        />
        <JalaliDateInput
          aria-label={t('audit.from')}
          placeholder={t('audit.from')}
          value={filters.from ?? null}
          onChange={(day) => set({ from: day })}
          w={{ base: '100%', sm: 150 }}
        />
        <JalaliDateInput
          aria-label={t('audit.to')}
          placeholder={t('audit.to')}
          value={filters.to ?? null}
          onChange={(day) => set({ to: day })}
          w={{ base: '100%', sm: 150 }}
        />
      </FilterBar>
      <Section flush>
        <DataTable
          label={t('audit.title')}
          name="audit"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          onOpen={setOpen}
          more={{
            hasMore: list.hasNextPage,
            isLoading: list.isFetchingNextPage,
            load: () => void list.fetchNextPage(),
          }}
          error={list.error}
          onRetry={list.refetch}
          empty={<EmptyState compact title={t('audit.none')} hint={t('audit.noneHint')} />}
        />
      </Section>
      {open && <AuditDialog entry={open} onClose={() => setOpen(undefined)} />}
    </>
  )
}
