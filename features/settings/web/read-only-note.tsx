import { IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../web/session.ts'
import classes from './settings-screen.module.css'

/** Says why there are no buttons. */
export function ReadOnlyNote({ needs = 'setting.write' }: { needs?: string }) {
  const { t } = useTranslation()
  if (useCan()(needs)) return null
  return (
    <div className={classes.readOnly}>
      <IconLock size={16} aria-hidden />
      {t('settings.readOnly')}
    </div>
  )
}
