import { WEEKDAYS } from '@hamdel/persian'
import { ActionIcon, Button, Switch } from '@mantine/core'
import { IconCopy, IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import type { OpenHours } from './settings-queries.ts'
import { TimeInput } from './time-input.tsx'
import classes from './week-editor.module.css'

type Props = {
  hours: OpenHours[]
  onChange?: ((hours: OpenHours[]) => void) | undefined
  /** Of the server: `hours.3` is at fault. */
  errors?: Record<string, string>
}

const DAYS = [0, 1, 2, 3, 4, 5, 6]
const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
const sorted = (hours: OpenHours[]) =>
  [...hours].sort((a, b) => a.weekday - b.weekday || a.opensAt.localeCompare(b.opensAt))
export const weekSeconds = (hours: OpenHours[]) =>
  hours.reduce((sum, one) => sum + (minutes(one.closesAt) - minutes(one.opensAt)) * 60, 0)

/** Saturday to Friday; a day may be closed, or open more than once. Without `onChange` it is only read. */
export function WeekEditor({ hours, onChange, errors = {} }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const set = (next: OpenHours[]) => onChange?.(sorted(next))
  const ofDay = (weekday: number) => hours.filter((one) => one.weekday === weekday)
  const replace = (old: OpenHours, part: Partial<OpenHours>) =>
    set(hours.map((one) => (one === old ? { ...one, ...part } : one)))
  const addRange = (weekday: number) => {
    const last = ofDay(weekday).at(-1)
    if (!last) return set([...hours, { weekday, opensAt: '08:00', closesAt: '17:00' }])
    const hour = Math.min(22, Number(last.closesAt.slice(0, 2)) + 1)
    const two = (n: number) => String(n).padStart(2, '0')
    set([...hours, { weekday, opensAt: `${two(hour)}:00`, closesAt: `${two(Math.min(24, hour + 3))}:00` }])
  }
  const copyFirst = () =>
    set([
      ...ofDay(5),
      ...ofDay(6),
      ...[0, 1, 2, 3, 4].flatMap((weekday) => ofDay(0).map((one) => ({ ...one, weekday }))),
    ])
  return (
    <div className={classes.week}>
      {DAYS.map((weekday) => {
        const day = WEEKDAYS[format.locale][weekday]!
        const ranges = ofDay(weekday)
        return (
          <fieldset key={weekday} className={classes.day} data-closed={ranges.length === 0 || undefined}>
            <legend className={classes.name}>{day}</legend>
            {onChange && (
              <Switch
                className={classes.switch}
                checked={ranges.length > 0}
                aria-label={t('settings.hours.isOpen', { day })}
                onChange={(event) =>
                  event.currentTarget.checked
                    ? addRange(weekday)
                    : set(hours.filter((one) => one.weekday !== weekday))
                }
              />
            )}
            <div className={classes.ranges}>
              {ranges.length === 0 && <span className={classes.closed}>{t('settings.hours.closed')}</span>}
              {ranges.map((range, i) =>
                onChange ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: ranges have no other name and change in place
                  <div key={i} className={classes.range}>
                    <TimeInput
                      aria-label={t('settings.hours.opensOn', { day })}
                      value={range.opensAt}
                      error={Boolean(errors[`hours.${hours.indexOf(range)}`])}
                      onChange={(opensAt) => replace(range, { opensAt })}
                    />
                    <span aria-hidden="true">{t('settings.hours.to')}</span>
                    <TimeInput
                      aria-label={t('settings.hours.closesOn', { day })}
                      value={range.closesAt}
                      error={
                        errors[`hours.${hours.indexOf(range)}`] !== undefined ||
                        range.closesAt <= range.opensAt
                      }
                      onChange={(closesAt) => replace(range, { closesAt })}
                    />
                    {ranges.length > 1 && (
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={t('settings.hours.removeRange', { day })}
                        onClick={() => set(hours.filter((one) => one !== range))}
                      >
                        <IconX size={16} aria-hidden />
                      </ActionIcon>
                    )}
                  </div>
                ) : (
                  <span key={range.opensAt} className={classes.text}>
                    {format.digits(range.opensAt)} {t('settings.hours.to')} {format.digits(range.closesAt)}
                  </span>
                ),
              )}
              {onChange && ranges.length > 0 && ranges.length < 3 && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('settings.hours.addRange', { day })}
                  title={t('settings.hours.addRange', { day })}
                  onClick={() => addRange(weekday)}
                >
                  <IconPlus size={16} aria-hidden />
                </ActionIcon>
              )}
              {onChange && weekday === 0 && ranges.length > 0 && (
                <Button
                  variant="subtle"
                  size="compact-sm"
                  leftSection={<IconCopy size={15} aria-hidden />}
                  onClick={copyFirst}
                >
                  {t('settings.hours.copyToWeek')}
                </Button>
              )}
            </div>
          </fieldset>
        )
      })}
      <div className={classes.sum}>
        {t('settings.hours.sum', { duration: format.number(Math.round(weekSeconds(hours) / 360) / 10) })}
      </div>
    </div>
  )
}
