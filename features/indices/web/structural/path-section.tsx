import { useMediaQuery } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../web/ui/format.ts'
import { Section } from '../../../../web/ui/section.tsx'
import { StatusBadge } from '../../../../web/ui/status-badge.tsx'
import { coefficientOf, PathPicture } from './path-picture.tsx'
import classes from './structural.module.css'
import type { Whole } from './structural-queries.ts'
import { type useModelWords, useWords } from './use-words.ts'

const S = 'indices.structuralScreens'
type Props = { whole: Whole; words: ReturnType<typeof useModelWords> }

/** The model as estimated: a picture where there is room for it, a list on a phone. */
export function PathSection({ whole, words }: Props) {
  const { t } = useTranslation()
  const isNarrow = useMediaQuery('(max-width: 55em)') ?? false
  return (
    <Section title={t(`${S}.paths.title`)}>
      {isNarrow ? (
        <PathList whole={whole} words={words} />
      ) : (
        <>
          <PathPicture whole={whole} words={words} />
          <details>
            <summary className={classes.summary}>{t(`${S}.asTable`)}</summary>
            <PathList whole={whole} words={words} />
          </details>
        </>
      )}
      {!isNarrow && (
        <p className={classes.note}>{t(`${S}.paths.${whole.intervals ? 'note' : 'noteNoInterval'}`)}</p>
      )}
    </Section>
  )
}

export function PathList({ whole, words: names }: Props) {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const words = useWords()
  const arrow = locale === 'fa' ? '←' : '→'
  return (
    <ul className={classes.pathList}>
      {whole.model.paths.map(([from, to]) => {
        const { value, isWeak, ...limits } = coefficientOf(whole, from, to)
        const range = words.range(limits, 2)
        return (
          <li key={`${from}->${to}`}>
            <div className={classes.barHead}>
              <span>
                {names.construct(from)} {arrow} {names.construct(to)}
              </span>
              <span>
                <b>{words.number(value, 2)}</b>
                {range && <span className={classes.small}> ({range})</span>}{' '}
                {isWeak && <StatusBadge size="sm">{t(`${S}.paths.weak`)}</StatusBadge>}
              </span>
            </div>
          </li>
        )
      })}
    </ul>
  )
}
