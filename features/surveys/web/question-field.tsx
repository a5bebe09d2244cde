import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../web/ui/format.ts'
import { type Answer, type Answers, DONT_KNOW, isDontKnow, type Line, linesOf, stepsOf } from './answering.ts'
import { type Question, say, type Words } from './instrument-types.ts'
import classes from './question-field.module.css'

type Props = {
  question: Question
  answers: Answers
  /** Null takes the answer back. */
  onAnswer: (code: string, answer: Answer | null) => void
  /** In which language it is asked; not the language of the screen. */
  locale: 'fa' | 'en'
  /** Sentences by the code at which something is wrong. */
  problems?: Record<string, string>
  /** The line that the keyboard answers now. */
  current?: string | undefined
  /** The number of the question as it is read out. */
  number?: number
}

/** A question as the customer sees it, for previews, interviews and paper. */
export function QuestionField(props: Props) {
  const { question, locale, number } = props
  const { t } = useTranslation()
  const format = useFormat()
  const id = useId()
  return (
    <fieldset
      className={classes.question}
      aria-labelledby={id}
      dir={locale === 'fa' ? 'rtl' : 'ltr'}
      lang={locale}
      data-question={question.code}
    >
      <div id={id} className={classes.text}>
        {number !== undefined && <span className={classes.number}>{format.number(number)}</span>}
        <span>
          {say(question.text, locale)}
          {!question.isRequired && (
            <span className={classes.optional}> {t('surveys.answering.optional', { lng: locale })}</span>
          )}
        </span>
      </div>
      {question.help && say(question.help, locale) && (
        <div className={classes.help}>{say(question.help, locale)}</div>
      )}
      {linesOf(question).map((line) => (
        <Field key={line.code} {...props} line={line} labelId={id} />
      ))}
    </fieldset>
  )
}

function Field(props: Props & { line: Line; labelId: string }) {
  const { line, locale, problems, current, labelId } = props
  const rowId = useId()
  const problem = problems?.[line.code]
  const Line = line.row ? 'fieldset' : 'div'
  return (
    <Line
      className={classes.line}
      data-line={line.code}
      data-current={current === line.code || undefined}
      aria-labelledby={line.row ? rowId : undefined}
    >
      {line.row && (
        <div id={rowId} className={classes.row}>
          {say(line.row.text, locale)}
        </div>
      )}
      <Control {...props} labelId={line.row ? rowId : labelId} name={rowId} />
      {problem && (
        <div className={classes.problem} role="alert">
          {problem}
        </div>
      )}
    </Line>
  )
}

type ControlProps = Props & {
  line: Line
  labelId: string
  /** Of the radios: the same question may stand on the screen twice, in an editor and in its preview. */
  name: string
}

function Control({ line, answers, onAnswer, locale, labelId, name }: ControlProps) {
  const { t } = useTranslation()
  const { code, question } = line
  const given = answers[code]
  const knows = { given, code, onAnswer, name }
  const dontKnow = t('surveys.answering.dontKnow', { lng: locale })
  switch (question.kind) {
    case 'scale':
    case 'matrix':
      return (
        <>
          <Scale {...knows} {...question} locale={locale} />
          {question.hasDontKnow && (
            <div className={classes.options}>
              <Pick {...knows} value={DONT_KNOW} isOn={isDontKnow(given)} label={dontKnow} />
            </div>
          )}
        </>
      )
    case 'choice':
      return (
        <div className={classes.options}>
          {question.options.map((option) => (
            <Pick
              key={option.code}
              {...knows}
              value={option.code}
              isOn={given === option.code}
              label={say(option.text, locale)}
            />
          ))}
          {question.hasDontKnow && (
            <Pick {...knows} value={DONT_KNOW} isOn={isDontKnow(given)} label={dontKnow} />
          )}
        </div>
      )
    case 'multi': {
      const ticked = Array.isArray(given) ? given : []
      return (
        <div className={classes.options}>
          {question.options.map((option) => (
            <label key={option.code} className={classes.pick}>
              <input
                type="checkbox"
                checked={ticked.includes(option.code)}
                onChange={(event) => {
                  const next = event.currentTarget.checked
                    ? [...ticked, option.code]
                    : ticked.filter((one) => one !== option.code)
                  onAnswer(code, next.length > 0 ? next : null)
                }}
              />
              <span>{say(option.text, locale)}</span>
            </label>
          ))}
        </div>
      )
    }
    case 'text':
      return (
        <textarea
          className={classes.textarea}
          aria-labelledby={labelId}
          rows={question.maxLength > 200 ? 4 : 2}
          maxLength={question.maxLength}
          value={typeof given === 'string' ? given : ''}
          onChange={(event) => onAnswer(code, event.currentTarget.value || null)}
        />
      )
  }
}

type Known = { given: Answer | undefined; code: string; onAnswer: Props['onAnswer']; name: string }

type PickProps = Known & { value: Answer; isOn: boolean; label: string }

function Pick({ given, code, onAnswer, name, value, isOn, label }: PickProps) {
  return (
    <label className={classes.pick}>
      <input
        type="radio"
        name={name}
        checked={isOn}
        onChange={() => onAnswer(code, value)}
        // A second click takes the answer back: no radio can do that by itself.
        onClick={() => isOn && given !== undefined && onAnswer(code, null)}
      />
      <span>{label}</span>
    </label>
  )
}

type ScaleProps = Known & { min: number; max: number; minPole: Words; maxPole: Words; locale: 'fa' | 'en' }

function Scale({ min, max, minPole, maxPole, locale, ...known }: ScaleProps) {
  const format = useFormat()
  const steps = stepsOf({ min, max })
  return (
    <div className={classes.scale}>
      <div
        className={classes.steps}
        data-steps={steps.length}
        style={{ '--steps': steps.length } as React.CSSProperties}
      >
        {steps.map((step) => (
          <Pick
            key={step}
            {...known}
            value={step}
            isOn={known.given === step}
            label={locale === 'fa' ? format.digits(step) : String(step)}
          />
        ))}
      </div>
      <div className={classes.poles} aria-hidden="true">
        <span>{say(minPole, locale)}</span>
        <span>{say(maxPole, locale)}</span>
      </div>
    </div>
  )
}
