import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { tell } from '../../../web/ui/undoable.tsx'
import { type PromiseRef, useEndPromise } from './case-promise-actions.ts'

type CasePromiseEndProps = {
  how: 'break' | 'withdraw'
  promise: PromiseRef & { text: string }
  onClose: () => void
}

/** A word not kept or taken back costs a sentence; the customer reads the one of a withdrawal. */
export function CasePromiseEnd({ how, promise, onClose }: CasePromiseEndProps) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const end = useEndPromise(() => {
    tell(t(`promises.done.${how}`))
    onClose()
  })
  return (
    <Dialog opened onClose={onClose} title={t(`promises.end.${how}.title`)}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          end.run({ how, one: promise, reason })
        }}
      >
        <Stack gap="sm">
          <blockquote style={{ margin: 0, color: 'var(--mantine-color-dimmed)' }}>
            «{promise.text}»
          </blockquote>
          <Textarea
            data-autofocus
            required
            label={t(`promises.end.${how}.reason`)}
            description={t(`promises.end.${how}.hint`)}
            autosize
            minRows={3}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <ErrorLine error={end.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={end.isRunning} disabled={!reason.trim()}>
              {t(`promises.end.${how}.submit`)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
