import { Stack, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../web/session.ts'
import { FilterBar } from '../../../web/ui/filter-bar.tsx'
import { JalaliDateInput } from '../../../web/ui/jalali-date-input.tsx'
import { useActiveFilters } from './active-filters.ts'
import { BranchSelect, ColleagueSelect } from './colleague-select.tsx'
import { KINDS, MOODS, STAGES, TIERS } from './customer-types.ts'
import { FilterMenu, ManyChoices, OneChoice } from './filter-menu.tsx'
import type { FilterKey, ListFilters } from './list-filters.ts'

type Props = {
  filters: ListFilters
  setFilters: (next: ListFilters, replace?: boolean) => void
  onSearch: (q: string) => void
  end: React.ReactNode
}
const countOf = (value: string | undefined) => (value ? value.split(',').length : 0)
const inside = { comboboxProps: { withinPortal: false } }

export function CustomerFilters({ filters, setFilters, onSearch, end }: Props) {
  const { t } = useTranslation()
  const can = useCan()
  const active = useActiveFilters(filters, setFilters)
  const set = (key: FilterKey) => (value: string | null | undefined) =>
    setFilters({ ...filters, [key]: value ?? undefined })
  const options = (group: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`customers.${group}.${value}`) }))
  const ownerOptions = [
    { value: 'me', label: t('customers.filter.mine') },
    { value: 'nobody', label: t('customers.filter.nobodys') },
  ]
  const isColleague = Boolean(filters.owner && filters.owner !== 'me' && filters.owner !== 'nobody')
  const rest = (['kind', 'tier', 'branch', 'tag', 'lastPurchaseAfter', 'lastPurchaseBefore'] as const).filter(
    (key) => filters[key],
  ).length
  return (
    <FilterBar
      search={{ value: filters.q ?? '', onChange: onSearch, placeholder: t('customers.list.search') }}
      active={active}
      onClear={() => setFilters(filters.sort ? { sort: filters.sort } : {})}
      end={end}
    >
      <FilterMenu label={t('customers.field.stage')} count={countOf(filters.stage)}>
        <ManyChoices
          label={t('customers.field.stage')}
          options={options('stage', STAGES)}
          value={filters.stage}
          onChange={set('stage')}
        />
      </FilterMenu>
      <FilterMenu label={t('customers.field.mood')} count={countOf(filters.mood)}>
        <ManyChoices
          label={t('customers.field.mood')}
          options={options('mood', MOODS)}
          value={filters.mood}
          onChange={set('mood')}
        />
      </FilterMenu>
      <FilterMenu label={t('customers.field.owner')} count={countOf(filters.owner)}>
        <Stack gap="sm">
          <OneChoice
            label={t('customers.field.owner')}
            options={ownerOptions}
            value={isColleague ? 'other' : filters.owner}
            onChange={set('owner')}
          />
          {can('person.read') && (
            <ColleagueSelect
              label={t('customers.filter.colleague')}
              value={isColleague ? (filters.owner ?? null) : null}
              onChange={set('owner')}
              {...inside}
            />
          )}
        </Stack>
      </FilterMenu>
      <FilterMenu label={t('customers.field.openCases')} count={countOf(filters.hasOpenCase)}>
        <OneChoice
          label={t('customers.field.openCases')}
          options={options('openCase', ['yes', 'no'])}
          value={filters.hasOpenCase}
          onChange={set('hasOpenCase')}
        />
      </FilterMenu>
      <FilterMenu label={t('customers.filter.more')} count={rest}>
        <Stack gap="sm" w="16rem">
          <OneChoice
            isLabelled
            label={t('customers.field.kind')}
            options={options('kind', KINDS)}
            value={filters.kind}
            onChange={set('kind')}
          />
          <ManyChoices
            isLabelled
            label={t('customers.field.tier')}
            options={options('tier', TIERS)}
            value={filters.tier}
            onChange={set('tier')}
          />
          {can('customer.read', 'all') && (
            <BranchSelect
              clearable
              label={t('customers.field.branch')}
              value={filters.branch ?? null}
              onChange={set('branch')}
              {...inside}
            />
          )}
          <TagFilter value={filters.tag} onChange={set('tag')} />
          <JalaliDateInput
            label={t('customers.filter.lastPurchaseAfter')}
            value={filters.lastPurchaseAfter}
            onChange={set('lastPurchaseAfter')}
          />
          <JalaliDateInput
            label={t('customers.filter.lastPurchaseBefore')}
            value={filters.lastPurchaseBefore}
            onChange={set('lastPurchaseBefore')}
          />
        </Stack>
      </FilterMenu>
    </FilterBar>
  )
}

function TagFilter({ value, onChange }: { value: string | undefined; onChange: (tag: string) => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState(value ?? '')
  useEffect(() => setText(value ?? ''), [value])
  const take = () => text.trim() !== (value ?? '') && onChange(text.trim())
  return (
    <TextInput
      label={t('customers.field.tag')}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  )
}
