import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../web/ui/format.ts'
import { Section } from '../../../../web/ui/section.tsx'
import { Scroll } from './scroll.tsx'
import classes from './structural.module.css'
import type { Result } from './structural-queries.ts'
import { useWords } from './use-words.ts'

const S = 'indices.structuralScreens'
/** More missing questions than these are counted, not named. */
const NAMED = 4

/** The shipped models on the same respondents, as far as the questionnaire asks what they need. */
export function ModelsBeside({ result }: { result: Result }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useWords()
  const say = (value: Result['models'][number]['loyalty']) => {
    if (!value || value.value === null) return '–'
    const range = words.range(value)
    return range ? `${words.number(value.value)} (${range})` : words.number(value.value)
  }
  return (
    <Section title={t(`${S}.models.title`)}>
      <Scroll label={t(`${S}.models.title`)}>
        <table className={classes.table}>
          <thead>
            <tr>
              {['model', 'satisfaction', 'loyalty'].map((name) => (
                <th key={name} scope="col">
                  {t(`${S}.models.${name}`)}
                </th>
              ))}
              <th scope="col">n</th>
            </tr>
          </thead>
          <tbody>
            {result.models.map((line) => (
              <tr key={line.modelId}>
                <th scope="row">{t(`${S}.models.names.${line.modelId}`)}</th>
                {line.satisfaction ? (
                  <>
                    <td>{say(line.satisfaction)}</td>
                    <td>{say(line.loyalty)}</td>
                    <td>{line.n === null ? '–' : format.number(line.n)}</td>
                  </>
                ) : (
                  <td colSpan={3} className={classes.long}>
                    <span className={classes.muted}>
                      {line.fault?.detail ??
                        (line.missing.length === 0
                          ? t(`${S}.models.alone`)
                          : line.missing.length > NAMED
                            ? t(`${S}.models.missingMany`, { count: line.missing.length })
                            : t(`${S}.models.missing`, { items: line.missing.join(', ') }))}
                    </span>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className={classes.note}>{t(`${S}.models.note`)}</p>
    </Section>
  )
}
