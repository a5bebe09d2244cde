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
