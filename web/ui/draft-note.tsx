import { Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { DateText } from './date-text.tsx'
import classes from './draft-note.module.css'

type DraftNoteProps = {
  /** What `useDraft` gave. */ draft: { savedAt: string | undefined; wasRestored: boolean; clear: () => void }
}

/** Under a text being written: that it was restored, or that it is kept; with the way to throw it away. */
export function DraftNote({ draft }: DraftNoteProps) {
  const { t } = useTranslation()
  if (!draft.savedAt) return null
  return (
    <div className={classes.note}>
      <IconPencil size={14} stroke={1.8} aria-hidden />
      <span>{t(draft.wasRestored ? 'ui.draft.restored' : 'ui.draft.kept')}</span>
      <DateText value={draft.savedAt} show="relative" />
      <Button variant="subtle" size="compact-xs" onClick={draft.clear}>
        {t('ui.draft.discard')}
      </Button>
    </div>
  )
}
