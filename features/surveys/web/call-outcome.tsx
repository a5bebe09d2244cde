import { addDays, tehranDay, tehranMidnight } from '@hamdel/persian'
import { Button, Group, Stack } from '@mantine/core'
import { IconClock, IconPhoneOff, IconPhoneX, IconUserX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { JalaliDateTimeInput } from '../../../web/ui/jalali-date-time-input.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { tell } from '../../../web/ui/undoable.tsx'
import classes from './call-in-hand.module.css'
import type { Outcome } from './call-types.ts'
import type { Survey } from './survey-types.ts'

const HOUR_MS = 3_600_000
const ICONS = { no_answer: IconPhoneOff, refused: IconUserX, unreachable: IconPhoneX } as const

type Props = { survey: Survey; customerId: string; invitationId: string; onDone: () => void }

/** What became of a call that was no interview; then the next one. */
export function CallOutcome({ survey, customerId, invitationId, onDone }: Props) {
  const { t } = useTranslation()
  const [isLater, setLater] = useState(false)
  const [at, setAt] = useState<string | null>(null)
  const record = useAction<{ outcome: Outcome; callAgainAt?: string }>({
    run: (body, key) =>
      take(
        api.POST('/api/v1/customers/{customerId}/invitations/{invitationId}/call', {
          params: { path: { customerId, invitationId } },
          body,
          headers: withKey(key),
        }),
      ),
    stale: [['surveys', survey.id]],
    onDone: (_, { outcome }) => {
      tell(t(`surveys.screens.outcome.done.${outcome}`))
      setLater(false)
      onDone()
    },
  })
  const errors = useFieldErrors(record.error)
  const today = tehranDay(new Date())
  const moment = (day: string, hour: number) =>
    new Date(tehranMidnight(day).getTime() + hour * HOUR_MS).toISOString()
  const suggestions = [
    { label: t('surveys.screens.outcome.thisEvening'), value: moment(today, 18) },
    { label: t('surveys.screens.outcome.tomorrowMorning'), value: moment(addDays(today, 1), 10) },
    { label: t('surveys.screens.outcome.tomorrowEvening'), value: moment(addDays(today, 1), 18) },
  ].filter((one) => Date.parse(one.value) > Date.now())
  return (
    <Section title={t('surveys.screens.outcome.title')}>
      <div className={classes.outcomes}>
        <Button
          variant="default"
          justify="start"
          leftSection={<IconClock size={18} stroke={1.7} aria-hidden />}
          onClick={() => setLater(true)}
        >
          {t('surveys.screens.outcome.later')}
        </Button>
        {(['no_answer', 'refused', 'unreachable'] as const).map((outcome) => {
          const Icon = ICONS[outcome]
          return (
            <Button
              key={outcome}
              variant="default"
              justify="start"
              loading={record.isRunning && record.input?.outcome === outcome}
              leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
              onClick={() => record.run({ outcome })}
            >
              {t(`surveys.screens.outcome.${outcome}`)}
            </Button>
          )
        })}
        {!isLater && <ErrorLine error={record.error} />}
      </div>
      <Dialog opened={isLater} onClose={() => setLater(false)} title={t('surveys.screens.outcome.later')}>
        <Stack gap="md">
          <JalaliDateTimeInput
            descriptionProps={{ mb: 5 }}
            label={t('surveys.screens.outcome.when')}
            description={t('surveys.screens.outcome.whenHint')}
            min={today}
            defaultTime="10:00"
            suggestions={suggestions}
            value={at}
            error={errors.callAgainAt}
            onChange={setAt}
          />
          {!errors.callAgainAt && <ErrorLine error={record.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => setLater(false)}>
              {t('ui.cancel')}
            </Button>
            <Button
              disabled={!at}
              loading={record.isRunning}
              onClick={() => at && record.run({ outcome: 'later', callAgainAt: at })}
            >
              {t('surveys.screens.outcome.keep')}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </Section>
  )
}
