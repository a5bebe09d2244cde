import { describe, expect, test } from 'vitest'
import type { Role, Scope } from '../../server/lib/context.ts'
import { grants } from './permissions.ts'
import { mayGrantRole } from './rules.ts'

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
