import type { components } from '../../../api/types.ts'
import type { Condition, Definition, OfKind, Question } from './instrument-types.ts'

export type Answers = components['schemas']['SurveyResponse']['answers']
export type Answer = Answers[string]
export const DONT_KNOW = { dontKnow: true } as const
export const isDontKnow = (answer: Answer | undefined): boolean =>
  typeof answer === 'object' && !Array.isArray(answer)

/** A line of a form: a question, or one row of a matrix under its own code. */
export type Line = { code: string; question: Question; row?: OfKind<'matrix'>['rows'][number] }
export const linesOf = (question: Question): Line[] =>
  question.kind === 'matrix'
    ? question.rows.map((row) => ({ code: row.code, question, row }))
    : [{ code: question.code, question }]

const at = (answers: Answers, code: string) => (Object.hasOwn(answers, code) ? answers[code] : undefined)

function holds({ is, question, value }: Condition, answers: Answers, rows: readonly string[]): boolean {
  if (is === 'answered') return rows.some((code) => at(answers, code) !== undefined)
  const given = at(answers, question)
  // Whoever did not answer, or does not know, answered nothing that a condition could mean.
  if (given === undefined || isDontKnow(given)) return false
  if (Array.isArray(given)) {
    if (is === 'includes') return given.includes(String(value))
    if (is === 'equal') return given.length === 1 && given[0] === String(value)
    return is === 'notEqual' && !given.includes(String(value))
  }
  if (is === 'equal' || is === 'includes') return String(given) === String(value)
  if (is === 'notEqual') return String(given) !== String(value)
  return is === 'atMost' ? Number(given) <= Number(value) : Number(given) >= Number(value)
}

/** The questions that are shown to somebody who answered so; the server's rule, for screens without an answer of it. */
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
    for (const code of codes) {
      const given = at(answers, code)
      if (given !== undefined) seen[code] = given
    }
    return true
  })
}

export const isAnswered = (question: Question, answers: Answers): boolean =>
  linesOf(question).every((line) => at(answers, line.code) !== undefined)

/** Each score of a scale, the lowest first. */
export const stepsOf = ({ min, max }: { min: number; max: number }): number[] =>
  Array.from({ length: max - min + 1 }, (_, i) => min + i)
