import { useTranslation } from 'react-i18next'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'

/** Stands in for a screen that is not written yet; goes away with the last of them. */
export function ScreenToCome({ name }: { name: string }) {
  const { t } = useTranslation()
  return (
    <Page title={t('shell.toCome.title')}>
      <EmptyState title={t('shell.toCome.title')} hint={t('shell.toCome.hint', { name })} />
    </Page>
  )
}
