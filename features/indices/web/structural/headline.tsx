import { IconAlertTriangle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Copyable } from '../../../../web/ui/copyable.tsx'
import { useFormat } from '../../../../web/ui/format.ts'
import { Section } from '../../../../web/ui/section.tsx'
import { linkTo } from '../../../../web/ui/stat.tsx'
import { StatusBadge } from '../../../../web/ui/status-badge.tsx'
import { Fact } from './definition-facts.tsx'
import { IndexBar } from './index-bar.tsx'
import classes from './structural.module.css'
import type { Result, RunDetail } from './structural-queries.ts'
import { type useModelWords, useWords } from './use-words.ts'

const S = 'indices.structuralScreens'
const SHOWN_FLAGS = 4

type Props = { detail: RunDetail; result: Result; words: ReturnType<typeof useModelWords> }

/** A construct's index with the limits of whatever method gave it. */
export function indexOf({ whole, plain }: Result, construct: string) {
  const value = (whole ?? plain)?.indices[construct] ?? null
  if (whole) {
    const interval = whole.intervals?.indices[construct]
    if (interval) return { value, low: interval.low, high: interval.high }
    const sd = whole.indexDeviations[construct]
    if (value === null || sd === null || sd === undefined) return { value, low: null, high: null }
    const half = (1.959964 * sd) / Math.sqrt(whole.n)
    return { value, low: value - half, high: value + half }
  }
  const interval = plain?.intervals[construct]
  return { value, low: interval?.low ?? null, high: interval?.high ?? null }
}

export const findingsOf = ({ whole, plain }: Result) => (whole ?? plain)?.findings ?? []

/** The index with all that one must know before quoting it. */
export function Headline({ detail, result, words: names }: Props) {
  const { t } = useTranslation()
  const words = useWords()
  const { run, target, model } = detail
  const head = indexOf(result, target)
  const range = words.range(head)
  const isRefused = run.status === 'refused'
  return (
    <div className={classes.two}>
      <Section title={names.construct(target)} tone={isRefused ? 'warn' : 'accent'}>
        <div className={classes.panel}>
          <div>
            <div className={classes.figure}>
              <span className={classes.big}>{words.number(head.value)}</span>
              <span className={classes.muted}>{t(`${S}.outOf`)}</span>
              <StatusBadge tone={result.whole ? 'info' : 'warn'}>
                {t(`indices.structural.method.${result.method}`)}
              </StatusBadge>
            </div>
            <p className={classes.meta}>
              {range && `${t(`${S}.interval`, { range })} · `}
              <Link {...linkTo(`/indices/runs/${run.id}/rows`)} className={classes.link}>
                {t(`${S}.n`, { count: run.n ?? 0 })}
              </Link>
            </p>
          </div>
          {isRefused && (
            <p className={classes.flags}>{t('indices.structural.note.refused', { floor: run.floor })}</p>
          )}
          <Flags result={result} />
          <div>
            <h3 className={classes.meta}>{t(`${S}.head.constructs`)}</h3>
            <ul className={classes.bars}>
              {model.constructs.map(({ name }) => (
                <IndexBar
                  key={name}
                  label={names.construct(name)}
                  {...indexOf(result, name)}
                  isTarget={name === target}
                  isWeak={!result.whole}
                />
              ))}
            </ul>
          </div>
        </div>
      </Section>
      <Section title={t(`${S}.head.how`)}>
        <HowFacts detail={detail} result={result} words={names} />
      </Section>
    </div>
  )
}

export function HowFacts({ detail, result, words: names }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useWords()
  const { run, model, target } = detail
  const { whole, plain } = result
  const missing = (whole ?? plain)?.missing
  const r2 = whole?.r2[target]
  const { version } = model
  return (
    <dl className={classes.facts}>
      <Fact name={t(`${S}.head.period`)} value={words.period(run)} />
      <Fact
        name={t(`${S}.head.model`)}
        value={
          <>
            <bdi>{names.model()}</bdi>
            {version && ` · ${t(`${S}.head.version`, { version: format.digits(version) })}`}
          </>
        }
      />
      {whole && (
        <>
          <Fact name={t(`${S}.head.metric`)} value={t(`${S}.metric.${whole.metric}`)} />
          <Fact name={t(`${S}.head.scheme`)} value={t(`${S}.scheme.${whole.scheme}`)} />
          {r2 !== null && r2 !== undefined && <Fact name={t(`${S}.head.r2`)} value={words.number(r2, 2)} />}
        </>
      )}
      {missing && (
        <>
          <Fact name={t(`${S}.head.missing`)} value={t(`${S}.missing.${missing.treatment}`)} />
          <Fact
            name={t(`${S}.head.used`)}
            value={t(`${S}.head.usedOf`, { used: missing.rowsComplete, given: missing.rowsGiven })}
          />
        </>
      )}
      <Fact
        name={t(`${S}.head.intervalMethod`)}
        value={
          result.intervalMethod === 'percentile'
            ? t(`${S}.head.percentile`, { count: whole?.bootstrap?.usable ?? run.resamples })
            : t(`${S}.head.analytic`)
        }
      />
      <Fact name={t(`${S}.head.seed`)} value={<bdi dir="ltr">{format.digits(run.seed)}</bdi>} />
      {run.engineVersion && (
        <Fact name={t(`${S}.head.engine`)} value={<bdi dir="ltr">{run.engineVersion}</bdi>} />
      )}
      {run.inputDigest && (
        <Fact
          name={t(`${S}.head.digest`)}
          value={
            <Copyable value={run.inputDigest}>
              <bdi dir="ltr">{run.inputDigest.slice(0, 12)}…</bdi>
            </Copyable>
          }
        />
      )}
    </dl>
  )
}

/** What speaks against the number stands on the card itself, not in a footnote. */
function Flags({ result }: { result: Result }) {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const flagged = findingsOf(result).filter(({ severity }) => severity !== 'note')
  if (flagged.length === 0) return <p className={classes.small}>{t(`${S}.head.clean`)}</p>
  const rest = flagged.length - SHOWN_FLAGS
  return (
    <div
      className={classes.flags}
      data-serious={flagged.some(({ severity }) => severity === 'serious') || undefined}
    >
      <ul className={classes.findings}>
        {flagged.slice(0, SHOWN_FLAGS).map((finding) => (
          <li key={`${finding.code} ${finding.construct} ${finding.item} ${finding.other}`}>
            <IconAlertTriangle size={15} aria-label={t(`${S}.severity.${finding.severity}`)} />
            <span>{finding.sentence[locale]}</span>
          </li>
        ))}
      </ul>
      {rest > 0 && <a href="#reliability">{t(`${S}.head.more`, { count: rest })}</a>}
    </div>
  )
}
