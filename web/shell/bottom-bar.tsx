import { Menu, UnstyledButton } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Session } from '../session.ts'
import classes from './bottom-bar.module.css'
import { navigationFor } from './navigation.ts'

const SHOWN = 4

/** The rail of a phone: four places under the thumb, the rest behind "more". */
export function BottomBar({ permissions }: { permissions: Session['permissions'] | undefined }) {
  const { t } = useTranslation()
  const items = navigationFor(permissions)
  const rest = items.slice(SHOWN)
  return (
    <nav className={classes.bar} aria-label={t('shell.navigation')}>
      {items.slice(0, SHOWN).map(({ id, to, params, icon: Icon }) => (
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
      {rest.length > 0 && (
        <Menu position="top-end" withinPortal>
          <Menu.Target>
            <UnstyledButton className={classes.item}>
              <IconDots size={22} stroke={1.7} aria-hidden />
              <span>{t('shell.more')}</span>
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map(({ id, to, params, icon: Icon }) => (
              <Menu.Item
                key={id}
                component={Link}
                to={to}
                params={params as never}
                leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
              >
                {t(`shell.nav.${id}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </nav>
  )
}
