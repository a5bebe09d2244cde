import { Button, Group, Radio, Stack, Textarea } from '@mantine/core'
import { IconCircleCheck, IconHourglass } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { useDraft } from '../../../web/ui/draft.ts'
import { DraftNote } from '../../../web/ui/draft-note.tsx'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { MoneyInput } from '../../../web/ui/money-input.tsx'
import { TextSkeleton } from '../../../web/ui/skeletons.tsx'
import { tell } from '../../../web/ui/undoable.tsx'
import type { CaseDetail } from '../../cases/web/case-types.ts'
import { AuthorityMeter } from './authority-meter.tsx'
import classes from './compensation-dialog.module.css'

const KINDS = ['apology', 'replacement', 'refund', 'discount', 'gift', 'points'] as const
type Draft = { kind: (typeof KINDS)[number]; amountRials: number | null; reason: string }
const EMPTY: Draft = { kind: 'discount', amountRials: null, reason: '' }

/** Making it good. Says before the click whether it is given at once or waits for somebody. */
export function CompensationDialog({ kase, onClose }: { kase: CaseDetail; onClose: () => void }) {
  const { t } = useTranslation()
  const draft = useDraft<Draft>(`compensations.${kase.id}`, EMPTY)
  const { kind, amountRials, reason } = draft.value
  const set = (change: Partial<Draft>) => draft.setValue({ ...draft.value, ...change })
  const authority = useQuery({
    queryKey: ['compensations', 'authority'],
    staleTime: 0,
    queryFn: ({ signal }) => take(api.GET('/api/v1/me/authority', { signal })),
  })
  const amount = kind === 'apology' ? 0 : (amountRials ?? 0)
  const limit = !authority.data
    ? undefined
    : amount > authority.data.maxSingleRials
      ? 'single'
      : amount > authority.data.leftThisMonthRials
        ? 'budget'
        : 'none'
  const grant = useAction({
    run: (_: undefined, key: string) =>
      take(
        api.POST('/api/v1/customers/{customerId}/cases/{caseId}/compensations', {
          params: { path: { customerId: kase.customerId, caseId: kase.id } },
          body: { kind, amountRials: amount, reason },
          headers: withKey(key),
        }),
      ),
    stale: [['compensations'], ['cases'], ['lead'], ['me'], ['customers', kase.customerId]],
    onDone: (answer) => {
      draft.clear()
      tell(t(answer.limit ? `compensations.limit.${answer.limit}` : 'compensations.done.granted'))
      onClose()
    },
  })
  const errors = useFieldErrors(grant.error)
  const isReady = reason.trim() && (kind === 'apology' || amount > 0)
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('compensations.dialog.title', { name: kase.customerName })}
      size="lg"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) grant.run(undefined)
        }}
      >
        <Stack gap="sm">
          <Radio.Group
            label={t('compensations.dialog.kind')}
            value={kind}
            onChange={(next) => set({ kind: next as Draft['kind'] })}
          >
            <div className={classes.kinds}>
              {KINDS.map((one) => (
                <Radio key={one} value={one} label={t(`compensations.kind.${one}`)} />
              ))}
            </div>
          </Radio.Group>
          {kind !== 'apology' && (
            <MoneyInput
              data-autofocus
              required
              label={t('compensations.dialog.amount')}
              value={amountRials}
              error={errors.amountRials}
              onChange={(rials) => set({ amountRials: rials })}
            />
          )}
          <Textarea
            required
            label={t('compensations.dialog.reason')}
            description={t('compensations.dialog.reasonHint')}
            autosize
            minRows={2}
            maxLength={2000}
            value={reason}
            error={errors.reason}
            onChange={(event) => set({ reason: event.currentTarget.value })}
          />
          {authority.data ? (
            <AuthorityMeter authority={authority.data} amountRials={amount} />
          ) : authority.error ? (
            <ErrorLine error={authority.error} />
          ) : (
            <TextSkeleton lines={2} />
          )}
          {limit && (amount > 0 || kind === 'apology') && (
            <div className={classes.forecast} data-waits={limit !== 'none' || undefined} role="status">
              {limit === 'none' ? (
                <IconCircleCheck size={18} stroke={1.9} aria-hidden />
              ) : (
                <IconHourglass size={18} stroke={1.9} aria-hidden />
              )}
              {t(`compensations.forecast.${limit}`)}
            </div>
          )}
          <DraftNote draft={draft} />
          <ErrorLine error={grant.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={grant.isRunning} disabled={!isReady}>
              {t(limit && limit !== 'none' ? 'compensations.dialog.ask' : 'compensations.dialog.grant')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
