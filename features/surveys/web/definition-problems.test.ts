import { expect, test } from 'vitest'
import { moved, newQuestion } from './builder-state.ts'
import { placeNow } from './definition-problems.ts'
import type { Definition } from './instrument-types.ts'

const scale = newQuestion('scale', [])
const text = newQuestion('text', [scale])
const sent: Definition = {
  intro: { fa: '', en: '' },
  thanks: { fa: '', en: '' },
  paging: 'all',
  questions: [scale, text],
  lowScore: null,
  modelId: null,
}

test('a fault goes with its question when that is moved', () =>
  expect(placeNow('questions.0.minPole.fa', sent, { ...sent, questions: moved(sent.questions, 0, 1) })).toBe(
    'questions.1.minPole.fa',
  ))

test('a fault that was mended is none any more', () => {
  const mended = { ...text, text: { fa: 'نظر شما؟', en: '' } }
  expect(placeNow('questions.1.text.fa', sent, { ...sent, questions: [scale, mended] })).toBeUndefined()
  expect(placeNow('questions.1.text.fa', sent, sent)).toBe('questions.1.text.fa')
})

test('a fault of a question that was removed is none any more', () =>
  expect(placeNow('questions.1.text.fa', sent, { ...sent, questions: [scale] })).toBeUndefined())

test('a fault outside the questions keeps its place', () =>
  expect(placeNow('intro.fa', sent, { ...sent, questions: [text] })).toBe('intro.fa'))
