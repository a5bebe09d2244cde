import { searchKey } from '@hamdel/persian'
import { Button, Group, Select } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../web/session.ts'
import { type Column, DataTable } from '../../../web/ui/data-table.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { FilterBar } from '../../../web/ui/filter-bar.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { BranchSelect } from '../../customers/web/colleague-select.tsx'
import { ReadOnlyNote } from '../../settings/web/read-only-note.tsx'
import { BudgetMeter } from './budget-meter.tsx'
import { type Person, peopleQuery, ROLES } from './people-queries.ts'
import { PersonDialog } from './person-dialog.tsx'

/** Colleagues: who they are, what they may do, how much they may give. */
export default function PeopleSection() {
  const { t } = useTranslation()
  const format = useFormat()
  const can = useCan()
  const canWrite = can('person.write')
  const people = useQuery(peopleQuery)
  const [q, setQ] = useState('')
  const [role, setRole] = useState<string | null>(null)
  const [branchId, setBranchId] = useState<string | null>(null)
  const [status, setStatus] = useState('active')
  const [open, setOpen] = useState<Person | 'new'>()
  const key = searchKey(q)
  const rows = people.data?.filter(
    (one) =>
      (!key ||
        searchKey(one.fullName).includes(key) ||
        one.phone?.includes(key) ||
        one.email?.includes(key)) &&
      (!role || one.role === role) &&
      (!branchId || one.branchId === branchId) &&
      (status === 'all' || one.isActive === (status === 'active')),
  )
  const columns: Column<Person>[] = [
    {
      key: 'name',
      header: t('people.field.name'),
      width: 'minmax(11rem, 1.2fr)',
      card: 'title',
      cell: (row) => <PersonText name={row.fullName} avatar />,
    },
    {
      key: 'role',
      header: t('people.field.role'),
      width: 'minmax(7rem, 0.6fr)',
      card: 'badge',
      cell: (row) =>
        row.isActive ? (
          <StatusBadge tone={row.role === 'administrator' ? 'accent' : 'neutral'}>
            {t(`people.role.${row.role}`)}
          </StatusBadge>
        ) : (
          <StatusBadge tone="warn">{t('people.inactive')}</StatusBadge>
        ),
    },
    {
      key: 'branch',
      header: t('people.field.branch'),
      cell: (row) => [row.branchName, row.teamName].filter(Boolean).join(' · '),
    },
    {
      key: 'budget',
      header: t('people.authority.budget'),
      width: 'minmax(11rem, 1.1fr)',
      cell: (row) => <BudgetMeter spent={row.spentThisMonthRials} budget={row.monthlyBudgetRials} compact />,
    },
    {
      key: 'phone',
      header: t('people.field.phone'),
      isOptional: true,
      cell: (row) => (row.phone ? <bdi>{format.phone(row.phone)}</bdi> : ''),
    },
    {
      key: 'email',
      header: t('people.field.email'),
      isOptional: true,
      cell: (row) => <bdi>{row.email}</bdi>,
    },
    {
      key: 'secondFactor',
      header: t('people.secondFactor.short'),
      isOptional: true,
      cell: (row) => t(row.hasSecondFactor ? 'people.secondFactor.on' : 'people.secondFactor.off'),
    },
  ]
  return (
    <>
      <FilterBar
        search={{ value: q, onChange: setQ, placeholder: t('people.search') }}
        end={
          <Group gap="sm" wrap="nowrap">
            {rows && <span role="status">{t('people.count', { count: rows.length })}</span>}
            {canWrite ? (
              <Button leftSection={<IconUserPlus size={17} aria-hidden />} onClick={() => setOpen('new')}>
                {t('people.add')}
              </Button>
            ) : (
              <ReadOnlyNote needs="person.write" />
            )}
          </Group>
        }
      >
        <Select
          aria-label={t('people.field.role')}
          placeholder={t('people.field.role')}
          clearable
          data={ROLES.map((value) => ({ value, label: t(`people.role.${value}`) }))}
          value={role}
          onChange={setRole}
          w={{ base: '100%', sm: 150 }}
        />
        {can('person.read', 'all') && (
          <BranchSelect
            aria-label={t('people.field.branch')}
            placeholder={t('people.field.branch')}
            clearable
            value={branchId}
            onChange={setBranchId}
            w={{ base: '100%', sm: 150 }}
          />
        )}
        <Select
          aria-label={t('people.field.status')}
          allowDeselect={false}
          data={['active', 'inactive', 'all'].map((value) => ({ value, label: t(`people.status.${value}`) }))}
          value={status}
          onChange={(value) => value && setStatus(value)}
          w={{ base: '100%', sm: 130 }}
        />
      </FilterBar>
      <Section flush>
        <DataTable
          label={t('people.title')}
          name="people"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          {...(canWrite ? { onOpen: setOpen } : {})}
          rowTone={(row) => (row.isActive ? undefined : 'muted')}
          error={people.error}
          onRetry={people.refetch}
          empty={<EmptyState compact title={t('people.none')} hint={t('people.noneHint')} />}
        />
      </Section>
      {open && (
        <PersonDialog
          personId={open === 'new' ? undefined : open.id}
          onAdded={setOpen}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  )
}
