import { Button, TextInput } from '@mantine/core'
import { IconGift } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan, useSession } from '../../../web/session.ts'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { MoneyText } from '../../../web/ui/money-text.tsx'
import { StatusBadge, type Tone } from '../../../web/ui/status-badge.tsx'
import { tell } from '../../../web/ui/undoable.tsx'
import type { CaseDetail } from '../../cases/web/case-types.ts'
import classes from './compensation-line.module.css'

type Compensation = CaseDetail['compensations'][number]
type Decision = 'approve' | 'reject' | 'reverse'
const TONES: Record<string, Tone> = {
  granted: 'good',
  pending: 'warn',
  approved: 'good',
  rejected: 'neutral',
  reversed: 'neutral',
}

/** What was given or asked for, and the decision of whoever may decide. */
export function CompensationLine({ kase, compensation }: { kase: CaseDetail; compensation: Compensation }) {
  const { t } = useTranslation()
  const can = useCan()
  const me = useSession()?.person
  const [asking, setAsking] = useState<'reject' | 'reverse'>()
  const [note, setNote] = useState('')
  const params = { path: { customerId: kase.customerId, compensationId: compensation.id } }
  const decide = useAction({
    run: (decision: Decision, key: string) => {
      const options = { params, body: { note }, headers: withKey(key) }
      if (decision === 'approve')
        return take(
          api.POST('/api/v1/customers/{customerId}/compensations/{compensationId}/approve', options),
        )
      return take(
        decision === 'reject'
          ? api.POST('/api/v1/customers/{customerId}/compensations/{compensationId}/reject', options)
          : api.POST('/api/v1/customers/{customerId}/compensations/{compensationId}/reverse', options),
      )
    },
    stale: [['compensations'], ['cases'], ['lead'], ['me'], ['customers', kase.customerId]],
    onDone: (_, decision) => {
      setAsking(undefined)
      tell(t(`compensations.done.${decision}`))
    },
  })
  const isOwn = compensation.requestedBy === me?.id
  const mayDecide = can('compensation.approve') && !isOwn
  const isGiven = compensation.status === 'granted' || compensation.status === 'approved'
  return (
    <li>
      <IconGift size={16} stroke={1.8} aria-label={t('compensations.one')} />
      <StatusBadge size="sm" tone={TONES[compensation.status] ?? 'neutral'}>
        {t(`compensations.status.${compensation.status}`)}
      </StatusBadge>
      <b>{t(`compensations.kind.${compensation.kind}`)}</b>
      {compensation.amountRials > 0 && <MoneyText rials={compensation.amountRials} />}
      <span>
        <bdi>{compensation.reason}</bdi>
      </span>
      <small style={{ color: 'var(--mantine-color-dimmed)' }}>
        <bdi>{compensation.requestedByName}</bdi>
        {compensation.decidedByName && (
          <>
            {' '}
            ← <bdi>{compensation.decidedByName}</bdi>
          </>
        )}
      </small>
      {mayDecide && !asking && (compensation.status === 'pending' || isGiven) && (
        <span className={`${classes.actions} no-print`}>
          {compensation.status === 'pending' ? (
            <>
              <Button
                size="compact-sm"
                loading={decide.isRunning}
                disabled={compensation.amountRials > (me?.maxSingleRials ?? 0)}
                title={
                  compensation.amountRials > (me?.maxSingleRials ?? 0)
                    ? t('errors.compensation_above_your_limit')
                    : undefined
                }
                onClick={() => decide.run('approve')}
              >
                {t('compensations.action.approve')}
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => setAsking('reject')}>
                {t('compensations.action.reject')}
              </Button>
            </>
          ) : (
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setAsking('reverse')}>
              {t('compensations.action.reverse')}
            </Button>
          )}
        </span>
      )}
      {asking && (
        <form
          className={classes.why}
          onSubmit={(event) => {
            event.preventDefault()
            decide.run(asking)
          }}
        >
          <TextInput
            autoFocus
            size="sm"
            required
            maxLength={1000}
            aria-label={t('compensations.action.reason')}
            placeholder={t('compensations.action.reason')}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && setAsking(undefined)}
          />
          <Button type="submit" size="compact-md" loading={decide.isRunning} disabled={!note.trim()}>
            {t(`compensations.action.${asking}`)}
          </Button>
          <Button size="compact-md" variant="default" onClick={() => setAsking(undefined)}>
            {t('ui.cancel')}
          </Button>
        </form>
      )}
      <ErrorLine error={decide.error} />
    </li>
  )
}
