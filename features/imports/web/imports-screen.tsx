import { useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../web/session.ts'
import { Page } from '../../../web/ui/page.tsx'
import { ImportGuide } from './import-guide.tsx'
import { ImportHistory } from './import-history.tsx'
import { ImportSteps } from './import-steps.tsx'
import { UploadFile } from './upload-file.tsx'

/** Brings customers, purchases and survey answers in from files, and takes them out again when they were wrong. */
export function ImportsScreen() {
  const { t } = useTranslation()
  const can = useCan()
  const { id } = useSearch({ strict: false }) as { id?: string }
  if (typeof id === 'string') return <ImportSteps key={id} id={id} />
  return (
    <Page title={t('imports.screen.title')} subtitle={t('imports.screen.subtitle')}>
      {can('import.run') && <UploadFile />}
      <ImportHistory />
      {can('import.run') && <ImportGuide />}
    </Page>
  )
}
