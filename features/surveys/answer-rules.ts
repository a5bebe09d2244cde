import { displayText, toLatinDigits } from '@hamdel/persian'
import type { Answers, Definition, Question } from './definition.ts'

/** What stands for "I do not know" in a form; no option's code can be this (codes have no hyphen). */
export const DONT_KNOW = 'dont-know'
/** Below so many answers nothing is told of anonymous ones. */
export const FLOOR = 5
export const isBelowFloor = (n: number): boolean => n < FLOOR

export type Answer = Answers[string]
export type AnswerCode =
  | 'answer_required'
  | 'answer_outside_scale'
  | 'answer_option_unknown'
  | 'answer_too_long'
  | 'answer_unreadable'
export interface AnswerProblem {
  code: AnswerCode
  params: Record<string, number>
}
/** By the code under which the answer would stand: a question's, or of a matrix its row's. */
export type Problems = Record<string, AnswerProblem>

/** A line of a form: a question, or one row of a matrix. */
export interface Line {
  code: string
  question: Question
  row?: Extract<Question, { kind: 'matrix' }>['rows'][number]
}

/** The answers a question takes, by their codes. */
export const linesOf = (question: Question): Line[] =>
  question.kind === 'matrix'
    ? question.rows.map((row) => ({ code: row.code, question, row }))
    : [{ code: question.code, question }]

export const allLines = (definition: Pick<Definition, 'questions'>): Line[] =>
  definition.questions.flatMap(linesOf)

/** The answer under a code; a code may be called like something every object has. */
export const at = (answers: Answers, code: string): Answer | undefined =>
  Object.hasOwn(answers, code) ? answers[code] : undefined

export const isDontKnow = (answer: Answer | undefined): boolean =>
  typeof answer === 'object' && !Array.isArray(answer)

function holds(condition: Question['showIf'][number], answers: Answers, rows: readonly string[]): boolean {
  const { is, value } = condition
  if (is === 'answered') return rows.some((code) => at(answers, code) !== undefined)
  const given = at(answers, condition.question)
  // Whoever did not answer, or does not know, answered nothing that a condition could mean.
  if (given === undefined || isDontKnow(given)) return false
  if (Array.isArray(given)) {
    if (is === 'includes') return given.includes(String(value))
    if (is === 'equal') return given.length === 1 && given[0] === String(value)
    return is === 'notEqual' && !given.includes(String(value))
  }
  if (is === 'equal' || is === 'includes') return String(given) === String(value)
  if (is === 'notEqual') return String(given) !== String(value)
  const [left, right] = [Number(given), Number(value)]
  return is === 'atMost' ? left <= right : left >= right
}

/**
 * The questions that are shown to somebody who answered so, in order. A condition looks back only: at questions that
 * come earlier and are shown themselves.
 */
export function visibleQuestions(definition: Pick<Definition, 'questions'>, answers: Answers): Question[] {
  const seen: Answers = {}
  const rowsOf = new Map<string, string[]>()
  return definition.questions.filter((question) => {
    const isShown = question.showIf.every((condition) =>
      holds(condition, seen, rowsOf.get(condition.question) ?? [condition.question]),
    )
    if (!isShown) return false
    const codes = linesOf(question).map((line) => line.code)
    rowsOf.set(question.code, codes)
    for (const code of codes) if (at(answers, code) !== undefined) seen[code] = answers[code]!
    return true
  })
}

/** Only what belongs to a question that is shown; never an answer to a hidden or unknown one. */
export function keepVisible(definition: Pick<Definition, 'questions'>, answers: Answers): Answers {
  const kept: Answers = {}
  for (const { code } of visibleQuestions(definition, answers).flatMap(linesOf))
    if (at(answers, code) !== undefined) kept[code] = answers[code]!
  return kept
}

const problem = (code: AnswerCode, params: Record<string, number> = {}): AnswerProblem => ({ code, params })

