import { Button, Group } from '@mantine/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { KeyHint } from '../../../web/ui/key-hint.tsx'
import { type Answer, type Answers, type Line, linesOf, visibleQuestions } from './answering.ts'
import type { Definition } from './instrument-types.ts'
import { QuestionField } from './question-field.tsx'
import classes from './sheet-form.module.css'
import { readKey } from './sheet-keys.ts'
import { useWordsIn } from './use-words-in.ts'

type Props = {
  definition: Definition
  answers: Answers
  onAnswer: (code: string, answer: Answer | null, question: string, isText: boolean) => void
  locale: 'fa' | 'en'
  problems: Record<string, string>
  error: unknown
  onRetry?: () => void
  onSubmit: () => void
  isSubmitting: boolean
  /** Whether everything is with the server. */
  note?: React.ReactNode
  /** More ways to end it, beside "submit". */
  extra?: React.ReactNode
}

/** Time for the second digit of a ten. */
const SECOND_DIGIT_MS = 700

/** The questions of a sheet, for an interviewer who keeps both hands on the keys. */
export function SheetForm(props: Props) {
  const { definition, answers, onAnswer, locale, problems, error, onRetry } = props
  const { t } = useTranslation()
  useWordsIn(locale)
  const format = useFormat()
  const questions = useMemo(() => visibleQuestions(definition, answers), [definition, answers])
  const lines = useMemo(() => questions.flatMap(linesOf), [questions])
  const [current, setCurrent] = useState<string | undefined>(
    () => lines.find((line) => answers[line.code] === undefined)?.code,
  )
  const place = useRef<HTMLDivElement>(null)
  const done = lines.filter((line) => answers[line.code] !== undefined).length

  const go = (code: string | undefined) => {
    setCurrent(code)
    if (!code) return
    // After the form has shown what the answer uncovers.
    setTimeout(() => {
      const line = place.current?.querySelector<HTMLElement>(`[data-line="${code}"]`)
      line?.scrollIntoView({ block: 'center', behavior: 'smooth' })
      const text = line?.querySelector<HTMLElement>('textarea')
      if (text) text.focus({ preventScroll: true })
      else if (document.activeElement instanceof HTMLTextAreaElement) document.activeElement.blur()
    })
  }
  const step = (from: string | undefined, by: 1 | -1) => {
    const at = lines.findIndex((line) => line.code === from)
    go(lines[Math.max(0, Math.min(lines.length - 1, at + by))]?.code)
  }
  const take = (line: Line, answer: Answer | null) =>
    onAnswer(line.code, answer, line.question.code, line.question.kind === 'text')
  const next = useRef<ReturnType<typeof setTimeout>>(undefined)
  const tenOf = useRef<string>(undefined)

  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    if (document.querySelector('[role="dialog"][aria-modal="true"]')) return
    const target = event.target as HTMLElement
    const isTyping =
      target instanceof HTMLTextAreaElement ||
      (target instanceof HTMLInputElement && !/^(radio|checkbox)$/.test(target.type))
    const line = lines.find((one) => one.code === current)
    if (isTyping) {
      // In a text Enter is a new line; Escape goes on.
      if (event.key !== 'Escape' || !place.current?.contains(target)) return
      event.preventDefault()
      // At once: the next key is an answer already.
      target.blur()
      return step(current, 1)
    }
    if (/^(BUTTON|A)$/.test(target.tagName) && event.key === 'Enter') return
    if (event.key === 'Enter' || event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      return step(current, event.key === 'ArrowUp' || event.shiftKey ? -1 : 1)
    }
    if (!line) return
    const isTen = tenOf.current === line.code
    const read = readKey(event, line, answers[line.code], isTen)
    if (!read) return
    event.preventDefault()
    clearTimeout(next.current)
    tenOf.current = read.mayBeTen ? line.code : undefined
    take(line, read.answer)
    if (!read.goesOn) return
    if (!read.mayBeTen) return after(line)
    next.current = setTimeout(() => {
      tenOf.current = undefined
      after(line)
    }, SECOND_DIGIT_MS)
  }
  /** The next line; of the form as it is by then. */
  const after = (line: Line) => setTimeout(() => latest.current.step(line.code, 1))
  const latest = useRef({ onKey, step })
  latest.current = { onKey, step }
  useEffect(() => {
    const listen = (event: KeyboardEvent) => latest.current.onKey(event)
    // Before the shell's own keys: on this screen a digit is an answer.
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [])
  // The first place at fault comes into view.
  const wrong = lines.find((line) => problems[line.code])?.code
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new fault moves the view
  useEffect(() => {
    if (wrong) go(wrong)
  }, [wrong])
  return (
    <div ref={place} className={classes.form}>
      <div className={`${classes.progress} no-print`}>
        <span>
          {t('surveys.screens.sheet.progress', {
            done: format.number(done),
            of: format.number(lines.length),
          })}
        </span>
        <progress max={Math.max(1, lines.length)} value={done} aria-hidden="true" />
        {props.note}
      </div>
      <ol className={classes.questions}>
        {questions.map((question, i) => (
          <li
            key={question.code}
            data-now={linesOf(question).some((line) => line.code === current) || undefined}
          >
            <QuestionField
              question={question}
              answers={answers}
              locale={locale}
              problems={problems}
              current={current}
              number={i + 1}
              onAnswer={(code, answer) => {
                onAnswer(code, answer, question.code, question.kind === 'text')
                setCurrent(code)
              }}
            />
          </li>
        ))}
      </ol>
      <p className={`${classes.keys} no-print`}>
        <KeyHint keys="0" />–<KeyHint keys="9" /> {t('surveys.screens.sheet.keyDigit')} · <KeyHint keys="d" />{' '}
        {t('surveys.screens.sheet.keyDontKnow')} · <KeyHint keys="enter" />{' '}
        {t('surveys.screens.sheet.keyNext')} · <KeyHint keys="⌫" /> {t('surveys.screens.sheet.keyClear')} ·{' '}
        <KeyHint keys="escape" /> {t('surveys.screens.sheet.keyLeave')}
      </p>
      <ErrorLine error={error} {...(onRetry ? { onRetry, retryLabel: t('ui.tryAgain') } : {})} />
      <Group gap="xs" className="no-print">
        <Button loading={props.isSubmitting} onClick={props.onSubmit}>
          {t('surveys.screens.sheet.submit')}
        </Button>
        {props.extra}
      </Group>
    </div>
  )
}
