import { toLatinDigits } from '@hamdel/persian'
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import type { components } from '../../../api/types.ts'
import { useAction } from '../../../web/query.ts'
import { Copyable } from '../../../web/ui/copyable.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import { tell } from '../../../web/ui/undoable.tsx'
import classes from './people.module.css'

type Offer = components['schemas']['SecondFactorOffer']
const LENGTH = 6

/** Six digits in whatever signs, with or without a space in the middle. */
const readCode = (text: string) => toLatinDigits(text).replace(/\D/g, '').slice(0, LENGTH)

export function SecondFactor({ isOn }: { isOn: boolean }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const begin = useAction({ run: () => take(api.POST('/api/v1/me/totp/begin', {})) })
  const box = useRef<HTMLDivElement>(null)
  const close = () => {
    setOpen(false)
    begin.reset()
    // The form that had the focus is gone; its switch is back.
    requestAnimationFrame(() => box.current?.querySelector('button')?.focus())
  }
  return (
    <Stack gap="sm" ref={box}>
      <div className={classes.line}>
        <StatusBadge tone={isOn ? 'good' : 'neutral'}>
          {t(isOn ? 'people.secondFactor.on' : 'people.secondFactor.off')}
        </StatusBadge>
        <span className={classes.grow}>{t('people.secondFactor.why')}</span>
        {isOn && !isOpen && (
          <Button variant="default" onClick={() => setOpen(true)}>
            {t('people.secondFactor.turnOff')}
          </Button>
        )}
        {!isOn && !begin.output && (
          <Button variant="light" loading={begin.isRunning} onClick={() => begin.run()}>
            {t('people.secondFactor.turnOn')}
          </Button>
        )}
      </div>
      <ErrorLine error={begin.error} />
      {!isOn && begin.output && <TurnOn offer={begin.output} onClose={close} />}
      {isOn && isOpen && <TurnOff onClose={close} />}
    </Stack>
  )
}

function TurnOn({ offer, onClose }: { offer: Offer; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [code, setCode] = useState('')
  const confirm = useAction({
    run: (value: string, key) =>
      api.POST('/api/v1/me/totp/confirm', {
        body: { token: offer.token, code: value },
        headers: withKey(key),
      }),
    onDone: async () => {
      tell(t('people.secondFactor.nowOn'))
      await client.invalidateQueries({ queryKey: ['me'] })
      onClose()
    },
  })
  const errors = useFieldErrors(confirm.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (readCode(code).length === LENGTH) confirm.run(readCode(code))
  }
  return (
    <form onSubmit={submit} className={classes.secret}>
      <div className={classes.qr}>
        <img
          src={`data:image/svg+xml;utf8,${encodeURIComponent(offer.qrSvg)}`}
          alt={t('people.secondFactor.qr')}
        />
      </div>
      <Stack gap="sm">
        <ol className={classes.steps}>
          <li>{t('people.secondFactor.step1')}</li>
          <li>
            {t('people.secondFactor.step2')}{' '}
            <Copyable value={offer.secret}>
              <bdi dir="ltr">{offer.secret.replace(/(.{4})/g, '$1 ').trim()}</bdi>
            </Copyable>
          </li>
          <li>{t('people.secondFactor.step3')}</li>
        </ol>
        <CodeInput value={code} onChange={setCode} error={errors.code} />
        <ErrorLine error={errors.code ? null : confirm.error} />
        <div className={classes.line}>
          <Button type="submit" loading={confirm.isRunning} disabled={readCode(code).length !== LENGTH}>
            {t('people.secondFactor.confirm')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

function TurnOff({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const remove = useAction({
    run: (_: undefined, key) =>
      api.DELETE('/api/v1/me/totp', {
        body: { password, code: readCode(code) },
        headers: withKey(key),
      }),
    onDone: async () => {
      tell(t('people.secondFactor.nowOff'))
      await client.invalidateQueries({ queryKey: ['me'] })
      onClose()
    },
  })
  const errors = useFieldErrors(remove.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    remove.run(undefined)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <div className={classes.pair}>
          <PasswordInput
            label={t('people.password.current')}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            autoFocus
            dir="ltr"
            error={errors.password}
          />
          <CodeInput value={code} onChange={setCode} error={errors.code} />
        </div>
        <ErrorLine error={errors.code || errors.password ? null : remove.error} />
        <div className={classes.line}>
          <Button
            type="submit"
            color="red"
            loading={remove.isRunning}
            disabled={!password || readCode(code).length !== LENGTH}
          >
            {t('people.secondFactor.turnOff')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

type CodeProps = { value: string; onChange: (text: string) => void; error: string | undefined }

function CodeInput({ value, onChange, error }: CodeProps) {
  const { t } = useTranslation()
  return (
    <TextInput
      label={t('people.secondFactor.code')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      inputMode="numeric"
      autoComplete="one-time-code"
      dir="ltr"
      maxLength={9}
      error={error}
    />
  )
}
