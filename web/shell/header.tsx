import { ActionIcon, Skeleton, UnstyledButton } from '@mantine/core'
import { IconKeyboard, IconSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Session } from '../session.ts'
import { openPalette } from '../ui/commands.ts'
import { KeyHint } from '../ui/key-hint.tsx'
import { openShortcutsHelp } from '../ui/shortcuts.ts'
import { StatusBadge } from '../ui/status-badge.tsx'
import classes from './header.module.css'
import { LocaleSwitch } from './locale-switch.tsx'
import { ProfileMenu } from './profile-menu.tsx'
import { SchemeSwitch } from './scheme-switch.tsx'

export function Header({ session }: { session: Session | undefined }) {
  const { t } = useTranslation()
  return (
    <header className={classes.header}>
      <div className={classes.place}>
        {session ? (
          <>
            <span className={classes.company}>
              <bdi>{session.company.name}</bdi>{' '}
              {session.company.isDemo && (
                <StatusBadge tone="accent" size="sm">
                  {t('shell.demo')}
                </StatusBadge>
              )}
            </span>
            {session.person.branchName && (
              <span className={classes.branch}>
                <bdi>{session.person.branchName}</bdi>
              </span>
            )}
          </>
        ) : (
          <Skeleton h={16} w={140} />
        )}
      </div>
      <UnstyledButton className={classes.search} onClick={() => openPalette()} title={t('shell.search')}>
        <IconSearch size={18} stroke={1.7} aria-hidden />
        <span className={classes.searchText}>{t('shell.searchPlaceholder')}</span>
        <KeyHint keys="mod+k" className={classes.searchKeys} />
      </UnstyledButton>
      <div className={classes.tools}>
        <ActionIcon
          className={classes.wideOnly}
          variant="subtle"
          color="gray"
          size="lg"
          onClick={openShortcutsHelp}
          aria-label={t('shell.shortcuts')}
          title={t('shell.shortcuts')}
        >
          <IconKeyboard size={20} stroke={1.7} />
        </ActionIcon>
        <SchemeSwitch className={classes.wideOnly} />
        <LocaleSwitch className={classes.wideOnly} />
        <ProfileMenu session={session} />
      </div>
    </header>
  )
}
