import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { errorWords } from './error-words.ts'
import { KeyHint } from './key-hint.tsx'
import { useShortcuts } from './shortcuts.ts'
import classes from './undoable.module.css'

const SECONDS = 10

function UndoToast({
  message,
  seconds,
  onUndo,
}: {
  message: ReactNode
  seconds: number
  onUndo: () => void
}) {
  const { t } = useTranslation()
  useShortcuts([
    { keys: 'mod+z', label: t('ui.undo.undo'), run: onUndo },
    { keys: 'z', label: t('ui.undo.undo'), run: onUndo },
  ])
  return (
    <div className={classes.toast}>
      <span className={classes.message}>{message}</span>
      <Button variant="white" size="compact-sm" onClick={onUndo} rightSection={<KeyHint keys="mod+z" />}>
        {t('ui.undo.undo')}
      </Button>
      <span className={classes.left} style={{ animationDuration: `${seconds}s` }} aria-hidden="true" />
    </div>
  )
}

const look = {
  withCloseButton: true,
  withBorder: false,
  classNames: {
    root: classes.root,
    body: classes.body,
    description: classes.description,
    closeButton: classes.close,
  },
}

/** Says what went wrong, in a toast, when there is no better place. */
const closeName = () => ({ closeButtonProps: { 'aria-label': i18next.t('ui.close') } })

export function tellError(error: unknown) {
  notifications.show({
    ...closeName(),
    message: errorWords(error, i18next.t),
    color: 'red',
    autoClose: 8_000,
  })
}

/** Says that something is done and cannot be taken back. */
export function tell(message: ReactNode) {
  notifications.show({ ...closeName(), message, autoClose: 5_000 })
}

type Undoable = { message: ReactNode /** Takes it back. */; undo: () => unknown; seconds?: number }

/** Instead of "are you sure?": it is done already, and for ten seconds one key (Ctrl Z) takes it back. */
export function undoable({ message, undo, seconds = SECONDS }: Undoable) {
  const id = crypto.randomUUID()
  const onUndo = async () => {
    notifications.hide(id)
    try {
      await undo()
      tell(i18next.t('ui.undo.undone'))
    } catch (error) {
      tellError(error)
    }
  }
  notifications.show({
    ...look,
    ...closeName(),
    id,
    autoClose: seconds * 1000,
    message: <UndoToast message={message} seconds={seconds} onUndo={onUndo} />,
  })
}

type Delayed = {
  message: ReactNode /** Does it, at last. */
  commit: () => unknown
  onUndo?: () => void
  seconds?: number
}

/** For what cannot be taken back once done (a message to a customer): it waits ten seconds, and goes at once if the page is left. */
export function delayed({ message, commit, onUndo, seconds = SECONDS }: Delayed) {
  const id = crypto.randomUUID()
  let isSettled = false
  const settle = () => {
    if (isSettled) return false
    isSettled = true
    window.removeEventListener('pagehide', go)
    notifications.hide(id)
    return true
  }
  const go = async () => {
    if (!settle()) return
    try {
      await commit()
    } catch (error) {
      tellError(error)
    }
  }
  const stop = () => {
    if (settle()) onUndo?.()
  }
  window.addEventListener('pagehide', go)
  // A toast under the pointer does not close by itself; the promise to send is kept by our own clock.
  setTimeout(go, seconds * 1000)
  notifications.show({
    ...look,
    ...closeName(),
    id,
    autoClose: false,
    onClose: go,
    message: <UndoToast message={message} seconds={seconds} onUndo={stop} />,
  })
}

/** Warns before the page closes while `isDirty`, for what is not kept as a draft. */
export function useLeaveWarning(isDirty: boolean) {
  useEffect(() => {
    if (!isDirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isDirty])
}
