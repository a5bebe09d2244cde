import { Button } from '@mantine/core'
import { IconChecklist, IconChecks, IconHistory } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../web/session.ts'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import type { PromiseFilters } from './promise-filters.ts'

type Props = {
  filters: PromiseFilters
  setFilters: (part: Partial<PromiseFilters>) => void
  overdue: number
  open: number
}
const ICONS = { today: IconChecklist, overdue: IconChecks, open: IconChecklist, ended: IconHistory }

/** Nothing to keep here: why that is, and what comes next. */
export function PromisesEmpty({ filters, setFilters, overdue, open }: Props) {
  const { t } = useTranslation()
  const can = useCan()
  const { due, keeper } = filters
  const whose = keeper === 'me' ? 'mine' : keeper === 'all' ? 'all' : 'one'
  const go = (next: PromiseFilters['due'], label: string) => (
    <Button variant="light" onClick={() => setFilters({ due: next })}>
      {label}
    </Button>
  )
  return (
    <EmptyState
      icon={ICONS[due]}
      title={t(`promises.empty.${due}.${whose}`)}
      hint={t(`promises.empty.${due}.hint`)}
      action={
        due === 'today' && overdue > 0 ? (
          go('overdue', t('promises.empty.seeOverdue', { count: overdue }))
        ) : due === 'today' && open > 0 ? (
          go('open', t('promises.empty.seeOpen', { count: open }))
        ) : due === 'open' && can('queue.read') ? (
          <Button variant="light" component={Link} to="/desk">
            {t('promises.empty.toDesk')}
          </Button>
        ) : undefined
      }
    />
  )
}
