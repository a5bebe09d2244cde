import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  branchInText,
  initialSeverity,
  mayJudge,
  mayRefuse,
  mayReopen,
  mayReply,
  maySolve,
  needsRootCause,
  readMood,
  subjectFrom,
} from './rules.ts'

const STATUSES = ['new', 'open', 'waiting', 'solved', 'judged'] as const

describe('what may happen when', () => {
  test.each([
    ['new', true, true, false, false, true],
    ['open', true, true, false, false, true],
    ['waiting', true, true, false, false, true],
    ['solved', true, false, true, true, false],
    ['judged', false, false, true, false, false],
  ] as const)(
    '%s: reply %s, solve %s, reopen %s, judge %s, refuse %s',
    (status, reply, solve, reopen, judge, refuse) => {
      expect([
        mayReply(status),
        maySolve(status),
        mayReopen(status),
        mayJudge(status),
        mayRefuse(status),
      ]).toEqual([reply, solve, reopen, judge, refuse])
    },
  )

  test('a case can always move on, and only a solved one is judged', () => {
    for (const status of STATUSES) {
      expect(maySolve(status) || mayReopen(status)).toBe(true)
      expect(mayJudge(status)).toBe(status === 'solved')
    }
    expect(needsRootCause('complaint')).toBe(true)
    expect(needsRootCause('praise')).toBe(false)
  })
})

describe('the first reading of mood', () => {
  test.each([
    ['افتضاحه، کلاهبردارها!', 'complaint', 'angry'],
    ['بسته هنوز نرسيده؟؟؟', 'complaint', 'angry'],
    ['در یخچال خراب است', 'complaint', 'upset'],
    ['از خانم محمدی ممنونم', 'praise', 'happy'],
    ['ساعت کار پنجشنبه چند است؟', 'question', 'neutral'],
    ['ممنون ولی کالا معیوب بود', 'complaint', 'upset'],
  ] as const)('%s (%s) is %s', (text, kind, mood) => {
    expect(readMood(text, kind).mood).toBe(mood)
  })

  test('an angry complaint is urgent, praise is not', () => {
    expect(initialSeverity('complaint', 'angry')).toBe('high')
    expect(initialSeverity('praise', 'happy')).toBe('low')
  })
})

describe('subject', () => {
  test.each([
    ['سلام. اتو بخار نمی‌دهد.', 'اتو بخار نمی‌دهد.'],
    ['سلام وقت بخیر\nمبلغ فاکتور اشتباه است', 'مبلغ فاکتور اشتباه است'],
    ['سلام', 'سلام'],
    ['در یخچال خط افتاده', 'در یخچال خط افتاده'],
  ])('%s → %s', (text, subject) => {
    expect(subjectFrom(text)).toBe(subject)
  })

  test('is never empty, never long, for any text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 400, unit: 'grapheme' }), (text) => {
        fc.pre(text.trim() !== '')
        const subject = subjectFrom(text)
        expect(subject.length).toBeGreaterThan(0)
        expect(subject.length).toBeLessThanOrEqual(71)
      }),
    )
  })
})

test('a branch spoken of is found by its own word, not by one it shares', () => {
  const branches = [
    { id: '1', name: 'تهران ونک' },
    { id: '2', name: 'تهران پارس' },
    { id: '3', name: 'اصفهان چهارباغ' },
  ]
  expect(branchInText('از شعبهٔ ونک خریدم', branches)).toBe('1')
  expect(branchInText('در تهران خریدم', branches)).toBeUndefined()
  expect(branchInText('ونک یا چهارباغ', branches)).toBeUndefined()
})
