import { SHORTEST_PASSWORD } from '@hamdel/persian'
import { useTranslation } from 'react-i18next'
import classes from './people.module.css'

/** Counts down while a password is too short; the server judges whether it is easily guessed. */
export function NewPasswordHint({ password }: { password: string }) {
  const { t } = useTranslation()
  const missing = SHORTEST_PASSWORD - [...password].length
  return (
    <div className={classes.note} aria-live="polite">
      {password && missing > 0 ? t('people.password.more', { count: missing }) : t('people.password.hint')}
    </div>
  )
}

export const isLongEnough = (password: string) => [...password].length >= SHORTEST_PASSWORD
