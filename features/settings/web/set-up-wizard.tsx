import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useDraft } from '../../../web/ui/draft.ts'
import { DraftNote } from '../../../web/ui/draft-note.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { FIRST_HOURS, faultsOf, placeOfFault, type SetUpDraft, STEPS, type Step } from './set-up-check.ts'
import { SetUpFields } from './set-up-fields.tsx'
import { SetUpLayout } from './set-up-layout.tsx'
import classes from './set-up-screen.module.css'

const EMPTY: SetUpDraft = {
  companyName: '',
  branchName: '',
  city: '',
  fullName: '',
  phone: '',
  email: '',
  hours: FIRST_HOURS,
  moneyUnit: 'toman',
}

const isOpen = ({ value, autocomplete }: HTMLInputElement) => !value && autocomplete !== 'email'

type Props = { onReady: (companyName: string) => void; demoOffer: React.ReactNode }

/** Five short forms; each is a place in the browser's history, so that "back" goes back one. */
export function SetUpWizard({ onReady, demoOffer }: Props) {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const wanted = (useSearch({ strict: false }) as { step?: string }).step
  const kept = useDraft('settings.setUp', EMPTY)
  const draft = { ...EMPTY, ...kept.value }
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState<Step>()
  const [isFixed, setFixed] = useState<Record<string, boolean>>({})
  const form = useRef<HTMLFormElement>(null)

  // No further than the first step that lacks something: after a reload that is the password.
  const firstFault = STEPS.findIndex((one) => Object.keys(faultsOf(one, draft, password)).length > 0)
  const reached = firstFault < 0 ? STEPS.length : firstFault
  const step = STEPS[Math.min(Math.max(0, STEPS.indexOf(wanted as Step)), reached, STEPS.length - 1)]!
  const at = STEPS.indexOf(step)
  const furthest = useRef(at)
  furthest.current = Math.max(furthest.current, at)
  const go = (next: Step, replace = false) =>
    navigate({ to: '/set-up', search: { step: next } as never, replace })

  /** There is a company now: this page and the sign-in page must not send people to each other. */
  const settle = () => {
    client.removeQueries({ queryKey: ['sign-in'] })
    client.setQueryData(['set-up'], { needsSetUp: false })
  }
  const setUp = useAction({
    run: async (_: undefined, key) => {
      const answer = await take(
        api.POST('/api/v1/set-up', {
          body: {
            companyName: draft.companyName,
            moneyUnit: draft.moneyUnit,
            branch: { name: draft.branchName, city: draft.city },
            administrator: { fullName: draft.fullName, phone: draft.phone, email: draft.email, password },
            businessHours: draft.hours,
          },
          headers: withKey(key),
        }),
      )
      // A new account speaks Persian; this person may have chosen otherwise already.
      if (i18n.language === 'en')
        await api.PATCH('/api/v1/me', { body: { locale: 'en' } }).catch(() => undefined)
      return answer
    },
    stale: [['me']],
    onDone: () => {
      kept.clear()
      settle()
      onReady(draft.companyName.trim())
    },
    onError: (error) => {
      if (!(error instanceof ApiError)) return
      if (error.status === 404) return settle()
      setFixed({})
      const place = Object.keys(error.fields).map(placeOfFault).find(Boolean)
      if (place) void go(place[0])
    },
  })

  const ofServer = Object.entries(useFieldErrors(setUp.error)).flatMap(([path, words]) => {
    const place = placeOfFault(path)
    return place?.[0] === step && !isFixed[place[1]] ? [[place[1], words] as const] : []
  })
  const faults = faultsOf(step, draft, password)
  const errors = {
    ...Object.fromEntries(ofServer),
    ...(tried === step ? Object.fromEntries(Object.entries(faults).map(([k, key]) => [k, t(key)])) : {}),
  }
  const fix = (part: object) =>
    setFixed((old) => ({ ...old, ...Object.fromEntries(Object.keys(part).map((k) => [k, true])) }))

  const focusFault = () =>
    requestAnimationFrame(() =>
      form.current?.querySelector<HTMLElement>('input[aria-invalid="true"]')?.focus(),
    )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(step)
    if (Object.keys(faults).length > 0) return focusFault()
    setTried(undefined)
    if (at < STEPS.length - 1) void go(STEPS[at + 1]!)
    else setUp.run(undefined)
  }

  // A new step begins in its first field; where that would be a switch, at its title.
  useEffect(() => {
    const find = (what: string) => form.current?.querySelector<HTMLElement>(what)
    const first =
      step === 'hours'
        ? find('h1')
        : step === 'money'
          ? find('input:checked')
          : // Empty ones first: after a reload that is the password.
            ([...(form.current?.querySelectorAll('input') ?? [])].find(isOpen) ?? find('input'))
    first?.focus()
    window.scrollTo({ top: 0 })
  }, [step])

  return (
    <SetUpLayout step={step} reached={Math.min(reached, furthest.current)} onStep={(next) => void go(next)}>
      <form ref={form} onSubmit={submit} noValidate aria-labelledby="set-up-title">
        <h1 className={classes.title} id="set-up-title" tabIndex={-1}>
          {t(`settings.setUp.${step}.title`)}
        </h1>
        <p className={classes.lead}>{t(`settings.setUp.${step}.lead`)}</p>
        <div className={classes.fields}>
          <SetUpFields
            step={step}
            draft={draft}
            errors={errors}
            onChange={(part) => {
              fix(part)
              kept.setValue({ ...draft, ...part })
            }}
            password={password}
            onPassword={(next) => {
              fix({ password: next })
              setPassword(next)
            }}
            asksPasswordAgain={kept.wasRestored && draft.fullName !== ''}
          />
        </div>
        <ErrorLine
          error={setUp.error}
          {...(setUp.error instanceof ApiError && setUp.error.code === 'company_exists'
            ? { onRetry: settle, retryLabel: t('signIn.submit') }
            : {})}
        />
        <div className={classes.buttons}>
          <Button type="submit" size="md" loading={setUp.isRunning}>
            {t(at < STEPS.length - 1 ? 'settings.setUp.next' : 'settings.setUp.finish')}
          </Button>
          {at > 0 && (
            <Button
              variant="subtle"
              size="md"
              disabled={setUp.isRunning}
              onClick={() => void go(STEPS[at - 1]!)}
            >
              {t('settings.setUp.back')}
            </Button>
          )}
        </div>
        {kept.wasRestored && <DraftNote draft={kept} />}
      </form>
      {at === 0 && demoOffer}
    </SetUpLayout>
  )
}
