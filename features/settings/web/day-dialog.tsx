import { Button, SegmentedControl, Select, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { JalaliDateInput } from '../../../web/ui/jalali-date-input.tsx'
import { tell } from '../../../web/ui/undoable.tsx'
import { FormDialog } from './form-dialog.tsx'
import { branchesQuery, type CalendarDay } from './settings-queries.ts'
import classes from './settings-screen.module.css'
import { TimeInput } from './time-input.tsx'

type Props = {
  day: CalendarDay | undefined
  on: string
  onRemove: (day: CalendarDay) => void
  onClose: () => void
}

export function DayDialog({ day, on, onRemove, onClose }: Props) {
  const { t } = useTranslation()
  const branches = useQuery(branchesQuery)
  const [draft, setDraft] = useState<Omit<CalendarDay, 'id' | 'on'> & { on: string | null }>(
    day
      ? { ...day, opensAt: day.opensAt?.slice(0, 5) ?? null, closesAt: day.closesAt?.slice(0, 5) ?? null }
      : { on, kind: 'closed', title: '', branchId: null, opensAt: null, closesAt: null },
  )
  const change = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part })
  const isSpecial = draft.kind === 'special'
  const save = useAction({
    run: (_: undefined, key) => {
      const body = {
        on: draft.on!,
        kind: draft.kind,
        title: draft.title,
        opensAt: isSpecial ? draft.opensAt : null,
        closesAt: isSpecial ? draft.closesAt : null,
      }
      return day
        ? take(
            api.PATCH('/api/v1/settings/calendar-days/{dayId}', {
              params: { path: { dayId: day.id } },
              body,
              headers: withKey(key),
            }),
          )
        : take(
            api.POST('/api/v1/settings/calendar-days', {
              body: { ...body, branchId: draft.branchId },
              headers: withKey(key),
            }),
          )
    },
    stale: [['settings', 'days']],
    onDone: () => {
      tell(t('settings.saved'))
      onClose()
    },
  })
  const errors = useFieldErrors(save.error)
  return (
    <FormDialog
      title={t(day ? 'settings.calendar.edit' : 'settings.calendar.add')}
      onClose={onClose}
      onSave={() => save.run(undefined)}
      isSaving={save.isRunning}
      isReady={draft.on !== null && draft.title.trim() !== ''}
      error={save.error}
      other={
        day && (
          <Button
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => onRemove(day)}
          >
            {t('settings.delete')}
          </Button>
        )
      }
    >
      <TextInput
        label={t('settings.calendar.title')}
        placeholder={t('settings.calendar.titleExample')}
        value={draft.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        data-autofocus
        maxLength={200}
        error={errors.title}
      />
      <JalaliDateInput
        label={t('settings.calendar.on')}
        value={draft.on}
        onChange={(next) => change({ on: next })}
        error={errors.on}
      />
      <SegmentedControl
        aria-label={t('settings.calendar.kind')}
        value={draft.kind}
        onChange={(kind) =>
          change({
            kind: kind as CalendarDay['kind'],
            opensAt: draft.opensAt ?? '08:00',
            closesAt: draft.closesAt ?? '13:00',
          })
        }
        data={(['closed', 'special'] as const).map((kind) => ({
          value: kind,
          label: t(`settings.calendar.${kind}`),
        }))}
      />
      {isSpecial && (
        <div className={classes.end}>
          <TimeInput
            label={t('settings.hours.opens')}
            value={draft.opensAt ?? '08:00'}
            onChange={(opensAt) => change({ opensAt })}
            error={errors.opensAt}
          />
          <TimeInput
            label={t('settings.hours.closes')}
            value={draft.closesAt ?? '13:00'}
            onChange={(closesAt) => change({ closesAt })}
            error={errors.closesAt}
          />
        </div>
      )}
      <Select
        label={t('settings.calendar.whose')}
        allowDeselect={false}
        // A day can not move to another branch; it is deleted there and added here.
        disabled={day !== undefined}
        value={draft.branchId ?? 'all'}
        onChange={(value) => change({ branchId: value === 'all' ? null : value })}
        data={[
          { value: 'all', label: t('settings.hours.company') },
          ...(branches.data?.items ?? []).map((branch) => ({ value: branch.id, label: branch.name })),
        ]}
      />
    </FormDialog>
  )
}
