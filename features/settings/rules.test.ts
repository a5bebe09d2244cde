import { describe, expect, test } from 'vitest'
import { DEFAULT_POLICIES } from './defaults.ts'
import { badHours, policyFault } from './rules.ts'

const at = (weekday: number, opensAt: string, closesAt: string) => ({ weekday, opensAt, closesAt })

describe('hours', () => {
  test.each([
    ['two shifts', [at(0, '08:00', '12:00'), at(0, '16:00', '20:00')], undefined],
    ['shifts that touch', [at(0, '08:00', '12:00'), at(0, '12:00', '20:00')], undefined],
    ['the same hours on two days', [at(0, '08:00', '12:00'), at(1, '08:00', '12:00')], undefined],
    ['overlapping shifts', [at(0, '08:00', '12:00'), at(1, '08:00', '9:00'), at(0, '11:00', '20:00')], 2],
    ['closing before opening', [at(0, '18:00', '02:00')], 0],
    ['a day to midnight', [at(0, '08:00', '24:00')], undefined],
  ])('%s', (_, hours, bad) => expect(badHours(hours)).toBe(bad))
})

describe('policies', () => {
  test('the default ones have no fault, and gold never waits longer', () => {
    expect(policyFault(DEFAULT_POLICIES)).toBeUndefined()
    for (const gold of DEFAULT_POLICIES.filter((policy) => policy.tier === 'gold')) {
      const normal = DEFAULT_POLICIES.find(
        (policy) =>
          policy.tier === null &&
          policy.metric === gold.metric &&
          policy.kind === gold.kind &&
          policy.severity === gold.severity,
      )!
      expect(gold.businessSeconds).toBe(normal.businessSeconds / 2)
      expect(Number.isInteger(gold.businessSeconds)).toBe(true)
    }
  })

  const general = (metric: string) => ({ metric, kind: null, severity: null, tier: null })
  test('each metric needs a general row', () =>
    expect(policyFault([general('first_reply'), { ...general('resolution'), kind: 'praise' }])).toBe(
      'policy_missing',
    ))
  test('one thing has one limit', () =>
    expect(policyFault([general('first_reply'), general('resolution'), general('resolution')])).toBe(
      'policy_twice',
    ))
})
