import { fromJalali, tehranDay, toJalali } from '@hamdel/persian'
import { ActionIcon, Button, NativeSelect } from '@mantine/core'
import { IconDownload, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan } from '../../../web/session.ts'
import { DateText } from '../../../web/ui/date-text.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { Section } from '../../../web/ui/section.tsx'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { tell, tellError, undoable } from '../../../web/ui/undoable.tsx'
import { DayDialog } from './day-dialog.tsx'
import { ReadOnlyNote } from './read-only-note.tsx'
import { branchesQuery, type CalendarDay, daysQuery } from './settings-queries.ts'
import classes from './settings-screen.module.css'
import { YearView } from './year-view.tsx'

const YEARS_AHEAD = 2

/** The days on which the week does not hold: a whole Jalali year at a glance, and the same days as a list. */
export default function CalendarSection() {
  const { t } = useTranslation()
  const format = useFormat()
  const canWrite = useCan()('setting.write')
  const thisYear = toJalali(tehranDay(new Date())).year
  const [year, setYear] = useState(thisYear)
  const [edited, setEdited] = useState<{ day: CalendarDay | undefined; on: string }>()
  const days = useQuery(daysQuery(year))
  const branches = useQuery(branchesQuery)
  const items = useMemo(
    () => [...(days.data?.items ?? [])].sort((a, b) => a.on.localeCompare(b.on)),
    [days.data],
  )
  const stale = [['settings', 'days']]
  const importTable = useAction({
    run: (_: undefined, key) =>
      take(api.POST('/api/v1/settings/calendar-days/holidays', { body: { year }, headers: withKey(key) })),
    stale,
    onDone: ({ added }) =>
      tell(
        added
          ? t('settings.calendar.imported', { count: added })
          : t('settings.calendar.importedNone', { year: format.digits(year) }),
      ),
    onError: tellError,
  })
  const remove = useAction({
    run: (day: CalendarDay, key) =>
      api.DELETE('/api/v1/settings/calendar-days/{dayId}', {
        params: { path: { dayId: day.id } },
        headers: withKey(key),
      }),
    stale,
    onError: tellError,
  })
  const restore = useAction({
    run: ({ id: _, ...day }: CalendarDay, key) =>
      take(api.POST('/api/v1/settings/calendar-days', { body: day, headers: withKey(key) })),
    stale,
  })
  const onRemove = async (day: CalendarDay) => {
    setEdited(undefined)
    const done = await remove.runAsync(day).catch(() => undefined)
    if (done)
      undoable({
        message: t('settings.calendar.removed', { title: day.title }),
        undo: () => restore.runAsync(day),
      })
  }
  const open = (on: string) => setEdited({ day: items.find((day) => day.on === on), on })
  return (
    <>
      <Section
        title={t('settings.section.calendar')}
        note={t('settings.calendar.note', { year: format.digits(year), count: items.length })}
        actions={
          <>
            <NativeSelect
              size="xs"
              aria-label={t('ui.date.year')}
              value={year}
              data={Array.from({ length: YEARS_AHEAD + 2 }, (_, i) => thisYear - 1 + i).map((one) => ({
                value: String(one),
                label: format.digits(one),
              }))}
              onChange={(event) => setYear(Number(event.currentTarget.value))}
            />
            {canWrite ? (
              <Button
                size="compact-md"
                variant="light"
                leftSection={<IconDownload size={16} aria-hidden />}
                loading={importTable.isRunning}
                onClick={() => importTable.run(undefined)}
              >
                {t('settings.calendar.import')}
              </Button>
            ) : (
              <ReadOnlyNote />
            )}
          </>
        }
      >
        {days.error && !days.data ? (
          <ErrorState error={days.error} onRetry={days.refetch} />
        ) : (
          <YearView key={year} year={year} days={items} onPick={canWrite ? open : undefined} />
        )}
      </Section>
      <Section
        flush
        title={t('settings.calendar.list')}
        actions={
          canWrite && (
            <Button
              size="compact-md"
              variant="subtle"
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() =>
                setEdited({
                  day: undefined,
                  on: year === thisYear ? tehranDay(new Date()) : fromJalali(year, 1, 1),
                })
              }
            >
              {t('settings.calendar.add')}
            </Button>
          )
        }
      >
        {!days.data && !days.error && <ListSkeleton count={4} />}
        {days.data && items.length === 0 && (
          <EmptyState
            compact
            title={t('settings.calendar.empty', { year: format.digits(year) })}
            hint={t('settings.calendar.emptyHint')}
          />
        )}
        <ul className={`${classes.rows} ${classes.columns}`}>
          {items.map((day) => (
            <li key={day.id} className={classes.row}>
              <div className={classes.grow}>
                <div className={classes.inline}>
                  <span className={classes.name}>{day.title}</span>
                  {day.kind === 'special' && (
                    <StatusBadge tone="info" size="sm">
                      {format.digits(day.opensAt?.slice(0, 5) ?? '')} {t('settings.hours.to')}{' '}
                      {format.digits(day.closesAt?.slice(0, 5) ?? '')}
                    </StatusBadge>
                  )}
                  {day.branchId && (
                    <StatusBadge size="sm">
                      {branches.data?.items.find((branch) => branch.id === day.branchId)?.name}
                    </StatusBadge>
                  )}
                </div>
                <div className={classes.note}>
                  <DateText value={day.on} />
                </div>
              </div>
              {canWrite && (
                <>
                  <ActionIcon
                    variant="subtle"
                    aria-label={`${t('settings.edit')} ${day.title}`}
                    title={t('settings.edit')}
                    onClick={() => setEdited({ day, on: day.on })}
                  >
                    <IconPencil size={17} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={`${t('settings.delete')} ${day.title}`}
                    title={t('settings.delete')}
                    onClick={() => onRemove(day)}
                  >
                    <IconTrash size={17} aria-hidden />
                  </ActionIcon>
                </>
              )}
            </li>
          ))}
        </ul>
      </Section>
      {edited && (
        <DayDialog day={edited.day} on={edited.on} onRemove={onRemove} onClose={() => setEdited(undefined)} />
      )}
    </>
  )
}
