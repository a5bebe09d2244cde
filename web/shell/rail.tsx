import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Session } from '../session.ts'
import { Mark } from './mark.tsx'
import { navigationFor } from './navigation.ts'
import classes from './rail.module.css'

export function Rail({ permissions }: { permissions: Session['permissions'] | undefined }) {
  const { t } = useTranslation()
  return (
    <nav className={classes.rail} aria-label={t('shell.navigation')}>
      <Link to="/" className={classes.mark} aria-label={t('app.name')}>
        <Mark />
      </Link>
      {navigationFor(permissions).map(({ id, to, params, icon: Icon }) => (
        <Link
          key={id}
          to={to}
          params={params}
          className={classes.item}
          activeProps={{ className: classes.active, 'aria-current': 'page' }}
        >
          <Icon size={22} stroke={1.7} aria-hidden />
          <span>{t(`shell.nav.${id}`)}</span>
        </Link>
      ))}
    </nav>
  )
}
