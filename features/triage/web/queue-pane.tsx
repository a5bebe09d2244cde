import { Button, SegmentedControl } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../web/session.ts'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import { openNewCase } from '../../cases/web/new-case.ts'
import { useUnsentCases } from '../../cases/web/unsent.ts'
import classes from './queue-pane.module.css'
import { QueueRow } from './queue-row.tsx'
import { type QueueScope, type ShownItem, useQueue, useSteadyQueue } from './steady-queue.ts'

type QueuePaneProps = {
  scope: QueueScope
  onScope: (scope: QueueScope) => void
  selected: string | undefined
  onOpen: (item: { customerId: string; caseId: string }) => void
  /** Told whenever the shown order changes, for «next» and «previous» from elsewhere. */
  onItems: (items: ShownItem[]) => void
  /** Keys moved the selection a moment ago: the order must not change between two presses. */
  isMoving: boolean
  actions: React.ReactNode
}

export function QueuePane({ scope, onScope, selected, onOpen, onItems, isMoving, actions }: QueuePaneProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const can = useCan()
  const queue = useQueue(scope)
  const [isPointed, setPointed] = useState(false)
  const [isFocused, setFocused] = useState(false)
  const { items, changes, apply } = useSteadyQueue(
    queue.isPlaceholderData ? undefined : queue.data?.items,
    scope,
    isPointed || isFocused || isMoving,
  )
  const unsent = useUnsentCases()
  const list = useRef<HTMLDivElement>(null)
  useKeepInPlace(list, selected, items)
  useEffect(() => onItems(items), [items, onItems])

  // What is opened by keys or from elsewhere must be seen.
  useEffect(() => {
    if (selected) rowOf(list.current, selected)?.scrollIntoView({ block: 'nearest' })
  }, [selected])

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('[data-case]') ?? [])]
    const at = buttons.indexOf(document.activeElement as HTMLElement)
    buttons[Math.min(buttons.length - 1, Math.max(0, at + step))]?.focus()
  }
  const counts = queue.data?.counts
  const scopes = (['me', 'team', 'branch', 'all'] as const).filter(
    (one) => one !== 'all' || can('queue.read', 'all'),
  )
  const tabStop = items.some((item) => item.caseId === selected) ? selected : items[0]?.caseId
  return (
    <section className={classes.pane} aria-label={t('triage.queue.label')}>
      <div className={classes.head}>
        <div className={classes.title}>{t('shell.nav.desk')}</div>
        <div className={classes.actions}>{actions}</div>
      </div>
      <div className={classes.scopes}>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t('triage.queue.scopes')}
          value={scope}
          onChange={(value) => onScope(value as QueueScope)}
          data={scopes.map((one) => ({
            value: one,
            label: (
              <span className={classes.scope}>
                {t(`triage.scope.${one}`)}
                <b>
                  {counts?.[one] == null
                    ? '…'
                    : `${counts[one] >= 1000 ? '+' : ''}${format.number(counts[one])}`}
                </b>
              </span>
            ),
          }))}
        />
      </div>
      <div className={classes.news} data-shown={changes > 0 || undefined} aria-live="polite">
        {changes > 0 && (
          <button type="button" onClick={apply}>
            {t('triage.queue.changes', { count: changes })}
          </button>
        )}
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only hears whether hand or focus is inside */}
      <div
        ref={list}
        className={classes.list}
        onPointerEnter={(event) => event.pointerType === 'mouse' && setPointed(true)}
        onPointerLeave={() => setPointed(false)}
        onFocus={() => setFocused(true)}
        onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setFocused(false)}
      >
        {items.length > 0 ? (
          <ul aria-label={t('triage.queue.label')} onKeyDown={onKeyDown}>
            {items.map((item) => (
              <QueueRow
                key={item.caseId}
                item={item}
                isSelected={item.caseId === selected}
                isTabStop={item.caseId === tabStop}
                hasUnsent={unsent.has(item.caseId)}
                showsBranch={scope === 'all'}
                onOpen={onOpen}
              />
            ))}
          </ul>
        ) : queue.error ? (
          <ErrorState error={queue.error} onRetry={queue.refetch} compact />
        ) : queue.isPending || queue.isPlaceholderData ? (
          <div className={classes.waiting}>
            <ListSkeleton count={8} />
          </div>
        ) : (
          <EmptyState
            title={t(`triage.queue.empty.${scope}`)}
            hint={t('triage.queue.emptyHint')}
            action={
              can('case.open') && (
                <Button variant="light" leftSection={<IconPlus size={18} />} onClick={() => openNewCase()}>
                  {t('cases.new.title')}
                </Button>
              )
            }
          />
        )}
      </div>
    </section>
  )
}

const rowOf = (list: HTMLElement | null, caseId: string) =>
  list?.querySelector<HTMLElement>(`[data-case="${caseId}"]`)?.closest('li')

/** When the order changes, the open row stays where it was on the screen and the others move around it. */
function useKeepInPlace(
  list: React.RefObject<HTMLElement | null>,
  selected: string | undefined,
  items: unknown,
) {
  const before = useRef<{ caseId: string; top: number }>(undefined)
  const row = selected ? rowOf(list.current, selected) : undefined
  before.current = selected && row ? { caseId: selected, top: row.getBoundingClientRect().top } : undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: exactly when the rows were laid out anew
  useLayoutEffect(() => {
    const was = before.current
    const now = was && rowOf(list.current, was.caseId)
    if (now && list.current) list.current.scrollTop += now.getBoundingClientRect().top - was.top
  }, [items])
}
