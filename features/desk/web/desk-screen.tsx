import { ActionIcon, Button } from '@mantine/core'
import { IconArrowRight, IconId, IconPlayerTrackNext, IconPlus } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan } from '../../../web/session.ts'
import { useCommands } from '../../../web/ui/commands.ts'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { KeyHint } from '../../../web/ui/key-hint.tsx'
import { useShortcuts } from '../../../web/ui/shortcuts.ts'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import { tell, tellError } from '../../../web/ui/undoable.tsx'
import { openNewCase } from '../../cases/web/new-case.ts'
import { QueuePane } from '../../triage/web/queue-pane.tsx'
import type { QueueScope, ShownItem } from '../../triage/web/steady-queue.ts'
import classes from './desk-screen.module.css'

// The queue is there first; the rest of the desk is fetched while it is being read.
const loadCase = () => import('../../cases/web/case-pane.tsx')
const loadCard = () => import('./customer-pane.tsx')
const CasePane = lazy(() => loadCase().then((module) => ({ default: module.CasePane })))
const CustomerPane = lazy(() => loadCard().then((module) => ({ default: module.CustomerPane })))

type DeskSearch = { scope?: QueueScope; customer?: string; case?: string; card?: boolean }
/** After j or k the order stays for a while: nobody presses at a moving target. */
const SETTLES_AFTER_MS = 4_000

/** Queue, conversation, customer: three panes on a desk, three steps on a phone. What is open stands in the address. */
export function DeskScreen() {
  const { t } = useTranslation()
  const can = useCan()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as DeskSearch
  const scope = search.scope ?? 'me'
  const selected =
    search.case && search.customer ? { customerId: search.customer, caseId: search.case } : undefined
  const [items, setItems] = useState<ShownItem[]>([])
  const [isMoving, setMoving] = useState(false)
  const settle = useRef<ReturnType<typeof setTimeout>>(undefined)
  /** Where the open case stood, for going on after it has left the queue. */
  const place = useRef(0)

  useEffect(() => {
    void Promise.allSettled([loadCase(), loadCard()])
  }, [])
  useEffect(() => {
    document.title = `${t('shell.nav.desk')} · ${t('app.name')}`
  }, [t])
  const go = useCallback(
    (next: DeskSearch, replace: boolean) => void navigate({ to: '/desk', search: next as never, replace }),
    [navigate],
  )
  const open = useCallback(
    (item: { customerId: string; caseId: string }) => {
      // On a phone the case is a step of its own, to which "back" belongs; beside the queue it is only a choice.
      const isNarrow = window.matchMedia('(max-width: 47.99em)').matches
      go({ ...(scope === 'me' ? {} : { scope }), customer: item.customerId, case: item.caseId }, !isNarrow)
    },
    [go, scope],
  )
  const at = items.findIndex((item) => item.caseId === selected?.caseId)
  if (at >= 0) place.current = at

  const move = (step: 1 | -1) => {
    const next =
      at >= 0 ? at + step : step > 0 ? Math.min(place.current, items.length - 1) : place.current - 1
    const item = items[selected ? next : 0]
    if (!item) return
    setMoving(true)
    clearTimeout(settle.current)
    settle.current = setTimeout(() => setMoving(false), SETTLES_AFTER_MS)
    open(item)
  }
  const claim = useAction({
    run: (_: undefined, key: string) => take(api.POST('/api/v1/queue/next', { headers: withKey(key) })),
    stale: [['triage'], ['cases']],
    onDone: ({ item }) => {
      if (item) open(item)
      else tell(t('desk.nothingNext'))
    },
    onError: tellError,
  })
  const mayClaim = can('case.manage')
  const group = t('shell.nav.desk')
  useShortcuts([
    { keys: 'j', label: t('desk.keys.down'), group, run: () => move(1) },
    { keys: 'k', label: t('desk.keys.up'), group, run: () => move(-1) },
    { keys: '.', label: t('desk.next'), group, disabled: !mayClaim, run: () => claim.run(undefined) },
  ])
  useCommands([
    ...(mayClaim
      ? [
          {
            id: 'desk-next',
            label: t('desk.next'),
            group,
            icon: IconPlayerTrackNext,
            keys: '.',
            run: () => claim.run(undefined),
          },
        ]
      : []),
  ])
  const step = !selected ? 'queue' : search.card ? 'card' : 'case'
  return (
    <div className={classes.desk} data-step={step}>
      <h1 className="visually-hidden">{t('shell.nav.desk')}</h1>
      <div className={classes.queue}>
        <QueuePane
          scope={scope}
          onScope={(next) => go({ ...search, scope: next }, true)}
          selected={selected?.caseId}
          onOpen={open}
          onItems={setItems}
          isMoving={isMoving}
          actions={
            <>
              {can('case.open') && (
                <Button
                  size="compact-md"
                  variant="default"
                  leftSection={<IconPlus size={16} stroke={2} aria-hidden />}
                  onClick={() => openNewCase()}
                >
                  {t('cases.new.title')}
                </Button>
              )}
              {mayClaim && (
                <Button
                  size="compact-md"
                  loading={claim.isRunning}
                  rightSection={<KeyHint keys="." />}
                  onClick={() => claim.run(undefined)}
                >
                  {t('desk.next')}
                </Button>
              )}
            </>
          }
        />
      </div>
      <section className={classes.case} aria-label={t('cases.keys.group')}>
        {selected ? (
          <>
            <div className={classes.back}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('desk.backToQueue')}
                onClick={() => go(scope === 'me' ? {} : { scope }, true)}
              >
                <IconArrowRight size={20} className={classes.arrow} />
              </ActionIcon>
              <span>{t('desk.backToQueue')}</span>
              <Button
                className={classes.toCard}
                variant="subtle"
                size="compact-md"
                leftSection={<IconId size={18} stroke={1.8} aria-hidden />}
                onClick={() => go({ ...search, card: true }, false)}
              >
                {t('desk.card.label')}
              </Button>
            </div>
            <Suspense fallback={<Waiting />}>
              <CasePane customerId={selected.customerId} caseId={selected.caseId} />
            </Suspense>
          </>
        ) : (
          <EmptyState
            page
            title={t('desk.pick')}
            hint={t('desk.pickHint')}
            action={
              mayClaim && (
                <Button
                  loading={claim.isRunning}
                  rightSection={<KeyHint keys="." />}
                  onClick={() => claim.run(undefined)}
                >
                  {t('desk.next')}
                </Button>
              )
            }
          />
        )}
      </section>
      <aside className={classes.card} aria-label={t('desk.card.label')}>
        {selected && (
          <>
            <div className={classes.back}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('desk.backToCase')}
                onClick={() => go({ ...search, card: undefined } as DeskSearch, true)}
              >
                <IconArrowRight size={20} className={classes.arrow} />
              </ActionIcon>
              <span>{t('desk.backToCase')}</span>
            </div>
            <Suspense fallback={<Waiting />}>
              <CustomerPane
                key={selected.customerId}
                customerId={selected.customerId}
                caseId={selected.caseId}
              />
            </Suspense>
          </>
        )}
      </aside>
    </div>
  )
}

const Waiting = () => (
  <div className={classes.waiting}>
    <ListSkeleton count={5} />
  </div>
)
