import { expect, test } from 'vitest'
import en from './en.json' with { type: 'json' }
import fa from './fa.json' with { type: 'json' }
import { fillIn, mergeWords, type Words } from './i18n.ts'

const keysOf = (words: Words, path = ''): string[] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'object' ? keysOf(value, `${path}${key}.`) : [`${path}${key}`],
  )

test('Persian and English have the same words', () => expect(keysOf(en).sort()).toEqual(keysOf(fa).sort()))

test("a slice's words stand under its name and its errors join the common ones", () =>
  expect(
    mergeWords(
      { './fa.json': { errors: { a: '۱' } } },
      { '../features/cases/fa.json': { title: 'پرونده', errors: { b: '۲' } } },
    ),
  ).toEqual({ cases: { title: 'پرونده' }, errors: { a: '۱', b: '۲' } }))

test('a file that already names its slice is not nested twice', () =>
  expect(mergeWords({}, { '../features/cases/fa.json': { cases: { title: 'پرونده' } } })).toEqual({
    cases: { title: 'پرونده' },
  }))

test('what is put into a sentence speaks its language', () => {
  expect(fillIn(1200, 'count', 'fa')).toBe('۱٬۲۰۰')
  expect(fillIn('50000000', 'maxRials', 'fa')).toBe('۵٬۰۰۰٬۰۰۰ تومان')
  expect(fillIn('2026-11-24', 'dueOn', 'fa')).toBe('۳ آذر ۱۴۰۵')
  expect(fillIn('مریم', 'name', 'fa')).toBe('مریم')
})

test('words of the other direction are isolated in a sentence, others are left as they are', () => {
  expect(fillIn('مدل HP 1020 (Pro).', 'text', 'fa')).toBe('\u2068مدل HP 1020 (Pro).\u2069')
  expect(fillIn('قطعه می‌رسد.', 'text', 'fa')).toBe('قطعه می‌رسد.')
  expect(fillIn('Spare part', 'text', 'en')).toBe('Spare part')
  expect(fillIn('نادری', 'name', 'en')).toBe('\u2068نادری\u2069')
})
