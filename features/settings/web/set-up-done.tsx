import { Button } from '@mantine/core'
import { IconCircleCheck, IconFileImport, IconUsers } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './set-up-screen.module.css'

export function SetUpDone() {
  const { t } = useTranslation()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className={classes.done}>
      <IconCircleCheck size={56} stroke={1.4} aria-hidden className={classes.tick} />
      <h1 ref={heading} tabIndex={-1} className={classes.title}>
        {t('settings.setUp.done.title')}
      </h1>
      <p className={classes.note}>{t('settings.setUp.done.hint')}</p>
      <div className={classes.buttons}>
        <Button
          component={Link}
          to="/imports"
          size="md"
          leftSection={<IconFileImport size={19} aria-hidden />}
        >
          {t('settings.setUp.done.import')}
        </Button>
        <Button
          component={Link}
          to="/settings/people"
          size="md"
          variant="default"
          leftSection={<IconUsers size={19} aria-hidden />}
        >
          {t('settings.setUp.done.people')}
        </Button>
      </div>
    </div>
  )
}
