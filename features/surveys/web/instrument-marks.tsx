import { IconArchive, IconLock, IconPencil } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat, useLocale } from '../../../web/ui/format.ts'
import { StatusBadge } from '../../../web/ui/status-badge.tsx'
import type { Instrument } from './instrument-types.ts'

/** The title in the language of the screen, where there is one. */
export function useInstrumentTitle() {
  const locale = useLocale()
  return (instrument: Pick<Instrument, 'title' | 'titleEn'>) =>
    (locale === 'en' && instrument.titleEn) || instrument.title
}

/** What a survey would ask, and what is still being written. */
export function InstrumentState({ instrument }: { instrument: Instrument }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { publishedNumber, draftNumber } = instrument
  return (
    <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: '0.25rem 0.375rem' }}>
      {instrument.isArchived && (
        <StatusBadge size="sm" icon={IconArchive}>
          {t('surveys.screens.instrument.archived')}
        </StatusBadge>
      )}
      {publishedNumber !== null && (
        <StatusBadge size="sm" tone="good" icon={IconLock}>
          {instrument.isShipped
            ? t('surveys.screens.instrument.shipped')
            : t('surveys.screens.instrument.published', { number: format.number(publishedNumber) })}
        </StatusBadge>
      )}
      {draftNumber !== null && (
        <StatusBadge size="sm" tone="warn" icon={IconPencil}>
          {t('surveys.screens.instrument.draft')}
        </StatusBadge>
      )}
    </span>
  )
}
