import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../web/ui/format.ts'
import { Section } from '../../../../web/ui/section.tsx'
import { linkTo } from '../../../../web/ui/stat.tsx'
import { Scroll } from './scroll.tsx'
import classes from './structural.module.css'
import type { Result, RunDetail } from './structural-queries.ts'
import { type useModelWords, useWords } from './use-words.ts'

const S = 'indices.structuralScreens'
const COLUMNS = ['question', 'n', 'missing', 'mean', 'sd', 'performance', 'weight', 'loading'] as const
type Props = { detail: RunDetail; result: Result; words: ReturnType<typeof useModelWords> }

export function Questions(props: Props) {
  const { t } = useTranslation()
  return (
    <Section flush title={t(`${S}.questions.title`)}>
      <QuestionTable {...props} />
    </Section>
  )
}

/** Every question under its construct, with what it contributes. */
export function QuestionTable({ detail, result, words: names }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useWords()
  const lines = new Map(result.questions.map((line) => [line.code, line]))
  const weights = (result.whole ?? result.plain)?.normalisedWeights ?? {}
  return (
    <Scroll label={t(`${S}.questions.title`)}>
      <table className={classes.table}>
        <caption className="visually-hidden">{t(`${S}.questions.title`)}</caption>
        <thead>
          <tr>
            {COLUMNS.map((name) => (
              <th key={name} scope="col">
                {t(`${S}.questions.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        {detail.model.constructs.map((construct) => (
          <tbody key={construct.name}>
            <tr className={classes.groupRow}>
              <th scope="rowgroup" colSpan={COLUMNS.length}>
                {names.construct(construct.name)}
              </th>
            </tr>
            {construct.items.map((code) => {
              const line = lines.get(code)
              const weight = weights[code]
              return (
                <tr key={code}>
                  <th scope="row" className={classes.long}>
                    <span title={code}>{names.question(code)}</span>
                  </th>
                  <td>
                    {line ? (
                      <Link {...linkTo(`/indices/runs/${detail.run.id}/rows`)} className={classes.plainLink}>
                        {format.number(line.n)}
                      </Link>
                    ) : (
                      '–'
                    )}
                  </td>
                  <td>{line ? format.number(line.missing) : '–'}</td>
                  <td>{words.number(line?.mean, 2)}</td>
                  <td>{words.number(line?.sd, 2)}</td>
                  <td>{words.number(line?.performance)}</td>
                  <td>{weight === null || weight === undefined ? '–' : format.percent(weight)}</td>
                  <td>{words.number(result.whole?.loadings[code], 2)}</td>
                </tr>
              )
            })}
          </tbody>
        ))}
      </table>
    </Scroll>
  )
}
