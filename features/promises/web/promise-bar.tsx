import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useCan, useSession } from '../../../web/session.ts'
import { BranchSelect, ColleagueSelect } from '../../customers/web/colleague-select.tsx'
import type { PromiseFilters } from './promise-filters.ts'
import classes from './promises-screen.module.css'

type Props = {
  filters: PromiseFilters
  setFilters: (part: Partial<PromiseFilters>) => void
  /** Whoever keeps no promises has none of their own to see. */
  hasOwn: boolean
}

/** Whose promises: mine, or the branch's, or one colleague's. */
export function PromiseBar({ filters, setFilters, hasOwn }: Props) {
  const { t } = useTranslation()
  const can = useCan()
  const branchId = useSession()?.person.branchId
  const seesAll = can('promise.read', 'all')
  const isMine = filters.keeper === 'me'
  return (
    <search className={`${classes.bar} no-print`} aria-label={t('ui.filter.label')}>
      {hasOwn && (
        <SegmentedControl
          aria-label={t('promises.list.whose')}
          value={isMine ? 'me' : 'all'}
          onChange={(keeper) => setFilters({ keeper, branch: undefined })}
          data={[
            { value: 'me', label: t('promises.list.mine') },
            { value: 'all', label: t(seesAll ? 'promises.list.everybody' : 'promises.list.branch') },
          ]}
        />
      )}
      {!isMine && seesAll && (
        <BranchSelect
          className={classes.select}
          aria-label={t('promises.list.branchFilter')}
          placeholder={t('promises.list.anyBranch')}
          clearable
          value={filters.branch ?? null}
          onChange={(branch) => setFilters({ branch: branch ?? undefined, keeper: 'all' })}
        />
      )}
      {!isMine && (
        <ColleagueSelect
          className={classes.select}
          aria-label={t('promises.list.keeper')}
          placeholder={t('promises.list.anyKeeper')}
          branchId={seesAll ? filters.branch : branchId}
          value={filters.keeper === 'all' ? null : filters.keeper}
          onChange={(keeper) => setFilters({ keeper: keeper ?? 'all' })}
        />
      )}
    </search>
  )
}
