import type { Context } from '../../server/lib/context.ts'
import { notFound } from '../../server/lib/errors.ts'
import { audit } from '../../server/lib/outbox.ts'
import { accessPerson } from './actions.ts'

/** Records that a customer is this colleague or their relative: they will not compensate them (R76). */
export async function linkCustomer(
  ctx: Context,
  personId: string,
  { customerId, kind }: { customerId: string; kind: 'self' | 'relative' },
): Promise<void> {
  await accessPerson(ctx, personId, 'person.write')
  const customer = await ctx.db
    .selectFrom('customers')
    .select('branch_id')
    .where('id', '=', customerId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!customer) throw notFound('customer_not_found')
  await ctx.db
    .insertInto('customer_people')
    .values({ customer_id: customerId, person_id: personId, kind })
    .onConflict((c) => c.columns(['customer_id', 'person_id']).doUpdateSet({ kind }))
    .execute()
  audit(ctx, {
    action: 'linkCustomer',
    entity: 'person',
    entityId: personId,
    customerId,
    branchId: customer.branch_id,
    after: { customerId, kind },
  })
}

export async function unlinkCustomer(ctx: Context, personId: string, customerId: string): Promise<void> {
  await accessPerson(ctx, personId, 'person.write')
  const removed = await ctx.db
    .deleteFrom('customer_people')
    .where('customer_id', '=', customerId)
    .where('person_id', '=', personId)
    .returning('kind')
    .executeTakeFirst()
  if (!removed) throw notFound()
  audit(ctx, {
    action: 'unlinkCustomer',
    entity: 'person',
    entityId: personId,
    customerId,
    before: { customerId, kind: removed.kind },
  })
}
