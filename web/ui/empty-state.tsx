import { IconInbox, type TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

type EmptyStateProps = {
  title: ReactNode
  /** Teaches: why it is empty and what to do first. */
  hint?: ReactNode
  /** The button that does it. */
  action?: ReactNode
  icon?: TablerIcon
  /** Stands alone in the middle of the screen. */
  page?: boolean
  compact?: boolean
}

export function EmptyState({ title, hint, action, icon: Icon = IconInbox, page, compact }: EmptyStateProps) {
  return (
    <div className={classes.empty} data-page={page || undefined} data-compact={compact || undefined}>
      <span className={classes.icon}>
        <Icon size={compact ? 22 : 30} stroke={1.5} aria-hidden />
      </span>
      <div className={classes.title}>{title}</div>
      {hint && <div className={classes.hint}>{hint}</div>}
      {action && <div className={classes.action}>{action}</div>}
    </div>
  )
}
