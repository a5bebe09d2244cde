import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import { conditionText } from './condition-text.ts'
import classes from './customer-view.module.css'
import { type Definition, say } from './instrument-types.ts'
import { QuestionField } from './question-field.tsx'

const nothing = () => {}

/** The whole questionnaire for paper: every question, with the condition under which it is to be answered. */
export function PrintedSheet({ definition, locale }: { definition: Definition; locale: 'fa' | 'en' }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div className="print-only" dir={locale === 'fa' ? 'rtl' : 'ltr'} lang={locale}>
      <p className={classes.lead}>{say(definition.intro, locale)}</p>
      <ol className={classes.printed}>
        {definition.questions.map((question, at) => (
          <li key={question.code}>
            {question.showIf.map((condition) => (
              <div
                key={`${condition.question}.${condition.is}.${condition.value}`}
                className={classes.condition}
              >
                {conditionText(t, format, locale, definition, condition)}
              </div>
            ))}
            <QuestionField
              question={question}
              answers={{}}
              onAnswer={nothing}
              locale={locale}
              number={at + 1}
            />
          </li>
        ))}
      </ol>
      <p className={classes.lead}>{say(definition.thanks, locale)}</p>
    </div>
  )
}
