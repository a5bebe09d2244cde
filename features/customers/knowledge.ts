import { tehranDay } from '@hamdel/persian'
import type { z } from 'zod'
import { type Context, personOf } from '../../server/lib/context.ts'
import { conflict, invalid, notFound } from '../../server/lib/errors.ts'
import { newId } from '../../server/lib/id.ts'
import { audit, emit } from '../../server/lib/outbox.ts'
import { accessCustomer, type CustomerRow } from './access.ts'
import { touchCustomer } from './queries.ts'
import type { consentInput, facetInput, needInput, relationInput } from './schema.ts'

/** The end of every write here: the list moves, the audit and the listeners are told. */
async function record(
  ctx: Context,
  customer: CustomerRow,
  action: string,
  entity: string,
  entityId: string,
  change: { before?: unknown; after?: unknown },
): Promise<void> {
  await touchCustomer(ctx, customer.id)
  audit(ctx, { action, entity, entityId, customerId: customer.id, branchId: customer.branch_id, ...change })
  emit(ctx, { name: 'customer.updated', customerId: customer.id, branchId: customer.branch_id })
}

/** Says how two people hang together: "customer pays for other" (R10). Both must be in reach. */
export async function addRelation(
  ctx: Context,
  customerId: string,
  input: z.output<typeof relationInput>,
): Promise<{ id: string }> {
  const customer = await accessCustomer(ctx, customerId, 'customer.write', { lock: true })
  if (input.otherCustomerId === customerId)
    throw invalid('relation_with_self', {}, { otherCustomerId: 'relation_with_self' })
  await accessCustomer(ctx, input.otherCustomerId, 'customer.read')
  const id = newId()
  const inserted = await ctx.db
    .insertInto('customer_relations')
    .values({
      customer_id: customerId,
      id,
      other_customer_id: input.otherCustomerId,
      kind: input.kind,
      note: input.note,
      created_at: ctx.now,
    })
    .onConflict((c) => c.columns(['customer_id', 'other_customer_id', 'kind']).doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n) throw conflict('relation_exists')
  await record(ctx, customer, 'addRelation', 'relation', id, { after: input })
  return { id }
}

/** Removes a relation that starts at this customer. */
export async function removeRelation(ctx: Context, customerId: string, relationId: string): Promise<void> {
  const customer = await accessCustomer(ctx, customerId, 'customer.write', { lock: true })
  const row = await ctx.db
    .deleteFrom('customer_relations')
    .where('customer_id', '=', customerId)
    .where('id', '=', relationId)
    .returning(['other_customer_id', 'kind', 'note'])
    .executeTakeFirst()
  if (!row) throw notFound('relation_not_found')
  await record(ctx, customer, 'removeRelation', 'relation', relationId, { before: row })
}

/** Something learnt about the customer, with where from and when (R5, R6). */
export async function addFacet(
  ctx: Context,
  customerId: string,
  input: z.output<typeof facetInput>,
): Promise<{ id: string }> {
  const customer = await accessCustomer(ctx, customerId, 'customer.write')
  const today = tehranDay(ctx.now)
  const observedOn = input.observedOn ?? today
  if (observedOn > today) throw invalid('day_in_future', {}, { observedOn: 'day_in_future' })
  const id = newId()
  await ctx.db
    .insertInto('facets')
    .values({
      customer_id: customerId,
      id,
      kind: input.kind,
      value: input.value,
      source: input.source,
      observed_on: observedOn,
      recorded_by: personOf(ctx).id,
      created_at: ctx.now,
    })
    .execute()
  await record(ctx, customer, 'addFacet', 'facet', id, { after: { ...input, observedOn } })
  return { id }
}

/** What the customer allows on a channel for a purpose, with its proof. Never changed: the newest holds (R104). */
export async function recordConsent(
  ctx: Context,
  customerId: string,
  input: z.output<typeof consentInput>,
): Promise<{ id: string }> {
  const customer = await accessCustomer(ctx, customerId, 'customer.write')
  const id = newId()
  await ctx.db
    .insertInto('consents')
    .values({
      customer_id: customerId,
      id,
      channel: input.channel,
      purpose: input.purpose,
      is_granted: input.isGranted,
      proof: input.proof,
      recorded_by: personOf(ctx).id,
      recorded_at: ctx.now,
    })
    .execute()
  await record(ctx, customer, 'recordConsent', 'consent', id, { after: input })
  return { id }
}

/** What the customer needs or wishes, said or guessed (R7). */
export async function addNeed(
  ctx: Context,
  customerId: string,
  input: z.output<typeof needInput>,
): Promise<{ id: string }> {
  const customer = await accessCustomer(ctx, customerId, 'need.write')
  if (input.caseId) {
    const kase = await ctx.db
      .selectFrom('cases')
      .select('id')
      .where('customer_id', '=', customerId)
      .where('id', '=', input.caseId)
      .executeTakeFirst()
    if (!kase) throw notFound('case_not_found')
  }
  const id = newId()
  await ctx.db
    .insertInto('needs')
    .values({
      customer_id: customerId,
      id,
      text: input.text,
      kind: input.kind,
      is_want: input.isWant,
      case_id: input.caseId ?? null,
      recorded_by: personOf(ctx).id,
      created_at: ctx.now,
    })
    .execute()
  await record(ctx, customer, 'addNeed', 'need', id, { after: input })
  return { id }
}

/** Says how an open need ended. */
export async function closeNeed(
  ctx: Context,
  customerId: string,
  needId: string,
  status: 'fulfilled' | 'declined',
): Promise<void> {
  const customer = await accessCustomer(ctx, customerId, 'need.write')
  const row = await ctx.db
    .selectFrom('needs')
    .select('status')
    .where('customer_id', '=', customerId)
    .where('id', '=', needId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound('need_not_found')
  if (row.status !== 'open') throw conflict('need_already_closed')
  await ctx.db
    .updateTable('needs')
    .set({ status, closed_at: ctx.now })
    .where('customer_id', '=', customerId)
    .where('id', '=', needId)
    .execute()
  const action = status === 'fulfilled' ? 'fulfilNeed' : 'declineNeed'
  await record(ctx, customer, action, 'need', needId, { before: { status: 'open' }, after: { status } })
}
