import { toLatinDigits } from '@hamdel/persian'
import { type Answer, DONT_KNOW, type Line } from './answering.ts'

type Key = Pick<KeyboardEvent, 'key' | 'code'>
type Read = {
  answer: Answer | null
  /** The interview goes on to the next question. */
  goesOn: boolean
  /** A 1 that a 0 may yet make a 10. */
  mayBeTen: boolean
}

/**
 * What a key says to a line: a digit is a score or the number of an option, on a scale that begins at 1 the 0 is 10, D does
 * not know, Backspace takes back. Keys are known by their place on the board or by a digit of any script.
 */
export function readKey(key: Key, line: Line, given: Answer | undefined, isTen: boolean): Read | undefined {
  const { question } = line
  if (key.key === 'Backspace' || key.key === 'Delete')
    return given === undefined || question.kind === 'text'
      ? undefined
      : { answer: null, goesOn: false, mayBeTen: false }
  if (key.code === 'KeyD')
    return 'hasDontKnow' in question && question.hasDontKnow
      ? { answer: { ...DONT_KNOW }, goesOn: true, mayBeTen: false }
      : undefined
  const sign = toLatinDigits(key.key)
  if (!/^\d$/.test(sign)) return undefined
  const digit = Number(sign)
  switch (question.kind) {
    case 'scale':
    case 'matrix': {
      const { min, max } = question
      if (digit === 0 && max === 10 && (min === 1 || isTen))
        return { answer: 10, goesOn: true, mayBeTen: false }
      if (digit < min || digit > max) return undefined
      return { answer: digit, goesOn: true, mayBeTen: digit === 1 && min === 0 && max === 10 }
    }
    case 'choice': {
      const option = question.options[digit - 1]
      return option && { answer: option.code, goesOn: true, mayBeTen: false }
    }
    case 'multi': {
      const option = question.options[digit - 1]
      if (!option) return undefined
      const ticked = Array.isArray(given) ? given : []
      const next = ticked.includes(option.code)
        ? ticked.filter((one) => one !== option.code)
        : [...ticked, option.code]
      return { answer: next.length > 0 ? next : null, goesOn: false, mayBeTen: false }
    }
    case 'text':
      return undefined
  }
}
