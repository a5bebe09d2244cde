import { Button, Group, Stack, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { tell } from '../../../web/ui/undoable.tsx'
import type { PendingCompensation } from './lead-queries.ts'

type Props = { it: PendingCompensation; decision: 'approve' | 'reject'; onClose: () => void }

/** Money leaves the approver's budget: said in full before, because it can not be taken back by a key. */
export function CompensationDecision({ it, decision, onClose }: Props) {
  const { t } = useTranslation()
  const [note, setNote] = useState('')
  const isApproval = decision === 'approve'
  const decide = useAction({
    run: (_: undefined, key) => {
      const options = {
        params: { path: { customerId: it.customerId, compensationId: it.id } },
        body: { note: note.trim() },
        headers: withKey(key),
      }
      return isApproval
        ? take(api.POST('/api/v1/customers/{customerId}/compensations/{compensationId}/approve', options))
        : take(api.POST('/api/v1/customers/{customerId}/compensations/{compensationId}/reject', options))
    },
    stale: [['compensations'], ['lead'], ['cases'], ['me'], ['customers', it.customerId]],
    onDone: () => {
      tell(t(isApproval ? 'indices.decide.approved' : 'indices.decide.rejected', { name: it.customerName }))
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    decide.run(undefined)
  }
  const words = { amountRials: it.amountRials, customer: it.customerName, colleague: it.requestedByName }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t(isApproval ? 'indices.decide.approveTitle' : 'indices.decide.rejectTitle')}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <p style={{ margin: 0 }}>
            {t(isApproval ? 'indices.decide.approveWarning' : 'indices.decide.rejectWarning', words)}
          </p>
          <Textarea
            label={t(isApproval ? 'indices.decide.noteOptional' : 'indices.decide.noteNeeded')}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            autosize
            minRows={2}
            maxLength={1000}
            data-autofocus
          />
          <ErrorLine error={decide.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={decide.isRunning} disabled={!isApproval && !note.trim()}>
              {t(isApproval ? 'indices.decide.approveAmount' : 'indices.decide.reject', words)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
