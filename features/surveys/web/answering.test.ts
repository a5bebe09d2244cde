import { expect, test } from 'vitest'
import { type Answers, DONT_KNOW, isAnswered, stepsOf, visibleQuestions } from './answering.ts'
import type { Condition, Definition, Question } from './instrument-types.ts'

const words = { fa: '؟', en: '' }
const common = { text: words, isRequired: false, showIf: [] as Condition[] }
const poles = { min: 1, max: 10, minPole: words, maxPole: words, isReversed: false, hasDontKnow: true }
const scale = (code: string, showIf: Condition[] = []): Question => ({
  ...common,
  ...poles,
  kind: 'scale',
  code,
  showIf,
})
const text = (code: string, showIf: Condition[]): Question => ({
  ...common,
  kind: 'text',
  code,
  showIf,
  maxLength: 100,
})
const multi: Question = {
  ...common,
  kind: 'multi',
  code: 'M',
  options: ['a', 'b'].map((code) => ({ code, text: words })),
}
const matrix: Question = {
  ...common,
  ...poles,
  kind: 'matrix',
  code: 'X',
  rows: ['X1', 'X2'].map((code) => ({ code, text: words })),
}
const shown = (questions: Question[], answers: Answers) =>
  visibleQuestions({ questions } as Definition, answers).map((question) => question.code)

test.each<[string, Condition, Answers, boolean]>([
  ['a low score', { question: 'S', is: 'atMost', value: 4 }, { S: 4 }, true],
  ['a score above the bound', { question: 'S', is: 'atMost', value: 4 }, { S: 5 }, false],
  ['a high score', { question: 'S', is: 'atLeast', value: 9 }, { S: 9 }, true],
  ['no answer', { question: 'S', is: 'atMost', value: 4 }, {}, false],
  ['not knowing', { question: 'S', is: 'notEqual', value: 4 }, { S: DONT_KNOW }, false],
  ['a tick among several', { question: 'M', is: 'includes', value: 'a' }, { M: ['a', 'b'] }, true],
  ['another tick', { question: 'M', is: 'includes', value: 'a' }, { M: ['b'] }, false],
  ['a row of a matrix', { question: 'X2', is: 'equal', value: 3 }, { X2: 3 }, true],
  ['any row answered', { question: 'X', is: 'answered' }, { X2: 3 }, true],
])('a question is shown after %s as its condition says', (_, condition, answers, isShown) =>
  expect(shown([scale('S'), multi, matrix, text('T', [condition])], answers).includes('T')).toBe(isShown),
)

test('a condition does not see the answer to a question that is hidden itself', () =>
  expect(
    shown(
      [
        scale('S'),
        scale('H', [{ question: 'S', is: 'atMost', value: 2 }]),
        text('T', [{ question: 'H', is: 'equal', value: 5 }]),
      ],
      { S: 9, H: 5 },
    ),
  ).toEqual(['S']))

test('a matrix is answered when each row is; not knowing is an answer', () => {
  expect(isAnswered(matrix, { X1: 3 })).toBe(false)
  expect(isAnswered(matrix, { X1: 3, X2: DONT_KNOW })).toBe(true)
})

test('the steps of a scale are counted from its lowest score', () =>
  expect(stepsOf({ min: 0, max: 3 })).toEqual([0, 1, 2, 3]))
