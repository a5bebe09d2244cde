import { Button, Group, Input, Radio, SegmentedControl, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { Dialog } from '../../../web/ui/dialog.tsx'
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
  const [isSolved, setSolved] = useState(true)
  const [via, setVia] = useState<'phone' | 'in_person'>('phone')
  const [comment, setComment] = useState('')
  const record = useAction({
    run: (_: undefined, key: string) =>
      take(
        api.POST('/api/v1/customers/{customerId}/cases/{caseId}/verdict', {
          params: { path: { customerId: kase.customerId, caseId: kase.id } },
          body: { score: Number(score), isSolved, via, comment },
          headers: withKey(key),
        }),
      ),
    stale: [['cases'], ['triage'], ['customers', kase.customerId], ['indices'], ['lead']],
    onDone: ({ status }) => {
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
            value={isSolved ? 'yes' : 'no'}
            onChange={(next) => setSolved(next === 'yes')}
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
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
          <ErrorLine error={record.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={record.isRunning} disabled={!score}>
              {t('cases.verdict.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
