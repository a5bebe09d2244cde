import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './skeletons.module.css'

const rows = (count: number) => Array.from({ length: count }, (_, i) => i)

function Waiting({ children, className }: { children: React.ReactNode; className?: string }) {
  const { t } = useTranslation()
  return (
    <div className={className} aria-busy="true">
      <span className="visually-hidden" role="status">
        {t('ui.loading')}
      </span>
      {children}
    </div>
  )
}

/** Lines of text. */
export function TextSkeleton({ lines = 3 }: { lines?: number }) {
  return (
    <Waiting className={classes.stack}>
      {rows(lines).map((i) => (
        <Skeleton key={i} h={12} w={i === lines - 1 ? '60%' : '100%'} />
      ))}
    </Waiting>
  )
}

/** A list of people or cases: a round head and two lines. */
export function ListSkeleton({ count = 6 }: { count?: number }) {
  return (
    <Waiting className={classes.stack}>
      {rows(count).map((i) => (
        <div key={i} className={classes.row}>
          <Skeleton circle h={36} w={36} />
          <div className={classes.lines}>
            <Skeleton h={12} w="45%" />
            <Skeleton h={10} w="75%" />
          </div>
        </div>
      ))}
    </Waiting>
  )
}

/** A table of `columns` × `count`. */
export function TableSkeleton({ count = 8, columns = 5 }: { count?: number; columns?: number }) {
  return (
    <Waiting className={classes.table}>
      {rows(count).map((i) => (
        <div key={i} className={classes.cells}>
          {rows(columns).map((j) => (
            <Skeleton key={j} h={12} w={j === 0 ? '85%' : '60%'} />
          ))}
        </div>
      ))}
    </Waiting>
  )
}

/** A whole screen: title and two cards. */
export function ScreenSkeleton() {
  return (
    <Waiting className={classes.screen}>
      <Skeleton h={26} w={220} />
      <div className={classes.cards}>
        <Skeleton h={360} radius="lg" />
        <Skeleton h={360} radius="lg" />
      </div>
    </Waiting>
  )
}
