import { Button } from '@mantine/core'
import { IconCompass } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../ui/empty-state.tsx'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <EmptyState
      icon={IconCompass}
      title={t('shell.notFound.title')}
      hint={t('shell.notFound.hint')}
      action={
        <Button component={Link} to="/">
          {t('shell.notFound.home')}
        </Button>
      }
      page
    />
  )
}
