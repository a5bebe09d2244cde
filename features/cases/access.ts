import type { Selectable } from 'kysely'
import { type Context, personOf } from '../../server/lib/context.ts'
import type { Cases } from '../../server/lib/db-types.ts'
import { forbidden, notFound } from '../../server/lib/errors.ts'
import { notDeleted } from '../customers/access.ts'
import { isInScope } from '../people/access.ts'
import type { Permission } from '../people/permissions.ts'

export type CaseRow = Selectable<Cases>

/**
 * The only way to a case from outside the slice. An employee needs `case.read` in scope (else 404) and then
 * `permission` in scope (else 403); a customer reaches only the case they proved theirs. `lock` holds the row until the
 * transaction ends, so that two changes of one case follow each other.
 */
export async function accessCase(
  ctx: Context,
  customerId: string,
  caseId: string,
  permission: Permission,
  options: { lock?: boolean } = {},
): Promise<CaseRow> {
  let query = ctx.db
    .selectFrom('cases')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('id', '=', caseId)
    .where(notDeleted('cases'))
  if (options.lock) query = query.forUpdate()
  const row = await query.executeTakeFirst()
  if (!row) throw notFound('case_not_found')
  if (ctx.actor.kind === 'customer') {
    if (ctx.actor.customerId !== customerId || ctx.actor.caseId !== caseId) throw notFound('case_not_found')
    return row
  }
  if (ctx.actor.kind === 'system') return row
  const person = personOf(ctx)
  if (!isInScope(person, 'case.read', row)) throw notFound('case_not_found')
  if (!isInScope(person, permission, row)) throw forbidden()
  return row
}
