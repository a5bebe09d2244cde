import type { Selectable } from 'kysely'
import { type Context, personOf } from '../../server/lib/context.ts'
import type { Promises } from '../../server/lib/db-types.ts'
import { forbidden, notFound } from '../../server/lib/errors.ts'
import { notDeleted } from '../customers/access.ts'
import { isInScope } from '../people/access.ts'
import type { Permission } from '../people/permissions.ts'

export type PromiseRow = Selectable<Promises>

/**
 * The only way to a promise. 404 outside the scope of `promise.read`, 403 when it may be read but not this. The keeper
 * reaches their own promise in whatever branch it was made. `lock` holds the row until the transaction ends.
 */
export async function accessPromise(
  ctx: Context,
  customerId: string,
  promiseId: string,
  permission: Permission,
  options: { lock?: boolean } = {},
): Promise<PromiseRow> {
  let query = ctx.db
    .selectFrom('promises')
    .selectAll()
    .where(notDeleted('promises'))
    .where('customer_id', '=', customerId)
    .where('id', '=', promiseId)
  if (options.lock) query = query.forUpdate()
  const row = await query.executeTakeFirst()
  if (!row) throw notFound('promise_not_found')
  const person = personOf(ctx)
  const isMine = row.keeper_id === person.id
  if (!isMine && !isInScope(person, 'promise.read', row)) throw notFound('promise_not_found')
  if (!(isMine && permission in person.permissions) && !isInScope(person, permission, row)) throw forbidden()
  return row
}
