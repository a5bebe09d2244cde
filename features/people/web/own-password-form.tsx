import { Button, PasswordInput, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { tell } from '../../../web/ui/undoable.tsx'
import { isLongEnough, NewPasswordHint } from './new-password-hint.tsx'
import classes from './people.module.css'

export function OwnPasswordForm() {
  const { t } = useTranslation()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const change = useAction({
    run: (_: undefined, key) =>
      api.POST('/api/v1/me/password', { body: { current, password }, headers: withKey(key) }),
    stale: [['me', 'sessions']],
    onDone: () => {
      setCurrent('')
      setPassword('')
      setAgain('')
      tell(t('people.password.changed'))
    },
  })
  const errors = useFieldErrors(change.error)
  const isDifferent = again !== '' && again !== password
  const isReady = current !== '' && isLongEnough(password) && again === password
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady) change.run(undefined)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <PasswordInput
          label={t('people.password.current')}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          autoComplete="current-password"
          error={errors.current}
          dir="ltr"
        />
        <div className={classes.pair}>
          <div>
            <PasswordInput
              label={t('people.password.new')}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              autoComplete="new-password"
              error={errors.password}
              dir="ltr"
            />
            <NewPasswordHint password={password} />
          </div>
          <PasswordInput
            label={t('people.password.again')}
            value={again}
            onChange={(event) => setAgain(event.currentTarget.value)}
            autoComplete="new-password"
            error={isDifferent ? t('people.password.different') : undefined}
            dir="ltr"
          />
        </div>
        <ErrorLine error={errors.current || errors.password ? null : change.error} />
        <div className={classes.line}>
          <Button type="submit" loading={change.isRunning} disabled={!isReady}>
            {t('people.password.change')}
          </Button>
          <span className={classes.note}>{t('people.password.endsOthers')}</span>
        </div>
      </Stack>
    </form>
  )
}
