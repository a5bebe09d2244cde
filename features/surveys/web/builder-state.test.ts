import { expect, test } from 'vitest'
import {
  comparisonsOf,
  conditionOn,
  copyOf,
  freeCode,
  moved,
  newQuestion,
  takenCodes,
  withQuestion,
} from './builder-state.ts'
import { type Definition, KINDS, type Question } from './instrument-types.ts'

const words = { fa: 'متن', en: '' }
const build = (...questions: Question[]): Definition => ({
  intro: words,
  thanks: words,
  paging: 'all',
  questions,
  lowScore: null,
  modelId: null,
})
const scale = newQuestion('scale', [])

test.each(KINDS)('a new question of kind %s has a code of its own', (kind) => {
  const made = newQuestion(kind, [scale])
  expect(made.kind).toBe(kind)
  expect(takenCodes([scale])).not.toContain(made.code)
})

test('codes are counted on from the first free one', () => {
  expect(freeCode(['q1', 'q3'], 'q')).toBe('q2')
})

test('a copy of a matrix shares no code with its model', () => {
  const matrix = newQuestion('matrix', [])
  const copy = copyOf(matrix, [matrix])
  expect(takenCodes([copy]).filter((code) => takenCodes([matrix]).includes(code))).toEqual([])
})

test('moving keeps every question and stops at the ends', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
  expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b'])
})

test('conditions and the low score follow a code that is changed', () => {
  const text: Question = {
    ...newQuestion('text', [scale]),
    showIf: [{ question: scale.code, is: 'atMost', value: 4 }],
  }
  const before: Definition = { ...build(scale, text), lowScore: { question: scale.code, atMost: 4 } }
  const after = withQuestion(before, 0, { ...scale, code: 'sat' })
  expect(after.questions[0]!.code).toBe('sat')
  expect(after.questions[1]!.showIf).toEqual([{ question: 'sat', is: 'atMost', value: 4 }])
  expect(after.lowScore).toEqual({ question: 'sat', atMost: 4 })
})

test('a condition on a row of a matrix follows the row', () => {
  const matrix = newQuestion('matrix', [])
  if (matrix.kind !== 'matrix') throw new Error('not a matrix')
  const text: Question = {
    ...newQuestion('text', [matrix]),
    showIf: [{ question: matrix.rows[0]!.code, is: 'equal', value: 1 }],
  }
  const after = withQuestion(build(matrix, text), 0, {
    ...matrix,
    rows: [{ ...matrix.rows[0]!, code: 'row' }],
  })
  expect(after.questions[1]!.showIf[0]!.question).toBe('row')
})

test.each(KINDS)(
  'a condition on a question of kind %s begins with something that can be compared',
  (kind) => {
    const question = newQuestion(kind, [])
    const condition = conditionOn({ code: question.code, question })
    expect(comparisonsOf(question)).toContain(condition.is)
    if (condition.is !== 'answered') expect(condition.value).toBeDefined()
  },
)
