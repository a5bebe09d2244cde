import { type RawBuilder, sql } from 'kysely'
import { type Context, personOf } from '../../server/lib/context.ts'
import { forbidden } from '../../server/lib/errors.ts'
import { scopeOf } from '../people/access.ts'
import type { Permission } from '../people/permissions.ts'

/**
 * The condition that keeps rows inside the scope of a permission, for the table called `alias`, which has branch_id and,
 * when it can be owned, owner_id. 403 without the permission. Background work is not limited.
 */
export function inScope(
  ctx: Context,
  permission: Permission,
  alias: string,
  options: { ownerColumn?: string } = {},
): RawBuilder<boolean> {
  if (ctx.actor.kind === 'system') return sql`true`
  const person = personOf(ctx)
  const scope = scopeOf(ctx, permission)
  if (!scope) throw forbidden()
  if (scope === 'all') return sql`true`
  if (scope === 'branch') return sql`${sql.ref(`${alias}.branch_id`)} = ${person.branchId}::uuid`
  return sql`${sql.ref(`${alias}.${options.ownerColumn ?? 'owner_id'}`)} = ${person.id}::uuid`
}
