import { SegmentedControl } from '@mantine/core'
import { useImperativeHandle, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../web/session.ts'
import { DraftNote } from '../../../web/ui/draft-note.tsx'
import type { CaseDetail } from './case-types.ts'
import classes from './composer.module.css'
import { EMPTY_PROMISE, type Mode, useComposerDraft } from './composer-state.ts'
import { LogForm } from './log-form.tsx'
import { ReplyForm } from './reply-form.tsx'

export type ComposerHandle = { write: (mode: Mode) => void; promise: () => void; solve: () => void }
const MODES: Mode[] = ['reply', 'note', 'call', 'visit']

/** Where one writes: to the customer, or for colleagues. What is written stays until it has arrived. */
export function Composer({ kase, ref }: { kase: CaseDetail; ref: React.Ref<ComposerHandle> }) {
  const { t } = useTranslation()
  const can = useCan()
  const draft = useComposerDraft(kase.id)
  const [files, setFiles] = useState<File[]>([])
  const text = useRef<HTMLTextAreaElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const isClosed = kase.status === 'judged'
  // On a phone the conversation comes first; the tools unfold when one begins to write.
  const [isUnfolded, setUnfolded] = useState(() => Object.values(draft.value.texts).some(Boolean))
  const mode = isClosed && draft.value.mode === 'reply' ? 'note' : draft.value.mode
  const set = (change: Partial<typeof draft.value>) => draft.setValue({ ...draft.value, ...change })

  const focusText = () => setTimeout(() => text.current?.focus(), 0)
  useImperativeHandle(ref, () => ({
    write(next) {
      set({ mode: next })
      focusText()
    },
    promise() {
      if (!can('promise.make')) return
      set({ mode: 'reply', promise: draft.value.promise ?? EMPTY_PROMISE })
    },
    solve() {
      set({ mode: 'reply', next: 'solve' })
      setTimeout(() => box.current?.querySelector<HTMLElement>('[data-outcome]')?.focus(), 50)
    },
  }))
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only hears that somebody begins to write
    <div
      ref={box}
      className={`${classes.composer} no-print`}
      data-mode={mode}
      data-folded={!isUnfolded || undefined}
      onFocus={() => setUnfolded(true)}
    >
      <div className={classes.head}>
        <SegmentedControl
          size="xs"
          aria-label={t('cases.composer.modes')}
          value={mode}
          onChange={(next) => {
            set({ mode: next as Mode })
            focusText()
          }}
          data={MODES.map((one) => ({
            value: one,
            label: t(`cases.composer.mode.${one}`),
            disabled: isClosed && one === 'reply',
          }))}
        />
        <DraftNote draft={draft} />
      </div>
      {mode === 'reply' ? (
        <ReplyForm kase={kase} draft={draft} files={files} onFiles={setFiles} text={text} />
      ) : (
        <LogForm key={mode} kase={kase} mode={mode} draft={draft} text={text} />
      )}
    </div>
  )
}
