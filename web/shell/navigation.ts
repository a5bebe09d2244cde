import {
  IconAddressBook,
  IconChartDots3,
  IconChecklist,
  IconClipboardText,
  IconFileImport,
  IconGauge,
  IconInbox,
  IconMessageQuestion,
  IconSettings,
  type TablerIcon,
} from '@tabler/icons-react'
import type { Session } from '../session.ts'

export type NavigationItem = {
  id: string
  to:
    | '/desk'
    | '/customers'
    | '/cases'
    | '/promises'
    | '/lead'
    | '/surveys'
    | '/indices'
    | '/imports'
    | '/settings/$section'
  params?: { section: string }
  /** Two keys in a row: g then d. */
  keys: string
  icon: TablerIcon
  /** Shown to whoever holds one of these. */
  anyOf: string[]
}

export const NAVIGATION: NavigationItem[] = [
  { id: 'desk', to: '/desk', keys: 'g d', icon: IconInbox, anyOf: ['queue.read'] },
  { id: 'customers', to: '/customers', keys: 'g c', icon: IconAddressBook, anyOf: ['customer.read'] },
  { id: 'promises', to: '/promises', keys: 'g p', icon: IconChecklist, anyOf: ['promise.read'] },
  { id: 'lead', to: '/lead', keys: 'g l', icon: IconGauge, anyOf: ['lead.read'] },
  { id: 'cases', to: '/cases', keys: 'g e', icon: IconClipboardText, anyOf: ['case.read'] },
  { id: 'surveys', to: '/surveys', keys: 'g v', icon: IconMessageQuestion, anyOf: ['survey.read'] },
  { id: 'indices', to: '/indices', keys: 'g x', icon: IconChartDots3, anyOf: ['index.read'] },
  {
    id: 'imports',
    to: '/imports',
    keys: 'g i',
    icon: IconFileImport,
    anyOf: ['import.read'],
  },
  {
    id: 'settings',
    to: '/settings/$section',
    params: { section: 'company' },
    keys: 'g s',
    icon: IconSettings,
    // Everybody may read the settings; only who looks after something needs them at hand.
    anyOf: ['setting.write', 'person.write', 'audit.read', 'lead.read'],
  },
]

export const navigationFor = (permissions: Session['permissions'] | undefined) =>
  NAVIGATION.filter((item) => item.anyOf.some((permission) => permissions?.[permission] !== undefined))
