import { useTranslation } from 'react-i18next'
import { CompensationLine } from '../../compensations/web/compensation-line.tsx'
import { CasePromiseLine } from '../../promises/web/case-promise-line.tsx'
import type { CaseDetail } from './case-types.ts'
import classes from './commitments.module.css'

const isOpen = (one: { status: string }) => one.status === 'open' || one.status === 'pending'

function Lines({ kase, which }: { kase: CaseDetail; which: (one: { status: string }) => boolean }) {
  return (
    <ul className={classes.lines}>
      {kase.promises.filter(which).map((promise) => (
        <CasePromiseLine key={promise.id} kase={kase} promise={promise} />
      ))}
      {kase.compensations.filter(which).map((compensation) => (
        <CompensationLine key={compensation.id} kase={kase} compensation={compensation} />
      ))}
    </ul>
  )
}

/** What we owe in this case and is not done yet: always in sight. */
export function OpenCommitments({ kase }: { kase: CaseDetail }) {
  const { t } = useTranslation()
  if (![...kase.promises, ...kase.compensations].some(isOpen)) return null
  return (
    <section className={classes.open} aria-label={t('cases.commitments.label')}>
      <Lines kase={kase} which={isOpen} />
    </section>
  )
}

/** What was promised and given before; a click away. */
export function PastCommitments({ kase }: { kase: CaseDetail }) {
  const { t } = useTranslation()
  const count = [...kase.promises, ...kase.compensations].filter((one) => !isOpen(one)).length
  if (count === 0) return null
  return (
    <details className={classes.past}>
      <summary>{t('cases.commitments.past', { count })}</summary>
      <Lines kase={kase} which={(one) => !isOpen(one)} />
    </details>
  )
}
