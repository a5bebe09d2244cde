import { type Context, personOf } from '../../server/lib/context.ts'
import { conflict, forbidden, invalid, notFound } from '../../server/lib/errors.ts'
import { newId } from '../../server/lib/id.ts'
import { audit, emit } from '../../server/lib/outbox.ts'
import { accessCase } from '../cases/access.ts'
import { notDeleted } from '../customers/access.ts'
import { isInScope } from '../people/access.ts'
import { monthOn } from '../people/queries.ts'
import {
  chargeBudget,
  findCharge,
  getAuthority,
  getCompensation,
  insertLedger,
  isOwnFamily,
  refundBudget,
} from './queries.ts'
import { amountProblem, authorityFor, type CompensationKind, mayCompensate } from './rules.ts'

/**
 * Makes amends for a case. Within the person's own single limit and what is left of their month it is granted at once
 * and charged to them; above, it waits as `pending` for somebody who may approve it. Amounts are rials.
 * Errors: 404 case_not_found, 403 compensation_own_family, 409 compensation_case_refused, 422 on the amount.
 */
export async function grantCompensation(
  ctx: Context,
  input: {
    customerId: string
    caseId: string
    kind: CompensationKind
    amountRials: number | bigint
    reason: string
  },
) {
  const person = personOf(ctx)
  // Locked: a refusal of the same case and its compensation follow each other.
  const kase = await accessCase(ctx, input.customerId, input.caseId, 'compensation.grant', { lock: true })
  const amountRials = BigInt(input.amountRials)
  const problem = amountProblem(input.kind, amountRials)
  if (problem) throw invalid(problem, {}, { amountRials: problem })
  if (!mayCompensate(kase)) throw conflict('compensation_case_refused')
  await refuseOwnFamily(ctx, kase.customer_id)

  const month = monthOn(ctx.now)
  const decision = authorityFor({
    kind: input.kind,
    amountRials,
    ...(await getAuthority(ctx.db, person.id, month)),
  })
  let limit = decision.decision === 'granted' ? null : decision.limit
  // What was read a moment ago may be spent by now: the update itself decides.
  if (limit === null && !(await chargeBudget(ctx.db, person.id, month, amountRials))) limit = 'budget'

  const id = newId()
  const status = limit === null ? ('granted' as const) : ('pending' as const)
  await ctx.db
    .insertInto('compensations')
    .values({
      customer_id: kase.customer_id,
      id,
      case_id: kase.id,
      kind: input.kind,
      amount_rials: amountRials,
      reason: input.reason,
      status,
      branch_id: kase.branch_id,
      requested_by: person.id,
      requested_at: ctx.now,
    })
    .execute()
  if (limit === null)
    await insertLedger(ctx, {
      id: newId(),
      customerId: kase.customer_id,
      compensationId: id,
      personId: person.id,
      monthOn: month,
      amountRials,
    })
  announce(ctx, limit === null ? 'granted' : 'requested', {
    customer_id: kase.customer_id,
    case_id: kase.id,
    id,
    branch_id: kase.branch_id,
    requested_by: person.id,
    after: { kind: input.kind, amountRials, reason: input.reason, status, limit },
  })
  return { compensation: await getCompensation(ctx.db, kase.customer_id, id), limit }
}

/**
 * Approves a pending compensation; the approver's own single limit must cover it and their month is charged.
 * Never the one who asked, never for one's own family. The second of two at once gets 409.
 */
export async function approveCompensation(ctx: Context, customerId: string, id: string, note: string) {
  const person = personOf(ctx)
  const row = await accessDecision(ctx, customerId, id)
  if (row.status !== 'pending') throw conflict('compensation_already_decided', { status: row.status })
  const kase = await accessCase(ctx, customerId, row.case_id, 'compensation.approve')
  if (!mayCompensate(kase)) throw conflict('compensation_case_refused')
  await refuseOwnFamily(ctx, row.customer_id)
  const month = monthOn(ctx.now)
  const { maxSingleRials } = await getAuthority(ctx.db, person.id, month)
  if (row.amount_rials > maxSingleRials)
    throw forbidden('compensation_above_your_limit', { maxSingleRials: Number(maxSingleRials) })
  if (!(await chargeBudget(ctx.db, person.id, month, row.amount_rials)))
    throw conflict('compensation_budget_exceeded')
  await insertLedger(ctx, {
    id: newId(),
    customerId: row.customer_id,
    compensationId: row.id,
    personId: person.id,
    monthOn: month,
    amountRials: row.amount_rials,
  })
  return decide(ctx, row, 'approved', note)
}

