import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconMoon, IconSun } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

export function useScheme() {
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  return { scheme, toggle: () => setColorScheme(scheme === 'dark' ? 'light' : 'dark') }
}

export function SchemeSwitch({ className }: { className?: string }) {
  const { t } = useTranslation()
  const { scheme, toggle } = useScheme()
  const label = t(scheme === 'dark' ? 'shell.lightScheme' : 'shell.darkScheme')
  const Icon = scheme === 'dark' ? IconSun : IconMoon
  return (
    <ActionIcon
      className={className}
      variant="subtle"
      color="gray"
      size="lg"
      onClick={toggle}
      aria-label={label}
      title={label}
    >
      <Icon size={20} stroke={1.7} />
    </ActionIcon>
  )
}