/** One answer as it was typed, ticked or sent: itself, nothing (undefined), or what is wrong with it. */
export function readAnswer(question: Question, value: unknown): Answer | AnswerProblem | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const takesDontKnow = 'hasDontKnow' in question && question.hasDontKnow
  if (
    (value === DONT_KNOW && question.kind !== 'text') ||
    (typeof value === 'object' && (value as { dontKnow?: unknown }).dontKnow === true)
  )
    return takesDontKnow ? { dontKnow: true } : problem('answer_unreadable')
  if (question.kind === 'multi') {
    const codes = (Array.isArray(value) ? value : [value]).filter((code) => code !== '')
    const known = question.options.map((option) => option.code)
    if (!codes.every((code) => typeof code === 'string' && known.includes(code)))
      return problem('answer_option_unknown')
    // In the order they were offered, each once: ticking twice, or in another order, says nothing else.
    return codes.length === 0 ? undefined : known.filter((code) => codes.includes(code))
  }
  if (typeof value !== 'string' && typeof value !== 'number') return problem('answer_unreadable')
  if (question.kind === 'text') {
    const text = displayText(String(value))
    if (text.length > question.maxLength) return problem('answer_too_long', { max: question.maxLength })
    return text === '' ? undefined : text
  }
  if (question.kind === 'choice') {
    const code = String(value)
    return question.options.some((option) => option.code === code) ? code : problem('answer_option_unknown')
  }
  const digits = toLatinDigits(String(value)).trim()
  if (digits === '') return undefined
  if (!/^-?\d{1,9}(\.\d{1,9})?$/.test(digits)) return problem('answer_unreadable')
  const number = Number(digits)
  const { min, max } = question
  // A scale has whole steps; nothing between them can be ticked.
  return Number.isInteger(number) && number >= min && number <= max
    ? number
    : problem('answer_outside_scale', { min, max })
}

export const isProblem = (answer: Answer | AnswerProblem | undefined): answer is AnswerProblem =>
  typeof answer === 'object' && !Array.isArray(answer) && 'code' in answer

/** Reads the values of these questions, each by its code. */
export function readValues(
  questions: readonly Question[],
  values: Readonly<Record<string, unknown>>,
): { answers: Answers; problems: Problems } {
  const answers: Answers = {}
  const problems: Problems = {}
  for (const { code, question } of questions.flatMap(linesOf)) {
    const answer = readAnswer(question, Object.hasOwn(values, code) ? values[code] : undefined)
    if (isProblem(answer)) problems[code] = answer
    else if (answer !== undefined) answers[code] = answer
  }
  return { answers, problems }
}

/**
 * What is known after these questions were asked once more: their answers replace the ones before, all others stay, and
 * what is hidden by now goes. A question that a value on the same page hides is asked for nothing.
 */
export function takeAnswers(
  definition: Pick<Definition, 'questions'>,
  before: Answers,
  asked: readonly Question[],
  values: Readonly<Record<string, unknown>>,
): { answers: Answers; problems: Problems } {
  const read = readValues(asked, values)
  const merged: Answers = { ...before }
  for (const { code } of asked.flatMap(linesOf)) delete merged[code]
  Object.assign(merged, read.answers)
  const answers = keepVisible(definition, merged)
  const isVisible = new Set(visibleQuestions(definition, merged).map((question) => question.code))
  const problems: Problems = {}
  for (const { code, question } of asked.flatMap(linesOf)) {
    if (!isVisible.has(question.code)) continue
    if (Object.hasOwn(read.problems, code)) problems[code] = read.problems[code]!
    else if (question.isRequired && at(answers, code) === undefined)
      problems[code] = problem('answer_required')
  }
  return { answers, problems }
}

/** What must still be answered before the sheet is finished. */
export function openRequired(definition: Pick<Definition, 'questions'>, answers: Answers): Question[] {
  return visibleQuestions(definition, answers).filter(
    (question) =>
      question.isRequired && linesOf(question).some((line) => at(answers, line.code) === undefined),
  )
}

/** How far somebody is: questions answered, of those that are shown so far. */
export function progressOf(
  definition: Pick<Definition, 'questions'>,
  answers: Answers,
): { answered: number; shown: number } {
  const visible = visibleQuestions(definition, answers)
  const answered = visible.filter((question) =>
    linesOf(question).some((line) => at(answers, line.code) !== undefined),
  )
  return { answered: answered.length, shown: visible.length }
}

/** A number so that more is better: reversed scales are turned as the engine turns them. */
export function turned(question: Question, value: number): number {
  return question.kind === 'scale' && question.isReversed ? question.min + question.max - value : value
}

/** The question whose answer stands for the whole sheet in lists: the one that warns, else the first scale. */
export function scoreQuestion(
  definition: Pick<Definition, 'questions' | 'lowScore'>,
): Extract<Question, { kind: 'scale' }> | undefined {
  const scales = definition.questions.filter((question) => question.kind === 'scale')
  return scales.find((question) => question.code === definition.lowScore?.question) ?? scales[0]
}

/** Does this sheet call for a call? */
export function isLowScore(
  definition: Pick<Definition, 'questions' | 'lowScore'>,
  answers: Answers,
): boolean {
  if (!definition.lowScore) return false
  const { question: code, atMost } = definition.lowScore
  const answer = at(answers, code)
  const line = allLines(definition).find((one) => one.code === code)
  return typeof answer === 'number' && line !== undefined && turned(line.question, answer) <= atMost
}
