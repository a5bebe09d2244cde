import { addDays, tehranDay, tehranMidnight } from '@hamdel/persian'
import { type Context, personOf } from '../../server/lib/context.ts'
import { conflict, invalid } from '../../server/lib/errors.ts'
import { newId } from '../../server/lib/id.ts'
import { audit, emit } from '../../server/lib/outbox.ts'
import { accessCase } from '../cases/access.ts'
import { accessCustomer } from '../customers/access.ts'
import { accessPromise, type PromiseRow } from './access.ts'
import { countOpenBetween, getPromise, insertChange, type Noticed } from './queries.ts'
import { DAY_CAPACITY, keptStatus, mayUndo, type PromiseStatus } from './rules.ts'

/**
 * Writes down what was promised, to whom, by whom, until when. Call it in the transaction of the reply it was made in.
 * Errors: 404/403 of the case or customer, 422 promise_due_in_past, 422 promise_keeper_unavailable. More open promises
 * than a day holds come back as `warning`, never as a refusal.
 */
export async function makePromise(
  ctx: Context,
  input: {
    customerId: string
    caseId?: string | undefined
    interactionId?: string | undefined
    text: string
    keeperId: string
    dueAt: Date
  },
) {
  const person = personOf(ctx)
  const owner = input.caseId
    ? await accessCase(ctx, input.customerId, input.caseId, 'promise.make')
    : await accessCustomer(ctx, input.customerId, 'promise.make')
  const customerId = 'customer_id' in owner ? owner.customer_id : owner.id
  const caseId = 'customer_id' in owner ? owner.id : null
  if (input.dueAt <= ctx.now) throw invalid('promise_due_in_past', {}, { dueAt: 'promise_due_in_past' })
  await requireKeeper(ctx, input.keeperId, owner.branch_id)
  if (input.interactionId) await requireInteraction(ctx, customerId, caseId, input.interactionId)

  const id = newId()
  await ctx.db
    .insertInto('promises')
    .values({
      customer_id: customerId,
      id,
      case_id: caseId,
      interaction_id: input.interactionId ?? null,
      text: input.text,
      keeper_id: input.keeperId,
      branch_id: owner.branch_id,
      due_at: input.dueAt,
      made_by: person.id,
      made_at: ctx.now,
    })
    .execute()
  const row = {
    customer_id: customerId,
    id,
    case_id: caseId,
    branch_id: owner.branch_id,
    keeper_id: input.keeperId,
  }
  await insertChange(ctx, row, 'open')
  announce(ctx, 'makePromise', 'promise.made', row, undefined, {
    text: input.text,
    dueAt: input.dueAt,
    keeperId: input.keeperId,
    caseId,
  })
  const day = tehranDay(input.dueAt)
  const count = await countOpenBetween(
    ctx.db,
    input.keeperId,
    tehranMidnight(day),
    tehranMidnight(addDays(day, 1)),
  )
  return {
    promise: await getPromise(ctx, customerId, id),
    warning: count > DAY_CAPACITY ? { code: 'keeper_day_full' as const, count } : null,
  }
}

/** Says a promise was done: kept in time, or late. 409 promise_already_closed, version_conflict. */
export async function keepPromise(ctx: Context, customerId: string, id: string, version: number) {
  const row = await accessOpen(ctx, customerId, id, version)
  return close(ctx, row, keptStatus(ctx.now, row.due_at), 'keepPromise', 'promise.kept', '')
}

/** Says a promise will not be kept, and why. */
export async function breakPromise(
  ctx: Context,
  customerId: string,
  id: string,
  input: { version: number; reason: string },
) {
  const row = await accessOpen(ctx, customerId, id, input.version)
  return close(ctx, row, 'broken', 'breakPromise', 'promise.broken', input.reason)
}

