import { IconChecklist } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { DateText } from '../../../web/ui/date-text.tsx'
import type { CaseDetail } from '../../cases/web/case-types.ts'
import { CasePromiseButtons } from './case-promise-buttons.tsx'
import { PromiseMark } from './promise-marks.tsx'

/** A promise inside its case. */
export function CasePromiseLine({
  kase,
  promise,
}: {
  kase: CaseDetail
  promise: CaseDetail['promises'][number]
}) {
  const { t } = useTranslation()
  return (
    <li>
      <IconChecklist size={16} stroke={1.8} aria-label={t('promises.one')} />
      <PromiseMark status={promise.status} dueAt={promise.dueAt} />
      <span>
        <bdi>{promise.text}</bdi>
        {promise.reason && (
          <small>
            {' · '}
            <bdi>{promise.reason}</bdi>
          </small>
        )}
      </span>
      <small style={{ color: 'var(--mantine-color-dimmed)' }}>
        <bdi>
          <DateText value={promise.dueAt} show={promise.status === 'open' ? 'relative' : 'dateTime'} />
        </bdi>
        {' · '}
        <bdi>{promise.keeperName}</bdi>
      </small>
      {promise.status === 'open' && (
        <CasePromiseButtons
          promise={{
            ...promise,
            customerId: kase.customerId,
            customerName: kase.customerName,
            caseId: kase.id,
            branchId: kase.branchId,
          }}
        />
      )}
    </li>
  )
}
