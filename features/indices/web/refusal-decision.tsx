import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../web/ui/dialog.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import { caseQuery } from '../../cases/web/case-types.ts'
import { RefusalPanel } from '../../cases/web/refusal-panel.tsx'
import classes from './lead.module.css'

type Props = { customerId: string; caseId: string; onClose: () => void }

/** Why it is to be refused and what the customer will read; the same panel as in the case. */
export function RefusalDecision({ customerId, caseId, onClose }: Props) {
  const { t } = useTranslation()
  const kase = useQuery(caseQuery(customerId, caseId))
  const refusal = kase.data?.refusals.find((one) => one.status === 'pending')
  const isDecided = kase.data !== undefined && !refusal
  useEffect(() => {
    if (isDecided) onClose()
  }, [isDecided, onClose])
  return (
    <Dialog opened onClose={onClose} title={kase.data?.subject ?? t('indices.decide.refusals')} size="lg">
      {kase.error && !kase.data && <ErrorState compact error={kase.error} onRetry={kase.refetch} />}
      {!kase.data && !kase.error && <ListSkeleton count={3} />}
      {kase.data && refusal && <RefusalPanel kase={kase.data} refusal={refusal} />}
      <p className={classes.meta}>
        <Link to="/customers/$customerId/cases/$caseId" params={{ customerId, caseId }}>
          {t('indices.decide.whole')}
        </Link>
      </p>
    </Dialog>
  )
}
