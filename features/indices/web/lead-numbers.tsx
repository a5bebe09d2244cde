import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DateText } from '../../../web/ui/date-text.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { linkTo, Stat, Stats } from '../../../web/ui/stat.tsx'
import { hrefOf, type Summary } from './lead-queries.ts'

/** Eight numbers; each opens its rows. */
export function LeadNumbers({ summary: s }: { summary: Summary }) {
  const { t } = useTranslation()
  const format = useFormat()
  const kept = s.promisesKept
  const csat = s.csat.value
  const none = (
    <>
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">{t('indices.none')}</span>
    </>
  )
  return (
    <>
      <Stats>
        <Stat
          label={t('indices.lead.open')}
          value={format.number(s.open.count)}
          caption={t('indices.lead.openHint')}
          to={hrefOf(s.open.rows)}
        />
        <Stat
          label={t('indices.lead.waiting')}
          value={format.number(s.waiting.count)}
          caption={
            s.oldestWaiting ? (
              <>
                {t('indices.lead.oldest')} <DateText value={s.oldestWaiting.turnSince} show="relative" />
              </>
            ) : (
              t('indices.lead.nobodyWaits')
            )
          }
          to={hrefOf(s.waiting.rows)}
        />
        <Stat
          label={t('indices.lead.burning')}
          value={format.number(s.burning.count)}
          caption={t('indices.lead.burningHint')}
          tone={s.burning.count > 0 ? 'warn' : 'plain'}
          to={hrefOf(s.burning.rows)}
        />
        <Stat
          label={t('indices.lead.breached')}
          value={format.number(s.breached.count)}
          caption={
            <Link {...linkTo(hrefOf(s.breachedToday.rows))}>
              {t('indices.lead.breachedToday', { count: s.breachedToday.count })}
            </Link>
          }
          tone={s.breached.count > 0 ? 'bad' : 'plain'}
          to={hrefOf(s.breached.rows)}
        />
      </Stats>
      <Stats>
        <Stat
          label={t('indices.lead.promisesKept')}
          value={kept.ratio === null ? none : format.percent(kept.ratio)}
          n={kept.n}
          {...(kept.low !== null && kept.high !== null
            ? { interval: [format.percent(kept.low), format.percent(kept.high)] as [string, string] }
            : {})}
          caption={
            <span title={t(`indices.definition.${kept.definition}`)}>
              {t('indices.lead.lastDays', { count: kept.days })}
            </span>
          }
          to={hrefOf(kept.rows)}
        />
        <Stat
          label={t('indices.lead.promisesToday')}
          value={format.number(s.promisesToday.count)}
          caption={t('indices.lead.promisesTodayHint')}
          to={hrefOf(s.promisesToday.rows)}
        />
        <Stat
          label={t('indices.lead.promisesOverdue')}
          value={format.number(s.promisesOverdue.count)}
          caption={t('indices.lead.promisesOverdueHint')}
          tone={s.promisesOverdue.count > 0 ? 'bad' : 'plain'}
          to={hrefOf(s.promisesOverdue.rows)}
        />
        <Stat
          label={t('indices.lead.csat')}
          value={csat.mean === null ? none : t('indices.ofTen', { score: format.number(csat.mean, 1) })}
          n={csat.n}
          {...(csat.low !== null && csat.high !== null
            ? { interval: [format.number(csat.low, 1), format.number(csat.high, 1)] as [string, string] }
            : {})}
          caption={
            csat.topTwoRatio === null
              ? t('indices.lead.noVerdicts')
              : t('indices.lead.topTwo', { share: format.percent(csat.topTwoRatio) })
          }
          to={hrefOf(s.csat.rows)}
        />
      </Stats>
    </>
  )
}
