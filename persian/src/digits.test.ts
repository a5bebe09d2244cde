import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatNumber, parseDecimal, parseInteger, toLatinDigits, toPersianDigits } from './digits.ts'

test('digits go from any script to Latin and Persian', () => {
  expect(toLatinDigits('۰۱۲۳۴۵۶۷۸۹ ٠١٢٣٤٥٦٧٨٩ x')).toBe('0123456789 0123456789 x')
  expect(toPersianDigits('0123456789 ٤٥٦ x')).toBe('۰۱۲۳۴۵۶۷۸۹ ۴۵۶ x')
  expect(toPersianDigits(1405)).toBe('۱۴۰۵')
  expect(toPersianDigits(12345678901234567890n)).toBe('۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹۰')
})

describe('formatNumber', () => {
  test.each([
    [12000.5, {}, '۱۲٬۰۰۰٫۵', '12,000.5'],
    [0, {}, '۰', '0'],
    [-0, {}, '۰', '0'],
    [-12, {}, '\u2066−۱۲\u2069', '-12'],
    [-0.0001, {}, '۰', '0'],
    [3, { fractionDigits: 2 }, '۳٫۰۰', '3.00'],
    [2.345, { fractionDigits: 1 }, '۲٫۳', '2.3'],
    [9007199254740993n, {}, '۹٬۰۰۷٬۱۹۹٬۲۵۴٬۷۴۰٬۹۹۳', '9,007,199,254,740,993'],
    [-5n, {}, '\u2066−۵\u2069', '-5'],
    [Number.NaN, {}, '—', '—'],
    [Number.POSITIVE_INFINITY, {}, '—', '—'],
  ])('%s', (n, options, fa, en) => {
    expect(formatNumber(n, 'fa', options)).toBe(fa)
    expect(formatNumber(n, 'en', options)).toBe(en)
  })
})

describe('parseDecimal', () => {
  test.each([
    ['۱۲٬۰۰۰٫۵', 12000.5],
    ['12,000.5', 12000.5],
    ['۱۲،۰۰۰', 12000],
    ['١٢٣', 123],
    ['۱۲.۵', 12.5],
    ['-۱۲', -12],
    ['−۱۲', -12],
    ['۱۲-', -12],
    ['(۱٬۲۰۰)', -1200],
    ['\u2066−۱۲\u2069', -12],
    ['+5', 5],
    ['.5', 0.5],
    ['5.', 5],
    [' ۱۲ ', 12],
    ['007', 7],
    ['-0', 0],
  ])('reads %s', (typed, n) => expect(parseDecimal(typed)).toBe(n))

  test.each([
    '',
    ' ',
    'abc',
    '12a',
    '1,2',
    '12,00',
    '1.2.3',
    '--1',
    '(-1)',
    '()',
    '-',
    '.',
    '1e5',
    '1,000,00',
    '۱۲/۵',
    'NaN',
  ])('refuses «%s»', (typed) => expect(parseDecimal(typed)).toBeUndefined())
})

test('parseInteger is exact at any size and refuses fractions', () => {
  expect(parseInteger('۹٬۰۰۷٬۱۹۹٬۲۵۴٬۷۴۰٬۹۹۳')).toBe(9007199254740993n)
  expect(parseInteger('(۵)')).toBe(-5n)
  expect(parseInteger('۱۲٫۰')).toBe(12n)
  expect(parseInteger('۱۲٫۵')).toBeUndefined()
  expect(parseInteger('')).toBeUndefined()
})

test('what is written is read back, in both languages', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
      fc.constantFrom('fa' as const, 'en' as const),
      (n, locale) => {
        expect(parseInteger(formatNumber(n, locale))).toBe(n)
      },
    ),
  )
  fc.assert(
    fc.property(
      fc.integer({ min: -1e12, max: 1e12 }),
      fc.constantFrom('fa' as const, 'en' as const),
      (n, locale) => {
        expect(parseDecimal(formatNumber(n / 1000, locale))).toBe(n / 1000 || 0)
      },
    ),
  )
})
