import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCloudOff, IconLock, IconRefresh, IconZoomQuestion } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/client.ts'
import classes from './empty-state.module.css'
import { useErrorWords } from './error-words.ts'

type ErrorStateProps = {
  error: unknown
  /** Shown as "try again" where trying again can help. */
  onRetry?: () => unknown
  page?: boolean
  compact?: boolean
}

function kindOf(error: unknown) {
  if (!(error instanceof ApiError)) return { kind: 'broken', Icon: IconAlertTriangle, canRetry: true }
  if (error.isNetwork) return { kind: 'network', Icon: IconCloudOff, canRetry: true }
  if (error.status === 403) return { kind: 'forbidden', Icon: IconLock, canRetry: false }
  if (error.status === 404) return { kind: 'missing', Icon: IconZoomQuestion, canRetry: false }
  return { kind: 'failed', Icon: IconAlertTriangle, canRetry: true }
}

/** A place that could not be filled: what happened, what to do. */
export function ErrorState({ error, onRetry, page, compact }: ErrorStateProps) {
  const { t } = useTranslation()
  const say = useErrorWords()
  const { kind, Icon, canRetry } = kindOf(error)
  return (
    <div
      role="alert"
      className={classes.empty}
      data-page={page || undefined}
      data-compact={compact || undefined}
    >
      <span className={classes.icon} data-tone="bad">
        <Icon size={compact ? 22 : 30} stroke={1.5} aria-hidden />
      </span>
      <div className={classes.title}>{t(`ui.error.${kind}`)}</div>
      <div className={classes.hint}>{say(error)}</div>
      {onRetry && canRetry && (
        <div className={classes.action}>
          <Button
            variant="light"
            leftSection={<IconRefresh size={18} aria-hidden />}
            onClick={() => onRetry()}
          >
            {t('ui.tryAgain')}
          </Button>
        </div>
      )}
    </div>
  )
}
