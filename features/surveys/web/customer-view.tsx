import { Button, SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat, useLocale } from '../../../web/ui/format.ts'
import { type Answers, visibleQuestions } from './answering.ts'
import classes from './customer-view.module.css'
import { type Definition, say } from './instrument-types.ts'
import { PrintedSheet } from './printed-sheet.tsx'
import { QuestionField } from './question-field.tsx'
import { useWordsIn } from './use-words-in.ts'

type Props = {
  definition: Definition
  /** The question being written: it is shown, and marked. */
  focus?: string | undefined
}

/** The customer's page on a phone. It can be filled in, so that conditions are seen at work; nothing is kept. */
export function CustomerView({ definition, focus }: Props) {
  const { t } = useTranslation()
  const screen = useLocale()
  const [locale, setLocale] = useState<'fa' | 'en'>(screen)
  useWordsIn(locale)
  const [answers, setAnswers] = useState<Answers>({})
  // The one being written is always seen, whatever its condition says.
  const questions = useMemo(() => {
    const visible = new Set(visibleQuestions(definition, answers))
    return definition.questions.filter((question) => visible.has(question) || question.code === focus)
  }, [definition, answers, focus])
  const hidden = definition.questions.length - questions.length
  return (
    <section className={classes.frame} aria-label={t('surveys.screens.view.asCustomer')}>
      <div className={`${classes.bar} no-print`}>
        <span>{t('surveys.screens.view.asCustomer')}</span>
        <SegmentedControl
          size="xs"
          aria-label={t('surveys.screens.view.language')}
          value={locale}
          onChange={(next) => setLocale(next as 'fa' | 'en')}
          data={[
            { value: 'fa', label: 'فارسی' },
            { value: 'en', label: 'English' },
          ]}
        />
      </div>
      <div className={`${classes.page} no-print`} dir={locale === 'fa' ? 'rtl' : 'ltr'} lang={locale}>
        {say(definition.intro, locale) && <p className={classes.lead}>{say(definition.intro, locale)}</p>}
        {definition.paging === 'one' ? (
          <OneByOne
            questions={questions}
            answers={answers}
            setAnswers={setAnswers}
            locale={locale}
            focus={focus}
          />
        ) : (
          <div className={classes.questions}>
            {questions.map((question) => (
              <div
                key={question.code}
                className={classes.question}
                data-focus={question.code === focus || undefined}
              >
                <QuestionField
                  question={question}
                  answers={answers}
                  onAnswer={(code, answer) => setAnswers((before) => withAnswer(before, code, answer))}
                  locale={locale}
                />
              </div>
            ))}
          </div>
        )}
        <p className={classes.thanks}>{say(definition.thanks, locale)}</p>
      </div>
      <PrintedSheet definition={definition} locale={locale} />
      {hidden > 0 && (
        <p className={`${classes.note} no-print`}>{t('surveys.screens.view.hidden', { count: hidden })}</p>
      )}
    </section>
  )
}

export function withAnswer(before: Answers, code: string, answer: Answers[string] | null): Answers {
  const { [code]: _, ...rest } = before
  return answer === null ? rest : { ...rest, [code]: answer }
}

type OneProps = {
  questions: Definition['questions']
  answers: Answers
  setAnswers: (change: (before: Answers) => Answers) => void
  locale: 'fa' | 'en'
  focus: string | undefined
}

function OneByOne({ questions, answers, setAnswers, locale, focus }: OneProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [place, setPlace] = useState(0)
  const focused = focus === undefined ? -1 : questions.findIndex((one) => one.code === focus)
  const at = Math.min(focused >= 0 ? focused : place, questions.length - 1)
  const question = questions[at]
  if (!question) return null
  const digits = (n: number) => (locale === 'fa' ? format.digits(n) : String(n))
  return (
    <div className={classes.questions}>
      <div className={classes.progress}>
        {t('surveys.answering.progress', {
          lng: locale,
          at: digits(at + 1),
          of: digits(questions.length),
        })}
        <progress max={questions.length} value={at} aria-hidden="true" />
      </div>
      <div className={classes.question}>
        <QuestionField
          key={question.code}
          question={question}
          answers={answers}
          onAnswer={(code, answer) => setAnswers((before) => withAnswer(before, code, answer))}
          locale={locale}
        />
      </div>
      {focused < 0 && (
        <div className={classes.go}>
          <Button disabled={at === questions.length - 1} onClick={() => setPlace(at + 1)}>
            {t('surveys.answering.next', { lng: locale })}
          </Button>
          <Button variant="default" disabled={at === 0} onClick={() => setPlace(at - 1)}>
            {t('surveys.answering.back', { lng: locale })}
          </Button>
        </div>
      )}
    </div>
  )
}
