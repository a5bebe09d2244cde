import { Button, PasswordInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { DateText } from '../../../web/ui/date-text.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { tell, tellError, undoable } from '../../../web/ui/undoable.tsx'
import { isLongEnough, NewPasswordHint } from './new-password-hint.tsx'
import classes from './people.module.css'
import type { PersonDetail } from './people-queries.ts'

/** How a colleague comes in: password, second factor, and whether at all. */
export function AccessForm({ person, isMe }: { person: PersonDetail; isMe: boolean }) {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  const path = { personId: person.id }
  const stale = [['people']]
  const setNew = useAction({
    run: (_: undefined, key) =>
      api.POST('/api/v1/people/{personId}/password', {
        params: { path },
        body: { password },
        headers: withKey(key),
      }),
    stale,
    onDone: () => {
      setPassword('')
      tell(t('people.password.set', { name: person.fullName }))
    },
  })
  const errors = useFieldErrors(setNew.error)
  const reset = useAction({
    run: (_: undefined, key) =>
      api.DELETE('/api/v1/people/{personId}/totp', { params: { path }, headers: withKey(key) }),
    stale,
    onDone: () => tell(t('people.secondFactor.wasReset', { name: person.fullName })),
    onError: tellError,
  })
  const setActive = useAction({
    run: (isActive: boolean, key) =>
      take(
        api.POST(isActive ? '/api/v1/people/{personId}/activate' : '/api/v1/people/{personId}/deactivate', {
          params: { path },
          headers: withKey(key),
        }),
      ),
    stale: [['people'], ['lead']],
    onError: tellError,
  })
  const toggle = async () => {
    const done = await setActive.runAsync(!person.isActive).catch(() => undefined)
    if (!done) return
    undoable({
      message: t(person.isActive ? 'people.deactivated' : 'people.activated', { name: person.fullName }),
      undo: () => setActive.runAsync(person.isActive),
    })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setNew.run(undefined)
  }
  if (isMe) return <p className={classes.note}>{t('people.ownAccess')}</p>
  return (
    <div>
      <div className={classes.part}>
        <span className={classes.note}>
          {person.lastSeenAt ? (
            <>
              {t('people.lastSeen')} <DateText value={person.lastSeenAt} show="relative" />
            </>
          ) : (
            t('people.neverSeen')
          )}
          {person.lockedUntil && (
            <>
              {' · '}
              {t('people.lockedUntil', { untilAt: person.lockedUntil })}
            </>
          )}
        </span>
      </div>
      <form className={classes.part} onSubmit={submit}>
        <h3>{t('people.password.new')}</h3>
        <div className={classes.end}>
          <PasswordInput
            className={classes.grow}
            aria-label={t('people.password.new')}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="new-password"
            error={errors.password}
            dir="ltr"
          />
          <Button type="submit" variant="light" loading={setNew.isRunning} disabled={!isLongEnough(password)}>
            {t('people.password.setIt')}
          </Button>
        </div>
        <NewPasswordHint password={password} />
        <span className={classes.note}>{t('people.password.endsSessions')}</span>
        <ErrorLine error={setNew.error} />
      </form>
      {person.hasSecondFactor && (
        <div className={classes.part}>
          <h3>{t('people.secondFactor.title')}</h3>
          <span className={classes.note}>{t('people.secondFactor.resetHint')}</span>
          <div>
            <Button
              variant="light"
              color="red"
              loading={reset.isRunning}
              onClick={() => reset.run(undefined)}
            >
              {t('people.secondFactor.reset')}
            </Button>
          </div>
        </div>
      )}
      <div className={classes.part}>
        <h3>{t(person.isActive ? 'people.deactivate' : 'people.activate')}</h3>
        <span className={classes.note}>
          {t(person.isActive ? 'people.deactivateHint' : 'people.activateHint')}
        </span>
        <div>
          <Button
            variant="light"
            color={person.isActive ? 'red' : undefined}
            loading={setActive.isRunning}
            onClick={toggle}
          >
            {t(person.isActive ? 'people.deactivate' : 'people.activate')}
          </Button>
        </div>
      </div>
    </div>
  )
}
