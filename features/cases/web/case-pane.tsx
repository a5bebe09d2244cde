import { useQuery } from '@tanstack/react-query'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan } from '../../../web/session.ts'
import { ErrorState } from '../../../web/ui/error-state.tsx'
import { useShortcuts } from '../../../web/ui/shortcuts.ts'
import { ListSkeleton } from '../../../web/ui/skeletons.tsx'
import { tellError, undoable } from '../../../web/ui/undoable.tsx'
import { type CaseDialog, CaseDialogs } from './case-dialogs.tsx'
import { CaseFacts } from './case-facts.tsx'
import { CaseHead } from './case-head.tsx'
import classes from './case-pane.module.css'
import { type CaseDetail, caseQuery } from './case-types.ts'
import { OpenCommitments, PastCommitments } from './commitments.tsx'
import { Composer, type ComposerHandle } from './composer.tsx'
import { Conversation } from './conversation.tsx'
import { RefusalPanel } from './refusal-panel.tsx'
import { useUnsent } from './unsent.ts'

type CasePaneProps = {
  customerId: string
  caseId: string
  /** On its own page: the subject is the h1 and the page can be printed. */
  isPage?: boolean
}

/** One conversation and all one can do in it; the desk and the page of a case show the same. */
export function CasePane({ customerId, caseId, isPage = false }: CasePaneProps) {
  const found = useQuery(caseQuery(customerId, caseId))
  if (found.data) return <LoadedCase key={caseId} kase={found.data} isPage={isPage} />
  return (
    <div className={classes.pane}>
      <div className={classes.waiting}>
        {found.error ? (
          <ErrorState error={found.error} onRetry={found.refetch} />
        ) : (
          <ListSkeleton count={5} />
        )}
      </div>
    </div>
  )
}

function LoadedCase({ kase, isPage }: { kase: CaseDetail; isPage: boolean }) {
  const { t } = useTranslation()
  const can = useCan()
  const [dialog, setDialog] = useState<CaseDialog>()
  const [isOwnerOpen, setOwnerOpen] = useState(false)
  const composer = useRef<ComposerHandle>(null)
  const scroller = useScrollToNews(kase)
  const params = { path: { customerId: kase.customerId, caseId: kase.id } }
  const stale = [['cases'], ['triage']]
  const takeIt = useAction({
    run: (_: undefined, key: string) =>
      take(api.POST('/api/v1/customers/{customerId}/cases/{caseId}/take', { params, headers: withKey(key) })),
    stale,
    onDone: ({ version }) =>
      undoable({ message: t('cases.done.taken'), undo: () => release.runAsync(version) }),
    onError: tellError,
  })
  const release = useAction({
    run: (version: number, key: string) =>
      take(
        api.PATCH('/api/v1/customers/{customerId}/cases/{caseId}', {
          params,
          body: { version, ownerId: null },
          headers: withKey(key),
        }),
      ),
    stale,
  })
  const mayReply = can('case.reply')
  const mayManage = can('case.manage')
  const isOpen = kase.status !== 'solved' && kase.status !== 'judged'
  const group = t('cases.keys.group')
  useShortcuts([
    {
      keys: 'r',
      label: t('cases.keys.reply'),
      group,
      disabled: !mayReply,
      run: () => composer.current?.write('reply'),
    },
    {
      keys: 'n',
      label: t('cases.keys.note'),
      group,
      disabled: !mayReply,
      run: () => composer.current?.write('note'),
    },
    {
      keys: 'p',
      label: t('cases.keys.promise'),
      group,
      disabled: !can('promise.make') || kase.status === 'judged',
      run: () => composer.current?.promise(),
    },
    {
      keys: 'c',
      label: t('cases.keys.compensation'),
      group,
      disabled: !can('compensation.grant'),
      run: () => setDialog('compensation'),
    },
    {
      keys: 's',
      label: t('cases.keys.solve'),
      group,
      disabled: !mayManage || !isOpen,
      run: () => composer.current?.solve(),
    },
    {
      keys: 'a',
      label: t('cases.keys.take'),
      group,
      disabled: !mayManage || kase.ownerId !== null,
      run: () => takeIt.run(undefined),
    },
    { keys: 'e', label: t('cases.keys.assign'), group, disabled: !mayManage, run: () => setOwnerOpen(true) },
  ])
  const refusal = kase.refusals.find((one) => one.status === 'pending')
  return (
    <div className={classes.pane} data-page={isPage || undefined}>
      <div className={classes.head}>
        <CaseHead kase={kase} isPage={isPage} onTake={() => takeIt.run(undefined)} onDialog={setDialog} />
        <CaseFacts kase={kase} isOwnerOpen={isOwnerOpen} onOwnerOpen={setOwnerOpen} />
      </div>
      <OpenCommitments kase={kase} />
      {refusal && <RefusalPanel kase={kase} refusal={refusal} />}
      <section
        ref={scroller}
        className={classes.scroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
        tabIndex={0}
        aria-label={t('cases.conversation.label')}
      >
        <PastCommitments kase={kase} />
        <Conversation kase={kase} />
      </section>
      {mayReply && <Composer kase={kase} ref={composer} />}
      <CaseDialogs kase={kase} open={dialog} onClose={() => setDialog(undefined)} />
    </div>
  )
}

const PHONE = '(max-width: 47.99em)'

/** Opens at the newest words, and follows them while the reader is at the end; never pulls away who reads further up. */
function useScrollToNews(kase: CaseDetail) {
  const scroller = useRef<HTMLElement>(null)
  const unsent = useUnsent(kase.id).length
  const isAtEnd = useRef(true)
  useEffect(() => {
    const box = scroller.current
    if (!box) return
    const listen = () => {
      isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 80
    }
    box.addEventListener('scroll', listen, { passive: true })
    // Pictures and an opening composer change the heights.
    const watch = new ResizeObserver(() => {
      if (isAtEnd.current) box.scrollTop = box.scrollHeight
    })
    watch.observe(box)
    return () => {
      box.removeEventListener('scroll', listen)
      watch.disconnect()
    }
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: when something was said
  useLayoutEffect(() => {
    const box = scroller.current
    if (!box || !isAtEnd.current) return
    box.scrollTop = box.scrollHeight
    // On a phone it is the page that scrolls.
    if (window.matchMedia(PHONE).matches) window.scrollTo({ top: document.documentElement.scrollHeight })
  }, [kase.interactions.length, unsent])
  return scroller
}
