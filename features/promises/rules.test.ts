import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keptStatus, mayUndo, warnAt } from './rules.ts'

const at = (iso: string) => new Date(iso)

test('kept at the very moment it is due is in time, a millisecond later is late', () => {
  const due = at('2026-11-24T10:00:00Z')
  expect(keptStatus(due, due)).toBe('kept')
  expect(keptStatus(new Date(due.getTime() + 1), due)).toBe('late')
})

test.each([
  ['2026-11-20T10:00:00Z', '2026-11-24T10:00:00Z', '2026-11-24T08:00:00.000Z'],
  ['2026-11-24T09:00:00Z', '2026-11-24T10:00:00Z', '2026-11-24T09:48:00.000Z'],
  ['2026-11-24T00:00:00Z', '2026-11-24T10:00:00Z', '2026-11-24T08:00:00.000Z'],
])('a promise of %s for %s is reminded of at %s', (made, due, warn) => {
  expect(warnAt(at(made), at(due)).toISOString()).toBe(warn)
})

test('a reminder never comes before the promise was made nor after it is due', () => {
  fc.assert(
    fc.property(fc.nat(10 ** 9), fc.integer({ min: 1, max: 10 ** 9 }), (made, span) => {
      const warn = warnAt(new Date(made), new Date(made + span)).getTime()
      expect(warn).toBeGreaterThanOrEqual(made)
      expect(warn).toBeLessThanOrEqual(made + span)
    }),
  )
})

test('only a kept promise is undone, and only for ten minutes', () => {
  const closed_at = at('2026-11-24T10:00:00Z')
  expect(mayUndo({ status: 'kept', closed_at }, at('2026-11-24T10:10:00Z'))).toBe('yes')
  expect(mayUndo({ status: 'late', closed_at }, at('2026-11-24T10:10:00.001Z'))).toBe('too_late')
  expect(mayUndo({ status: 'broken', closed_at }, at('2026-11-24T10:00:01Z'))).toBe('not_kept')
  expect(mayUndo({ status: 'open', closed_at: null }, closed_at)).toBe('not_kept')
})
