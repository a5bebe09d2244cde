import { type Context, personOf } from '../../server/lib/context.ts'
import { conflict, forbidden, notFound } from '../../server/lib/errors.ts'
import { newId } from '../../server/lib/id.ts'
import { audit, emit } from '../../server/lib/outbox.ts'
import { stopClock } from '../clocks/actions.ts'
import { isInScope } from '../people/access.ts'
import { accessCase } from './access.ts'
import { factOf } from './actions.ts'
import { insertChange, insertInteraction } from './queries.ts'
import { type CaseStatus, mayRefuse } from './rules.ts'

/**
 * Asks for a refusal (R86: the customer is right unless there is evidence). Nothing is told to the customer until a
 * second person has confirmed. `message` is what the customer will read.
 */
export async function requestRefusal(
  ctx: Context,
  customerId: string,
  caseId: string,
  input: { reason: string; message: string },
): Promise<{ refusalId: string }> {
  const kase = await accessCase(ctx, customerId, caseId, 'case.refuse', { lock: true })
  if (!mayRefuse(kase.status as CaseStatus)) throw conflict('case_already_solved')
  const refusalId = newId()
  const pending = await ctx.db
    .selectFrom('refusals')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('case_id', '=', caseId)
    .where('status', '=', 'pending')
    .executeTakeFirst()
  if (pending) throw conflict('refusal_already_pending')
  await ctx.db
    .insertInto('refusals')
    .values({
      customer_id: customerId,
      id: refusalId,
      case_id: caseId,
      reason: input.reason,
      message: input.message,
      requested_by: personOf(ctx).id,
      requested_at: ctx.now,
    })
    .execute()
  await insertChange(ctx, customerId, caseId, 'refusal_requested', undefined, { reason: input.reason })
  audit(ctx, {
    action: 'requestRefusal',
    entity: 'case',
    entityId: caseId,
    customerId,
    branchId: kase.branch_id,
    after: { refusalId, reason: input.reason },
  })
  emit(ctx, factOf(kase, 'refusal.requested'))
  return { refusalId }
}

/** The second person confirms (the customer is told, the case is solved as refused) or rejects (work goes on). */
export async function decideRefusal(
  ctx: Context,
  customerId: string,
  caseId: string,
  refusalId: string,
  input: { isConfirmed: boolean; note: string },
): Promise<void> {
  const kase = await accessCase(ctx, customerId, caseId, 'case.read', { lock: true })
  const person = personOf(ctx)
  if (!isInScope(person, 'case.confirm_refusal', kase)) throw forbidden()
  const refusal = await ctx.db
    .selectFrom('refusals')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('id', '=', refusalId)
    .where('case_id', '=', caseId)
    .forUpdate()
    .executeTakeFirst()
  if (!refusal) throw notFound()
  if (refusal.status !== 'pending') throw conflict('refusal_already_decided')
  if (refusal.requested_by === person.id) throw forbidden('refusal_needs_second_person')
  await ctx.db
    .updateTable('refusals')
    .set({
      status: input.isConfirmed ? 'confirmed' : 'rejected',
      decided_by: person.id,
      decided_at: ctx.now,
      decision_note: input.note,
    })
    .where('customer_id', '=', customerId)
    .where('id', '=', refusalId)
    .execute()
  if (input.isConfirmed) {
    if (!mayRefuse(kase.status as CaseStatus)) throw conflict('case_already_solved')
    await insertInteraction(ctx, {
      customerId,
      caseId,
      kind: 'message',
      direction: 'outbound',
      channel: kase.channel,
      body: refusal.message,
    })
    await ctx.db
      .updateTable('cases')
      .set({
        status: 'solved',
        turn: 'customer',
        turn_since: ctx.now,
        solved_at: ctx.now,
        outcome: 'refused',
        first_replied_at: kase.first_replied_at ?? ctx.now,
        last_message_at: ctx.now,
        updated_at: ctx.now,
        version: kase.version + 1,
      })
      .where('customer_id', '=', customerId)
      .where('id', '=', caseId)
      .execute()
    await stopClock(ctx, { customerId, caseId }, 'first_reply', ctx.now)
    await stopClock(ctx, { customerId, caseId }, 'resolution', ctx.now)
  }
  await insertChange(
    ctx,
    customerId,
    caseId,
    input.isConfirmed ? 'refused' : 'refusal_rejected',
    { status: kase.status },
    { note: input.note },
  )
  audit(ctx, {
    action: 'decideRefusal',
    entity: 'case',
    entityId: caseId,
    customerId,
    branchId: kase.branch_id,
    before: { refusalId, status: 'pending' },
    after: input,
  })
  emit(ctx, factOf(kase, input.isConfirmed ? 'case.refused' : 'refusal.rejected'))
}
