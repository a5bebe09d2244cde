import { toLatinDigits } from '@hamdel/persian'
import { Button, PasswordInput, PinInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, api, take, withKey } from '../../api/client.ts'
import { queryClient, useAction } from '../query.ts'
import { LocaleSwitch } from '../shell/locale-switch.tsx'
import { Mark } from '../shell/mark.tsx'
import { SchemeSwitch } from '../shell/scheme-switch.tsx'
import { ErrorLine } from '../ui/error-line.tsx'
import { useFormat } from '../ui/format.ts'
import { type DemoAccount, DemoAccounts } from './demo-accounts.tsx'
import classes from './sign-in-screen.module.css'

type Options = { demoAccounts?: DemoAccount[]; needsSetUp?: boolean; companyName?: string }
type Credentials = { identifier: string; password: string; totp?: string }

/** Only paths of this site: a link must not lead from sign-in to somewhere else. */
function nextPath(): string {
  const next = new URLSearchParams(window.location.search).get('next') ?? '/'
  return /^\/(?![/\\])/.test(next) ? next : '/'
}

function useLockOut(error: unknown): unknown {
  const format = useFormat()
  if (!(error instanceof ApiError) || error.code !== 'locked_out') return error
  const seconds = Number(error.params.retryAfterSeconds)
  return seconds > 0 ? new ApiError(429, 'locked_out_for', { wait: format.duration(seconds) }) : error
}

export function SignInScreen() {
  const { t } = useTranslation()
  const [identifier, setIdentifier] = useState('')
  const [password, setPassword] = useState('')
  const [isVisible, setVisible] = useState(false)
  const [asksTotp, setAsksTotp] = useState(false)
  const [totp, setTotp] = useState('')
  const [tried, setTried] = useState(false)
  const options = useQuery({
    queryKey: ['sign-in', 'options'],
    queryFn: async () => (await take(api.GET('/api/v1/sign-in/options', {}))) as Options,
  })
  const signIn = useAction({
    run: (credentials: Credentials, key) =>
      take(api.POST('/api/v1/sessions', { body: credentials, headers: withKey(key) })),
    onDone: () => {
      queryClient.removeQueries()
      window.location.assign(nextPath())
    },
    onError: (error) => {
      if (!(error instanceof ApiError)) return
      if (error.code === 'second_factor_required') setAsksTotp(true)
      else setTotp('')
    },
  })
  const error = useLockOut(
    signIn.error instanceof ApiError && signIn.error.code === 'second_factor_required' && !totp
      ? null
      : signIn.error,
  )
  const needsSetUp = options.data?.needsSetUp
  useEffect(() => {
    document.title = `${t('signIn.title')} · ${t('app.name')}`
  }, [t])

  const send = (code?: string) =>
    signIn.run({
      identifier: toLatinDigits(identifier).trim(),
      password,
      ...(code ? { totp: toLatinDigits(code) } : {}),
    })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (identifier.trim() && password) send(asksTotp ? totp : undefined)
  }
  const missing = (value: string) => (tried && !value.trim() ? t('signIn.fillIn') : undefined)

  if (needsSetUp) return <Navigate to="/set-up" replace />
  return (
    <div className={classes.screen}>
      <aside className={classes.side} aria-hidden="true">
        <Mark size={64} />
        <div className={classes.slogan}>{t('signIn.promise')}</div>
      </aside>
      <main className={classes.main}>
        <div className={classes.tools}>
          <SchemeSwitch />
          <LocaleSwitch />
        </div>
        <div className={classes.card}>
          <div className={classes.phoneMark}>
            <Mark size={40} />
          </div>
          <h1 className={classes.title}>
            {options.data?.companyName ? <bdi>{options.data.companyName}</bdi> : t('signIn.title')}
          </h1>
          <p className={classes.lead}>{t('signIn.lead')}</p>
          <form className={classes.form} onSubmit={submit} noValidate>
            {asksTotp ? (
              <div className={classes.totp}>
                <label htmlFor="totp-1">{t('signIn.secondFactor')}</label>
                <p className={classes.lead}>{t('signIn.secondFactorHint')}</p>
                <PinInput
                  id="totp"
                  classNames={{ root: classes.pin }}
                  length={6}
                  size="lg"
                  type={/^[0-9۰-۹٠-٩]*$/}
                  inputMode="numeric"
                  oneTimeCode
                  autoFocus
                  dir="ltr"
                  placeholder=""
                  value={totp}
                  onChange={setTotp}
                  onComplete={send}
                  disabled={signIn.isRunning}
                  getInputProps={(index) => ({ 'aria-label': `${t('signIn.secondFactor')} ${index + 1}` })}
                />
              </div>
            ) : (
              <>
                <TextInput
                  label={t('signIn.identifier')}
                  size="md"
                  classNames={{ wrapper: classes.field }}
                  name="username"
                  autoComplete="username"
                  autoCapitalize="off"
                  spellCheck={false}
                  autoFocus
                  value={identifier}
                  onChange={(event) => setIdentifier(event.currentTarget.value)}
                  error={missing(identifier)}
                />
                <PasswordInput
                  label={t('signIn.password')}
                  size="md"
                  name="password"
                  autoComplete="current-password"
                  value={password}
                  onChange={(event) => setPassword(event.currentTarget.value)}
                  error={missing(password)}
                  visible={isVisible}
                  onVisibilityChange={setVisible}
                  visibilityToggleButtonProps={{
                    'aria-label': t(isVisible ? 'signIn.hidePassword' : 'signIn.showPassword'),
                    tabIndex: 0,
                  }}
                />
              </>
            )}
            <ErrorLine error={error} />
            <Button type="submit" size="md" fullWidth loading={signIn.isRunning}>
              {t('signIn.submit')}
            </Button>
            {asksTotp && (
              <Button
                variant="subtle"
                onClick={() => {
                  setAsksTotp(false)
                  setTotp('')
                  signIn.reset()
                }}
              >
                {t('signIn.otherAccount')}
              </Button>
            )}
          </form>
          {!asksTotp && options.data?.demoAccounts && options.data.demoAccounts.length > 0 && (
            <DemoAccounts
              accounts={options.data.demoAccounts}
              busy={signIn.isRunning}
              onPick={(account) => {
                setIdentifier(account.identifier)
                setPassword(account.password)
                signIn.run({ identifier: account.identifier, password: account.password })
              }}
            />
          )}
        </div>
      </main>
    </div>
  )
}
