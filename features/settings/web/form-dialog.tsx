import { Button, Group, Stack } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'

type Props = {
  title: string
  onClose: () => void
  onSave: () => void
  isSaving: boolean
  isReady: boolean
  error: unknown
  /** A way to delete, at the other end of the buttons. */
  other?: ReactNode
  children: ReactNode
}

/** A small form in a dialog: inputs, the error beside the button, Enter saves. */
export function FormDialog({ title, onClose, onSave, isSaving, isReady, error, other, children }: Props) {
  const { t } = useTranslation()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // A form inside a portal still bubbles to the form around it.
    event.stopPropagation()
    if (isReady) onSave()
  }
  return (
    <Dialog opened onClose={onClose} title={title}>
      <form onSubmit={submit}>
        <Stack gap="md">
          {children}
          <ErrorLine error={error} />
          <Group justify="space-between" gap="xs">
            <span>{other}</span>
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {t('ui.cancel')}
              </Button>
              <Button type="submit" loading={isSaving} disabled={!isReady}>
                {t('ui.save')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
