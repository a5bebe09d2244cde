import { Button, Group as Row, Select } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../../web/session.ts'
import { EmptyState } from '../../../../web/ui/empty-state.tsx'
import { ErrorLine } from '../../../../web/ui/error-line.tsx'
import { Section } from '../../../../web/ui/section.tsx'
import { linkTo } from '../../../../web/ui/stat.tsx'
import { IndexBar } from './index-bar.tsx'
import { IndexTrend } from './index-trend.tsx'
import classes from './structural.module.css'
import { type Group, type Result, type RunDetail, useStartRun } from './structural-queries.ts'
import { TrendTable } from './trend-table.tsx'
import { useWords } from './use-words.ts'

const S = 'indices.structuralScreens'
type Props = { detail: RunDetail; result: Result }

const rowsOf = (detail: RunDetail, group: string) =>
  `/indices/runs/${detail.run.id}/rows?group=${encodeURIComponent(group)}`

/** The months of a run as points in time. */
export const monthsOf = (detail: RunDetail, result: Result) =>
  result.groups
    .flatMap((group) => {
      const index = group.indices[detail.target]
      if (!index || index.value === null) return []
      const { n, method, key } = group
      return [{ monthOn: key, ...index, value: index.value, n, method, href: rowsOf(detail, key) }]
    })
    .sort((a, b) => (a.monthOn < b.monthOn ? -1 : 1))

/** Branches, tiers, months … beside each other, each with its own n and interval. */
export function Groups({ detail, result }: Props) {
  const { t } = useTranslation()
  const can = useCan()
  const { groupBy } = detail.run
  const months = groupBy === 'month' ? monthsOf(detail, result) : []
  return (
    <Section
      title={groupBy ? t(`${S}.groups.title`, { by: t(`${S}.by.${groupBy}`) }) : t(`${S}.groups.plainTitle`)}
    >
      {!groupBy ? (
        <EmptyState compact title={t(`${S}.groups.none`)} hint={t(`${S}.groups.noneHint`)} />
      ) : (
        <div className={classes.panel}>
          {months.length > 1 ? (
            <div>
              <IndexTrend points={months} />
              <p className={classes.note}>{t(`${S}.trend.note`)}</p>
              <details>
                <summary className={classes.summary}>{t(`${S}.asTable`)}</summary>
                <TrendTable points={months} />
              </details>
            </div>
          ) : (
            <GroupBars detail={detail} result={result} />
          )}
          {result.groupsLeftOut > 0 && (
            <p className={classes.small}>{t(`${S}.groups.leftOut`, { count: result.groupsLeftOut })}</p>
          )}
          {can('survey.run') && result.whole && <CompareForm detail={detail} groups={result.groups} />}
        </div>
      )}
    </Section>
  )
}

export function GroupBars({ detail, result }: Props) {
  const { t } = useTranslation()
  const words = useWords()
  return (
    <ul className={classes.bars}>
      {result.groups.map((group) => {
        const index = group.indices[detail.target]
        const name = words.groupName(detail.run.groupBy, group)
        return (
          <IndexBar
            key={group.key}
            label={
              <Link {...linkTo(rowsOf(detail, group.key))}>
                <bdi>{name}</bdi>
              </Link>
            }
            value={index?.value ?? null}
            low={index?.low ?? null}
            high={index?.high ?? null}
            isTarget={group.method === 'structural'}
            isWeak={group.method !== 'structural'}
            note={
              <>
                {group.method === 'hidden' ? '' : `${t(`${S}.n`, { count: group.n })} · `}
                {group.fault?.detail ?? t(`indices.structural.method.${group.method}`)}
              </>
            }
          />
        )
      })}
    </ul>
  )
}

/** Two groups large enough for an index of their own are compared by a new run over the same answers. */
function CompareForm({ detail, groups }: { detail: RunDetail; groups: Group[] }) {
  const { t } = useTranslation()
  const words = useWords()
  const navigate = useNavigate()
  const { run } = detail
  const [a, setA] = useState<string | null>(run.compare?.[0] ?? null)
  const [b, setB] = useState<string | null>(run.compare?.[1] ?? null)
  const start = useStartRun(
    run.definitionId,
    (next) => void navigate({ href: `/indices/runs/${next.id}#groups` }),
  )
  const large = groups.filter((group) => group.method === 'structural')
  const data = large.map((group) => ({ value: group.key, label: words.groupName(run.groupBy, group) }))
  const go = () =>
    start.run({
      groupBy: run.groupBy!,
      compare: [a!, b!],
      seed: run.seed,
      ...(run.fromOn ? { from: run.fromOn } : {}),
      ...(run.toOn ? { to: run.toOn } : {}),
      ...(run.branchId ? { branchId: run.branchId } : {}),
    })
  if (large.length < 2)
    return <p className={classes.small}>{t(`${S}.groups.tooFew`, { count: run.floor })}</p>
  return (
    <div className="no-print">
      <h3 className={classes.meta}>{t(`${S}.groups.compare`)}</h3>
      <Row gap="sm" align="flex-end">
        <Select label={t(`${S}.groups.a`)} data={data} value={a} onChange={setA} />
        <Select
          label={t(`${S}.groups.b`)}
          data={data.filter((one) => one.value !== a)}
          value={b}
          onChange={setB}
        />
        <Button disabled={!a || !b || a === b} loading={start.isRunning} onClick={go} variant="light">
          {t(`${S}.groups.go`)}
        </Button>
      </Row>
      <p className={classes.note}>{t(`${S}.groups.compareHelp`, { count: run.floor })}</p>
      <ErrorLine error={start.error} />
    </div>
  )
}
