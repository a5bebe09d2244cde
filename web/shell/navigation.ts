import {
  IconAddressBook,
  IconChecklist,
  IconFileImport,
  IconGauge,
  IconInbox,
  IconSettings,
  type TablerIcon,
} from '@tabler/icons-react'
import type { Session } from '../session.ts'

type Role = Session['person']['role']
export type NavigationItem = {
  id: string
  to: '/desk' | '/customers' | '/promises' | '/lead' | '/imports' | '/settings/$section'
  params?: { section: string }
  /** Two keys in a row: g then d. */
  keys: string
  icon: TablerIcon
  roles?: Role[]
}

const LEADS: Role[] = ['lead', 'analyst', 'auditor', 'administrator']

export const NAVIGATION: NavigationItem[] = [
  { id: 'desk', to: '/desk', keys: 'g d', icon: IconInbox },
  { id: 'customers', to: '/customers', keys: 'g c', icon: IconAddressBook },
  { id: 'promises', to: '/promises', keys: 'g p', icon: IconChecklist },
  { id: 'lead', to: '/lead', keys: 'g l', icon: IconGauge, roles: LEADS },
  {
    id: 'imports',
    to: '/imports',
    keys: 'g i',
    icon: IconFileImport,
    roles: ['analyst', 'administrator', 'lead'],
  },
  {
    id: 'settings',
    to: '/settings/$section',
    params: { section: 'company' },
    keys: 'g s',
    icon: IconSettings,
    roles: ['administrator', 'lead'],
  },
]

export const navigationFor = (role: Role | undefined) =>
  NAVIGATION.filter((item) => !item.roles || (role && item.roles.includes(role)))
