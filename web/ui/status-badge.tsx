import type { TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './status-badge.module.css'

/** info: in hand · good: kept, solved · warn: due soon, waits for us · bad: breached, broken, angry · accent: new, mine. */
export type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad' | 'accent'

type StatusBadgeProps = {
  tone?: Tone
  icon?: TablerIcon
  size?: 'sm' | 'md'
  title?: string
  children: ReactNode
}

/** A state in a word. The word carries the meaning; the colour only helps to find it. */
export function StatusBadge({
  tone = 'neutral',
  icon: Icon,
  size = 'md',
  title,
  children,
}: StatusBadgeProps) {
  return (
    <span className={classes.badge} data-tone={tone} data-size={size} title={title}>
      {Icon && <Icon size={size === 'sm' ? 13 : 15} stroke={2} aria-hidden />}
      {children}
    </span>
  )
}
