import { toPersianDigits } from '@hamdel/persian'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  allLines,
  DONT_KNOW,
  isBelowFloor,
  isLowScore,
  keepVisible,
  linesOf,
  openRequired,
  progressOf,
  readAnswer,
  takeAnswers,
  visibleQuestions,
} from './answer-rules.ts'
import { type Answers, type Definition, definition, type Question } from './definition.ts'

const w = (fa: string) => ({ fa })
const poles = { minPole: w('کم'), maxPole: w('زیاد') }
const make = (questions: unknown[], more: object = {}): Definition =>
  definition.parse({ intro: w('سلام'), thanks: w('سپاس'), questions, ...more })
const scale = (code: string, more: object = {}) => ({
  kind: 'scale',
  code,
  text: w(code),
  min: 1,
  max: 10,
  ...poles,
  ...more,
})
const options = ['A', 'B', 'C'].map((code) => ({ code, text: w(code) }))
const choice = (code: string, more: object = {}) => ({
  kind: 'choice',
  code,
  text: w(code),
  options,
  ...more,
})

const branching = make([
  scale('SAT', { isRequired: true, hasDontKnow: true }),
  choice('WHY', { isRequired: true, showIf: [{ question: 'SAT', is: 'atMost', value: 4 }] }),
  {
    kind: 'text',
    code: 'TELL',
    text: w('بگویید'),
    maxLength: 5,
    showIf: [{ question: 'WHY', is: 'equal', value: 'C' }],
  },
  { kind: 'multi', code: 'LIKED', text: w('پسند'), options },
  scale('MORE', { showIf: [{ question: 'LIKED', is: 'includes', value: 'B' }] }),
  {
    kind: 'matrix',
    code: 'M',
    text: w('ماتریس'),
    rows: ['M1', 'M2'].map((code) => ({ code, text: w(code) })),
    min: 1,
    max: 5,
    ...poles,
    hasDontKnow: true,
  },
  scale('AFTER', { min: 0, showIf: [{ question: 'M', is: 'answered' }] }),
])
const codes = (answers: Answers) => visibleQuestions(branching, answers).map((question) => question.code)

describe('what is shown', () => {
  test.each<[string, Answers, string[]]>([
    ['nothing was answered', {}, ['SAT', 'LIKED', 'M']],
    ['a low score asks why', { SAT: 4 }, ['SAT', 'WHY', 'LIKED', 'M']],
    ['a higher one does not', { SAT: 5 }, ['SAT', 'LIKED', 'M']],
    ['who does not know is not asked why', { SAT: { dontKnow: true } }, ['SAT', 'LIKED', 'M']],
    ['a chain of conditions', { SAT: 1, WHY: 'C' }, ['SAT', 'WHY', 'TELL', 'LIKED', 'M']],
    ['an answer to a hidden question opens nothing', { SAT: 9, WHY: 'C' }, ['SAT', 'LIKED', 'M']],
    ['one of several', { LIKED: ['A', 'B'] }, ['SAT', 'LIKED', 'MORE', 'M']],
    ['any row of a matrix', { M2: { dontKnow: true } }, ['SAT', 'LIKED', 'M', 'AFTER']],
  ])('%s', (_, answers, expected) => expect(codes(answers)).toEqual(expected))

  test('a condition that looks ahead never holds', () => {
    const ahead = make([scale('ONE', { showIf: [{ question: 'TWO', is: 'answered' }] }), scale('TWO')])
    expect(visibleQuestions(ahead, { ONE: 1, TWO: 1 }).map((question) => question.code)).toEqual(['TWO'])
  })

  test('“not equal” is said by an answer, not by silence', () => {
    const one = make([
      choice('A1'),
      scale('B1', { showIf: [{ question: 'A1', is: 'notEqual', value: 'A' }] }),
    ])
    expect(visibleQuestions(one, {})).toHaveLength(1)
    expect(visibleQuestions(one, { A1: 'A' })).toHaveLength(1)
    expect(visibleQuestions(one, { A1: 'B' })).toHaveLength(2)
  })
})

