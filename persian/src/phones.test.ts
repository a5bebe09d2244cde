import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toPersianDigits } from './digits.ts'
import { formatPhone, isMobile, normalisePhone, phoneDigits, splitPhones } from './phones.ts'

describe('normalisePhone', () => {
  test.each([
    '09121234567',
    '9121234567',
    '989121234567',
    '+989121234567',
    '00989121234567',
    '۰۹۱۲۱۲۳۴۵۶۷',
    '٠٩١٢١٢٣٤٥٦٧',
    '0912 123 4567',
    '0912-123-4567',
    '(0912) 1234567',
    '۰۹۱۲ ۱۲۳ ۴۵ ۶۷',
    '+98 (0)912 123 4567',
    '+98-912-123-4567',
    '0098 912 1234567',
    '98 0912 1234567',
    '989121234567+',
    '0912.123.4567',
    '\u202A+989121234567\u202C',
    '0912\u00A0123\u00A04567',
    'tel:+98-912-1234567',
    ' 0912‐123‑4567 ',
  ])('reads the mobile %s', (typed) => expect(normalisePhone(typed)).toBe('+989121234567'))

  test.each([
    ['021-88776655', undefined, '+982188776655'],
    ['(۰۲۱) ۸۸۷۷۶۶۵۵', undefined, '+982188776655'],
    ['021/88776655', undefined, '+982188776655'],
    ['+98 21 8877 6655', undefined, '+982188776655'],
    ['00982188776655', undefined, '+982188776655'],
    ['2188776655', undefined, '+982188776655'],
    ['88776655', '021', '+982188776655'],
    ['۸۸ ۷۷ ۶۶ ۵۵', '۰۲۱', '+982188776655'],
    ['88776655', '21', '+982188776655'],
    ['88776655', '+9821', '+982188776655'],
    ['36254411', '031', '+983136254411'],
    ['021-61930', undefined, '+982161930'],
    ['021-88776655 داخلی ۱۲۳', undefined, '+982188776655'],
    ['۰۲۱۸۸۷۷۶۶۵۵ (داخلي ۱۲)', undefined, '+982188776655'],
    ['02188776655 ext. 9', undefined, '+982188776655'],
    ['02188776655-9', undefined, '+982188776655'],
    ['88776655 داخلی 4', '021', '+982188776655'],
    ['+1 (650) 253-0000', undefined, '+16502530000'],
    ['0044 20 7946 0958', undefined, '+442079460958'],
    ['+971 50 123 4567', undefined, '+971501234567'],
  ])('reads %s with area code %s', (typed, area, e164) => expect(normalisePhone(typed, area)).toBe(e164))

  test.each([
    '',
    'ندارد',
    '۸۸۷۷۶۶۵۵',
    '0912123456',
    '091212345678',
    '1234',
    '3000123',
    '50004000',
    '02088776655',
    '+',
    '++989121234567',
    '+98',
    '+98123',
    '+12',
    '+9121234567',
    '009121234567',
    '+1234567890123456',
    'علی 09121234567',
    '09121234567 09351234567',
  ])('refuses «%s»', (typed) => expect(normalisePhone(typed)).toBeUndefined())

  test('all spellings of a mobile come to one', () => {
    const separator = fc.constantFrom('', ' ', '-', ' - ', '.', '\u00A0', '\u200F ')
    fc.assert(
      fc.property(
        fc.stringMatching(/^9[0-9]{9}$/),
        fc.constantFrom('', '0', '98', '+98', '0098', '+980', '98 0'),
        separator,
        separator,
        fc.boolean(),
        fc.constantFrom('', ' داخلی ۱۲'),
        (national, prefix, a, b, persian, extension) => {
          const typed =
            prefix +
            [national.slice(0, 3), national.slice(3, 6), national.slice(6)]
              .join('|')
              .replace('|', a)
              .replace('|', b)
          expect(normalisePhone((persian ? toPersianDigits(typed) : typed) + extension)).toBe(
            `+98${national}`,
          )
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('what it gives, and how that is shown, is read back as the same', () => {
    const typed = fc.stringMatching(/^(\+|00|0|98|)[0-9]{4,13}$/)
    fc.assert(
      fc.property(typed, (s) => {
        const e164 = normalisePhone(s, '021')
        fc.pre(e164 !== undefined)
        expect(normalisePhone(e164!)).toBe(e164)
        expect(normalisePhone(formatPhone(e164!, 'fa'))).toBe(e164)
        expect(normalisePhone(formatPhone(e164!, 'en'))).toBe(e164)
      }),
      { numRuns: 2000 },
    )
  })
})

test('only Iranian mobiles are mobiles', () => {
  expect(isMobile('+989121234567')).toBe(true)
  expect(isMobile('+982188776655')).toBe(false)
  expect(isMobile('+16502530000')).toBe(false)
})

test('a phone is shown in groups that keep their order', () => {
  const plain = (s: string) => s.replaceAll('\u00A0', ' ')
  expect(plain(formatPhone('+989121234567', 'fa'))).toBe('۰۹۱۲ ۱۲۳ ۴۵۶۷')
  expect(plain(formatPhone('+989121234567', 'en'))).toBe('+98 912 123 4567')
  expect(plain(formatPhone('+982188776655', 'fa'))).toBe('۰۲۱ ۸۸۷۷ ۶۶۵۵')
  expect(plain(formatPhone('+982161930', 'fa'))).toBe('۰۲۱ ۶۱۹۳۰')
  expect(formatPhone('+16502530000', 'fa')).toBe('\u2066+۱۶۵۰۲۵۳۰۰۰۰\u2069')
  expect(formatPhone('+989121234567', 'fa')).not.toContain(' ')
})

describe('phoneDigits', () => {
  test.each([
    ['0912', '912'],
    ['۰۹۱۲ ۱۲۳', '912123'],
    ['+98 912', '912'],
    ['0098912', '912'],
    ['98912', '912'],
    ['98', '98'],
    ['+98', ''],
    ['980912', '912'],
    ['4567', '4567'],
    ['(021) 8877', '218877'],
    ['02188776655 داخلی 12', '2188776655'],
    ['', ''],
  ])('%s → %s', (typed, key) => expect(phoneDigits(typed)).toBe(key))

  test('any beginning of any spelling is found in the key of the stored number', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^9[0-9]{9}$/),
        fc.constantFrom('', '0', '98', '+98', '0098'),
        fc.integer({ min: 5, max: 14 }),
        (national, prefix, length) => {
          expect(phoneDigits(`+98${national}`)).toContain(phoneDigits((prefix + national).slice(0, length)))
        },
      ),
    )
  })
})

describe('splitPhones', () => {
  test.each([
    ['۰۹۱۲۱۲۳۴۵۶۷ - ۰۲۱۸۸۷۷۶۶۵۵', ['09121234567', '02188776655']],
    ['09121234567-02188776655', ['09121234567', '02188776655']],
    ['09121234567 09351234567', ['09121234567', '09351234567']],
    ['0912 123 4567 0935 765 4321', ['0912 123 4567', '0935 765 4321']],
    ['09121234567، 021-88776655 داخلی 12', ['09121234567', '021-88776655 داخلی 12']],
    ['09121234567 و 09351234567', ['09121234567', '09351234567']],
    ['09121234567\n88776655', ['09121234567', '88776655']],
    ['021-88776655/56', ['021-88776655']],
    ['021/88776655', ['021/88776655']],
    ['09121234567/09351234567', ['09121234567', '09351234567']],
    ['+98 912 123 4567; +1 650 253 0000', ['+98 912 123 4567', '+1 650 253 0000']],
    ['موبایل: 09121234567', ['09121234567']],
    ['09121234567 / 123456', ['09121234567', '123456']],
    ['123', ['123']],
    ['ندارد', []],
    ['', []],
  ])('%s', (cell, numbers) => expect(splitPhones(cell)).toEqual(numbers))
})

test('a hostile cell takes no longer than its length', () => {
  const started = performance.now()
  for (const cell of [
    `1${' '.repeat(50_000)}x${' '.repeat(50_000)}`,
    '+(+('.repeat(20_000),
    '(((- '.repeat(20_000),
    '1/'.repeat(5000),
  ]) {
    normalisePhone(cell)
    splitPhones(cell)
    phoneDigits(cell)
  }
  expect(performance.now() - started).toBeLessThan(1000)
})
