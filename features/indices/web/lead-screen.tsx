import { IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useCan, useSession } from '../../../web/session.ts'
import { DateText } from '../../../web/ui/date-text.tsx'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { PrintButton } from '../../../web/ui/print-button.tsx'
import { TextSkeleton } from '../../../web/ui/skeletons.tsx'
import { Decisions } from './decisions.tsx'
import { LeadNumbers } from './lead-numbers.tsx'
import { summaryQuery } from './lead-queries.ts'
import { Satisfaction } from './satisfaction.tsx'
import { TeamTable } from './team-table.tsx'

/** The morning of who looks after the work: what burns, what waits for a decision, what customers say, who carries it. */
export function LeadScreen() {
  const { t } = useTranslation()
  const can = useCan()
  const session = useSession()
  const mayRead = can('lead.read')
  const summary = useQuery({ ...summaryQuery, enabled: mayRead })
  if (!mayRead)
    return (
      <Page title={t('indices.lead.title')}>
        <EmptyState page icon={IconLock} title={t('ui.error.forbidden')} hint={t('errors.not_permitted')} />
      </Page>
    )
  return (
    <Page
      title={t('indices.lead.title')}
      subtitle={
        <>
          {summary.data?.branchId ? session?.person.branchName : session?.company.name}
          {summary.data && (
            <>
              {' · '}
              {t('indices.lead.asOf')} <DateText value={summary.data.at} show="time" />
            </>
          )}
        </>
      }
      actions={<PrintButton />}
    >
      {summary.error && !summary.data ? (
        <ErrorState error={summary.error} onRetry={summary.refetch} />
      ) : summary.data ? (
        <LeadNumbers summary={summary.data} />
      ) : (
        <TextSkeleton lines={6} />
      )}
      {can('compensation.read') && <Decisions />}
      {summary.data && <Satisfaction trend={summary.data.csatTrend} />}
      <TeamTable />
    </Page>
  )
}
