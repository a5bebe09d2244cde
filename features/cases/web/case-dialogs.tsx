import { lazy, Suspense } from 'react'
import type { CaseDetail } from './case-types.ts'

export type CaseDialog = 'compensation' | 'refusal' | 'reopen' | 'verdict'

const DIALOGS = {
  compensation: lazy(() =>
    import('../../compensations/web/compensation-dialog.tsx').then((module) => ({
      default: module.CompensationDialog,
    })),
  ),
  refusal: lazy(() => import('./refusal-dialog.tsx').then((module) => ({ default: module.RefusalDialog }))),
  reopen: lazy(() => import('./reopen-dialog.tsx').then((module) => ({ default: module.ReopenDialog }))),
  verdict: lazy(() => import('./verdict-dialog.tsx').then((module) => ({ default: module.VerdictDialog }))),
}

/** What is needed now and then comes when it is needed. */
export function CaseDialogs({
  kase,
  open,
  onClose,
}: {
  kase: CaseDetail
  open: CaseDialog | undefined
  onClose: () => void
}) {
  if (!open) return null
  const Dialog = DIALOGS[open]
  return (
    <Suspense fallback={null}>
      <Dialog kase={kase} onClose={onClose} />
    </Suspense>
  )
}
