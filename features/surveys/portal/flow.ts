import { invalid } from '../../../server/lib/errors.ts'
import {
  allLines,
  at,
  keepVisible,
  linesOf,
  openRequired,
  type Problems,
  readValues,
  takeAnswers,
  visibleQuestions,
} from '../answer-rules.ts'
import type { Answers, Definition, Question } from '../definition.ts'
import { FIELD, type Typed } from './questions.ts'

/** What a form of ours brings besides answers. Repeated fields arrive as lists. */
export interface Sent {
  version: string
  asked: Question[]
  /** Shown on this or an earlier page of this sitting. */
  seen: Set<string>
  values: Typed
  isBack: boolean
}

const list = (value: unknown): string[] =>
  String(value ?? '')
    .split(',')
    .filter(Boolean)

/** Reads a form. 422 `survey_form_changed` when it is not one of ours for this version: nothing of it is taken. */
export function readForm(
  definition: Definition,
  version: number,
  form: Readonly<Record<string, unknown>>,
): Sent {
  const byCode = new Map(definition.questions.map((question) => [question.code, question]))
  const lines = new Set(allLines(definition).map((line) => line.code))
  const asked = list(form.shown).map((code) => byCode.get(code))
  // Without a prototype, so that a field called __proto__ is an unknown field like any other.
  const values: Record<string, unknown> = Object.create(null)
  for (const [name, value] of Object.entries(form))
    if (name.startsWith(FIELD)) values[name.slice(FIELD.length)] = value
  if (
    String(form.version ?? '') !== String(version) ||
    asked.includes(undefined) ||
    Object.keys(values).some((code) => !lines.has(code))
  )
    throw invalid('survey_form_changed')
  return {
    version: String(version),
    asked: asked as Question[],
    seen: new Set([...list(form.seen), ...list(form.shown)]),
    values,
    isBack: form.go === 'back',
  }
}

/** Answers a form carries along when nothing may be kept for it; read as strictly as if they were given now. */
export function readCarried(definition: Definition, text: unknown): Answers {
  try {
    const values = JSON.parse(String(text ?? '{}'))
    if (typeof values !== 'object' || values === null || Array.isArray(values)) return {}
    return keepVisible(definition, readValues(definition.questions, values).answers)
  } catch {
    return {}
  }
}

export interface Step {
  answers: Answers
  problems: Problems
  /** The questions to show now; none: the sheet is finished. */
  next: Question[]
  isFinished: boolean
}

const isAnswered = (question: Question, answers: Answers) =>
  linesOf(question).every((line) => at(answers, line.code) !== undefined)

/** What comes after a page: the next question, those that its answers brought up, or the end. */
export function takeStep(definition: Definition, before: Answers, sent: Sent, paging: 'all' | 'one'): Step {
  const { answers, problems } = takeAnswers(definition, before, sent.asked, sent.values)
  const visible = visibleQuestions(definition, answers)
  const place = (question: Question) => definition.questions.indexOf(question)
  const go = (next: Question[]): Step => ({ answers, problems: {}, next, isFinished: next.length === 0 })
  if (sent.isBack) {
    const first = sent.asked[0] ? place(sent.asked[0]) : 0
    const previous = visible.filter((question) => place(question) < first).at(-1) ?? visible[0]
    return previous ? { ...go([previous]), isFinished: false } : go([])
  }
  if (Object.keys(problems).length > 0)
    return {
      answers,
      problems,
      next: sent.asked.filter((question) => visible.includes(question)),
      isFinished: false,
    }
  const missing = openRequired(definition, answers)
  if (paging === 'all') {
    const fresh = visible.filter(
      (question) => !sent.seen.has(question.code) && !isAnswered(question, answers),
    )
    return go(fresh.length > 0 ? fresh : missing)
  }
  const last = sent.asked.at(-1) ? place(sent.asked.at(-1)!) : -1
  const following = visible.find((question) => place(question) > last)
  return go(following ? [following] : missing.slice(0, 1))
}

/** Where somebody starts or goes on: everything, or the question after the last one they answered. */
export function firstPage(
  definition: Definition,
  answers: Answers,
  paging: 'all' | 'one',
  options: { at?: string | undefined; lastQuestion?: string | null | undefined } = {},
): Question[] {
  const visible = visibleQuestions(definition, answers)
  if (paging === 'all') return visible
  const asked = visible.find((question) => question.code === options.at)
  if (asked) return [asked]
  const last = definition.questions.findIndex((question) => question.code === options.lastQuestion)
  const next =
    visible.find((question) => definition.questions.indexOf(question) > last) ??
    openRequired(definition, answers)[0] ??
    visible.at(-1)
  return next ? [next] : []
}
