import { type Context, personOf } from '../../server/lib/context.ts'
import { conflict } from '../../server/lib/errors.ts'
import { audit, emit } from '../../server/lib/outbox.ts'
import { runWrite } from '../../server/lib/transaction.ts'
import { accessCustomer } from './access.ts'
import { requireUnique } from './queries.ts'

/**
 * Takes a customer out of every list; nothing is lost and {@link restoreCustomer} brings them back. 409 while a case of
 * theirs is open: somebody still waits for an answer.
 */
export async function deleteCustomer(ctx: Context, customerId: string): Promise<void> {
  const row = await accessCustomer(ctx, customerId, 'customer.delete', { lock: true })
  const open = await ctx.db
    .selectFrom('cases')
    .select((eb) => eb.fn.countAll<bigint>().as('count'))
    .where('customer_id', '=', customerId)
    .where('status', '<>', 'judged')
    .executeTakeFirstOrThrow()
  if (open.count > 0n) throw conflict('customer_has_open_cases', { count: Number(open.count) })
  await setDeleted(ctx, customerId, row.version, ctx.now)
  audit(ctx, {
    action: 'deleteCustomer',
    entity: 'customer',
    entityId: customerId,
    customerId,
    branchId: row.branch_id,
    before: { fullName: row.full_name },
  })
  emit(ctx, { name: 'customer.deleted', customerId, branchId: row.branch_id })
}

/** Undoes a deletion; 409 when somebody else got the identifier or the code in the meantime. */
export async function restoreCustomer(ctx: Context, customerId: string): Promise<void> {
  const row = await accessCustomer(ctx, customerId, 'customer.delete', { lock: true, isDeleted: true })
  await requireUnique(ctx, row)
  await setDeleted(ctx, customerId, row.version, null)
  audit(ctx, {
    action: 'restoreCustomer',
    entity: 'customer',
    entityId: customerId,
    customerId,
    branchId: row.branch_id,
    after: { fullName: row.full_name },
  })
  emit(ctx, { name: 'customer.restored', customerId, branchId: row.branch_id })
}

async function setDeleted(ctx: Context, customerId: string, version: number, at: Date | null): Promise<void> {
  await ctx.db
    .updateTable('customers')
    .set({ deleted_at: at, updated_at: ctx.now, version: version + 1 })
    .where('id', '=', customerId)
    .execute()
}

/**
 * The whole identifier, shown to whoever may change the customer and says why; the reason is audited. A write of its own
 * without an idempotency key: a stored answer would keep the identifier in a second place.
 */
export async function unmaskIdentifier(
  ctx: Context,
  customerId: string,
  reason: string,
): Promise<{ identifier: string }> {
  personOf(ctx)
  const { body } = await runWrite(ctx, undefined, 200, async (tx) => {
    const row = await accessCustomer(tx, customerId, 'customer.write')
    if (row.identifier === null) throw conflict('identifier_missing')
    audit(tx, {
      action: 'unmaskIdentifier',
      entity: 'customer',
      entityId: customerId,
      customerId,
      branchId: row.branch_id,
      after: { reason },
    })
    return { identifier: row.identifier }
  })
  return body
}
