import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../web/ui/format.ts'
import { DriverMap } from './driver-map.tsx'
import { byGain } from './driver-section.tsx'
import { DriverTable } from './driver-table.tsx'
import { GroupBars, monthsOf } from './groups.tsx'
import { findingsOf, HowFacts, indexOf } from './headline.tsx'
import { IndexBar } from './index-bar.tsx'
import { IndexTrend } from './index-trend.tsx'
import { PathPicture } from './path-picture.tsx'
import { QuestionTable } from './questions.tsx'
import { Findings, ReliabilityTable } from './reliability.tsx'
import classes from './report.module.css'
import { ReportActions, ReportPeople } from './report-parts.tsx'
import shared from './structural.module.css'
import type { Result, RunDetail } from './structural-queries.ts'
import { TrendTable } from './trend-table.tsx'
import { useModelWords, useWords } from './use-words.ts'

const S = 'indices.structuralScreens'
/** Inside the margins of A4 at 96 px an inch. */
const PAPER = 680

export function Report({ detail, result }: { detail: RunDetail; result: Result }) {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const names = useModelWords(detail.model)
  const { run, target, model, drivers } = detail
  const { whole } = result
  const months = run.groupBy === 'month' ? monthsOf(detail, result) : []
  const plain = months.map(({ href: _, ...month }) => month)
  return (
    <>
      <p className={shared.muted}>{t(`${S}.report.standards`)}</p>
      <Summary detail={detail} result={result} names={names} />
      <section className={classes.part}>
        <h2>{t(`${S}.report.asked`)}</h2>
        <p>
          {names.model()}. {model.source && t(`${S}.report.sources`, { source: model.source })}
        </p>
        <QuestionTable detail={detail} result={result} words={names} />
      </section>
      <ReportPeople detail={detail} result={result} />
      <section className={classes.part}>
        <h2>{t(`${S}.report.index`)}</h2>
        {run.status === 'refused' && <p>{t('indices.structural.note.refused', { floor: run.floor })}</p>}
        <ul className={shared.bars}>
          {model.constructs.map(({ name }) => (
            <IndexBar
              key={name}
              label={names.construct(name)}
              {...indexOf(result, name)}
              isTarget={name === target}
              isWeak={!whole}
            />
          ))}
        </ul>
        <p className={shared.note}>{t(`indices.structural.note.${result.intervalMethod ?? 'analytic'}`)}</p>
      </section>
      {whole && (
        <section className={`${classes.part} ${classes.newPage}`}>
          <h2>{t(`${S}.report.drivers`)}</h2>
          {drivers.length > 0 && (
            <>
              <DriverMap
                drivers={drivers}
                nameOf={names.construct}
                targetName={names.construct(target)}
                width={PAPER}
              />
              <DriverTable drivers={drivers} words={names} />
              <p className={shared.note}>{t(`${S}.map.lines`)}</p>
            </>
          )}
          <h3>{t(`${S}.paths.title`)}</h3>
          <PathPicture whole={whole} words={names} width={Math.max(PAPER, model.constructs.length * 152)} />
          <p className={shared.note}>{t(`${S}.paths.${whole.intervals ? 'note' : 'noteNoInterval'}`)}</p>
        </section>
      )}
      <section className={classes.part}>
        <h2>{t(`${S}.report.reliability`)}</h2>
        <Findings findings={findingsOf(result)} />
        {whole && <ReliabilityTable whole={whole} words={names} />}
      </section>
      {run.groupBy && (
        <section className={classes.part}>
          <h2>
            {t(`${S}.report.groups`)} · {t(`${S}.by.${run.groupBy}`)}
          </h2>
          {plain.length > 1 ? (
            <>
              <IndexTrend points={plain} width={PAPER} />
              <TrendTable points={plain} />
              <p className={shared.note}>{t(`${S}.trend.note`)}</p>
            </>
          ) : (
            <GroupBars detail={detail} result={result} />
          )}
        </section>
      )}
      <ReportActions drivers={byGain(drivers)} names={names} />
      <section className={classes.part} lang={locale}>
        <h2>{t(`${S}.report.method`)}</h2>
        <HowFacts detail={detail} result={result} words={names} />
      </section>
    </>
  )
}

function Summary({
  detail,
  result,
  names,
}: {
  detail: RunDetail
  result: Result
  names: ReturnType<typeof useModelWords>
}) {
  const { t } = useTranslation()
  const words = useWords()
  const head = indexOf(result, detail.target)
  const range = words.range(head)
  const strongest = detail.drivers[0]
  const leverRange = strongest && words.range(strongest, 2)
  return (
    <section className={classes.summary}>
      <h2>{t(`${S}.report.summary`)}</h2>
      <p>
        {t(`${S}.report.${range ? 'summaryText' : 'summaryNoRange'}`, {
          name: detail.run.name,
          value: words.number(head.value),
          range,
          count: detail.run.n ?? 0,
        })}{' '}
        {t(`indices.structural.method.${result.method}`)}.
      </p>
      {strongest && leverRange && (
        <p>
          {t(`${S}.report.lever`, {
            name: names.construct(strongest.construct),
            value: words.number(strongest.importance, 2),
            range: leverRange,
          })}
        </p>
      )}
    </section>
  )
}
