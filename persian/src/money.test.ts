import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatMoney, type MoneyUnit, parseMoney } from './money.ts'

describe('formatMoney', () => {
  test.each([
    [12000, 'rial', '۱۲٬۰۰۰ ریال', '12,000 rials'],
    [12000n, 'toman', '۱٬۲۰۰ تومان', '1,200 tomans'],
    ['12000', 'toman', '۱٬۲۰۰ تومان', '1,200 tomans'],
    ['12000.00', 'rial', '۱۲٬۰۰۰ ریال', '12,000 rials'],
    ['12000.5', 'rial', '۱۲٬۰۰۱ ریال', '12,001 rials'],
    [12005, 'toman', '۱٬۲۰۰٫۵ تومان', '1,200.5 tomans'],
    [0, 'rial', '۰ ریال', '0 rials'],
    [1, 'rial', '۱ ریال', '1 rial'],
    [10, 'toman', '۱ تومان', '1 toman'],
    [3, 'toman', '۰٫۳ تومان', '0.3 tomans'],
    [-12000, 'rial', '\u2066−۱۲٬۰۰۰\u2069 ریال', '-12,000 rials'],
    [-12005n, 'toman', '\u2066−۱٬۲۰۰٫۵\u2069 تومان', '-1,200.5 tomans'],
    [9007199254740993000n, 'rial', '۹٬۰۰۷٬۱۹۹٬۲۵۴٬۷۴۰٬۹۹۳٬۰۰۰ ریال', '9,007,199,254,740,993,000 rials'],
  ] as const)('%s in %s', (rials, unit, fa, en) => {
    expect(formatMoney(rials, unit, 'fa')).toBe(fa)
    expect(formatMoney(rials, unit, 'en')).toBe(en)
  })

  test('refuses what is not an amount', () => {
    expect(() => formatMoney('x', 'rial', 'fa')).toThrow(RangeError)
    expect(() => formatMoney(Number.NaN, 'rial', 'fa')).toThrow(RangeError)
  })
})

describe('parseMoney', () => {
  test.each([
    ['۱۲٬۰۰۰', 'rial', 12000n],
    ['12000', 'toman', 120000n],
    ['۱۲۰۰ تومان', 'rial', 12000n],
    ['۱۲۰۰ تومن', 'toman', 12000n],
    ['۱۲۰۰ ریال', 'toman', 1200n],
    ['۱۲۰۰ ريال', 'toman', 1200n],
    ['۱۲۰۰﷼', 'toman', 1200n],
    ['1200 tomans', 'rial', 12000n],
    ['1,200.5', 'toman', 12005n],
    ['۲٫۵ میلیون تومان', 'rial', 25_000_000n],
    ['۵۰ هزار', 'toman', 500_000n],
    ['۳ میلیارد ریال', 'toman', 3_000_000_000n],
    ['(۱۲٬۰۰۰)', 'rial', -12000n],
    ['-12000', 'rial', -12000n],
    ['12000.00', 'rial', 12000n],
  ] as const)('%s, bare numbers in %s', (typed, unit, rials) => expect(parseMoney(typed, unit)).toBe(rials))

  test.each([
    ['', 'rial'],
    ['ریال', 'rial'],
    ['میلیون', 'rial'],
    ['12.5', 'rial'],
    ['12.55', 'toman'],
    ['abc', 'toman'],
    ['12 دلار', 'toman'],
  ] as const)('refuses «%s» in %s', (typed, unit) => expect(parseMoney(typed, unit)).toBeUndefined())
})

test('what is written is read back, whatever unit a bare number would mean', () => {
  const unit = fc.constantFrom<MoneyUnit>('rial', 'toman')
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
      unit,
      unit,
      fc.constantFrom('fa' as const, 'en' as const),
      (rials, shown, bare, locale) => {
        expect(parseMoney(formatMoney(rials, shown, locale), bare)).toBe(rials)
      },
    ),
    { numRuns: 1000 },
  )
})
