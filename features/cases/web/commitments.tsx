import { useTranslation } from 'react-i18next'
import { CompensationLine } from '../../compensations/web/compensation-line.tsx'
import { CasePromiseLine } from '../../promises/web/case-promise-line.tsx'
import type { CaseDetail } from './case-types.ts'
import classes from './commitments.module.css'

/** What we owe this customer in this case: first of all what is still open. */
export function Commitments({ kase }: { kase: CaseDetail }) {
  const { t } = useTranslation()
  if (kase.promises.length + kase.compensations.length === 0) return null
  const promises = kase.promises.toSorted((a, b) => Number(b.status === 'open') - Number(a.status === 'open'))
  return (
    <section className={classes.commitments} aria-label={t('cases.commitments.label')}>
      <ul>
        {promises.map((promise) => (
          <CasePromiseLine key={promise.id} kase={kase} promise={promise} />
        ))}
        {kase.compensations.map((compensation) => (
          <CompensationLine key={compensation.id} kase={kase} compensation={compensation} />
        ))}
      </ul>
    </section>
  )
}
