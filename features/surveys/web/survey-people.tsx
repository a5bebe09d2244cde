import { Button, Menu, Select } from '@mantine/core'
import { IconCopy, IconDots, IconNotes, IconPhone, IconUsers } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../api/client.ts'
import { useCan } from '../../../web/session.ts'
import { type Column, DataTable } from '../../../web/ui/data-table.tsx'
import { DateText } from '../../../web/ui/date-text.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { HandOutLinks } from './hand-out-links.tsx'
import { OneLinkDialog } from './one-link-dialog.tsx'
import { useMayRun } from './survey-actions.tsx'
import { InvitationStatusBadge } from './survey-marks.tsx'
import classes from './survey-questions.module.css'
import { INVITATION_STATUSES, type Invitation, isOpen, type Survey } from './survey-types.ts'

const ACTIONS_WIDTH = '5rem'

/** Whom the survey asked, and what became of it; links for those who wait. */
export function SurveyPeople({ survey }: { survey: Survey }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const mayRun = useMayRun()(survey)
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const status = INVITATION_STATUSES.find((one) => one === search.status)
  const isReminder = search.reminder === 'due'
  const [selected, setSelected] = useState<Set<string>>(new Set())
  const [linkOf, setLinkOf] = useState<Invitation>()
  const list = useInfiniteQuery({
    queryKey: ['surveys', survey.id, 'invitations', status ?? '', isReminder],
    queryFn: ({ signal, pageParam }) =>
      take(
        api.GET('/api/v1/surveys/{surveyId}/invitations', {
          params: {
            path: { surveyId: survey.id },
            query: {
              limit: 100,
              ...(status ? { 'filter[status]': status } : {}),
              ...(isReminder ? { 'filter[reminder]': 'due' } : {}),
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
  const columns = useColumns(survey, setLinkOf)
  const show = (part: Record<string, string>) => {
    setSelected(new Set())
    void navigate({
      to: '/surveys/$surveyId',
      params: { surveyId: survey.id },
      search: { tab: 'people', ...part } as never,
    })
  }
  const mayHandOut = mayRun && survey.status === 'running'
  const chosen = rows?.filter((row) => selected.has(row.id) && isOpen(row) && row.channel !== 'phone') ?? []
  return (
    <>
      <search className={`${classes.filters} no-print`} aria-label={t('ui.filter.label')}>
        <Select
          clearable
          aria-label={t('surveys.screens.field.status')}
          placeholder={t('surveys.screens.people.anyStatus')}
          value={isReminder ? 'reminder' : (status ?? null)}
          onChange={(next) => show(next === 'reminder' ? { reminder: 'due' } : next ? { status: next } : {})}
          data={[
            ...INVITATION_STATUSES.map((one) => ({
              value: one,
              label: t(`surveys.screens.invitationStatus.${one}`),
            })),
            ...(survey.reminderDays === null
              ? []
              : [{ value: 'reminder', label: t('surveys.screens.people.reminderDue') }]),
          ]}
        />
        {mayHandOut && survey.channel !== 'phone' && (
          <span className={classes.end} style={{ display: 'block' }}>
            <HandOutLinks survey={survey} />
          </span>
        )}
      </search>
      <Section flush>
        <DataTable
          label={t('surveys.screens.tab.people')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          rowHref={(row) => `/customers/${row.customerId}`}
          {...(mayHandOut ? { selected, onSelect: setSelected } : {})}
          bulkActions={
            chosen.length > 0 && (
              <HandOutLinks
                survey={survey}
                chosen={chosen.map((row) => row.id)}
                onDone={() => setSelected(new Set())}
              />
            )
          }
          more={{
            hasMore: list.hasNextPage,
            isLoading: list.isFetchingNextPage,
            load: () => void list.fetchNextPage(),
          }}
          error={list.error}
          onRetry={list.refetch}
          empty={
            <EmptyState
              icon={IconUsers}
              title={t(`surveys.screens.people.${status || isReminder ? 'noneOfStatus' : 'empty'}`)}
              hint={
                status || isReminder
                  ? undefined
                  : t(
                      `surveys.screens.people.${survey.occasion === 'manual' ? 'emptyHint' : 'emptyOccasion'}`,
                    )
              }
              action={
                (status || isReminder) && (
                  <Button variant="light" onClick={() => show({})}>
                    {t('ui.filter.clearAll')}
                  </Button>
                )
              }
            />
          }
        />
      </Section>
      {linkOf && <OneLinkDialog invitation={linkOf} onClose={() => setLinkOf(undefined)} />}
    </>
  )
}

function useColumns(survey: Survey, onLink: (invitation: Invitation) => void): Column<Invitation>[] {
  const { t } = useTranslation()
  const format = useFormat()
  const can = useCan()
  const takes = can('survey.answer') && survey.status === 'running'
  const columns: Column<Invitation>[] = [
    {
      key: 'name',
      header: t('surveys.screens.people.name'),
      width: 'minmax(13rem, 1.6fr)',
      cell: (row) => <PersonText name={row.customerName} avatar />,
    },
    {
      key: 'status',
      header: t('surveys.screens.field.status'),
      width: '9rem',
      card: 'badge',
      cell: (row) => <InvitationStatusBadge status={row.status} />,
    },
    {
      key: 'channel',
      header: t('surveys.screens.field.channel'),
      width: '8rem',
      cell: (row) => t(`surveys.screens.channel.${row.channel}`),
    },
    {
      key: 'phone',
      header: t('surveys.screens.people.phone'),
      width: '9.5rem',
      cell: (row) => (row.phone ? <bdi>{format.phone(row.phone)}</bdi> : '—'),
    },
    {
      key: 'sent',
      header: t('surveys.screens.people.sent'),
      width: '9rem',
      card: 'none',
      cell: (row) => <DateText value={row.sentAt} show="relative" />,
    },
    {
      key: 'expires',
      header: t('surveys.screens.people.expires'),
      width: '9rem',
      cell: (row) => (isOpen(row) ? <DateText value={row.expiresAt} show="date" style="short" /> : '—'),
    },
  ]
  if (!takes) return columns
  return [
    ...columns,
    {
      key: 'actions',
      header: t('surveys.screens.people.actions'),
      width: ACTIONS_WIDTH,
      card: 'badge',
      align: 'end',
      cell: (row) => isOpen(row) && <RowMenu row={row} survey={survey} onLink={onLink} />,
    },
  ]
}

type RowMenuProps = { row: Invitation; survey: Survey; onLink: (invitation: Invitation) => void }

function RowMenu({ row, survey, onLink }: RowMenuProps) {
  const { t } = useTranslation()
  const to = (mode: 'calls' | 'paper') => ({
    component: Link,
    to: `/surveys/${survey.id}/${mode}`,
    search: { customer: row.customerId, invitation: row.id } as never,
  })
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-md"
          style={{ position: 'relative', zIndex: 1 }}
          aria-label={t('surveys.screens.people.actionsOf', { name: row.customerName })}
        >
          <IconDots size={18} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconCopy size={18} stroke={1.7} aria-hidden />} onClick={() => onLink(row)}>
          {t('surveys.screens.people.makeLink')}
        </Menu.Item>
        <Menu.Item {...to('calls')} leftSection={<IconPhone size={18} stroke={1.7} aria-hidden />}>
          {t('surveys.screens.people.interview')}
        </Menu.Item>
        <Menu.Item {...to('paper')} leftSection={<IconNotes size={18} stroke={1.7} aria-hidden />}>
          {t('surveys.screens.people.paper')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
