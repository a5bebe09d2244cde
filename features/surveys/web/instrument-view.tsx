import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { components } from '../../../api/types.ts'
import { DateText } from '../../../web/ui/date-text.tsx'
import { useFormat, useLocale } from '../../../web/ui/format.ts'
import { Section } from '../../../web/ui/section.tsx'
import { linesOf } from './answering.ts'
import { conditionText } from './condition-text.ts'
import { CustomerView } from './customer-view.tsx'
import { type Instrument, say } from './instrument-types.ts'
import classes from './instrument-view.module.css'

type Props = {
  instrument: Instrument
  version: components['schemas']['InstrumentVersion']
  numbers: ReactNode
}

/** A version as the customer sees it, with what they do not see beside it. */
export function InstrumentView({ instrument, version, numbers }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const locale = useLocale()
  const { definition } = version
  const { lowScore } = definition
  const codes = definition.questions.flatMap(linesOf).length
  const conditions = definition.questions.filter((question) => question.showIf.length > 0)
  return (
    <div className={classes.columns}>
      <CustomerView definition={definition} />
      <div className={`${classes.side} no-print`}>
        <Section title={t('surveys.screens.view.about')}>
          {numbers && <div className="no-print">{numbers}</div>}
          <dl className={classes.facts}>
            <div>
              <dt>{t('surveys.screens.field.kind')}</dt>
              <dd>{t(`surveys.screens.kind.${instrument.kind}`)}</dd>
            </div>
            <div>
              <dt>{t('surveys.screens.instrument.questions')}</dt>
              <dd>{t('surveys.screens.view.counts', { questions: definition.questions.length, codes })}</dd>
            </div>
            <div>
              <dt>{t('surveys.screens.view.paging')}</dt>
              <dd>{t(`surveys.screens.paging.${definition.paging}`)}</dd>
            </div>
            <div>
              <dt>{t('surveys.screens.instrument.model')}</dt>
              <dd>{definition.modelId ? <bdi>{definition.modelId.toUpperCase()}</bdi> : '—'}</dd>
            </div>
            <div>
              <dt>{t('surveys.screens.field.lowScore')}</dt>
              <dd>
                {lowScore
                  ? t('surveys.screens.view.lowScore', {
                      text: say(
                        definition.questions.find((one) => one.code === lowScore.question)?.text,
                        locale,
                      ),
                      score: lowScore.atMost,
                    })
                  : t('surveys.screens.view.noLowScore')}
              </dd>
            </div>
            <div>
              <dt>{t('surveys.screens.view.publishedAt')}</dt>
              <dd>
                {version.publishedAt ? (
                  <DateText value={version.publishedAt} />
                ) : (
                  t('surveys.screens.instrument.draft')
                )}
              </dd>
            </div>
          </dl>
        </Section>
        {conditions.length > 0 && (
          <Section title={t('surveys.screens.view.conditions')}>
            <ul className={classes.conditions}>
              {conditions.map((question) => (
                <li key={question.code}>
                  <b>{say(question.text, locale)}</b>
                  {question.showIf.map((condition) => (
                    <span key={`${condition.question}.${condition.is}.${condition.value}`}>
                      {conditionText(t, format, locale, definition, condition)}
                    </span>
                  ))}
                </li>
              ))}
            </ul>
          </Section>
        )}
      </div>
    </div>
  )
}
