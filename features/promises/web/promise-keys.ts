import { useTranslation } from 'react-i18next'
import { useShortcuts } from '../../../web/ui/shortcuts.ts'
import { tell } from '../../../web/ui/undoable.tsx'
import { DUES, type PromiseFilters } from './promise-filters.ts'
import { focusRow, rowInHand } from './promise-list.tsx'
import { type PromiseItem, useMayKeep } from './promise-queries.ts'
import type { OnEnd } from './promise-row.tsx'

type Input = {
  filters: PromiseFilters
  setFilters: (part: Partial<PromiseFilters>) => void
  rows: PromiseItem[] | undefined
  onEnd: OnEnd
  maySeeAll: boolean
}

/** The whole list by keyboard. Enter needs no word: the focus stands on the link of the promise. */
export function usePromiseKeys({ filters, setFilters, rows = [], onEnd, maySeeAll }: Input) {
  const { t } = useTranslation()
  const mayKeep = useMayKeep()
  const group = t('promises.list.title')
  const move = (step: 1 | -1) => {
    const at = rows.findIndex((row) => row.id === rowInHand()?.dataset.promise)
    // From elsewhere both keys enter at the first.
    focusRow(rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))]?.id)
  }
  const press = (what: string) => rowInHand()?.querySelector<HTMLElement>(`[data-do="${what}"]`)?.click()
  const end = (kind: 'break' | 'withdraw') => {
    const row = rows.find((one) => one.id === rowInHand()?.dataset.promise)
    if (row?.status !== 'open' || !mayKeep(row)) return
    if (kind === 'withdraw' && Date.parse(row.dueAt) < Date.now()) tell(t('promises.list.withdrawTooLate'))
    else onEnd(row, kind)
  }
  useShortcuts([
    { keys: 'j', label: t('promises.keys.next'), group, run: () => move(1) },
    { keys: 'k', label: t('promises.keys.previous'), group, run: () => move(-1) },
    { keys: 'd', label: t('promises.list.keep'), group, run: () => press('keep') },
    { keys: 'n', label: t('promises.list.break'), group, run: () => end('break') },
    { keys: 'w', label: t('promises.list.withdraw'), group, run: () => end('withdraw') },
    { keys: 'h', label: t('promises.history.title'), group, run: () => press('history') },
    {
      keys: 'm',
      label: t('promises.keys.whose'),
      group,
      disabled: !maySeeAll,
      run: () => setFilters({ keeper: filters.keeper === 'me' ? 'all' : 'me', branch: undefined }),
    },
    ...DUES.map((due, i) => ({
      keys: String(i + 1),
      label: t(`promises.list.tab.${due}`),
      group,
      run: () => setFilters({ due }),
    })),
  ])
}
