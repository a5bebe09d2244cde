import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './survey-places.module.css'

const PLACES = [
  { to: '/surveys', key: 'surveys' },
  { to: '/surveys/instruments', key: 'instruments' },
] as const

/** The two rooms of this part: what is being asked, and what can be asked. */
export function SurveyPlaces({ end }: { end?: ReactNode }) {
  const { t } = useTranslation()
  return (
    <div className={`${classes.line} no-print`}>
      <nav className={classes.places} aria-label={t('surveys.screens.places')}>
        {PLACES.map(({ to, key }) => (
          <Link
            key={to}
            to={to}
            className={classes.place}
            activeOptions={{ exact: true, includeSearch: false }}
            activeProps={{ className: classes.active, 'aria-current': 'page' }}
          >
            {t(`surveys.screens.${key}.title`)}
          </Link>
        ))}
      </nav>
      {end && <div className={classes.end}>{end}</div>}
    </div>
  )
}
