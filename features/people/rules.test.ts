import { describe, expect, test } from 'vitest'
import type { Role, Scope } from '../../server/lib/context.ts'
import { grants } from './permissions.ts'
import { isWeakPassword, mayGrantRole } from './rules.ts'

const held = (role: Role) => grants[role] as Record<string, Scope>

describe('nobody gives away more than they have', () => {
  test.each<[Role, Role, boolean]>([
    ['administrator', 'administrator', true],
    ['administrator', 'auditor', true],
    ['lead', 'employee', true],
    ['lead', 'lead', true],
    ['lead', 'administrator', false],
    ['lead', 'analyst', false],
    ['employee', 'lead', false],
    ['analyst', 'auditor', false],
  ])('%s makes a %s: %s', (own, role, may) => expect(mayGrantRole(held(own), role)).toBe(may))
})

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