describe('reading one answer', () => {
  const by = (code: string) => branching.questions.find((question) => question.code === code)!
  test.each<[string, unknown, unknown]>([
    ['SAT', '7', 7],
    ['SAT', ' ۱۰ ', 10],
    ['SAT', '٣', 3],
    ['SAT', 7, 7],
    ['SAT', '', undefined],
    ['SAT', '  ', undefined],
    ['SAT', undefined, undefined],
    ['SAT', '0', { code: 'answer_outside_scale', params: { min: 1, max: 10 } }],
    ['SAT', '11', { code: 'answer_outside_scale', params: { min: 1, max: 10 } }],
    ['SAT', '7.5', { code: 'answer_outside_scale', params: { min: 1, max: 10 } }],
    ['SAT', '-1', { code: 'answer_outside_scale', params: { min: 1, max: 10 } }],
    ['SAT', 'seven', { code: 'answer_unreadable', params: {} }],
    ['SAT', ['7', '8'], { code: 'answer_unreadable', params: {} }],
    ['SAT', 'NaN', { code: 'answer_unreadable', params: {} }],
    ['SAT', DONT_KNOW, { dontKnow: true }],
    ['SAT', { dontKnow: true }, { dontKnow: true }],
    ['WHY', 'B', 'B'],
    ['WHY', 'b', { code: 'answer_option_unknown', params: {} }],
    ['WHY', DONT_KNOW, { code: 'answer_unreadable', params: {} }],
    ['TELL', '  سلام ', 'سلام'],
    ['TELL', 'كي', 'کی'],
    ['TELL', 'بلندتر', { code: 'answer_too_long', params: { max: 5 } }],
    ['LIKED', 'B', ['B']],
    ['LIKED', ['C', 'A', 'A'], ['A', 'C']],
    ['LIKED', ['A', 'Z'], { code: 'answer_option_unknown', params: {} }],
    ['LIKED', [], undefined],
    ['LIKED', { A: 1 }, { code: 'answer_option_unknown', params: {} }],
    ['AFTER', '۰', 0],
  ])('%s ← %j', (code, value, expected) => expect(readAnswer(by(code), value)).toEqual(expected))
})

describe('a page', () => {
  test('what is missing is told of the questions that are asked, not of those a value on the page hides', () => {
    const page = branching.questions.slice(0, 2)
    expect(takeAnswers(branching, {}, page, {}).problems).toEqual({
      SAT: { code: 'answer_required', params: {} },
    })
    expect(takeAnswers(branching, {}, page, { SAT: '9', WHY: 'A' })).toEqual({
      answers: { SAT: 9 },
      problems: {},
    })
    expect(takeAnswers(branching, {}, page, { SAT: '2' }).problems).toEqual({
      WHY: { code: 'answer_required', params: {} },
    })
  })

  test('an answer taken back is gone, and so is what hung on it; other pages stay', () => {
    const before: Answers = { SAT: 1, WHY: 'C', TELL: 'هیچ', M1: 4 }
    expect(takeAnswers(branching, before, [branching.questions[0]!], { SAT: '8' }).answers).toEqual({
      SAT: 8,
      M1: 4,
    })
  })

  test('rows of a matrix stand under their own codes', () => {
    const matrix = branching.questions[5]!
    expect(takeAnswers(branching, {}, [matrix], { M1: '5', M2: DONT_KNOW, M: '3' }).answers).toEqual({
      M1: 5,
      M2: { dontKnow: true },
    })
  })

  test('values of an object’s own ancestors are no answers', () => {
    const odd = make([{ kind: 'text', code: 'constructor', text: w('x') }])
    expect(takeAnswers(odd, {}, odd.questions, {}).answers).toEqual({})
  })

  test('progress and what is still open follow what is shown', () => {
    expect(progressOf(branching, { SAT: 9 })).toEqual({ answered: 1, shown: 3 })
    expect(progressOf(branching, { SAT: 2 })).toEqual({ answered: 1, shown: 4 })
    expect(openRequired(branching, {}).map((question) => question.code)).toEqual(['SAT'])
    expect(openRequired(branching, { SAT: 2 }).map((question) => question.code)).toEqual(['WHY'])
    expect(openRequired(branching, { SAT: { dontKnow: true } })).toEqual([])
  })
})

test('a low score is one at or under the line, turned round where the question is', () => {
  const low = (more: object, atMost: number) =>
    make([scale('Q', more)], { lowScore: { question: 'Q', atMost } })
  expect(isLowScore(low({}, 4), { Q: 4 })).toBe(true)
  expect(isLowScore(low({}, 4), { Q: 5 })).toBe(false)
  expect(isLowScore(low({}, 4), {})).toBe(false)
  expect(isLowScore(low({ hasDontKnow: true }, 4), { Q: { dontKnow: true } })).toBe(false)
  // 9 of 1…10 on a question where low is good is a 2.
  expect(isLowScore(low({ isReversed: true }, 4), { Q: 9 })).toBe(true)
  expect(isLowScore(low({ isReversed: true }, 4), { Q: 2 })).toBe(false)
  expect(isLowScore(make([scale('Q')]), { Q: 1 })).toBe(false)
})

