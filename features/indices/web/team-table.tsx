import { IconUserQuestion } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { components } from '../../../api/types.ts'
import { useCan } from '../../../web/session.ts'
import { type Column, DataTable } from '../../../web/ui/data-table.tsx'
import { DateText } from '../../../web/ui/date-text.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { linkTo } from '../../../web/ui/stat.tsx'
import { casesHref } from '../../cases/web/case-filters.ts'
import { BudgetMeter } from '../../people/web/budget-meter.tsx'
import classes from './lead.module.css'
import { teamQuery } from './lead-queries.ts'

type Member = components['schemas']['LeadTeam']['items'][number]

/** Who carries how much; the longest wait stands first. */
export function TeamTable() {
  const { t } = useTranslation()
  const format = useFormat()
  const seesAll = useCan()('lead.read', 'all')
  const team = useQuery(teamQuery)
  const unowned = team.data?.unowned
  const columns: Column<Member>[] = [
    {
      key: 'name',
      header: t('indices.team.name'),
      width: 'minmax(11rem, 1.3fr)',
      cell: (row) => <PersonText name={row.fullName} avatar />,
    },
    ...(seesAll
      ? [{ key: 'branch', header: t('indices.team.branch'), cell: (row: Member) => row.branchName }]
      : []),
    {
      key: 'open',
      header: t('indices.team.open'),
      width: 'minmax(6rem, 0.5fr)',
      cell: (row) => format.number(row.open),
    },
    {
      key: 'waiting',
      header: t('indices.team.waiting'),
      width: 'minmax(7rem, 0.5fr)',
      cell: (row) => (
        <Link {...linkTo(casesHref({ owner: row.personId, turn: 'us' }))} tabIndex={-1}>
          {format.number(row.waiting)}
        </Link>
      ),
    },
    {
      key: 'oldest',
      header: t('indices.team.oldest'),
      cell: (row) => (row.oldestWaitingAt ? <DateText value={row.oldestWaitingAt} show="relative" /> : '–'),
    },
    {
      key: 'budget',
      header: t('indices.team.budget'),
      width: 'minmax(12rem, 1.2fr)',
      cell: (row) => <BudgetMeter spent={row.spentThisMonthRials} budget={row.monthlyBudgetRials} compact />,
    },
  ]
  return (
    <Section
      flush
      title={t('indices.team.title')}
      note={team.data && t('indices.team.count', { count: team.data.items.length })}
    >
      {unowned && unowned.waiting > 0 && (
        <p className={classes.unowned}>
          <IconUserQuestion size={18} stroke={1.8} aria-hidden />
          <Link {...linkTo(casesHref({ turn: 'us', owner: 'nobody' }))}>
            {t('indices.team.unowned', { count: unowned.waiting })}
          </Link>
          {unowned.oldestWaitingAt && (
            <span className={classes.meta}>
              {t('indices.lead.oldest')} <DateText value={unowned.oldestWaitingAt} show="relative" />
            </span>
          )}
        </p>
      )}
      <DataTable
        label={t('indices.team.title')}
        columns={columns}
        rows={team.data?.items}
        rowKey={(row) => row.personId}
        rowHref={(row) => casesHref({ owner: row.personId, status: 'new,open,waiting' })}
        error={team.error}
        onRetry={team.refetch}
        empty={<EmptyState compact title={t('indices.team.empty')} hint={t('indices.team.emptyHint')} />}
        height="30rem"
      />
    </Section>
  )
}
