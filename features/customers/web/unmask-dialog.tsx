import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'

type Props = { customerId: string; onClose: () => void; onShown: (identifier: string) => void }

export function UnmaskDialog({ customerId, onClose, onShown }: Props) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const unmask = useAction({
    run: (text: string) =>
      take(
        api.POST('/api/v1/customers/{customerId}/identifier/unmask', {
          params: { path: { customerId } },
          body: { reason: text },
        }),
      ),
    onDone: ({ identifier }) => onShown(identifier),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reason.trim()) unmask.run(reason.trim())
  }
  return (
    <Dialog opened onClose={onClose} title={t('customers.card.show')} size="sm">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">{t('customers.card.revealHint')}</Text>
          <Textarea
            data-autofocus
            required
            autosize
            minRows={2}
            maxLength={500}
            label={t('customers.card.reason')}
            placeholder={t('customers.card.reasonExample')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <ErrorLine error={unmask.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={unmask.isRunning} disabled={!reason.trim()}>
              {t('customers.card.show')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
