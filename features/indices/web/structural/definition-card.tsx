import { Progress } from '@mantine/core'
import { IconAlertTriangle, IconCalendarRepeat } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DateText } from '../../../../web/ui/date-text.tsx'
import { useFormat } from '../../../../web/ui/format.ts'
import { linkTo } from '../../../../web/ui/stat.tsx'
import { StatusBadge } from '../../../../web/ui/status-badge.tsx'
import { IndexTrend } from './index-trend.tsx'
import classes from './structural.module.css'
import type { Definition } from './structural-queries.ts'
import { useModelWords, useWords } from './use-words.ts'

/** One index on one card: value, interval, n, trend, what is under way, what must be known before believing it. */
export function DefinitionCard({ definition }: { definition: Definition }) {
  const { t } = useTranslation()
  const words = useWords()
  const names = useModelWords(definition.model)
  const { latest, trend, unfinished } = definition
  return (
    <article className={classes.card}>
      <Link {...linkTo(`/indices/${definition.id}`)} className={classes.cardLink}>
        {definition.name}
      </Link>
      <p className={classes.small}>
        <bdi>{definition.instrumentTitle}</bdi>
        {definition.model && (
          <>
            {' · '}
            <bdi>{names.model()}</bdi>
          </>
        )}
      </p>
      {latest?.value !== null && latest?.value !== undefined ? (
        <>
          <div className={classes.figure}>
            <span className={classes.value}>{words.number(latest.value)}</span>
            <span className={classes.muted}>{t('indices.structuralScreens.outOf')}</span>
          </div>
          <p className={classes.meta}>
            {words.range(latest) && t('indices.structuralScreens.interval', { range: words.range(latest) })}
            {words.range(latest) && ' · '}
            {t('indices.structuralScreens.n', { count: latest.n ?? 0 })}
          </p>
          <p className={classes.small}>
            {latest.method && t(`indices.structural.method.${latest.method}`)}
            {' · '}
            {words.period(latest)}
          </p>
        </>
      ) : (
        <p className={classes.muted}>
          {latest ? t('indices.structuralScreens.run.hidden') : t('indices.structuralScreens.neverRun')}
        </p>
      )}
      {trend.length > 1 && <IndexTrend points={trend.slice(-12)} height={64} isSmall />}
      <Tags definition={definition} />
      {unfinished && <Unfinished progress={unfinished.progress} status={unfinished.status} />}
    </article>
  )
}

export function Unfinished({ progress, status }: { progress: number; status: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words =
    status === 'queued'
      ? t('indices.structuralScreens.run.waiting')
      : t('indices.structuralScreens.run.computing', { percent: format.percent(progress) })
  return (
    <div>
      <p className={classes.small}>{words}</p>
      <Progress value={progress * 100} aria-label={words} animated={status === 'running'} />
    </div>
  )
}

function Tags({ definition }: { definition: Definition }) {
  const { t } = useTranslation()
  const { latest } = definition
  return (
    <div className={classes.tags}>
      {latest?.status === 'refused' && (
        <StatusBadge size="sm" tone="warn">
          {t('indices.structural.status.refused')}
        </StatusBadge>
      )}
      {!definition.isComputable && (
        <StatusBadge size="sm" tone="bad" icon={IconAlertTriangle}>
          {t('indices.structuralScreens.notComputable')}
        </StatusBadge>
      )}
      {latest && latest.serious > 0 && (
        <StatusBadge size="sm" tone="bad" icon={IconAlertTriangle}>
          {t('indices.structuralScreens.serious', { count: latest.serious })}
        </StatusBadge>
      )}
      {latest && latest.caution > 0 && (
        <StatusBadge size="sm" tone="warn">
          {t('indices.structuralScreens.caution', { count: latest.caution })}
        </StatusBadge>
      )}
      {definition.schedule && (
        <StatusBadge size="sm" icon={IconCalendarRepeat}>
          {t('indices.structuralScreens.monthly')}
        </StatusBadge>
      )}
      {latest && (
        <span className={classes.small}>
          {t('indices.structuralScreens.lastRun')} <DateText value={latest.finishedAt} show="relative" />
        </span>
      )}
    </div>
  )
}
