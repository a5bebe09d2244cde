import { toLatinDigits } from '@hamdel/persian'
import type { Role, Scope } from '../../server/lib/context.ts'
import { grants } from './permissions.ts'

const WIDTH: Record<Scope, number> = { own: 1, branch: 2, all: 3 }

/** Nobody gives away more than they have: every permission of the role, in no wider scope. */
export function mayGrantRole(own: Readonly<Record<string, Scope>>, role: Role): boolean {
  return Object.entries(grants[role]).every(([permission, scope]) => {
    const held = own[permission]
    return held !== undefined && WIDTH[held] >= WIDTH[scope]
  })
}

const RUNS =
  '01234567890123456789 98765432109876543210 abcdefghijklmnopqrstuvwxyz qwertyuiop asdfghjkl zxcvbnm'

/** A password that is guessed first: few different signs, a run of keys, or the person's own phone, e-mail or name. */
export function isWeakPassword(password: string, facts: readonly (string | null | undefined)[]): boolean {
  const plain = toLatinDigits(password).toLowerCase().replace(/\s/g, '')
  if (new Set(plain).size < 5) return true
  if (RUNS.includes(plain)) return true
  return facts.some((fact) => {
    const own = fact?.toLowerCase().replace(/\s/g, '')
    return (
      !!own && own.length >= 4 && (plain === own || (own.startsWith('+98') && plain === `0${own.slice(3)}`))
    )
  })
}
