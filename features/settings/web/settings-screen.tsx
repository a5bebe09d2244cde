import { NativeSelect } from '@mantine/core'
import {
  IconBuildingStore,
  IconCalendarEvent,
  IconClockHour4,
  IconHourglass,
  IconId,
  IconShieldCheck,
  IconTags,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react'
import { Link, Navigate, useNavigate, useParams } from '@tanstack/react-router'
import { type ComponentType, lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../web/session.ts'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import { BranchesSection } from './branches-section.tsx'
import { CategoriesSection } from './categories-section.tsx'
import { ClocksSection } from './clocks-section.tsx'
import { CompanySection } from './company-section.tsx'
import { HoursSection } from './hours-section.tsx'
import classes from './settings-screen.module.css'

const CalendarSection = lazy(() => import('./calendar-section.tsx'))
const PeopleSection = lazy(() => import('../../people/web/people-section.tsx'))
const AuditSection = lazy(() => import('../../audit/web/audit-section.tsx'))

type Place = { id: string; icon: TablerIcon; read: string; screen: ComponentType }
const PLACES: Place[] = [
  { id: 'company', icon: IconId, read: 'setting.read', screen: CompanySection },
  { id: 'branches', icon: IconBuildingStore, read: 'setting.read', screen: BranchesSection },
  { id: 'people', icon: IconUsers, read: 'person.read', screen: PeopleSection },
  { id: 'hours', icon: IconClockHour4, read: 'setting.read', screen: HoursSection },
  { id: 'calendar', icon: IconCalendarEvent, read: 'setting.read', screen: CalendarSection },
  { id: 'clocks', icon: IconHourglass, read: 'setting.read', screen: ClocksSection },
  { id: 'categories', icon: IconTags, read: 'setting.read', screen: CategoriesSection },
  { id: 'audit', icon: IconShieldCheck, read: 'audit.read', screen: AuditSection },
]

/** How the company works, a section at a time. Who may not change a section may still read it. */
export function SettingsScreen() {
  const { t } = useTranslation()
  const can = useCan()
  const navigate = useNavigate()
  const { section } = useParams({ strict: false }) as { section?: string }
  const places = PLACES.filter((place) => can(place.read))
  const place = places.find((one) => one.id === section)
  if (!place && places[0])
    return <Navigate to="/settings/$section" params={{ section: places[0].id }} replace />
  if (!place)
    return (
      <Page title={t('settings.title')}>
        <EmptyState title={t('ui.error.forbidden')} hint={t('errors.not_permitted')} />
      </Page>
    )
  const Screen = place.screen
  return (
    <Page title={t('settings.title')}>
      <div className={classes.screen}>
        <NativeSelect
          className={classes.select}
          aria-label={t('settings.sections')}
          value={place.id}
          data={places.map((one) => ({ value: one.id, label: t(`settings.section.${one.id}`) }))}
          onChange={(event) =>
            navigate({ to: '/settings/$section', params: { section: event.currentTarget.value } })
          }
        />
        <nav className={classes.nav} aria-label={t('settings.sections')}>
          {places.map(({ id, icon: Icon }) => (
            <Link
              key={id}
              to="/settings/$section"
              params={{ section: id }}
              className={classes.link}
              activeProps={{ className: classes.active, 'aria-current': 'page' }}
            >
              <Icon size={19} stroke={1.7} aria-hidden />
              {t(`settings.section.${id}`)}
            </Link>
          ))}
        </nav>
        <div className={classes.body}>
          <Suspense fallback={<ListSkeleton count={5} />}>
            <Screen />
          </Suspense>
        </div>
      </div>
    </Page>
  )
}
