import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseByName, contactPointKey, customerKeys, identifierKey, suggestStage } from './rules.ts'
import { readSearch } from './search-rules.ts'

test.each([
  // count, first, last, stage
  [0, null, null, 'potential'],
  [1, '2026-11-01', '2026-11-01', 'new'],
  [1, '2026-09-25', '2026-09-25', 'new'],
  [1, '2026-09-24', '2026-09-24', 'active'],
  [2, '2026-01-01', '2026-11-01', 'active'],
  [5, '2026-01-01', '2026-11-01', 'loyal'],
  [9, '2026-11-01', '2026-11-20', 'new'],
  [1, '2026-05-27', '2026-05-27', 'at_risk'],
  [1, '2025-11-24', '2025-11-24', 'at_risk'],
  [1, '2025-11-23', '2025-11-23', 'former'],
  // Bought every thirty days and then not for 61.
  [10, '2025-12-28', '2026-09-24', 'at_risk'],
  // Buys twice a year: four months of silence are nothing.
  [4, '2025-01-24', '2026-07-24', 'active'],
])(
  '%i purchases from %s to %s on 2026-11-24: %s',
  (purchaseCount, firstPurchaseOn, lastPurchaseOn, stage) => {
    expect(suggestStage({ purchaseCount, firstPurchaseOn, lastPurchaseOn }, '2026-11-24')).toBe(stage)
  },
)

test('silence alone only ever leads from active through at_risk to former', () => {
  const order = { potential: -1, new: 0, loyal: 0, active: 0, at_risk: 1, former: 2 }
  const day = (n: number) => new Date(Date.UTC(2020, 0, 1) + n * 86_400_000).toISOString().slice(0, 10)
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 0, max: 900 }),
      fc.integer({ min: 0, max: 900 }),
      fc.integer({ min: 0, max: 400 }),
      (purchaseCount, span, silent, longer) => {
        const bought = { purchaseCount, firstPurchaseOn: day(0), lastPurchaseOn: day(span) }
        const now = suggestStage(bought, day(span + silent))
        const later = suggestStage(bought, day(span + silent + longer))
        expect(order[later]).toBeGreaterThanOrEqual(order[now])
      },
    ),
  )
})

test.each([
  ['phone', '۰۹۱۲ ۱۲۳ ۴۵۶۷', '+989121234567'],
  ['phone', '8877 6655', '+982188776655'],
  ['phone', '12', undefined],
  ['email', ' Ali@Example.ORG ', 'ali@example.org'],
  ['email', 'ali@example', undefined],
  ['messenger', '@Ali_K', 'ali_k'],
  ['messenger', '@', undefined],
  ['address', 'تهران، خيابان  آزادي', 'تهران، خیابان آزادی'],
] as const)('%s %s is found by %s', (kind, value, key) => {
  expect(contactPointKey(kind, value)).toBe(key)
})

test.each([
  ['person', '84575948', '0084575948'],
  ['person', '۰۰۸۴۵۷۵۹۴۸', '0084575948'],
  ['person', '0084575949', undefined],
  ['person', '123456789012', '123456789012'],
  ['organisation', '14005893875', '14005893875'],
  ['organisation', '0084575948', undefined],
] as const)('the identifier %s %s is %s', (kind, value, key) => {
  expect(identifierKey(kind, value)).toBe(key)
})

test('keys do not depend on the keyboard', () => {
  expect(customerKeys('علي كريمي')).toEqual(customerKeys('علی کریمی'))
  expect(customerKeys('علی‌اکبر آذری').joined_key).toBe('علیاکبراذری')
})

test('of several with one phone the one with the name, whatever the title, else the oldest', () => {
  const family = [
    { id: 'b', fullName: 'سارا کریمی', createdAt: new Date(2) },
    { id: 'a', fullName: 'علی کریمی', createdAt: new Date(3) },
    { id: 'c', fullName: 'مینا کریمی', createdAt: new Date(1) },
  ]
  expect(chooseByName(family, 'آقای علي كريمي')?.id).toBe('a')
  expect(chooseByName(family, 'کسی دیگر')?.id).toBe('c')
  expect(chooseByName([], 'کسی')).toBeUndefined()
})

test('a search is read as everything it can mean', () => {
  expect(readSearch('ع')).toBeNull()
  expect(readSearch('%')).toBeNull()
  expect(readSearch('علي  كريمي')).toMatchObject({
    words: ['علی', 'کریمی'],
    joined: 'علیکریمی',
    phonePatterns: [],
  })
  expect(readSearch('۰۹۱۲ ۱۲')).toMatchObject({ words: [], phonePatterns: ['%091212%', '+9891212%'] })
  expect(readSearch('4567')).toMatchObject({ phonePatterns: ['%4567%'], phoneEnd: '%4567' })
  expect(readSearch('۴۵۶')).toMatchObject({ phonePatterns: ['%456%'], phoneEnd: '%456' })
  expect(readSearch('45')?.phonePatterns).toEqual([])
  expect(readSearch('45')?.phoneEnd).toBeUndefined()
  expect(readSearch('09121234567')).toMatchObject({ phone: '+989121234567' })
  expect(readSearch('84575948')?.identifiers).toEqual(['84575948', '0084575948'])
  expect(readSearch('Ali@Example.org')).toMatchObject({ email: 'ali@example.org' })
})

test('any text can be searched for', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
      const search = readSearch(text)
      expect(search === null || search.words.length <= 6).toBe(true)
      for (const pattern of search?.phonePatterns ?? []) expect(pattern).toMatch(/^[%+]+\d+%$/)
    }),
  )
})
