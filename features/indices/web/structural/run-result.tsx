import { useTranslation } from 'react-i18next'
import { Comparison } from './comparison.tsx'
import { CustomerLists } from './customer-lists.tsx'
import { DriverSection } from './driver-section.tsx'
import { Groups } from './groups.tsx'
import { Headline } from './headline.tsx'
import { ModelsBeside } from './models-beside.tsx'
import { PathSection } from './path-section.tsx'
import { ProfitLink } from './profit-link.tsx'
import { Questions } from './questions.tsx'
import { Reliability } from './reliability.tsx'
import classes from './structural.module.css'
import type { Result, RunDetail } from './structural-queries.ts'
import { useModelWords } from './use-words.ts'

const S = 'indices.structuralScreens'

/** All that a run found out, the most useful first. */
export function RunResult({ detail, result }: { detail: RunDetail; result: Result }) {
  const { t } = useTranslation()
  const words = useModelWords(detail.model)
  const { whole } = result
  const sections = [
    whole && detail.drivers.length > 0 && { id: 'drivers', title: t(`${S}.map.title`) },
    whole && { id: 'paths', title: t(`${S}.paths.title`) },
    {
      id: 'groups',
      title: detail.run.groupBy
        ? t(`${S}.groups.title`, { by: t(`${S}.by.${detail.run.groupBy}`) })
        : t(`${S}.groups.plainTitle`),
    },
    { id: 'customers', title: t(`${S}.lists.title`) },
    { id: 'reliability', title: t(`${S}.reliability.title`) },
    { id: 'questions', title: t(`${S}.questions.title`) },
    { id: 'models', title: t(`${S}.models.title`) },
  ].filter((one) => one !== false && one !== null)
  return (
    <>
      <nav aria-label={t(`${S}.run.sections`)} className={`${classes.sections} no-print`}>
        {sections.map(({ id, title }) => (
          <a key={id} href={`#${id}`}>
            {title}
          </a>
        ))}
      </nav>
      <Headline detail={detail} result={result} words={words} />
      {whole && detail.drivers.length > 0 && (
        <Anchor id="drivers">
          <DriverSection detail={detail} words={words} />
        </Anchor>
      )}
      {whole && (
        <Anchor id="paths">
          <PathSection whole={whole} words={words} />
        </Anchor>
      )}
      <Anchor id="groups">
        <Groups detail={detail} result={result} />
        {result.comparison && <Comparison detail={detail} result={result} words={words} />}
      </Anchor>
      <Anchor id="customers">
        <CustomerLists detail={detail} />
      </Anchor>
      <Anchor id="reliability">
        <Reliability result={result} words={words} />
      </Anchor>
      <Anchor id="questions">
        <Questions detail={detail} result={result} words={words} />
      </Anchor>
      <Anchor id="models">
        <ModelsBeside result={result} />
        <ProfitLink definitionId={detail.run.definitionId} />
      </Anchor>
    </>
  )
}

function Anchor({ id, children }: { id: string; children: React.ReactNode }) {
  return (
    <div id={id} className={`${classes.anchor} ${classes.panel}`}>
      {children}
    </div>
  )
}