/** Takes a promise back in time; the reason is shown to the customer in the portal. */
export async function withdrawPromise(
  ctx: Context,
  customerId: string,
  id: string,
  input: { version: number; reason: string },
) {
  const row = await accessOpen(ctx, customerId, id, input.version)
  // Taking back what should already have been done is breaking it: the index must not be fooled by a word.
  if (row.due_at < ctx.now) throw conflict('promise_overdue_not_withdrawn')
  return close(ctx, row, 'withdrawn', 'withdrawPromise', 'promise.withdrawn', input.reason)
}

/** Undoes "kept" within ten minutes: the promise is open again, its history says so. */
export async function undoKeepPromise(ctx: Context, customerId: string, id: string, version: number) {
  const row = await accessPromise(ctx, customerId, id, 'promise.keep', { lock: true })
  const may = mayUndo(row, ctx.now)
  if (may === 'not_kept') throw conflict('promise_not_kept')
  if (may === 'too_late') throw conflict('promise_undo_too_late')
  if (row.version !== version) throw conflict('version_conflict', { version: row.version })
  return setStatus(
    ctx,
    row,
    { status: 'open', closed_at: null, closed_by: null, reason: '' },
    'undoKeepPromise',
    'promise.reopened',
  )
}

async function accessOpen(ctx: Context, customerId: string, id: string, version: number) {
  const row = await accessPromise(ctx, customerId, id, 'promise.keep', { lock: true })
  if (row.status !== 'open') throw conflict('promise_already_closed', { status: row.status })
  if (row.version !== version) throw conflict('version_conflict', { version: row.version })
  return row
}

function close(
  ctx: Context,
  row: PromiseRow,
  status: PromiseStatus,
  action: string,
  event: string,
  reason: string,
) {
  return setStatus(
    ctx,
    row,
    { status, closed_at: ctx.now, closed_by: personOf(ctx).id, reason },
    action,
    event,
  )
}

async function setStatus(
  ctx: Context,
  row: PromiseRow,
  values: { status: PromiseStatus; closed_at: Date | null; closed_by: string | null; reason: string },
  action: string,
  event: string,
) {
  await ctx.db
    .updateTable('promises')
    .set({ ...values, version: row.version + 1 })
    .where('customer_id', '=', row.customer_id)
    .where('id', '=', row.id)
    .execute()
  await insertChange(ctx, row, values.status, values.reason)
  announce(ctx, action, event, row, { status: row.status }, { status: values.status, reason: values.reason })
  return getPromise(ctx, row.customer_id, row.id)
}

/** A keeper works here now and sees the branch of the promise. */
async function requireKeeper(ctx: Context, keeperId: string, branchId: string): Promise<void> {
  const keeper = await ctx.db
    .selectFrom('people')
    .select(['branch_id', 'role', 'is_active'])
    .where('id', '=', keeperId)
    .executeTakeFirst()
  const mayKeep =
    keeper?.is_active &&
    (keeper.role === 'administrator' ||
      ((keeper.role === 'employee' || keeper.role === 'lead') && keeper.branch_id === branchId))
  if (!mayKeep) throw invalid('promise_keeper_unavailable', {}, { keeperId: 'promise_keeper_unavailable' })
}

async function requireInteraction(ctx: Context, customerId: string, caseId: string | null, id: string) {
  let query = ctx.db
    .selectFrom('interactions')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('id', '=', id)
  if (caseId) query = query.where('case_id', '=', caseId)
  if (!(await query.executeTakeFirst()))
    throw invalid('promise_interaction_unknown', {}, { interactionId: 'promise_interaction_unknown' })
}

function announce(
  ctx: Context,
  action: string,
  event: string,
  row: Noticed,
  before: object | undefined,
  after: object,
): void {
  audit(ctx, {
    action,
    entity: 'promise',
    entityId: row.id,
    customerId: row.customer_id,
    branchId: row.branch_id,
    before,
    after,
  })
  emitPromise(ctx, event, row)
}

/** Announces a fact about a promise; `personId` is its keeper. */
export function emitPromise(ctx: Context, name: string, row: Noticed): void {
  emit(ctx, {
    name,
    branchId: row.branch_id,
    customerId: row.customer_id,
    caseId: row.case_id,
    personId: row.keeper_id,
    payload: { promiseId: row.id },
  })
}
