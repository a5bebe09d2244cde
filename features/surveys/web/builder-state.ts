import { linesOf } from './answering.ts'
import type { Comparison, Condition, Definition, Question, QuestionKind } from './instrument-types.ts'

const words = () => ({ fa: '', en: '' })

/** The first free code of a row: q1, q2 … */
export function freeCode(taken: Iterable<string>, prefix: string): string {
  const used = new Set(taken)
  for (let i = 1; ; i++) if (!used.has(`${prefix}${i}`)) return `${prefix}${i}`
}

/** Every code that can not be given again: of questions and of the rows of a matrix. */
export const takenCodes = (questions: readonly Question[]): string[] =>
  questions.flatMap((question) => [question.code, ...linesOf(question).map((line) => line.code)])

export function newQuestion(kind: QuestionKind, questions: readonly Question[]): Question {
  const code = freeCode(takenCodes(questions), 'q')
  const common = { code, text: words(), isRequired: false, showIf: [] }
  const scale = { min: 1, max: 10, minPole: words(), maxPole: words(), hasDontKnow: false }
  const options = ['a1', 'a2'].map((one) => ({ code: one, text: words() }))
  switch (kind) {
    case 'scale':
      return { ...common, ...scale, kind, isRequired: true, isReversed: false }
    case 'choice':
      return { ...common, kind, options, hasDontKnow: false }
    case 'multi':
      return { ...common, kind, options }
    case 'text':
      return { ...common, kind, maxLength: 1_000 }
    case 'matrix':
      return { ...common, ...scale, max: 5, kind, rows: [{ code: `${code}_1`, text: words() }] }
  }
}

/** The same question once more, under codes of its own. */
export function copyOf(question: Question, questions: readonly Question[]): Question {
  const copy = structuredClone(question)
  const taken = takenCodes(questions)
  copy.code = freeCode(taken, 'q')
  if (copy.kind === 'matrix')
    copy.rows = copy.rows.map((row, i) => ({ ...row, code: freeCode(taken, `${copy.code}_${i}`) }))
  return copy
}

export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  if (to < 0 || to >= items.length || from === to) return [...items]
  const rest = items.filter((_, i) => i !== from)
  return [...rest.slice(0, to), items[from]!, ...rest.slice(to)]
}

/** What looks at a code goes with it when it gets another name. */
export function renameCode(definition: Definition, from: string, to: string): Definition {
  const { lowScore } = definition
  return {
    ...definition,
    questions: definition.questions.map((question) =>
      question.showIf.some((one) => one.question === from)
        ? {
            ...question,
            showIf: question.showIf.map((one) => (one.question === from ? { ...one, question: to } : one)),
          }
        : question,
    ),
    lowScore: lowScore?.question === from ? { ...lowScore, question: to } : lowScore,
  }
}

/** Puts a question in its place; conditions and the low score follow the codes that changed. */
export function withQuestion(definition: Definition, at: number, next: Question): Definition {
  const before = definition.questions[at]
  let all: Definition = {
    ...definition,
    questions: definition.questions.map((one, i) => (i === at ? next : one)),
  }
  if (!before) return all
  if (before.code !== next.code) all = renameCode(all, before.code, next.code)
  if (before.kind === 'matrix' && next.kind === 'matrix' && before.rows.length === next.rows.length)
    for (const [i, row] of before.rows.entries())
      if (row.code !== next.rows[i]!.code) all = renameCode(all, row.code, next.rows[i]!.code)
  return all
}

/** What can be asked about the answers before a question: each line, and a matrix as a whole is left out. */
export const linesBefore = (definition: Definition, at: number) =>
  definition.questions.slice(0, at).flatMap(linesOf)

/** The comparisons that an answer of this kind can have. */
export function comparisonsOf(question: Question): Comparison[] {
  switch (question.kind) {
    case 'scale':
    case 'matrix':
      return ['atMost', 'atLeast', 'equal', 'notEqual', 'answered']
    case 'choice':
      return ['equal', 'notEqual', 'answered']
    case 'multi':
      return ['includes', 'answered']
    case 'text':
      return ['answered', 'includes', 'equal', 'notEqual']
  }
}

/** A condition on this line that makes sense at once. */
export function conditionOn(line: { code: string; question: Question }): Condition {
  const is = comparisonsOf(line.question)[0]!
  const { question } = line
  const value =
    is === 'answered'
      ? undefined
      : 'min' in question
        ? Math.floor((question.min + question.max) / 2)
        : 'options' in question
          ? (question.options[0]?.code ?? '')
          : ''
  return { question: line.code, is, ...(value === undefined ? {} : { value }) }
}
