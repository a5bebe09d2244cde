import fc from 'fast-check'
import { expect, test } from 'vitest'
import { amountProblem, authorityFor, mayCompensate } from './rules.ts'

const base = { kind: 'gift', maxSingleRials: 100n, monthlyBudgetRials: 250n } as const

test.each([
  [0n, 0n, 'granted', undefined],
  [100n, 0n, 'granted', undefined],
  [101n, 0n, 'needs_approval', 'single'],
  [100n, 150n, 'granted', undefined],
  [100n, 151n, 'needs_approval', 'budget'],
  [101n, 250n, 'needs_approval', 'single'],
  [0n, 900n, 'granted', undefined],
] as const)('%i rials with %i spent is %s', (amountRials, spentThisMonthRials, decision, limit) => {
  const answer = authorityFor({ ...base, amountRials, spentThisMonthRials })
  expect(answer.decision).toBe(decision)
  expect('limit' in answer ? answer.limit : undefined).toBe(limit)
})

test('whatever is granted breaks no limit, and a smaller amount is never harder to grant', () => {
  const rials = fc.bigInt({ min: 0n, max: 10n ** 12n })
  fc.assert(
    fc.property(
      rials,
      rials,
      rials,
      rials,
      (amountRials, maxSingleRials, monthlyBudgetRials, spentThisMonthRials) => {
        const authority = { kind: 'refund' as const, maxSingleRials, monthlyBudgetRials, spentThisMonthRials }
        const answer = authorityFor({ ...authority, amountRials })
        if (answer.decision !== 'granted') return
        expect(amountRials <= maxSingleRials).toBe(true)
        expect(amountRials === 0n || spentThisMonthRials + amountRials <= monthlyBudgetRials).toBe(true)
        expect(authorityFor({ ...authority, amountRials: amountRials / 2n }).decision).toBe('granted')
      },
    ),
  )
})

test('an apology has no amount and everything else has one', () => {
  expect(amountProblem('apology', 0n)).toBeUndefined()
  expect(amountProblem('apology', 1n)).toBe('compensation_apology_is_free')
  expect(amountProblem('gift', 0n)).toBe('compensation_amount_required')
  expect(amountProblem('gift', 1n)).toBeUndefined()
})

test('a refused case is not compensated, a solved one is', () => {
  expect(mayCompensate({ outcome: 'refused' })).toBe(false)
  expect(mayCompensate({ outcome: 'win_win' })).toBe(true)
  expect(mayCompensate({ outcome: null })).toBe(true)
})
