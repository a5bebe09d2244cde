import { Tabs } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Page } from '../../../web/ui/page.tsx'
import { PrintButton } from '../../../web/ui/print-button.tsx'
import { EndPromiseDialog } from './end-promise-dialog.tsx'
import { PromiseBar } from './promise-bar.tsx'
import { DUES, type Due, type PromiseFilters, usePromiseFilters } from './promise-filters.ts'
import { usePromiseKeys } from './promise-keys.ts'
import { focusRow, PromiseList } from './promise-list.tsx'
import { type Ending, type PromiseList as List, type PromiseItem, usePromiseList } from './promise-queries.ts'
import { PromisesEmpty } from './promises-empty.tsx'
import classes from './promises-screen.module.css'
import { PromisesSubtitle } from './promises-subtitle.tsx'

/** What we gave our word for: today, too late, still to come, and how it ended. */
export function PromisesScreen() {
  const { t } = useTranslation()
  const { filters, setFilters, maySeeAll, mayKeep } = usePromiseFilters()
  const { due } = filters
  const lists = useLists(filters)
  const [ending, setEnding] = useState<{ row: PromiseItem; kind: Ending }>()
  const onEnd = (row: PromiseItem, kind: Ending) => setEnding({ row, kind })
  usePromiseKeys({ filters, setFilters, rows: lists[due].rows, onEnd, maySeeAll: maySeeAll && mayKeep })
  const close = () => {
    const id = ending?.row.id
    setEnding(undefined)
    // After the dialog has let go of the focus; a promise that has left hands it to its neighbour.
    setTimeout(() => focusRow(id))
  }
  return (
    <Page
      title={t('promises.list.title')}
      subtitle={<PromisesSubtitle filters={filters} rows={lists[due].rows} />}
      actions={
        <span className={classes.print}>
          <PrintButton />
        </span>
      }
    >
      {maySeeAll && <PromiseBar filters={filters} setFilters={setFilters} hasOwn={mayKeep} />}
      <Tabs
        value={due}
        onChange={(next) => next && setFilters({ due: next as Due })}
        keepMounted={false}
        classNames={{ list: classes.tabs, tab: classes.tab, panel: classes.panel }}
      >
        <Tabs.List className="no-print" aria-label={t('promises.list.title')}>
          {DUES.map((one) => (
            <Tabs.Tab key={one} value={one} rightSection={<Count due={one} list={lists[one]} />}>
              {t(`promises.list.tab.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {DUES.map((one) => (
          <Tabs.Panel key={one} value={one}>
            <PromiseList
              due={one}
              list={lists[one]}
              showsKeeper={filters.keeper !== 'me'}
              onEnd={onEnd}
              empty={
                <PromisesEmpty
                  filters={filters}
                  setFilters={setFilters}
                  overdue={lists.overdue.rows?.length ?? 0}
                  open={lists.open.rows?.length ?? 0}
                />
              }
            />
          </Tabs.Panel>
        ))}
      </Tabs>
      {ending && <EndPromiseDialog {...ending} onClose={close} />}
    </Page>
  )
}

/** The open ones are few and wanted at once; what has ended is asked for when it is looked at. */
function useLists(filters: PromiseFilters): Record<Due, List> {
  return {
    today: usePromiseList('today', filters),
    overdue: usePromiseList('overdue', filters),
    open: usePromiseList('open', filters),
    ended: usePromiseList('ended', filters, filters.due === 'ended'),
  }
}

function Count({ due, list }: { due: Due; list: List }) {
  const { t } = useTranslation()
  const count = list.rows?.length
  if (due === 'ended' || count === undefined) return null
  return (
    <span className={classes.count} data-tone={due === 'overdue' && count > 0 ? 'bad' : undefined}>
      {t(list.hasNextPage ? 'promises.list.countMore' : 'promises.list.count', { count })}
    </span>
  )
}
