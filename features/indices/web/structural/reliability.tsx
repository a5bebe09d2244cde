import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../web/ui/format.ts'
import { Section } from '../../../../web/ui/section.tsx'
import { StatusBadge, type Tone } from '../../../../web/ui/status-badge.tsx'
import { findingsOf } from './headline.tsx'
import { Scroll } from './scroll.tsx'
import classes from './structural.module.css'
import type { Finding, Result, Whole } from './structural-queries.ts'
import { type useModelWords, useWords } from './use-words.ts'

const S = 'indices.structuralScreens'
const TONES: Record<Finding['severity'], Tone> = { serious: 'bad', caution: 'warn', note: 'neutral' }
/** Hair et al. (2022): as the engine's findings judge. */
const ENOUGH = { alpha: 0.7, rhoA: 0.7, rhoC: 0.7, ave: 0.5 }
const MEASURES = ['alpha', 'rhoA', 'rhoC', 'ave'] as const
type Props = { result: Result; words: ReturnType<typeof useModelWords> }

/** May one trust these numbers? First in sentences, then in figures. */
export function Reliability({ result, words }: Props) {
  const { t } = useTranslation()
  return (
    <Section title={t(`${S}.reliability.title`)}>
      <div className={classes.panel}>
        <Findings findings={findingsOf(result)} />
        {result.whole && <ReliabilityTable whole={result.whole} words={words} />}
      </div>
    </Section>
  )
}

export function Findings({ findings }: { findings: readonly Finding[] }) {
  const { t } = useTranslation()
  const { locale } = useFormat()
  if (findings.length === 0) return <p className={classes.muted}>{t(`${S}.reliability.noFindings`)}</p>
  return (
    <ul className={classes.findings} aria-label={t(`${S}.reliability.findings`)}>
      {findings.map((finding) => (
        <li key={`${finding.code} ${finding.construct} ${finding.item} ${finding.other}`}>
          <StatusBadge size="sm" tone={TONES[finding.severity]}>
            {t(`${S}.severity.${finding.severity}`)}
          </StatusBadge>
          <span>{finding.sentence[locale]}</span>
        </li>
      ))}
    </ul>
  )
}

export function ReliabilityTable({ whole, words: names }: { whole: Whole; words: Props['words'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useWords()
  const cell = (measure: (typeof MEASURES)[number], name: string, items: number) => {
    const value = whole[measure][name]
    if (items < 2 || value === null || value === undefined) return '–'
    return value < ENOUGH[measure] ? `${words.number(value, 2)} *` : words.number(value, 2)
  }
  return (
    <div>
      <Scroll label={t(`${S}.reliability.title`)}>
        <table className={classes.table}>
          <caption className="visually-hidden">{t(`${S}.reliability.title`)}</caption>
          <thead>
            <tr>
              <th scope="col">{t(`${S}.reliability.construct`)}</th>
              <th scope="col">{t(`${S}.reliability.questions`)}</th>
              {[...MEASURES, 'r2'].map((name) => (
                <th key={name} scope="col">
                  {t(`${S}.reliability.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {whole.model.constructs.map(({ name, items }) => (
              <tr key={name}>
                <th scope="row">{names.construct(name)}</th>
                <td>{items.length > 1 ? format.number(items.length) : t(`${S}.reliability.single`)}</td>
                {MEASURES.map((measure) => (
                  <td key={measure}>{cell(measure, name, items.length)}</td>
                ))}
                <td>{words.number(whole.r2[name], 2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className={classes.note}>{t(`${S}.reliability.note`)}</p>
    </div>
  )
}
