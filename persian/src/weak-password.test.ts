import { describe, expect, test } from 'vitest'
import { isWeakPassword } from './weak-password.ts'

describe('a password that is guessed first', () => {
  test.each<[string, boolean]>([
    ['1234567890', true],
    ['aaaaaaaaaaaa', true],
    ['qwertyuiop', true],
    ['ababababab', true],
    ['۱۲۳۴۵۶۷۸۹۰', true],
    ['09121112233', true],
    ['sara@example.org', true],
    ['سارا محمدی پور', true],
    ['چهار اسب سرخ', false],
    ['correct horse battery', false],
  ])('%s: %s', (password, isWeak) =>
    expect(isWeakPassword(password, ['+989121112233', 'sara@example.org', 'سارا محمدی پور'])).toBe(isWeak),
  )
})
