import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { tell } from '../../../web/ui/undoable.tsx'
import type { CaseDetail } from './case-types.ts'

export function ReopenDialog({ kase, onClose }: { kase: CaseDetail; onClose: () => void }) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const reopen = useAction({
    run: (_: undefined, key: string) =>
      api.POST('/api/v1/customers/{customerId}/cases/{caseId}/reopen', {
        params: { path: { customerId: kase.customerId, caseId: kase.id } },
        body: { reason },
        headers: withKey(key),
      }),
    stale: [['cases'], ['triage'], ['customers', kase.customerId]],
    onDone: () => {
      tell(t('cases.done.reopened'))
      onClose()
    },
  })
  return (
    <Dialog opened onClose={onClose} title={t('cases.reopen.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          reopen.run(undefined)
        }}
      >
        <Stack gap="sm">
          <Textarea
            data-autofocus
            required
            label={t('cases.reopen.reason')}
            description={t('cases.reopen.hint')}
            autosize
            minRows={2}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <ErrorLine error={reopen.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={reopen.isRunning} disabled={!reason.trim()}>
              {t('cases.action.reopen')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
