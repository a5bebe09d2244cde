import { PasswordInput, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import { NewPasswordHint } from '../../people/web/new-password-hint.tsx'
import type { SetUpDraft } from './set-up-draft.ts'
import classes from './set-up-screen.module.css'
import { WeekEditor } from './week-editor.tsx'

type Props = {
  draft: SetUpDraft
  change: (part: Partial<SetUpDraft>) => void
  password: string
  setPassword: (password: string) => void
  /** Inputs one tried to leave empty. */
  missing: string[]
  errors: Record<string, string>
}
type TextKey = 'companyName' | 'branchName' | 'city' | 'fullName' | 'phone' | 'email'

export function SetUpStep({ draft, change, password, setPassword, missing, errors }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const problem = (name: string) =>
    missing.includes(name) ? t(`settings.setUp.missing.${name}`) : errors[name]
  const text = (name: TextKey) => ({
    label: t(`settings.setUp.field.${name}`),
    size: 'md' as const,
    value: draft[name],
    error: problem(name),
    onChange: (event: { currentTarget: HTMLInputElement }) => change({ [name]: event.currentTarget.value }),
  })
  switch (draft.step) {
    case 'company':
      return <TextInput {...text('companyName')} autoFocus maxLength={120} autoComplete="organization" />
    case 'branch':
      return (
        <Stack gap="md">
          <TextInput
            {...text('branchName')}
            maxLength={80}
            placeholder={t('settings.setUp.field.branchExample')}
          />
          <TextInput {...text('city')} maxLength={80} />
        </Stack>
      )
    case 'administrator':
      return (
        <Stack gap="md">
          <TextInput {...text('fullName')} maxLength={120} autoComplete="name" />
          <div className={classes.pair}>
            <TextInput {...text('phone')} dir="ltr" inputMode="tel" autoComplete="tel" />
            <TextInput {...text('email')} dir="ltr" inputMode="email" autoComplete="email" />
          </div>
          <div>
            <PasswordInput
              label={t('settings.setUp.field.password')}
              size="md"
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              autoComplete="new-password"
              dir="ltr"
              error={problem('password')}
            />
            <NewPasswordHint password={password} />
          </div>
        </Stack>
      )
    case 'hours':
      return (
        <div>
          <WeekEditor hours={draft.hours} onChange={(hours) => change({ hours })} errors={errors} />
          {problem('hours') && (
            <p role="alert" className={classes.problem}>
              {problem('hours')}
            </p>
          )}
        </div>
      )
    case 'money':
      return (
        <Stack gap="sm">
          <SegmentedControl
            size="md"
            aria-label={t('settings.company.moneyUnit')}
            value={draft.moneyUnit}
            onChange={(moneyUnit) => change({ moneyUnit: moneyUnit as SetUpDraft['moneyUnit'] })}
            data={(['toman', 'rial'] as const).map((unit) => ({ value: unit, label: t(`ui.money.${unit}`) }))}
          />
          <p className={classes.note}>
            {t('settings.company.moneyExample', { amount: format.money(12_500_000, draft.moneyUnit) })}
          </p>
        </Stack>
      )
  }
}
