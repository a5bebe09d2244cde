import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { CustomerPane } from '../../desk/web/customer-pane.tsx'
import { CasePane } from './case-pane.tsx'
import classes from './case-screen.module.css'
import { caseQuery } from './case-types.ts'

/** One case on its own page: to send as a link, to read in full, to print. */
export function CaseScreen() {
  const { t } = useTranslation()
  const { customerId, caseId } = useParams({ strict: false }) as { customerId: string; caseId: string }
  const kase = useQuery(caseQuery(customerId, caseId)).data
  useEffect(() => {
    document.title = kase ? `${kase.subject} · ${t('app.name')}` : t('app.name')
  }, [kase, t])
  return (
    <div className={classes.screen}>
      <nav aria-label={t('ui.breadcrumbs')} className={`${classes.crumbs} no-print`}>
        <Link to="/customers">{t('shell.nav.customers')}</Link>
        <span aria-hidden="true">/</span>
        <Link to="/customers/$customerId" params={{ customerId }}>
          <bdi>{kase?.customerName ?? '…'}</bdi>
        </Link>
      </nav>
      <div className={classes.columns}>
        <CasePane customerId={customerId} caseId={caseId} isPage />
        <aside className={`${classes.card} no-print`} aria-label={t('desk.card.label')}>
          <CustomerPane customerId={customerId} caseId={caseId} />
        </aside>
      </div>
    </div>
  )
}
