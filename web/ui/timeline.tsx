import type { TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DateText } from './date-text.tsx'
import type { Tone } from './status-badge.tsx'
import classes from './timeline.module.css'

/** A story in order, newest where the caller puts it. Children are `TimelineItem`s and `TimelineDay`s. */
export function Timeline({ label, children }: { label?: string; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <ol className={classes.timeline} aria-label={label ?? t('ui.timeline.label')}>
      {children}
    </ol>
  )
}

type TimelineItemProps = {
  icon: TablerIcon
  tone?: Tone
  /** Who or what: the bold beginning of the line. */
  title: ReactNode
  at: string
  /** Relative time («۳ ساعت پیش») instead of the clock. */
  relative?: boolean
  /** Message, details. */
  children?: ReactNode
  /** `bubble` frames the children as words somebody said; `own` puts them on our side. */
  look?: 'plain' | 'bubble' | 'own'
}

export function TimelineItem({
  icon: Icon,
  tone = 'neutral',
  title,
  at,
  relative,
  look = 'plain',
  children,
}: TimelineItemProps) {
  return (
    <li className={classes.item}>
      <span className={classes.icon} data-tone={tone}>
        <Icon size={16} stroke={1.8} aria-hidden />
      </span>
      <div className={classes.content}>
        <div className={classes.line}>
          <span className={classes.title}>{title}</span>
          <span className={classes.at}>
            <DateText value={at} show={relative ? 'relative' : 'time'} />
          </span>
        </div>
        {children && (
          <div className={classes.body} data-look={look}>
            {children}
          </div>
        )}
      </div>
    </li>
  )
}

/** A heading between days. */
export function TimelineDay({ day }: { day: string }) {
  return (
    <li className={classes.day}>
      <DateText value={day} style="long" />
    </li>
  )
}
