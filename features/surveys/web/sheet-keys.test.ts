import { expect, test } from 'vitest'
import { DONT_KNOW, type Line } from './answering.ts'
import { newQuestion } from './builder-state.ts'
import type { Question, QuestionKind } from './instrument-types.ts'
import { readKey } from './sheet-keys.ts'

const lineOf = (kind: QuestionKind, part: object = {}): Line => {
  const question = { ...newQuestion(kind, []), ...part } as Question
  return { code: question.code, question }
}
const oneToTen = lineOf('scale', { hasDontKnow: true })
const zeroToTen = lineOf('scale', { min: 0 })
const press = (key: string, code = '') => ({ key, code })

test('a digit is a score, in the digits of any script', () => {
  expect(readKey(press('7'), oneToTen, undefined, false)?.answer).toBe(7)
  expect(readKey(press('۷'), oneToTen, undefined, false)?.answer).toBe(7)
})

test('on a scale from one, nought is ten', () =>
  expect(readKey(press('0'), oneToTen, undefined, false)).toEqual({
    answer: 10,
    goesOn: true,
    mayBeTen: false,
  }))

test('on a scale from nought, one waits for the nought that makes it ten', () => {
  expect(readKey(press('1'), zeroToTen, undefined, false)).toMatchObject({ answer: 1, mayBeTen: true })
  expect(readKey(press('0'), zeroToTen, 1, true)?.answer).toBe(10)
  expect(readKey(press('0'), zeroToTen, undefined, false)?.answer).toBe(0)
})

test('a score that the scale does not have is no answer', () => {
  expect(readKey(press('9'), lineOf('scale', { max: 5 }), undefined, false)).toBeUndefined()
  expect(readKey(press('0'), lineOf('scale', { max: 5 }), undefined, false)).toBeUndefined()
})

test('D does not know, where that is offered, on every layout', () => {
  expect(readKey(press('ی', 'KeyD'), oneToTen, undefined, false)?.answer).toEqual(DONT_KNOW)
  expect(readKey(press('d', 'KeyD'), zeroToTen, undefined, false)).toBeUndefined()
})

test('a digit chooses the option of that number; of several it ticks and unticks', () => {
  const choice = lineOf('choice')
  const multi = lineOf('multi')
  expect(readKey(press('2'), choice, undefined, false)?.answer).toBe('a2')
  expect(readKey(press('3'), choice, undefined, false)).toBeUndefined()
  expect(readKey(press('1'), multi, ['a2'], false)).toMatchObject({ answer: ['a2', 'a1'], goesOn: false })
  expect(readKey(press('2'), multi, ['a2'], false)?.answer).toBeNull()
})

test('Backspace takes an answer back', () => {
  expect(readKey(press('Backspace'), oneToTen, 4, false)?.answer).toBeNull()
  expect(readKey(press('Backspace'), oneToTen, undefined, false)).toBeUndefined()
})