test('the floor', () => expect([4, 5].map(isBelowFloor)).toEqual([true, false]))

// A random questionnaire with conditions, and random values for all of it, right and wrong.
const anyQuestion = (index: number): fc.Arbitrary<unknown> => {
  const code = `Q${index}`
  const showIf =
    index === 0
      ? fc.constant([])
      : fc.array(
          fc.record({
            question: fc.nat(index - 1).map((n) => `Q${n}`),
            is: fc.constantFrom('equal', 'notEqual', 'atMost', 'atLeast', 'includes', 'answered'),
            value: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constantFrom('A', 'B')),
          }),
          { maxLength: 2 },
        )
  const common = { code: fc.constant(code), text: fc.constant(w(code)), isRequired: fc.boolean(), showIf }
  const range = {
    min: fc.constant(1),
    max: fc.constant(5),
    minPole: fc.constant(w('کم')),
    maxPole: fc.constant(w('زیاد')),
  }
  return fc.oneof(
    fc.record({ ...common, ...range, kind: fc.constant('scale'), hasDontKnow: fc.boolean() }),
    fc.record({ ...common, kind: fc.constantFrom('choice', 'multi'), options: fc.constant(options) }),
    fc.record({ ...common, kind: fc.constant('text'), maxLength: fc.constant(20) }),
    fc.record({
      ...common,
      ...range,
      kind: fc.constant('matrix'),
      rows: fc.constant([1, 2].map((n) => ({ code: `${code}R${n}`, text: w('ردیف') }))),
    }),
  )
}
const anyDefinition = fc
  .integer({ min: 1, max: 8 })
  .chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => anyQuestion(i))))
  .map((questions) => make(questions))
const anyValue = fc.oneof(
  fc.integer({ min: 0, max: 6 }).map(String),
  fc.integer({ min: 1, max: 5 }).map(toPersianDigits),
  fc.constantFrom('A', 'B', 'C', 'Z', '', DONT_KNOW),
  fc.subarray(['A', 'B', 'C', 'Z']),
  fc.string({ maxLength: 25 }),
)
const anySheet = anyDefinition.chain((d) =>
  fc.tuple(
    fc.constant(d),
    fc.array(
      fc.tuple(fc.subarray(d.questions as Question[]), fc.array(anyValue, { minLength: 24, maxLength: 24 })),
      { minLength: 1, maxLength: 12 },
    ),
  ),
)
const valuesOf = (d: Definition, values: readonly unknown[]) =>
  Object.fromEntries(allLines(d).map((line, i) => [line.code, values[i]]))

describe('whatever is sent', () => {
  test('in whatever order of pages: nothing stored belongs to a hidden question or is outside what may be answered', () => {
    fc.assert(
      fc.property(anySheet, ([d, pages]) => {
        let answers: Answers = {}
        for (const [asked, values] of pages) {
          answers = takeAnswers(d, answers, asked, valuesOf(d, values)).answers
          const shown = new Set(
            visibleQuestions(d, answers).flatMap((q) => linesOf(q).map((line) => line.code)),
          )
          for (const code of Object.keys(answers)) expect(shown.has(code)).toBe(true)
          expect(keepVisible(d, answers)).toEqual(answers)
          for (const { code, question } of allLines(d))
            if (answers[code] !== undefined)
              expect(readAnswer(question, answers[code])).toEqual(answers[code])
        }
      }),
      { numRuns: 300 },
    )
  })

  test('showing a sheet and reading it back gives the same sheet', () => {
    fc.assert(
      fc.property(anySheet, ([d, pages]) => {
        let answers: Answers = {}
        for (const [asked, values] of pages)
          answers = takeAnswers(d, answers, asked, valuesOf(d, values)).answers
        // As a form shows them: digits of the reader's script, ticked codes, text as it stands.
        const typed = Object.fromEntries(
          Object.entries(answers).map(([code, answer]) => [
            code,
            typeof answer === 'number'
              ? toPersianDigits(answer)
              : typeof answer === 'object' && !Array.isArray(answer)
                ? DONT_KNOW
                : answer,
          ]),
        )
        const again = takeAnswers(d, {}, visibleQuestions(d, answers), typed)
        expect(again.answers).toEqual(answers)
        expect(Object.values(again.problems).every((one) => one.code === 'answer_required')).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
