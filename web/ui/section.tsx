import { type ReactNode, useId } from 'react'
import classes from './section.module.css'

type SectionProps = {
  title?: ReactNode
  /** Small text beside the title: a count, a period. */
  note?: ReactNode
  actions?: ReactNode
  /** Without inner space, for tables and lists that reach the edges. */
  flush?: boolean
  /** A place that asks for attention. */
  tone?: 'plain' | 'warn' | 'bad' | 'accent'
  className?: string
  children: ReactNode
}

/** The one surface things stand on. */
export function Section({ title, note, actions, flush, tone = 'plain', className, children }: SectionProps) {
  const id = useId()
  return (
    <section
      className={`${classes.section} ${className ?? ''}`}
      data-tone={tone}
      aria-labelledby={title ? id : undefined}
    >
      {(title || actions) && (
        <div className={classes.head}>
          <h2 id={id} className={classes.title}>
            {title}
          </h2>
          {note && <span className={classes.note}>{note}</span>}
          {actions && <div className={`${classes.actions} no-print`}>{actions}</div>}
        </div>
      )}
      <div className={classes.body} data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  )
}
