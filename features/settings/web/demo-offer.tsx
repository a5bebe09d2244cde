import { Button } from '@mantine/core'
import { IconSparkles } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import classes from './set-up-screen.module.css'

/** For whoever first wants to look: a made-up company with two years of history. */
export function DemoOffer() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const fill = useAction({
    run: (_: undefined, key) => take(api.POST('/api/v1/set-up/demo', { headers: withKey(key) })),
    onDone: () => {
      client.clear()
      void navigate({ to: '/sign-in' })
    },
  })
  return (
    <aside className={classes.demo} aria-label={t('settings.setUp.demo.title')}>
      <IconSparkles size={24} stroke={1.6} aria-hidden />
      <div className={classes.grow}>
        <strong>{t('settings.setUp.demo.title')}</strong>
        <p className={classes.note} aria-live="polite">
          {t(fill.isRunning ? 'settings.setUp.demo.running' : 'settings.setUp.demo.hint')}
        </p>
        <ErrorLine error={fill.error} />
      </div>
      <Button variant="light" loading={fill.isRunning} onClick={() => fill.run(undefined)}>
        {t('settings.setUp.demo.make')}
      </Button>
    </aside>
  )
}
