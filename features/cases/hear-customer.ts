import type { Context } from '../../server/lib/context.ts'
import { conflict, forbidden } from '../../server/lib/errors.ts'
import type { StoredFile } from '../../server/lib/files.ts'
import { newId } from '../../server/lib/id.ts'
import { audit, emit } from '../../server/lib/outbox.ts'
import { resumeClocks, stopClock } from '../clocks/actions.ts'
import { accessCase } from './access.ts'
import { factOf, reopenRow } from './actions.ts'
import {
  countOpenCases,
  insertAttachments,
  insertChange,
  insertInteraction,
  touchCustomer,
} from './queries.ts'
import { type CaseStatus, mayJudge } from './rules.ts'

/** The customer writes again: it is our turn, the clock runs on; a solved or judged case is open again. */
export async function receiveMessage(
  ctx: Context,
  customerId: string,
  caseId: string,
  input: { text: string; channel: string; files?: StoredFile[] },
): Promise<{ interactionId: string }> {
  const kase = await accessCase(ctx, customerId, caseId, 'case.reply', { lock: true })
  const { full_name: authorName } = await ctx.db
    .selectFrom('customers')
    .select('full_name')
    .where('id', '=', customerId)
    .executeTakeFirstOrThrow()
  const interactionId = await insertInteraction(ctx, {
    customerId,
    caseId,
    kind: 'message',
    direction: 'inbound',
    channel: input.channel,
    body: input.text,
    authorName,
  })
  await insertAttachments(ctx, customerId, caseId, interactionId, input.files ?? [])
  if (kase.status === 'solved' || kase.status === 'judged') await reopenRow(ctx, kase, 'customer_wrote')
  else {
    if (kase.status === 'waiting') await resumeClocks(ctx, { customerId, caseId }, ctx.now)
    await ctx.db
      .updateTable('cases')
      .set({
        status: kase.status === 'new' ? 'new' : 'open',
        turn: 'us',
        ...(kase.turn === 'us' ? {} : { turn_since: ctx.now }),
        updated_at: ctx.now,
        version: kase.version + 1,
      })
      .where('customer_id', '=', customerId)
      .where('id', '=', caseId)
      .execute()
  }
  await ctx.db
    .updateTable('cases')
    .set({ last_message_at: ctx.now })
    .where('customer_id', '=', customerId)
    .where('id', '=', caseId)
    .execute()
  await touchCustomer(ctx, customerId)
  audit(ctx, {
    action: 'receiveMessage',
    entity: 'case',
    entityId: caseId,
    customerId,
    branchId: kase.branch_id,
    after: { interactionId },
  })
  emit(ctx, factOf(kase, 'case.heard'))
  return { interactionId }
}

/**
 * The customer judges the outcome; that closes the case (R120). "Not solved" keeps the score and opens the case again.
 * An employee may write down a verdict given by phone, but never on a case of their own.
 */
export async function giveVerdict(
  ctx: Context,
  customerId: string,
  caseId: string,
  input: { score: number; comment: string; isSolved: boolean; via: 'portal' | 'phone' | 'in_person' },
): Promise<{ status: 'judged' | 'open' }> {
  const kase = await accessCase(ctx, customerId, caseId, 'case.reply', { lock: true })
  if (!mayJudge(kase.status as CaseStatus))
    throw conflict(kase.status === 'judged' ? 'case_already_judged' : 'case_not_solved')
  const recordedBy = ctx.actor.kind === 'person' ? ctx.actor.id : null
  if (recordedBy !== null && recordedBy === kase.owner_id) throw forbidden('verdict_by_owner')
  await ctx.db
    .insertInto('verdicts')
    .values({
      customer_id: customerId,
      id: newId(),
      case_id: caseId,
      round: kase.reopened_count + 1,
      score: input.score,
      comment: input.comment,
      via: input.via,
      recorded_by: recordedBy,
      branch_id: kase.branch_id,
      category_id: kase.category_id,
      owner_id: kase.owner_id,
      given_at: ctx.now,
    })
    .execute()
  emit(ctx, factOf(kase, 'verdict.given', { score: input.score, isSolved: input.isSolved }))
  if (!input.isSolved) {
    await reopenRow(ctx, kase, 'customer_not_satisfied')
    return { status: 'open' }
  }
  await ctx.db
    .updateTable('cases')
    .set({
      status: 'judged',
      turn: 'nobody',
      turn_since: ctx.now,
      judged_at: ctx.now,
      verdict_score: input.score,
      updated_at: ctx.now,
      version: kase.version + 1,
    })
    .where('customer_id', '=', customerId)
    .where('id', '=', caseId)
    .execute()
  await countOpenCases(ctx, customerId, -1)
  await stopClock(ctx, { customerId, caseId }, 'resolution', ctx.now)
  await insertChange(
    ctx,
    customerId,
    caseId,
    'judged',
    { status: kase.status },
    { status: 'judged', score: input.score },
  )
  audit(ctx, {
    action: 'giveVerdict',
    entity: 'case',
    entityId: caseId,
    customerId,
    branchId: kase.branch_id,
    before: { status: kase.status },
    after: { status: 'judged', score: input.score, via: input.via },
  })
  emit(ctx, factOf(kase, 'case.judged', { score: input.score }))
  return { status: 'judged' }
}
