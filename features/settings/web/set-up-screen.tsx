import { Button } from '@mantine/core'
import { IconArrowLeft, IconArrowRight, IconCheck } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { LocaleSwitch } from '../../../web/shell/locale-switch.tsx'
import { Mark } from '../../../web/shell/mark.tsx'
import { SchemeSwitch } from '../../../web/shell/scheme-switch.tsx'
import { useDraft } from '../../../web/ui/draft.ts'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { useFormat } from '../../../web/ui/format.ts'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import { DemoOffer } from './demo-offer.tsx'
import { SetUpDone } from './set-up-done.tsx'
import {
  EMPTY,
  missingOf,
  placeErrors,
  type SetUpDraft,
  STEPS,
  type Step,
  toRequest,
} from './set-up-draft.ts'
import classes from './set-up-screen.module.css'
import { SetUpStep } from './set-up-step.tsx'

/** The first visit of a new installation: five short steps, each kept; or the demo company. */
export function SetUpScreen() {
  const { t } = useTranslation()
  const [isDone, setDone] = useState(false)
  const status = useQuery({
    queryKey: ['set-up'],
    queryFn: ({ signal }) => take(api.GET('/api/v1/set-up', { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  })
  useEffect(() => {
    document.title = `${t('settings.setUp.title')} · ${t('app.name')}`
  }, [t])
  if (status.data && !status.data.needsSetUp && !isDone) return <Navigate to="/sign-in" replace />
  return (
    <div className={classes.screen}>
      <header className={classes.head}>
        <Mark size={40} />
        <span className={classes.brand}>{t('app.name')}</span>
        <span className={classes.tools}>
          <SchemeSwitch />
          <LocaleSwitch />
        </span>
      </header>
      <main className={classes.card}>
        {status.error && <ErrorState error={status.error} onRetry={status.refetch} />}
        {!status.data && !status.error && <ListSkeleton count={4} />}
        {status.data && (isDone ? <SetUpDone /> : <Wizard onDone={() => setDone(true)} />)}
      </main>
    </div>
  )
}

function Wizard({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const client = useQueryClient()
  const draft = useDraft<SetUpDraft>('set-up', EMPTY)
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState<Step>()
  const heading = useRef<HTMLHeadingElement>(null)
  const { value } = draft
  const at = STEPS.indexOf(value.step)
  const isLast = at === STEPS.length - 1
  const change = (part: Partial<SetUpDraft>) => draft.setValue({ ...value, ...part })
  const setUp = useAction({
    run: (_: undefined, key) =>
      take(api.POST('/api/v1/set-up', { body: toRequest(value, password), headers: withKey(key) })),
    onDone: () => {
      draft.clear()
      onDone()
      void client.resetQueries({ queryKey: ['me'] })
    },
  })
  const { byInput, first } = placeErrors(useFieldErrors(setUp.error))

  // A refused input may stand in an earlier step: go there, the words are beside it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each answer
  useEffect(() => {
    if (setUp.error && first && first !== value.step) change({ step: first })
  }, [setUp.error])
  const shown = useRef(value.step)
  useEffect(() => {
    if (shown.current === value.step) return
    shown.current = value.step
    const box = heading.current?.closest('form')
    ;(box?.querySelector<HTMLElement>('input:not([type=checkbox])') ?? heading.current)?.focus()
  }, [value.step])

  const go = (step: Step | undefined) => {
    setTried(undefined)
    if (step) change({ step })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(value.step)
    if (missingOf(value, password, value.step).length > 0) return
    if (!isLast) return go(STEPS[at + 1])
    // The password is not kept: after a reload it is missing, whatever step was reached.
    const lacking = STEPS.find((step) => missingOf(value, password, step).length > 0)
    if (!lacking) return setUp.run(undefined)
    change({ step: lacking })
    setTried(lacking)
  }
  const missing = tried === value.step ? missingOf(value, password, value.step) : []
  const [Back, Ahead] =
    format.locale === 'fa' ? [IconArrowRight, IconArrowLeft] : [IconArrowLeft, IconArrowRight]
  return (
    <>
      <ol className={classes.steps} aria-label={t('settings.setUp.steps')}>
        {STEPS.map((step, i) => (
          <li
            key={step}
            aria-current={step === value.step ? 'step' : undefined}
            data-done={i < at || undefined}
          >
            <button type="button" disabled={i >= at} onClick={() => go(step)}>
              <span className={classes.dot}>
                {i < at ? <IconCheck size={14} aria-hidden /> : format.number(i + 1)}
              </span>
              <span className={classes.stepName}>{t(`settings.setUp.step.${step}`)}</span>
            </button>
          </li>
        ))}
      </ol>
      <form onSubmit={submit} noValidate className={classes.form}>
        <div>
          <h1 ref={heading} tabIndex={-1} className={classes.title}>
            {t(`settings.setUp.ask.${value.step}`)}
          </h1>
          <p className={classes.note}>{t(`settings.setUp.hint.${value.step}`)}</p>
        </div>
        <SetUpStep
          draft={value}
          change={change}
          password={password}
          setPassword={setPassword}
          missing={missing}
          errors={byInput}
        />
        <ErrorLine error={setUp.error} />
        <div className={classes.buttons}>
          {at > 0 && (
            <Button
              variant="default"
              leftSection={<Back size={17} aria-hidden />}
              onClick={() => go(STEPS[at - 1])}
            >
              {t('settings.setUp.back')}
            </Button>
          )}
          <Button
            type="submit"
            loading={setUp.isRunning}
            rightSection={isLast ? <IconCheck size={17} aria-hidden /> : <Ahead size={17} aria-hidden />}
          >
            {t(isLast ? 'settings.setUp.finish' : 'settings.setUp.next')}
          </Button>
          {draft.wasRestored && at > 0 && (
            <Button variant="subtle" color="gray" onClick={draft.clear}>
              {t('settings.setUp.startAgain')}
            </Button>
          )}
        </div>
      </form>
      {at === 0 && <DemoOffer />}
    </>
  )
}
