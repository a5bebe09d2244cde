import { IconAlertCircle } from '@tabler/icons-react'
import classes from './error-line.module.css'
import { useErrorWords } from './error-words.ts'

/** The error of an action, beside its button: nothing of what was written is lost. */
export function ErrorLine({
  error,
  onRetry,
  retryLabel,
}: {
  error: unknown
  onRetry?: () => void
  retryLabel?: string
}) {
  const say = useErrorWords()
  if (!error) return null
  return (
    <div role="alert" className={classes.line}>
      <IconAlertCircle size={18} aria-hidden />
      <span>{say(error)}</span>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          {retryLabel}
        </button>
      )}
    </div>
  )
}
