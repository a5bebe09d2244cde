import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { useDraft } from '../../../web/ui/draft.ts'
import { DraftNote } from '../../../web/ui/draft-note.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { tell } from '../../../web/ui/undoable.tsx'
import type { CaseDetail } from './case-types.ts'

const EMPTY = { reason: '', message: '' }

/** Saying no takes two people; the customer hears nothing until the second has agreed. */
export function RefusalDialog({ kase, onClose }: { kase: CaseDetail; onClose: () => void }) {
  const { t } = useTranslation()
  const draft = useDraft(`cases.refusal.${kase.id}`, EMPTY)
  const { reason, message } = draft.value
  const ask = useAction({
    run: (_: undefined, key: string) =>
      take(
        api.POST('/api/v1/customers/{customerId}/cases/{caseId}/refusals', {
          params: { path: { customerId: kase.customerId, caseId: kase.id } },
          body: { reason, message },
          headers: withKey(key),
        }),
      ),
    stale: [['cases'], ['lead']],
    onDone: () => {
      draft.clear()
      tell(t('cases.done.refusalAsked'))
      onClose()
    },
  })
  const errors = useFieldErrors(ask.error)
  return (
    <Dialog opened onClose={onClose} title={t('cases.refusal.title')} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          ask.run(undefined)
        }}
      >
        <Stack gap="sm">
          <p style={{ margin: 0 }}>{t('cases.refusal.lead')}</p>
          <Textarea
            data-autofocus
            required
            label={t('cases.refusal.reason')}
            description={t('cases.refusal.reasonHint')}
            autosize
            minRows={2}
            maxLength={2000}
            value={reason}
            error={errors.reason}
            onChange={(event) => draft.setValue({ reason: event.currentTarget.value, message })}
          />
          <Textarea
            required
            label={t('cases.refusal.message')}
            description={t('cases.refusal.messageHint')}
            autosize
            minRows={4}
            maxLength={5000}
            value={message}
            error={errors.message}
            onChange={(event) => draft.setValue({ reason, message: event.currentTarget.value })}
          />
          <DraftNote draft={draft} />
          <ErrorLine error={ask.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={ask.isRunning} disabled={!reason.trim() || !message.trim()}>
              {t('cases.refusal.ask')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
