import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../../web/session.ts'
import { type Column, DataTable } from '../../../web/ui/data-table.tsx'
import { DateText } from '../../../web/ui/date-text.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { useNow } from '../../clocks/web/use-now.ts'
import { callsQuery, inCallOrder } from './call-types.ts'
import type { Invitation, Survey } from './survey-types.ts'

type Props = { survey: Survey; onOpen: (call: Invitation) => void }

/** Every call still to be made; mine first. */
export function CallList({ survey, onOpen }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const me = useSession()?.person.id
  const now = useNow()
  const list = useInfiniteQuery(callsQuery(survey.id))
  const rows = useMemo(
    () =>
      list.data &&
      inCallOrder(
        list.data.pages.flatMap((page) => page.items),
        me,
        now,
      ),
    [list.data, me, now],
  )
  const columns: Column<Invitation>[] = [
    {
      key: 'name',
      header: t('surveys.screens.people.name'),
      width: 'minmax(13rem, 1.6fr)',
      cell: (row) => <PersonText name={row.customerName} avatar />,
    },
    {
      key: 'state',
      header: t('surveys.screens.field.status'),
      width: '10rem',
      card: 'badge',
      cell: (row) => <CallState call={row} me={me} now={now} />,
    },
    {
      key: 'phone',
      header: t('surveys.screens.people.phone'),
      width: '10rem',
      cell: (row) => (row.phone ? <bdi>{format.phone(row.phone)}</bdi> : '—'),
    },
    {
      key: 'again',
      header: t('surveys.screens.calls.again'),
      width: '10rem',
      cell: (row) => <DateText value={row.callAgainAt} show="dateTime" style="short" />,
    },
    {
      key: 'count',
      header: t('surveys.screens.calls.count'),
      width: '7rem',
      align: 'end',
      cell: (row) => format.number(row.callCount),
    },
  ]
  return (
    <Section flush title={t('surveys.screens.calls.list')}>
      <DataTable
        label={t('surveys.screens.calls.list')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        onOpen={(row) => (!row.assignedTo || row.assignedTo === me) && onOpen(row)}
        rowTone={(row) => (row.assignedTo && row.assignedTo !== me ? 'muted' : undefined)}
        more={{
          hasMore: list.hasNextPage,
          isLoading: list.isFetchingNextPage,
          load: () => void list.fetchNextPage(),
        }}
        error={list.error}
        onRetry={list.refetch}
        empty={
          <EmptyState
            compact
            title={t('surveys.screens.calls.empty')}
            hint={t(`surveys.screens.calls.${survey.channel === 'phone' ? 'emptyHint' : 'emptyOther'}`)}
          />
        }
        height="none"
      />
    </Section>
  )
}

function CallState({ call, me, now }: { call: Invitation; me: string | undefined; now: number }) {
  const { t } = useTranslation()
  if (call.assignedTo && call.assignedTo !== me)
    return (
      <StatusBadge size="sm">
        {t('surveys.screens.calls.others', { name: call.assignedToName ?? '' })}
      </StatusBadge>
    )
  if (call.callAgainAt && Date.parse(call.callAgainAt) > now)
    return <StatusBadge size="sm">{t('surveys.screens.calls.later')}</StatusBadge>
  return (
    <StatusBadge size="sm" tone={call.assignedTo ? 'accent' : 'info'}>
      {t(`surveys.screens.calls.${call.assignedTo ? 'mine' : 'free'}`)}
    </StatusBadge>
  )
}
