import { IconKeyboard, IconLanguage, IconLogout, IconMoon, IconUser } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { chooseLocale } from '../i18n.ts'
import { useSession, useSignOut } from '../session.ts'
import { type Command, openPalette, useCommands } from '../ui/commands.ts'
import { openShortcutsHelp, useShortcuts } from '../ui/shortcuts.ts'
import { OTHER_LOCALE } from './locale-switch.tsx'
import { navigationFor } from './navigation.ts'
import { useScheme } from './scheme-switch.tsx'

/** What can be done from anywhere, by the palette or by the keyboard. */
export function useShellCommands() {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const session = useSession()
  const signOut = useSignOut()
  const { scheme, toggle } = useScheme()
  const other = OTHER_LOCALE[i18n.language] ?? OTHER_LOCALE.fa!
  const places: Command[] = navigationFor(session?.permissions).map((item) => ({
    id: `go-${item.id}`,
    label: t('shell.goTo', { place: t(`shell.nav.${item.id}`) }),
    group: t('shell.places'),
    icon: item.icon,
    keys: item.keys,
    run: () => navigate({ to: item.to, params: item.params as never }),
  }))
  const group = t('shell.general')
  useCommands([
    ...places,
    {
      id: 'profile',
      label: t('shell.profile'),
      group,
      icon: IconUser,
      run: () => navigate({ to: '/profile' }),
    },
    {
      id: 'scheme',
      label: t(scheme === 'dark' ? 'shell.lightScheme' : 'shell.darkScheme'),
      group,
      icon: IconMoon,
      run: toggle,
    },
    {
      id: 'locale',
      label: other.name,
      group,
      icon: IconLanguage,
      keywords: 'language زبان english فارسی',
      run: () => chooseLocale(other.locale),
    },
    {
      id: 'shortcuts',
      label: t('shell.shortcuts'),
      group,
      icon: IconKeyboard,
      keys: 'shift+/',
      run: openShortcutsHelp,
    },
    { id: 'sign-out', label: t('shell.signOut'), group, icon: IconLogout, run: signOut },
  ])
  useShortcuts([
    { keys: 'mod+k', label: t('shell.search'), group, inFields: true, run: () => openPalette() },
    { keys: '/', label: t('shell.search'), group, run: () => openPalette() },
    { keys: 'shift+/', label: t('shell.shortcuts'), group, run: openShortcutsHelp },
    ...places.map((place) => ({ keys: place.keys!, label: place.label, group: place.group, run: place.run })),
  ])
}
