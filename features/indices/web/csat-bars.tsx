import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../../web/ui/empty-state.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { linkTo } from '../../../web/ui/stat.tsx'
import { casesHref } from '../../cases/web/case-filters.ts'
import classes from './csat-bars.module.css'
import type { CsatReport } from './lead-queries.ts'

const LOW = 1
const HIGH = 10
const share = (score: number) => `${((score - LOW) / (HIGH - LOW)) * 100}%`

/** Mean verdict of each group from 1 to 10; the whisker is the interval, the number of verdicts stands beside it. */
export function CsatBars({ report }: { report: CsatReport }) {
  const { t } = useTranslation()
  const format = useFormat()
  const groups = report.groups.filter((group) => group.csat.n > 0)
  if (groups.length === 0)
    return <EmptyState compact title={t('indices.csat.empty')} hint={t('indices.csat.emptyHint')} />
  return (
    <ul className={classes.bars}>
      {groups.map(({ key, label, csat }) => {
        const name = label ?? t('indices.csat.noGroup')
        const { mean, low, high } = csat
        const hasInterval = low !== null && high !== null
        return (
          <li key={key ?? 'none'}>
            <div className={classes.head}>
              <Link
                {...linkTo(
                  casesHref({
                    judgedFrom: report.from,
                    judgedTo: report.to,
                    [report.by]: key ?? 'none',
                  }),
                )}
              >
                <bdi>{name}</bdi>
              </Link>
              <span className={classes.value}>
                <b>{format.number(mean ?? 0, 1)}</b>
                <span className={classes.note}>
                  {hasInterval &&
                    `${t('indices.fromTo', { from: format.number(low, 1), to: format.number(high, 1) })} · `}
                  <span dir="ltr">{t('ui.stat.of', { n: format.number(csat.n) })}</span>
                </span>
              </span>
            </div>
            <div className={classes.track} aria-hidden="true">
              <span
                className={classes.bar}
                data-weak={!hasInterval || undefined}
                style={{ inlineSize: share(mean ?? LOW) }}
              />
              {hasInterval && (
                <span
                  className={classes.whisker}
                  style={{
                    insetInlineStart: share(Math.max(LOW, low)),
                    insetInlineEnd: `calc(100% - ${share(Math.min(HIGH, high))})`,
                  }}
                />
              )}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
