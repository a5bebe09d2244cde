import type { Context, PersonActor, Scope } from '../../server/lib/context.ts'
import { personOf } from '../../server/lib/context.ts'
import { forbidden } from '../../server/lib/errors.ts'
import type { Permission } from './permissions.ts'

/** The scope in which the signed-in person holds a permission, or undefined. */
export function scopeOf(ctx: Context, permission: Permission): Scope | undefined {
  return ctx.actor.kind === 'person' ? ctx.actor.permissions[permission] : undefined
}

export interface ScopedRow {
  branch_id: string | null
  owner_id?: string | null
}

/** Is this row inside the scope of the permission? */
export function isInScope(person: PersonActor, permission: Permission, row: ScopedRow): boolean {
  const scope = person.permissions[permission]
  if (scope === 'all') return true
  if (scope === 'branch') return row.branch_id === person.branchId
  return scope === 'own' && row.owner_id === person.id
}

/** The branch a list must be limited to: undefined means every branch. Throws 403 without the permission. */
export function branchLimit(ctx: Context, permission: Permission): string | undefined {
  const person = personOf(ctx)
  const scope = person.permissions[permission]
  if (scope === undefined) throw forbidden()
  return scope === 'all' ? undefined : person.branchId
}

/** Throws 403 unless the row is inside the scope. Use after the row's `read` was granted. */
export function requireScope(ctx: Context, permission: Permission, row: ScopedRow): void {
  if (!isInScope(personOf(ctx), permission, row)) throw forbidden()
}
