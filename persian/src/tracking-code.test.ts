import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toPersianDigits } from './digits.ts'
import { formatTrackingCode, makeTrackingCode, normaliseTrackingCode } from './tracking-code.ts'

const nine = fc.stringMatching(/^[0-9]{9}$/)

test('the check digit is that of Damm’s paper', () => {
  expect(makeTrackingCode('000000572')).toBe('0000005724')
})

test('a code in any spelling is read back', () => {
  fc.assert(
    fc.property(nine, (random) => {
      const code = makeTrackingCode(random)
      const grouped = `${code.slice(0, 3)}-${code.slice(3, 6)} ${code.slice(6)}`
      for (const typed of [code, toPersianDigits(code), grouped, ` ${toPersianDigits(grouped)}\u200F`]) {
        expect(normaliseTrackingCode(typed)).toBe(code)
      }
      expect(normaliseTrackingCode(formatTrackingCode(code, 'fa'))).toBe(code)
      expect(normaliseTrackingCode(formatTrackingCode(code, 'en'))).toBe(code)
    }),
  )
})

test('every wrong digit and every swap of neighbours is found', () => {
  fc.assert(
    fc.property(nine, (random) => {
      const code = makeTrackingCode(random)
      for (let i = 0; i < 10; i++) {
        for (const digit of '0123456789') {
          if (digit !== code[i])
            expect(normaliseTrackingCode(code.slice(0, i) + digit + code.slice(i + 1))).toBeUndefined()
        }
        if (i < 9 && code[i] !== code[i + 1]) {
          const swapped = code.slice(0, i) + code[i + 1] + code[i] + code.slice(i + 2)
          expect(normaliseTrackingCode(swapped)).toBeUndefined()
        }
      }
    }),
  )
})

test.each(['', '123', '12345678901', 'abcdefghij', '123456789x'])('«%s» is no code', (typed) =>
  expect(normaliseTrackingCode(typed)).toBeUndefined(),
)

test('nothing but nine digits makes a code', () => {
  expect(() => makeTrackingCode('12345678')).toThrow(RangeError)
  expect(() => makeTrackingCode('1234567890')).toThrow(RangeError)
})

test('a code is shown in groups of 3, 3 and 4 that keep their order', () => {
  expect(formatTrackingCode('1234567894', 'fa')).toBe('۱۲۳\u00A0۴۵۶\u00A0۷۸۹۴')
  expect(formatTrackingCode('1234567894', 'en')).toBe('123\u00A0456\u00A07894')
})
