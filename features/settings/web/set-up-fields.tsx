import { SHORTEST_PASSWORD } from '@hamdel/persian'
import { PasswordInput, Radio, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import { PhoneInput } from '../../../web/ui/phone-input.tsx'
import type { SetUpDraft, Step } from './set-up-check.ts'
import classes from './set-up-screen.module.css'
import { WeekEditor } from './week-editor.tsx'

type Props = {
  step: Step
  draft: SetUpDraft
  /** Words, by field. */
  errors: Record<string, string>
  onChange: (part: Partial<SetUpDraft>) => void
  password: string
  onPassword: (password: string) => void
  asksPasswordAgain: boolean
}

export function SetUpFields(props: Props) {
  const { step, draft, errors, onChange } = props
  const { t } = useTranslation()
  const words = (name: string) => t(`settings.setUp.${step}.${name}`)
  const text = (field: 'companyName' | 'branchName' | 'city' | 'fullName' | 'email', maxLength: number) => ({
    size: 'md' as const,
    value: draft[field],
    maxLength,
    error: errors[field],
    onChange: (event: { currentTarget: HTMLInputElement }) =>
      onChange({ [field]: event.currentTarget.value }),
  })
  if (step === 'company')
    return (
      <TextInput
        {...text('companyName', 120)}
        label={words('name')}
        placeholder={words('example')}
        autoComplete="organization"
      />
    )
  if (step === 'branch')
    return (
      <>
        <TextInput {...text('branchName', 80)} label={words('name')} placeholder={words('example')} />
        <TextInput
          {...text('city', 80)}
          label={words('city')}
          placeholder={words('cityExample')}
          autoComplete="address-level2"
        />
      </>
    )
  if (step === 'hours')
    return (
      <div>
        <WeekEditor hours={draft.hours} onChange={(hours) => onChange({ hours })} />
        {errors.hours && (
          <p className={classes.fault} role="alert">
            {errors.hours}
          </p>
        )}
      </div>
    )
  if (step === 'money') return <MoneyUnit draft={draft} onChange={onChange} label={words('step')} />
  return (
    <>
      <TextInput {...text('fullName', 120)} label={words('name')} autoComplete="name" />
      <div className={classes.pair}>
        <PhoneInput
          size="md"
          label={words('phone')}
          autoComplete="tel"
          name="username"
          maxLength={30}
          value={draft.phone}
          onChange={(phone) => onChange({ phone })}
          error={errors.phone}
        />
        <TextInput
          {...text('email', 200)}
          label={words('email')}
          classNames={{ wrapper: classes.ltr }}
          type="text"
          inputMode="email"
          autoComplete="email"
          autoCapitalize="off"
          spellCheck={false}
        />
        <p className={`${classes.note} ${classes.across}`}>{words('identifierHint')}</p>
      </div>
      <Password {...props} />
    </>
  )
}

function Password({ password, onPassword, errors, asksPasswordAgain }: Props) {
  const { t } = useTranslation()
  const [isVisible, setVisible] = useState(false)
  const missing = SHORTEST_PASSWORD - [...password].length
  const hint =
    asksPasswordAgain && !password
      ? t('settings.setUp.administrator.passwordAgain')
      : password && missing > 0
        ? t('settings.setUp.administrator.passwordMore', { count: missing })
        : t('settings.setUp.administrator.passwordHint')
  return (
    <PasswordInput
      size="md"
      label={t('settings.setUp.administrator.password')}
      description={errors.password ? undefined : <span aria-live="polite">{hint}</span>}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      autoComplete="new-password"
      maxLength={200}
      value={password}
      onChange={(event) => onPassword(event.currentTarget.value)}
      error={errors.password}
      visible={isVisible}
      onVisibilityChange={setVisible}
      visibilityToggleButtonProps={{
        'aria-label': t(isVisible ? 'signIn.hidePassword' : 'signIn.showPassword'),
        tabIndex: 0,
      }}
    />
  )
}

const EXAMPLE_RIALS = 450_000_000

function MoneyUnit({ draft, onChange, label }: Pick<Props, 'draft' | 'onChange'> & { label: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Radio.Group
      aria-label={label}
      value={draft.moneyUnit}
      onChange={(unit) => onChange({ moneyUnit: unit === 'rial' ? 'rial' : 'toman' })}
    >
      <div className={classes.units}>
        {(['toman', 'rial'] as const).map((unit) => (
          <label
            key={unit}
            htmlFor={`money-${unit}`}
            className={classes.unit}
            data-checked={draft.moneyUnit === unit || undefined}
          >
            <Radio value={unit} id={`money-${unit}`} />
            <span>
              <b>{t(`ui.money.${unit}`)}</b>
              <small>
                {t('settings.setUp.money.example', { amount: format.money(EXAMPLE_RIALS, unit) })}
              </small>
            </span>
          </label>
        ))}
      </div>
    </Radio.Group>
  )
}
