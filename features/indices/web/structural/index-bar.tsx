import type { ReactNode } from 'react'
import classes from './structural.module.css'
import { useWords } from './use-words.ts'

type Props = {
  label: ReactNode
  value: number | null
  low: number | null
  high: number | null
  note?: ReactNode
  isTarget?: boolean
  /** A plain index beside structural ones. */
  isWeak?: boolean
}

/** An index from 0 to 100 as a bar, its interval as a whisker. */
export function IndexBar({ label, value, low, high, note, isTarget, isWeak }: Props) {
  const words = useWords()
  const range = words.range({ low, high })
  return (
    <li>
      <div className={classes.barHead}>
        <span>{label}</span>
        <span>
          <b>{words.number(value)}</b>
          {range && <span className={classes.small}> ({range})</span>}
          {note && <span className={classes.small}> · {note}</span>}
        </span>
      </div>
      <div className={classes.track} aria-hidden="true">
        <span
          className={classes.bar}
          data-target={isTarget || undefined}
          data-weak={isWeak || undefined}
          style={{ inlineSize: `${Math.max(0, Math.min(100, value ?? 0))}%` }}
        />
        {low !== null && high !== null && (
          <span
            className={classes.limits}
            style={{
              insetInlineStart: `${Math.max(0, low)}%`,
              insetInlineEnd: `${100 - Math.min(100, high)}%`,
            }}
          />
        )}
      </div>
    </li>
  )
}
