import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DeskCompanion } from '../../features/desk/web/companion.tsx'
import { useProfileLocale } from '../i18n.ts'
import { useLive } from '../live.ts'
import { sessionQuery } from '../session.ts'
import { CommandPalette } from '../ui/command-palette.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { useShortcutListener } from '../ui/shortcuts.ts'
import { ShortcutsHelp } from '../ui/shortcuts-help.tsx'
import { ScreenSkeleton } from '../ui/skeletons.tsx'
import { BottomBar } from './bottom-bar.tsx'
import classes from './frame.module.css'
import { Header } from './header.tsx'
import { OfflineBar } from './offline-bar.tsx'
import { Rail } from './rail.tsx'
import { useShellCommands } from './shell-commands.tsx'

export function Frame() {
  const { t } = useTranslation()
  const session = useQuery(sessionQuery)
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#main">
        {t('shell.skipToMain')}
      </a>
      <Rail permissions={session.data?.permissions} />
      <div className={classes.column}>
        <Header session={session.data} />
        <OfflineBar />
        <main id="main" tabIndex={-1} className={classes.main}>
          {session.data ? (
            <Outlet />
          ) : session.error ? (
            <ErrorState error={session.error} onRetry={session.refetch} page />
          ) : (
            <ScreenSkeleton />
          )}
        </main>
      </div>
      <BottomBar permissions={session.data?.permissions} />
      {session.data && <Companions />}
    </div>
  )
}

/** What runs beside every screen once somebody is signed in. */
function Companions() {
  useLive()
  useProfileLocale()
  useShortcutListener()
  useShellCommands()
  return (
    <>
      <CommandPalette />
      <ShortcutsHelp />
      <DeskCompanion />
    </>
  )
}
