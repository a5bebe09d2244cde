import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  isCardNumber,
  isLegalId,
  isNationalId,
  isPostalCode,
  isSheba,
  maskIdentifier,
  normaliseIdentifier,
} from './identifiers.ts'

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
const replaceAt = (s: string, i: number, c: string) => s.slice(0, i) + c + s.slice(i + 1)

/** Of a body and each possible last digit, the ones that make it valid. */
const endings = (body: string, isValid: (s: string) => boolean) =>
  [...'0123456789'].filter((last) => isValid(body + last))

describe('national ID', () => {
  test.each([
    '0013542419',
    '۰۰۱۳۵۴۲۴۱۹',
    '13542419',
    '001-354241-9',
    '7731689956',
    '0499370899',
    '0790419904',
    '0084575948',
  ])('%s is valid', (id) => expect(isNationalId(id)).toBe(true))
  test.each([
    '',
    '0013542418',
    '1111111111',
    '0000000000',
    '1354241',
    '00135424190',
    'abcdefghij',
    '0684159415',
  ])('%s is not', (id) => expect(isNationalId(id)).toBe(false))
  test('every body of nine digits has exactly one check digit, listed city code or not', () => {
    fc.assert(
      fc.property(digits(9), (body) => {
        fc.pre(!/^(\d)\1{8}$/.test(body))
        expect(endings(body, isNationalId)).toHaveLength(1)
      }),
    )
  })
  test('a wrong digit is found, except where two remainders share a check digit', () => {
    // 11−10 = 1, so remainders 1 and 10 have the same check digit: a wrong digit can slip through only there.
    fc.assert(
      fc.property(digits(9), fc.nat(8), fc.nat(9), (body, at, digit) => {
        fc.pre(!/^(\d)\1{8}$/.test(body))
        const last = endings(body, isNationalId)[0]!
        const wrong = replaceAt(body + last, at, String(digit))
        fc.pre(wrong !== body + last && last !== '1')
        expect(isNationalId(wrong)).toBe(false)
      }),
    )
  })
})

describe('legal ID', () => {
  test.each(['10380284790', '۱۰۳۸۰۲۸۴۷۹۰', '10861677542', '14007650912'])('%s is valid', (id) =>
    expect(isLegalId(id)).toBe(true),
  )
  test.each(['', '10380285692', '09053433004', '1038028479', '103802847900', '10300000001', '00000000000'])(
    '%s is not',
    (id) => expect(isLegalId(id)).toBe(false),
  )
  test('every body of ten digits has exactly one check digit', () => {
    fc.assert(
      fc.property(digits(10), (body) => {
        fc.pre(body[0] !== '0' && body.slice(3, 9) !== '000000')
        expect(endings(body, isLegalId)).toHaveLength(1)
      }),
    )
  })
})

describe('Sheba', () => {
  const sheba = digits(22).map((account) => {
    const check = 98n - (BigInt(`${account}182700`) % 97n)
    return `IR${String(check).padStart(2, '0')}${account}`
  })
  test.each([
    'IR820540102680020817909002',
    'ir82 0540 1026 8002 0817 9090 02',
    'IR۸۲۰۵۴۰۱۰۲۶۸۰۰۲۰۸۱۷۹۰۹۰۰۲',
    'IR062960000000100324200001',
  ])('%s is valid', (id) => expect(isSheba(id)).toBe(true))
  test.each([
    '',
    '820540102680020817909002',
    'IR820540102680020817909003',
    'IR82054010268002081790900',
    'DE820540102680020817909002',
  ])('%s is not', (id) => expect(isSheba(id)).toBe(false))
  test('generated ones are valid, and one wrong digit is always found', () => {
    fc.assert(
      fc.property(sheba, fc.integer({ min: 4, max: 25 }), fc.nat(9), (id, at, digit) => {
        expect(isSheba(id)).toBe(true)
        if (id[at] !== String(digit)) expect(isSheba(replaceAt(id, at, String(digit)))).toBe(false)
      }),
    )
  })
})

describe('bank card', () => {
  test.each(['6037701689095443', '6219-8610-3452-9007', '۶۲۱۹ ۸۶۱۰ ۳۴۵۲ ۹۰۰۷'])('%s is valid', (id) =>
    expect(isCardNumber(id)).toBe(true),
  )
  test.each(['', '6219861034529008', '0000000000000000', '621986103452900', '62198610345290070'])(
    '%s is not',
    (id) => expect(isCardNumber(id)).toBe(false),
  )
  test('every body has one check digit, and one wrong digit is always found', () => {
    fc.assert(
      fc.property(digits(15), fc.nat(14), fc.nat(9), (body, at, digit) => {
        fc.pre(/[1-9]/.test(body))
        const found = endings(body, isCardNumber)
        expect(found).toHaveLength(1)
        const card = body + found[0]
        if (card[at] !== String(digit)) expect(isCardNumber(replaceAt(card, at, String(digit)))).toBe(false)
      }),
    )
  })
})

describe('postal code', () => {
  test.each(['1619735744', '۱۶۱۹۷۳۵۷۴۴', '16197-35744'])('%s is valid', (code) =>
    expect(isPostalCode(code)).toBe(true),
  )
  test.each(['', '1111111111', '0123456789', '161973574', '2619735744', '16197357441'])('%s is not', (code) =>
    expect(isPostalCode(code)).toBe(false),
  )
})

test('an identifier is compared without its spelling', () => {
  expect(normaliseIdentifier(' ir۸۲-۰۵۴۰ \u200F')).toBe('IR820540')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (s) => {
      expect(normaliseIdentifier(normaliseIdentifier(s))).toBe(normaliseIdentifier(s))
    }),
  )
})

test('a masked identifier shows two characters and not the length', () => {
  expect(maskIdentifier('۰۰۱۳۵۴۲۴۱۲')).toBe('***-****-12')
  expect(maskIdentifier('IR820540102680020817909002')).toBe('***-****-02')
  expect(maskIdentifier('1234')).toBe('***-****-**')
  expect(maskIdentifier('')).toBe('***-****-**')
})
