import { Button } from '@mantine/core'
import { IconCheck, IconFileImport, IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, Navigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../api/client.ts'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import { STEPS } from './set-up-check.ts'
import { DemoFilling, DemoOffer, DemoReady, useDemo } from './set-up-demo.tsx'
import { SetUpLayout } from './set-up-layout.tsx'
import classes from './set-up-screen.module.css'
import { SetUpWizard } from './set-up-wizard.tsx'

/** The first visit of a new installation. Once there is a company this page leads away from itself. */
export function SetUpScreen() {
  const [companyName, setCompanyName] = useState<string>()
  const demo = useDemo()
  const state = useQuery({
    queryKey: ['set-up'],
    queryFn: ({ signal }) => take(api.GET('/api/v1/set-up', { signal })),
    refetchOnWindowFocus: false,
  })
  if (companyName !== undefined) return <Ready companyName={companyName} />
  if (demo.isFilling) return <DemoFilling />
  if (demo.accounts?.length) return <DemoReady accounts={demo.accounts} />
  // Somebody else made a real company meanwhile, or there was one before.
  if (demo.accounts || state.data?.needsSetUp === false) return <Navigate to="/" replace />
  if (!state.data)
    return (
      <SetUpLayout>
        {state.error ? (
          <ErrorState error={state.error} onRetry={state.refetch} page />
        ) : (
          <ListSkeleton count={3} />
        )}
      </SetUpLayout>
    )
  return (
    <SetUpWizard onReady={setCompanyName} demoOffer={<DemoOffer error={demo.error} onShow={demo.start} />} />
  )
}

function Ready({ companyName }: { companyName: string }) {
  const { t } = useTranslation()
  return (
    <SetUpLayout reached={STEPS.length}>
      <span className={classes.ready} aria-hidden="true">
        <IconCheck size={32} stroke={2.2} />
      </span>
      {/* The form that had the focus is gone. */}
      <h1 className={classes.title} tabIndex={-1} ref={(title) => title?.focus()}>
        {t('settings.setUp.ready.title', { company: `\u2068${companyName}\u2069` })}
      </h1>
      <p className={classes.lead}>{t('settings.setUp.ready.lead')}</p>
      <div className={classes.ways}>
        <Button
          component={Link}
          to="/imports"
          size="md"
          leftSection={<IconFileImport size={20} stroke={1.7} aria-hidden />}
        >
          {t('settings.setUp.ready.imports')}
        </Button>
        <Button
          component={Link}
          to="/settings/people"
          size="md"
          variant="light"
          leftSection={<IconUserPlus size={20} stroke={1.7} aria-hidden />}
        >
          {t('settings.setUp.ready.people')}
        </Button>
        <Button component={Link} to="/desk" size="md" variant="subtle">
          {t('settings.setUp.ready.home')}
        </Button>
      </div>
    </SetUpLayout>
  )
}
