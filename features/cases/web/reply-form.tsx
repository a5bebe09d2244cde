import { Button, SegmentedControl, Select, Textarea } from '@mantine/core'
import { IconChecklist, IconSend } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { useCan, useSession } from '../../../web/session.ts'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { FileDrop } from '../../../web/ui/file-drop.tsx'
import { KeyHint } from '../../../web/ui/key-hint.tsx'
import { tell } from '../../../web/ui/undoable.tsx'
import { type CaseDetail, needsRootCause, OUTCOMES, type ReplyBody, ROOT_CAUSES } from './case-types.ts'
import classes from './composer.module.css'
import { EMPTY, EMPTY_PROMISE, type useComposerDraft } from './composer-state.ts'
import { newerAnswers, registerComposer, sendSoon, takeReturned } from './unsent.ts'

const PromiseFields = lazy(() =>
  import('../../promises/web/promise-fields.tsx').then((module) => ({ default: module.PromiseFields })),
)

type ReplyFormProps = {
  kase: CaseDetail
  draft: ReturnType<typeof useComposerDraft>
  files: File[]
  onFiles: (files: File[]) => void
  text: React.RefObject<HTMLTextAreaElement | null>
}

export function ReplyForm({ kase, draft, files, onFiles, text }: ReplyFormProps) {
  const { t } = useTranslation()
  const can = useCan()
  const me = useSession()?.person.id
  const { value } = draft
  const set = (change: Partial<typeof value>) => draft.setValue({ ...value, ...change })
  const body = value.texts.reply
  const path = { customerId: kase.customerId, caseId: kase.id }

  // The last message there was when the person began to write: anything later by a colleague is news.
  const seen = useRef<{ caseId: string; id: string | undefined }>(undefined)
  if (!body.trim() || seen.current?.caseId !== kase.id)
    seen.current = { caseId: kase.id, id: kase.interactions.at(-1)?.id }
  const news = newerAnswers(kase, seen.current?.id, me).at(-1)

  const back = useRef((_: ReplyBody, __: File[]) => {})
  back.current = (reply, returned) => {
    draft.setValue({
      ...EMPTY,
      texts: { ...value.texts, reply: [reply.text, body].filter(Boolean).join('\n\n') },
      next: reply.next ?? 'wait',
      outcome: reply.outcome ?? null,
      rootCause: reply.rootCause ?? null,
      promise: reply.promise
        ? { text: reply.promise.text, dueAt: reply.promise.dueAt, keeperId: reply.promise.keeperId ?? null }
        : null,
    })
    onFiles(returned)
    text.current?.focus()
  }
  useEffect(() => {
    const found = takeReturned(kase.id)
    if (found) back.current(found.body, found.files)
    return registerComposer(kase.id, (reply, returned) => back.current(reply, returned))
  }, [kase.id])

  const stale = [['cases'], ['triage'], ['promises'], ['customers', kase.customerId]]
  const clearReply = () => {
    const { note, call, visit } = value.texts
    if (note || call || visit) draft.setValue({ ...EMPTY, texts: { ...value.texts, reply: '' } })
    else draft.clear()
    onFiles([])
  }
  /** Without a message: the promise was given by word of mouth, or the solution needs no further word. */
  const silent = useAction({
    run: async (_: undefined, key: string) => {
      if (value.promise && value.next !== 'solve')
        return take(
          api.POST('/api/v1/customers/{customerId}/promises', {
            params: { path: { customerId: kase.customerId } },
            body: { ...promiseBody()!, caseId: kase.id },
            headers: withKey(key),
          }),
        )
      return api.POST('/api/v1/customers/{customerId}/cases/{caseId}/solve', {
        params: { path },
        body: {
          outcome: value.outcome as 'win_win',
          ...(value.rootCause ? { rootCause: value.rootCause as 'other' } : {}),
        },
        headers: withKey(key),
      })
    },
    stale,
    onDone: (answer) => {
      const warning =
        answer && typeof answer === 'object' && 'warning' in answer
          ? (answer.warning as { code: string; count: number } | null)
          : null
      tell(
        warning
          ? t(`promises.warning.${warning.code}`, { count: warning.count })
          : t(value.next === 'solve' ? 'cases.done.solved' : 'cases.done.promised'),
      )
      clearReply()
    },
  })
  const errors = useFieldErrors(silent.error)

  const promiseBody = () =>
    value.promise?.text.trim() && value.promise.dueAt
      ? {
          text: value.promise.text.trim(),
          dueAt: value.promise.dueAt,
          ...(value.promise.keeperId ? { keeperId: value.promise.keeperId } : {}),
        }
      : undefined
  const isSolving = value.next === 'solve'
  const needsCause = isSolving && needsRootCause(kase.kind)
  const isSilent =
    !body.trim() && files.length === 0 && (isSolving ? kase.firstRepliedAt !== null : value.promise !== null)
  const missing =
    isSolving && !value.outcome
      ? 'outcome'
      : needsCause && !value.rootCause
        ? 'rootCause'
        : value.promise && (!value.promise.text.trim() || !value.promise.dueAt)
          ? 'promise'
          : value.promise?.dueAt && Date.parse(value.promise.dueAt) <= Date.now()
            ? 'promiseTime'
            : !body.trim() && !isSilent
              ? 'text'
              : undefined

  const send = () => {
    if (missing) {
      if (missing === 'text') text.current?.focus()
      return
    }
    if (isSilent) return silent.run(undefined)
    const promise = promiseBody()
    sendSoon(
      {
        personId: me ?? '',
        ...path,
        seenId: seen.current?.id,
        files,
        body: {
          text: body,
          next: value.next,
          ...(isSolving ? { outcome: value.outcome as 'win_win' } : {}),
          ...(needsCause ? { rootCause: value.rootCause as 'other' } : {}),
          ...(promise ? { promise } : {}),
        },
      },
      t('cases.unsent.toast', { name: kase.customerName }),
      t,
    )
    clearReply()
  }
  return (
    <>
      {news && (
        <div className={classes.warning} role="alert">
          {t('cases.composer.otherAnswered', { name: news.authorName })}
        </div>
      )}
      <Textarea
        ref={text}
        aria-label={t('cases.composer.replyTo', { name: kase.customerName })}
        placeholder={t('cases.composer.replyTo', { name: kase.customerName })}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={20_000}
        value={body}
        error={errors.text}
        onChange={(event) => set({ texts: { ...value.texts, reply: event.currentTarget.value } })}
        onPaste={(event) => {
          const pasted = [...event.clipboardData.files]
          if (pasted.length) onFiles([...files, ...pasted].slice(0, 5))
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault()
            send()
          } else if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      {value.promise && (
        <Suspense fallback={null}>
          <PromiseFields
            value={value.promise}
            onChange={(promise) => set({ promise })}
            onRemove={() => set({ promise: null })}
            branchId={kase.branchId}
            errors={errors}
          />
        </Suspense>
      )}
      {isSolving && (
        <div className={classes.solve}>
          <Select
            data-outcome
            size="sm"
            label={t('cases.composer.outcome')}
            placeholder={t('cases.composer.choose')}
            data={OUTCOMES.map((one) => ({ value: one, label: t(`cases.outcome.${one}`) }))}
            value={value.outcome}
            error={errors.outcome}
            onChange={(outcome) => set({ outcome })}
          />
          {needsCause && (
            <Select
              size="sm"
              label={t('cases.composer.rootCause')}
              placeholder={t('cases.composer.choose')}
              data={ROOT_CAUSES.map((one) => ({ value: one, label: t(`cases.rootCause.${one}`) }))}
              value={value.rootCause}
              error={errors.rootCause}
              onChange={(rootCause) => set({ rootCause })}
            />
          )}
        </div>
      )}
      <ErrorLine error={silent.error} />
      <div className={classes.foot}>
        <FileDrop
          compact
          multiple
          files={files}
          maxMegabytes={12}
          accept="image/*,application/pdf,audio/*"
          onChange={(next) => onFiles(next.slice(0, 5))}
        />
        {can('promise.make') && !value.promise && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconChecklist size={17} stroke={1.8} aria-hidden />}
            onClick={() => set({ promise: EMPTY_PROMISE })}
          >
            {t('cases.composer.addPromise')}
          </Button>
        )}
        <SegmentedControl
          size="xs"
          aria-label={t('cases.composer.next')}
          value={value.next}
          onChange={(next) => set({ next: next as 'wait' })}
          data={(['wait', 'keep', 'solve'] as const).map((one) => ({
            value: one,
            label: t(`cases.composer.then.${one}`),
            disabled: one === 'solve' && kase.status === 'solved',
          }))}
        />
        <Button
          className={classes.send}
          size="sm"
          loading={silent.isRunning}
          disabled={missing !== undefined}
          leftSection={<IconSend size={17} stroke={1.8} className="flip-rtl" aria-hidden />}
          rightSection={<KeyHint keys="mod+enter" />}
          onClick={send}
        >
          {t(
            isSilent
              ? isSolving
                ? 'cases.composer.solveOnly'
                : 'cases.composer.promiseOnly'
              : `cases.composer.send.${value.next}`,
          )}
        </Button>
      </div>
      {missing && missing !== 'text' && (
        <div className={classes.why} role="status">
          {t(`cases.composer.missing.${missing}`)}
        </div>
      )}
    </>
  )
}
