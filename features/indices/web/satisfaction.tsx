import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../web/session.ts'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import { CsatBars } from './csat-bars.tsx'
import classes from './lead.module.css'
import { csatQuery, type Summary } from './lead-queries.ts'
import { TrendChart } from './trend-chart.tsx'
import { TrendTable } from './trend-table.tsx'

/** What customers say: twelve months, branches, categories; with n, interval, definition and period. */
export function Satisfaction({ trend }: { trend: Summary['csatTrend'] }) {
  const { t } = useTranslation()
  const can = useCan()
  const n = trend.reduce((sum, month) => sum + month.value.n, 0)
  const period = t('indices.period', { fromOn: trend[0]!.monthOn })
  return (
    <>
      <Section title={t('indices.csat.trend')} note={`${period} · ${t('indices.verdicts', { count: n })}`}>
        <TrendChart trend={trend} />
        <p className={classes.definition}>
          {t('indices.definition.csat-v1')} {t('indices.csat.hollow')}
        </p>
        <details className="no-print">
          <summary className={classes.summary}>{t('indices.asTable')}</summary>
          <TrendTable trend={trend} />
        </details>
      </Section>
      {can('index.read') && (
        <div className={classes.halves}>
          {can('index.read', 'all') && (
            <Bars by="branch" title={t('indices.csat.byBranch')} period={period} />
          )}
          <Bars by="category" title={t('indices.csat.byCategory')} period={period} />
        </div>
      )}
    </>
  )
}

function Bars({ by, title, period }: { by: 'branch' | 'category'; title: string; period: string }) {
  const report = useQuery(csatQuery(by))
  return (
    <Section title={title} note={period}>
      {report.error && !report.data ? (
        <ErrorState compact error={report.error} onRetry={report.refetch} />
      ) : report.data ? (
        <CsatBars report={report.data} />
      ) : (
        <ListSkeleton count={4} />
      )}
    </Section>
  )
}
