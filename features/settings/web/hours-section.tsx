import { Button, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan } from '../../../web/session.ts'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { Section } from '../../../web/ui/section.tsx'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import { tellError, undoable, useLeaveWarning } from '../../../web/ui/undoable.tsx'
import { ReadOnlyNote } from './read-only-note.tsx'
import { branchesQuery, hoursQuery, type OpenHours } from './settings-queries.ts'
import classes from './settings-screen.module.css'
import { WeekEditor } from './week-editor.tsx'

const COMPANY = 'company'

export function HoursSection() {
  const { t } = useTranslation()
  const weeks = useQuery(hoursQuery)
  const branches = useQuery(branchesQuery)
  const [shown, setShown] = useState(COMPANY)
  if (weeks.error && !weeks.data) return <ErrorState error={weeks.error} onRetry={weeks.refetch} />
  if (!weeks.data) return <ListSkeleton count={7} />
  const company = weeks.data.items.find((one) => one.branchId === null)?.hours ?? []
  const own = weeks.data.items.find((one) => one.branchId === shown)?.hours
  return (
    <Section title={t('settings.section.hours')} note={t('settings.hours.hint')} actions={<ReadOnlyNote />}>
      <div className={classes.form}>
        <Select
          label={t('settings.hours.whose')}
          allowDeselect={false}
          value={shown}
          onChange={(value) => value && setShown(value)}
          data={[
            { value: COMPANY, label: t('settings.hours.company') },
            ...(branches.data?.items ?? [])
              .filter((branch) => branch.isActive)
              .map((branch) => {
                const hasOwn = weeks.data.items.some((one) => one.branchId === branch.id)
                return {
                  value: branch.id,
                  label: hasOwn ? `${branch.name} · ${t('settings.hours.own')}` : branch.name,
                }
              }),
          ]}
        />
        <WeekForm
          key={`${shown}:${JSON.stringify(own ?? company)}`}
          branchId={shown === COMPANY ? null : shown}
          saved={shown === COMPANY ? company : own}
          company={company}
        />
      </div>
    </Section>
  )
}

type FormProps = { branchId: string | null; saved: OpenHours[] | undefined; company: OpenHours[] }

function WeekForm({ branchId, saved, company }: FormProps) {
  const { t } = useTranslation()
  const canWrite = useCan()('setting.write')
  const [hours, setHours] = useState<OpenHours[] | undefined>(saved)
  const isDirty = JSON.stringify(hours) !== JSON.stringify(saved)
  const isWrong = hours?.some((one) => one.closesAt <= one.opensAt) ?? false
  useLeaveWarning(isDirty)
  const put = useAction({
    run: (next: OpenHours[], key) =>
      take(
        api.PUT('/api/v1/settings/business-hours', {
          body: { branchId, hours: next },
          headers: withKey(key),
        }),
      ),
    stale: [['settings', 'hours']],
  })
  const errors = useFieldErrors(put.error)
  const save = async (next: OpenHours[]) => {
    const done = await put.runAsync(next).catch(() => undefined)
    if (done)
      undoable({
        message: t('settings.hours.saved'),
        undo: () => put.runAsync(saved ?? []).catch(tellError),
      })
  }
  // A branch without a week of its own works the company's; it is shown, and can be made its own.
  if (!hours)
    return (
      <>
        <p className={classes.note}>{t('settings.hours.follows')}</p>
        <WeekEditor hours={company} />
        {canWrite && (
          <div className={classes.end}>
            <Button variant="light" onClick={() => setHours(company)}>
              {t('settings.hours.makeOwn')}
            </Button>
          </div>
        )}
      </>
    )
  return (
    <>
      <WeekEditor hours={hours} onChange={canWrite ? setHours : undefined} errors={errors} />
      <ErrorLine error={put.error} />
      {canWrite && (
        <div className={classes.end}>
          <Button onClick={() => save(hours)} loading={put.isRunning} disabled={!isDirty || isWrong}>
            {t('ui.save')}
          </Button>
          {isDirty && (
            <Button variant="subtle" onClick={() => setHours(saved)}>
              {t('settings.discard')}
            </Button>
          )}
          {branchId && saved && !isDirty && (
            <Button variant="subtle" color="gray" onClick={() => save([])}>
              {t('settings.hours.followCompany')}
            </Button>
          )}
        </div>
      )}
    </>
  )
}