/** Rejects a pending compensation with a reason; nothing was charged, nothing is given back. */
export async function rejectCompensation(ctx: Context, customerId: string, id: string, note: string) {
  const row = await accessDecision(ctx, customerId, id)
  if (row.status !== 'pending') throw conflict('compensation_already_decided', { status: row.status })
  return decide(ctx, row, 'rejected', note)
}

/**
 * Takes back a compensation that was given: a negative ledger row for the same person and month, and that month's
 * budget is given back. A closed month stays its own: reversing last month's gift does not enlarge this month.
 */
export async function reverseCompensation(ctx: Context, customerId: string, id: string, note: string) {
  const row = await accessDecision(ctx, customerId, id)
  if (row.status !== 'granted' && row.status !== 'approved')
    throw conflict('compensation_not_given', { status: row.status })
  const charge = await findCharge(ctx.db, row.customer_id, row.id)
  if (!charge) throw new Error('a given compensation has no ledger row')
  await insertLedger(ctx, {
    id: newId(),
    customerId: row.customer_id,
    compensationId: row.id,
    personId: charge.personId,
    monthOn: charge.monthOn,
    amountRials: -charge.amountRials,
  })
  await refundBudget(ctx.db, charge.personId, charge.monthOn, charge.amountRials)
  return decide(ctx, row, 'reversed', note)
}

/** Locks a compensation for a decision: 404 out of sight, 403 without the right or for one's own request. */
async function accessDecision(ctx: Context, customerId: string, id: string) {
  const person = personOf(ctx)
  const row = await ctx.db
    .selectFrom('compensations')
    .selectAll()
    .where(notDeleted('compensations'))
    .where('customer_id', '=', customerId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row || !isInScope(person, 'compensation.read', row)) throw notFound('compensation_not_found')
  if (!isInScope(person, 'compensation.approve', row)) throw forbidden()
  if (row.requested_by === person.id) throw forbidden('compensation_own_request')
  return row
}

async function refuseOwnFamily(ctx: Context, customerId: string): Promise<void> {
  if (await isOwnFamily(ctx.db, customerId, personOf(ctx).id)) throw forbidden('compensation_own_family')
}

type Row = Awaited<ReturnType<typeof accessDecision>>

async function decide(ctx: Context, row: Row, status: 'approved' | 'rejected' | 'reversed', note: string) {
  await ctx.db
    .updateTable('compensations')
    .set({ status, decided_by: personOf(ctx).id, decided_at: ctx.now, decision_note: note })
    .where('customer_id', '=', row.customer_id)
    .where('id', '=', row.id)
    .execute()
  announce(ctx, status, {
    ...row,
    before: { status: row.status, decidedBy: row.decided_by, decisionNote: row.decision_note },
    after: { status, amountRials: row.amount_rials, decisionNote: note },
  })
  return getCompensation(ctx.db, row.customer_id, row.id)
}

const ACTIONS = {
  granted: 'grantCompensation',
  requested: 'grantCompensation',
  approved: 'approveCompensation',
  rejected: 'rejectCompensation',
  reversed: 'reverseCompensation',
} as const

function announce(
  ctx: Context,
  what: keyof typeof ACTIONS,
  row: Pick<Row, 'customer_id' | 'case_id' | 'id' | 'branch_id' | 'requested_by'> & {
    before?: object
    after: object
  },
): void {
  audit(ctx, {
    action: ACTIONS[what],
    entity: 'compensation',
    entityId: row.id,
    customerId: row.customer_id,
    branchId: row.branch_id,
    before: row.before,
    after: row.after,
  })
  emit(ctx, {
    name: `compensation.${what}`,
    branchId: row.branch_id,
    customerId: row.customer_id,
    caseId: row.case_id,
    // The one who asked wants to know how it ended.
    personId: row.requested_by,
    payload: { compensationId: row.id },
  })
}
