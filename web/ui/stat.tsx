import { IconTrendingDown, IconTrendingUp } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from './format.ts'
import classes from './stat.module.css'

type StatProps = {
  label: ReactNode
  /** Already formatted: `format.percent(0.82)`. */
  value: ReactNode
  /** How many answers or rows it rests on. */
  n?: number
  /** 95 % interval, already formatted. */
  interval?: [from: string, to: string]
  /** Against the last period: «+۳ واحد», and whether that is good. */
  change?: { text: string; direction: 'up' | 'down'; isGood: boolean }
  /** Period and definition, small. */
  caption?: ReactNode
  /** The rows behind the number: a path of the app, with its filters: `/cases?turn=us`. */
  to?: string
  tone?: 'plain' | 'good' | 'warn' | 'bad'
}

/** One number that says what it rests on and opens what is behind it. */
export function Stat({ label, value, n, interval, change, caption, to, tone = 'plain' }: StatProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const Arrow = change?.direction === 'up' ? IconTrendingUp : IconTrendingDown
  return (
    <div className={classes.stat} data-tone={tone}>
      <div className={classes.label}>
        {to ? (
          <Link {...linkTo(to)} className={classes.open}>
            {label}
          </Link>
        ) : (
          label
        )}
      </div>
      <div className={classes.line}>
        <span className={classes.value}>{value}</span>
        {change && (
          <span className={classes.change} data-good={change.isGood}>
            <Arrow size={16} aria-hidden />
            {change.text}
          </span>
        )}
      </div>
      {interval && (
        <div className={classes.caption}>{t('ui.stat.interval', { from: interval[0], to: interval[1] })}</div>
      )}
      {(n !== undefined || caption) && (
        <div className={classes.caption}>
          {n !== undefined && <span dir="ltr">{t('ui.stat.of', { n: format.number(n) })}</span>}
          {n !== undefined && caption && ' · '}
          {caption}
        </div>
      )}
    </div>
  )
}

/** `to` and `search` of a link from one address: the router keeps the two apart. */
export function linkTo(href: string) {
  const [to, query] = href.split('?') as [string, string | undefined]
  return { to, search: (query ? Object.fromEntries(new URLSearchParams(query)) : {}) as never }
}

/** Stats beside each other, as many as fit. */
export function Stats({ children }: { children: ReactNode }) {
  return <div className={classes.stats}>{children}</div>
}
