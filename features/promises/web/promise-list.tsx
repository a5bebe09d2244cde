import { tehranDay } from '@hamdel/persian'
import { Button } from '@mantine/core'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { DateText } from '../../../web/ui/date-text.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { Section } from '../../../web/ui/section.tsx'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import type { Due } from './promise-filters.ts'
import classes from './promise-list.module.css'
import type { PromiseList as List, PromiseItem } from './promise-queries.ts'
import { type OnEnd, PromiseRow } from './promise-row.tsx'

type Props = {
  due: Due
  list: List
  showsKeeper: boolean
  empty: React.ReactNode
  onEnd: OnEnd
}

/** The promises of a tab: one sheet for today, a sheet for each day elsewhere. */
export function PromiseList({ due, list, showsKeeper, empty, onEnd }: Props) {
  const { t } = useTranslation()
  const { rows } = list
  useFocusKept(rows)
  if (!rows && list.error) return <ErrorState error={list.error} onRetry={list.refetch} />
  if (!rows)
    return (
      <Section>
        <ListSkeleton count={5} />
      </Section>
    )
  if (rows.length === 0) return <Section>{empty}</Section>
  return (
    <div
      className={classes.list}
      aria-busy={list.isPlaceholderData}
      data-busy={list.isPlaceholderData || undefined}
    >
      {groupsOf(rows, due).map((group) => (
        <Section key={group.day} flush {...(due === 'today' ? {} : { title: <Day day={group.day} /> })}>
          <ul className={classes.rows} aria-label={t(`promises.list.tab.${due}`)}>
            {group.rows.map((row) => (
              <PromiseRow key={row.id} row={row} showsKeeper={showsKeeper} onEnd={onEnd} />
            ))}
          </ul>
        </Section>
      ))}
      {list.hasNextPage && (
        <Button
          variant="default"
          className={`${classes.more} no-print`}
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('promises.list.loadMore')}
        </Button>
      )}
    </div>
  )
}

/** «فردا · چهارشنبه ۴ آذر ۱۴۰۵» */
function Day({ day }: { day: string }) {
  const format = useFormat()
  return (
    <>
      <span className={classes.near}>{format.relative(day)}</span>{' '}
      <span className={classes.date}>
        <DateText value={day} style="long" />
      </span>
    </>
  )
}

function groupsOf(rows: PromiseItem[], due: Due): { day: string; rows: PromiseItem[] }[] {
  if (due === 'today') return [{ day: 'today', rows }]
  const days = Map.groupBy(rows, (row) =>
    tehranDay(new Date(due === 'ended' ? (row.closedAt ?? row.dueAt) : row.dueAt)),
  )
  return [...days].map(([day, ofDay]) => ({ day, rows: ofDay }))
}

export const focusRow = (id: string | undefined) =>
  id && document.querySelector<HTMLElement>(`[data-promise="${id}"] a`)?.focus({ preventScroll: false })

/** The promise in which the keyboard is. */
export const rowInHand = (): HTMLElement | null =>
  document.activeElement?.closest<HTMLElement>('[data-promise]') ?? null

/** When the row one is in leaves the list, its place is taken by the next: «done, done, done» without a hand on the mouse. */
function useFocusKept(rows: PromiseItem[] | undefined) {
  const last = useRef<{ id: string; at: number }>(undefined)
  const ids = useRef<string[]>([])
  useEffect(() => {
    // Whoever went elsewhere by themselves is not brought back.
    const onFocusIn = () => {
      const id = rowInHand()?.dataset.promise
      last.current = id ? { id, at: ids.current.indexOf(id) } : undefined
    }
    document.addEventListener('focusin', onFocusIn)
    return () => document.removeEventListener('focusin', onFocusIn)
  }, [])
  useLayoutEffect(() => {
    ids.current = rows?.map((row) => row.id) ?? []
    const was = last.current
    if (!was || ids.current.includes(was.id)) return
    last.current = undefined
    if (document.activeElement === document.body || !document.activeElement)
      focusRow(ids.current[Math.min(was.at, ids.current.length - 1)])
  }, [rows])
}
