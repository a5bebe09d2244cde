import { Button, Group, Input, Radio, SegmentedControl, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { useDraft } from '../../../web/ui/draft.ts'
import { DraftNote } from '../../../web/ui/draft-note.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { tell } from '../../../web/ui/undoable.tsx'
import type { CaseDetail } from './case-types.ts'

const SCORES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

/** What the customer said of the solution, by phone or face to face; nobody writes it for their own case. */
export function VerdictDialog({ kase, onClose }: { kase: CaseDetail; onClose: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [score, setScore] = useState<string>()
  // Not guessed: «solved» closes the case for good, «not yet» opens it again.
  const [isSolved, setSolved] = useState<'yes' | 'no'>()
  const [via, setVia] = useState<'phone' | 'in_person'>('phone')
  const draft = useDraft(`cases.verdict.${kase.id}`, '')
  const record = useAction({
    run: (_: undefined, key: string) =>
      take(
        api.POST('/api/v1/customers/{customerId}/cases/{caseId}/verdict', {
          params: { path: { customerId: kase.customerId, caseId: kase.id } },
          body: { score: Number(score), isSolved: isSolved === 'yes', via, comment: draft.value },
          headers: withKey(key),
        }),
      ),
    stale: [['cases'], ['triage'], ['customers', kase.customerId], ['indices'], ['lead']],
    onDone: ({ status }) => {
      draft.clear()
      tell(t(`cases.done.verdict.${status}`))
      onClose()
    },
  })
  return (
    <Dialog opened onClose={onClose} title={t('cases.verdict.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          record.run(undefined)
        }}
      >
        <Stack gap="sm">
          <SegmentedControl
            aria-label={t('cases.verdict.how')}
            value={via}
            onChange={(next) => setVia(next as 'phone')}
            data={(['phone', 'in_person'] as const).map((one) => ({
              value: one,
              label: t(`cases.verdict.via.${one}`),
            }))}
          />
          <Input.Wrapper label={t('cases.verdict.ask')} description={t('cases.verdict.askHint')}>
            <SegmentedControl
              fullWidth
              mt={4}
              size="sm"
              dir="ltr"
              aria-label={t('cases.verdict.ask')}
              value={score ?? ''}
              onChange={setScore}
              data={SCORES.map((one) => ({ value: String(one), label: format.number(one) }))}
            />
          </Input.Wrapper>
          <Radio.Group
            label={t('cases.verdict.isSolved')}
            value={isSolved ?? ''}
            onChange={(next) => setSolved(next as 'yes')}
          >
            <Group mt={4}>
              <Radio value="yes" label={t('cases.verdict.solved')} />
              <Radio value="no" label={t('cases.verdict.notSolved')} />
            </Group>
          </Radio.Group>
          <Textarea
            label={t('cases.verdict.comment')}
            autosize
            minRows={2}
            maxLength={4000}
            value={draft.value}
            onChange={(event) => draft.setValue(event.currentTarget.value)}
          />
          <DraftNote draft={draft} />
          <ErrorLine error={record.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={record.isRunning} disabled={!score || !isSolved}>
              {t('cases.verdict.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
