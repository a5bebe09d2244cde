import { Select, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type ActiveFilter, FilterBar } from '../../../web/ui/filter-bar.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { JalaliDateInput } from '../../../web/ui/jalali-date-input.tsx'
import {
  BranchSelect,
  ColleagueSelect,
  useBranches,
  useColleagues,
} from '../../customers/web/colleague-select.tsx'
import { FilterMenu, ManyChoices, OneChoice } from '../../customers/web/filter-menu.tsx'
import { type CaseFilters, type FilterKey, STATUSES } from './case-filters.ts'
import { KINDS, SEVERITIES, useCategories } from './case-types.ts'

type Props = {
  filters: CaseFilters
  setFilters: (next: CaseFilters) => void
  onSearch: (q: string) => void
  end?: ReactNode
}
const MANY = { status: STATUSES, kind: KINDS, severity: SEVERITIES }
const DAYS = ['openedFrom', 'openedTo', 'judgedFrom', 'judgedTo'] as const
const count = (value: string | undefined) => value?.split(',').length ?? 0

export function CaseFilterBar({ filters, setFilters, onSearch, end }: Props) {
  const { t } = useTranslation()
  const categories = useCategories()
  const active = useActiveFilters(filters, setFilters)
  const set = (part: CaseFilters) => setFilters({ ...filters, ...part })
  const options = (group: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`cases.${group}.${value}`) }))
  return (
    <FilterBar
      search={{ value: filters.q ?? '', onChange: onSearch, placeholder: t('cases.list.search') }}
      active={active}
      onClear={() => setFilters({})}
      end={end}
    >
      {(['status', 'kind', 'severity'] as const).map((key) => (
        <FilterMenu key={key} label={t(`cases.list.${key}`)} count={count(filters[key])}>
          <ManyChoices
            label={t(`cases.list.${key}`)}
            options={options(key, MANY[key])}
            value={filters[key]}
            onChange={(value) => set({ [key]: value })}
          />
        </FilterMenu>
      ))}
      <FilterMenu
        label={t('cases.list.more')}
        count={
          [filters.owner, filters.branch, filters.category, filters.turn, filters.breached].filter(Boolean)
            .length
        }
      >
        <Stack gap="sm" w={260}>
          <Select
            label={t('cases.list.category')}
            clearable
            data={[
              ...categories.map((one) => ({ value: one.id, label: one.name })),
              { value: 'none', label: t('cases.list.noCategory') },
            ]}
            value={filters.category ?? null}
            onChange={(value) => set({ category: value ?? undefined } as CaseFilters)}
            comboboxProps={{ withinPortal: false }}
          />
          <BranchSelect
            label={t('cases.list.branch')}
            clearable
            value={filters.branch ?? null}
            onChange={(value) => set({ branch: value ?? undefined } as CaseFilters)}
            comboboxProps={{ withinPortal: false }}
          />
          <ColleagueSelect
            label={t('cases.list.owner')}
            value={filters.owner ?? null}
            onChange={(value) => set({ owner: value ?? undefined } as CaseFilters)}
            comboboxProps={{ withinPortal: false }}
          />
          <OneChoice
            label={t('cases.list.turn')}
            options={options('turn', ['us', 'customer', 'nobody'])}
            value={filters.turn}
            onChange={(turn) => set({ turn } as CaseFilters)}
          />
          <OneChoice
            label={t('cases.list.breached')}
            options={options('burning', ['near', 'yes', 'today'])}
            value={filters.breached}
            onChange={(breached) => set({ breached } as CaseFilters)}
          />
        </Stack>
      </FilterMenu>
      <FilterMenu label={t('cases.list.days')} count={DAYS.filter((key) => filters[key]).length}>
        <Stack gap="sm" w={240}>
          {DAYS.map((key) => (
            <JalaliDateInput
              key={key}
              label={t(`cases.list.${key}`)}
              value={filters[key] ?? null}
              onChange={(day) => set({ [key]: day ?? undefined })}
            />
          ))}
        </Stack>
      </FilterMenu>
    </FilterBar>
  )
}

/** What is filtered now, in words, each with its way off. */
function useActiveFilters(filters: CaseFilters, setFilters: (next: CaseFilters) => void) {
  const { t } = useTranslation()
  const format = useFormat()
  const categories = useCategories()
  const people = useColleagues().data?.items
  const branches = useBranches().data?.items
  const active: ActiveFilter[] = []
  const add = (key: FilterKey, label: string, left?: string) =>
    active.push({ key: key + label, label, onRemove: () => setFilters({ ...filters, [key]: left } as never) })
  for (const key of ['status', 'kind', 'severity'] as const) {
    const values = filters[key]?.split(',') ?? []
    for (const value of values)
      add(key, t(`cases.${key}.${value}`), values.filter((one) => one !== value).join(',') || undefined)
  }
  if (filters.turn) add('turn', t(`cases.turn.${filters.turn}`))
  if (filters.breached) add('breached', t(`cases.burning.${filters.breached}`))
  if (filters.refusal) add('refusal', t('cases.list.refusalPending'))
  if (filters.owner) {
    const name =
      filters.owner === 'me' || filters.owner === 'nobody'
        ? t(`cases.list.ownedBy.${filters.owner}`)
        : (people?.find((one) => one.id === filters.owner)?.fullName ?? '…')
    add('owner', `${t('cases.list.owner')}: ${name}`)
  }
  if (filters.branch) add('branch', branches?.find((one) => one.id === filters.branch)?.name ?? '…')
  if (filters.category)
    add(
      'category',
      filters.category === 'none'
        ? t('cases.list.noCategory')
        : (categories.find((one) => one.id === filters.category)?.name ?? '…'),
    )
  for (const key of DAYS)
    if (filters[key]) add(key, `${t(`cases.list.${key}`)} ${format.date(filters[key], 'short')}`)
  return active
}
