import { Menu, UnstyledButton } from '@mantine/core'
import { IconLanguage, IconLogout, IconMoon, IconUser } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { chooseLocale } from '../i18n.ts'
import { type Session, useSignOut } from '../session.ts'
import { PersonAvatar } from '../ui/person-avatar.tsx'
import { OTHER_LOCALE } from './locale-switch.tsx'
import classes from './profile-menu.module.css'
import { useScheme } from './scheme-switch.tsx'

export function ProfileMenu({ session }: { session: Session | undefined }) {
  const { t, i18n } = useTranslation()
  const signOut = useSignOut()
  const { scheme, toggle } = useScheme()
  const other = OTHER_LOCALE[i18n.language] ?? OTHER_LOCALE.fa!
  if (!session) return null
  const { fullName, role } = session.person
  return (
    <Menu position="bottom-end" width={240} shadow="md">
      <Menu.Target>
        <UnstyledButton className={classes.target}>
          <span className="visually-hidden">{t('shell.profileOf', { name: fullName })}</span>
          <PersonAvatar name={fullName} size={34} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <span className={classes.name}>
            <bdi>{fullName}</bdi>
          </span>
          <span className={classes.role}>{t(`shell.roles.${role}`)}</span>
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} to="/profile" leftSection={<IconUser size={18} stroke={1.7} />}>
          {t('shell.profile')}
        </Menu.Item>
        <Menu.Item leftSection={<IconMoon size={18} stroke={1.7} />} onClick={toggle}>
          {t(scheme === 'dark' ? 'shell.lightScheme' : 'shell.darkScheme')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLanguage size={18} stroke={1.7} />}
          lang={other.locale}
          onClick={() => chooseLocale(other.locale)}
        >
          {other.name}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={18} stroke={1.7} />} onClick={signOut}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
