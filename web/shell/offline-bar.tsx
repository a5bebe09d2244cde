import { IconCloudOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useConnection } from '../live.ts'
import classes from './offline-bar.module.css'

/** Discreet but honest: what is on the screen may be old, what is written is kept. */
export function OfflineBar() {
  const { t } = useTranslation()
  const isLost = useConnection() === 'lost'
  return (
    <div role="status" className={classes.holder}>
      {isLost && (
        <div className={classes.bar}>
          <IconCloudOff size={16} stroke={1.8} aria-hidden />
          {t(navigator.onLine ? 'shell.serverLost' : 'shell.offline')}
        </div>
      )}
    </div>
  )
}
