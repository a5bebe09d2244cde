import { Button, Progress } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, api, take, withKey } from '../../../api/client.ts'
import { queryClient, useAction } from '../../../web/query.ts'
import { DemoAccounts } from '../../../web/sign-in/demo-accounts.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { SetUpLayout } from './set-up-layout.tsx'
import classes from './set-up-screen.module.css'

/** The other way out of the first step: somebody who only wants to look. */
export function DemoOffer({ error, onShow }: { error: unknown; onShow: () => void }) {
  const { t } = useTranslation()
  return (
    <section className={classes.demo} aria-labelledby="set-up-demo">
      <div>
        <h2 id="set-up-demo">{t('settings.setUp.demo.title')}</h2>
        <p className={classes.note}>{t('settings.setUp.demo.hint')}</p>
      </div>
      <Button variant="light" onClick={onShow}>
        {t('settings.setUp.demo.show')}
      </Button>
      <ErrorLine error={error} />
    </section>
  )
}

/**
 * Fills the demo. An answer may be lost on the way or somebody else may have been first: then the sign-in options say
 * when it is there.
 */
export function useDemo() {
  const [isAwaited, setAwaited] = useState(false)
  const fill = useAction({
    run: (_: undefined, key) => take(api.POST('/api/v1/set-up/demo', { headers: withKey(key) })),
    onError: (error) => {
      if (error instanceof ApiError && (error.status === 409 || error.status === 404)) setAwaited(true)
    },
  })
  const options = useQuery({
    queryKey: ['sign-in', 'options'],
    queryFn: ({ signal }) => take(api.GET('/api/v1/sign-in/options', { signal })),
    enabled: isAwaited,
    refetchInterval: (query) => (query.state.data?.needsSetUp === false ? false : 1500),
  })
  const isFound = isAwaited && options.data?.needsSetUp === false
  return {
    start: () => fill.run(undefined),
    error: isAwaited ? undefined : fill.error,
    isFilling: fill.isRunning || (isAwaited && !isFound),
    accounts: fill.output?.demoAccounts ?? (isFound ? options.data?.demoAccounts : undefined),
  }
}

export function DemoFilling() {
  const { t } = useTranslation()
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((now) => now + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <SetUpLayout>
      <div role="status">
        <h1 className={classes.title}>{t('settings.setUp.demo.filling')}</h1>
        <p className={classes.lead}>{t('settings.setUp.demo.fillingHint')}</p>
      </div>
      <Progress.Root size="lg" mt="xl" aria-hidden="true">
        {/* Slower and slower towards the end: nobody knows how fast this computer is. */}
        <Progress.Section value={100 * (1 - 0.9 ** (seconds + 0.5))} animated withAria={false} />
      </Progress.Root>
      <p className={classes.note} aria-hidden="true">
        {t('settings.setUp.demo.elapsed', { count: seconds })}
      </p>
    </SetUpLayout>
  )
}

type Accounts = React.ComponentProps<typeof DemoAccounts>['accounts']

export function DemoReady({ accounts }: { accounts: Accounts }) {
  const { t } = useTranslation()
  const signIn = useAction({
    run: ({ identifier, password }: Accounts[number], key) =>
      take(api.POST('/api/v1/sessions', { body: { identifier, password }, headers: withKey(key) })),
    onDone: () => {
      queryClient.removeQueries()
      window.location.assign('/')
    },
  })
  return (
    <SetUpLayout>
      <h1 className={classes.title} tabIndex={-1} ref={(title) => title?.focus()}>
        {t('settings.setUp.demo.ready')}
      </h1>
      <p className={classes.lead}>{t('settings.setUp.demo.readyHint')}</p>
      <DemoAccounts accounts={accounts} busy={signIn.isRunning} onPick={signIn.run} />
      <ErrorLine error={signIn.error} />
    </SetUpLayout>
  )
}
