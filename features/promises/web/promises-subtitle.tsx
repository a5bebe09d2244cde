import { tehranDay } from '@hamdel/persian'
import { useTranslation } from 'react-i18next'
import { useCan, useSession } from '../../../web/session.ts'
import { DateText } from '../../../web/ui/date-text.tsx'
import { useBranches } from '../../customers/web/colleague-select.tsx'
import type { PromiseFilters } from './promise-filters.ts'
import type { PromiseItem } from './promise-queries.ts'

/** On the screen the day; on paper also whose promises these are, and of what moment. */
export function PromisesSubtitle({
  filters,
  rows,
}: {
  filters: PromiseFilters
  rows: PromiseItem[] | undefined
}) {
  const { t } = useTranslation()
  const me = useSession()?.person
  const seesAll = useCan()('promise.read', 'all')
  const branches = useBranches().data?.items
  const { due, keeper, branch } = filters
  const inBranch = branch ? branches?.find((one) => one.id === branch)?.name : undefined
  const whose =
    keeper === 'me'
      ? me?.fullName
      : keeper !== 'all'
        ? rows?.[0]?.keeperName
        : (inBranch ?? (seesAll ? t('promises.list.anyBranch') : me?.branchName))
  return (
    <>
      <DateText value={tehranDay(new Date())} style="long" />
      <span className="print-only">
        {t(`promises.list.tab.${due}`)} · <bdi>{whose}</bdi> · <DateText value={new Date()} />
      </span>
    </>
  )
}
