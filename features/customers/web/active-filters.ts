import { useTranslation } from 'react-i18next'
import type { ActiveFilter } from '../../../web/ui/filter-bar.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { useBranches, useColleagues } from './colleague-select.tsx'
import type { FilterKey, ListFilters } from './list-filters.ts'

/** What is filtered now, in words, each with its way off. */
export function useActiveFilters(filters: ListFilters, setFilters: (next: ListFilters) => void) {
  const { t } = useTranslation()
  const format = useFormat()
  const people = useColleagues()
  const branches = useBranches()
  const active: ActiveFilter[] = []
  const add = (key: FilterKey, label: string, left?: string) =>
    active.push({ key: key + label, label, onRemove: () => setFilters({ ...filters, [key]: left }) })

  for (const key of ['stage', 'mood', 'tier'] as const) {
    const values = filters[key]?.split(',') ?? []
    for (const value of values)
      add(
        key,
        `${t(`customers.field.${key}`)}: ${t(`customers.${key}.${value}`)}`,
        values.filter((one) => one !== value).join(',') || undefined,
      )
  }
  if (filters.kind) add('kind', t(`customers.kind.${filters.kind}`))
  if (filters.hasOpenCase) add('hasOpenCase', t(`customers.openCase.${filters.hasOpenCase}`))
  if (filters.owner === 'me') add('owner', t('customers.filter.mine'))
  else if (filters.owner === 'nobody') add('owner', t('customers.filter.nobodys'))
  else if (filters.owner) {
    const name = people.data?.items.find((person) => person.id === filters.owner)?.fullName ?? '…'
    add('owner', `${t('customers.field.owner')}: ${name}`)
  }
  if (filters.branch)
    add('branch', branches.data?.items.find((branch) => branch.id === filters.branch)?.name ?? '…')
  if (filters.tag) add('tag', `${t('customers.field.tag')}: ${filters.tag}`)
  for (const key of ['lastPurchaseAfter', 'lastPurchaseBefore'] as const)
    if (filters[key]) add(key, `${t(`customers.filter.${key}`)} ${format.date(filters[key], 'short')}`)
  return active
}
