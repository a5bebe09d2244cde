import { type Context, personOf } from '../../server/lib/context.ts'
import { conflict, forbidden, invalid } from '../../server/lib/errors.ts'
import type { StoredFile } from '../../server/lib/files.ts'
import { newId } from '../../server/lib/id.ts'
import { audit, emit } from '../../server/lib/outbox.ts'
import {
  pauseClocks,
  plannedClocks,
  restartResolution,
  resumeClocks,
  retargetClocks,
  stopClock,
} from '../clocks/actions.ts'
import { accessCustomer, findOrCreateCustomer } from '../customers/access.ts'
import { requireScope } from '../people/access.ts'
import { accessCase, type CaseRow } from './access.ts'
import {
  countOpenCases,
  insertAttachments,
  insertCase,
  insertChange,
  insertInteraction,
  touchCustomer,
} from './queries.ts'
import {
  type CaseStatus,
  initialSeverity,
  mayReopen,
  mayReply,
  maySolve,
  needsRootCause,
  readMood,
  subjectFrom,
} from './rules.ts'
import type { CaseKind, Mood, Severity } from './schema.ts'

export interface OpenCase {
  customerId?: string | undefined
  customer?: { fullName: string; phone: string } | undefined
  kind: CaseKind
  subject?: string | undefined
  text: string
  channel: string
  branchId: string
  categoryId?: string | null | undefined
  severity?: Severity | undefined
  mood?: Mood | undefined
  ownerId?: string | null | undefined
  files?: StoredFile[]
}

/** What listeners of a case are told. */
export function caseFact(
  name: string,
  kase: { customerId: string; id: string; branchId: string; ownerId?: string | null },
  payload: Record<string, unknown> = {},
) {
  return {
    name,
    customerId: kase.customerId,
    caseId: kase.id,
    branchId: kase.branchId,
    personId: kase.ownerId ?? null,
    payload,
  }
}

export const factOf = (row: CaseRow, name: string, payload: Record<string, unknown> = {}) =>
  caseFact(
    name,
    { customerId: row.customer_id, id: row.id, branchId: row.branch_id, ownerId: row.owner_id },
    payload,
  )

/**
 * Opens a case for a known customer or for a caller (found by phone or made). Its clocks start in the same instant.
 * In the portal the customer writes; at a desk the employee writes down what was heard.
 */
export async function openCase(
  ctx: Context,
  input: OpenCase,
): Promise<{ customerId: string; caseId: string; code: string }> {
  let customer: { id: string; fullName: string; tier: string }
  if (ctx.actor.kind === 'person') {
    requireScope(ctx, 'case.open', { branch_id: input.branchId })
    if (input.ownerId) await requireColleague(ctx, input.ownerId, input.branchId)
  }
  if (input.customerId) {
    const row = await accessCustomer(ctx, input.customerId, 'customer.read')
    customer = { id: row.id, fullName: row.full_name, tier: row.tier }
  } else if (input.customer) {
    const found = await findOrCreateCustomer(ctx, { ...input.customer, branchId: input.branchId })
    customer = { id: found.id, fullName: input.customer.fullName, tier: found.tier }
  } else throw invalid('customer_required')

  const mood = input.mood ?? readMood(input.text, input.kind).mood
  const severity = input.severity ?? initialSeverity(input.kind, mood)
  const kase = { id: newId(), customerId: customer.id, branchId: input.branchId }
  const interactionId = newId()
  const clocks = { ...kase, kind: input.kind, severity, tier: customer.tier, openedAt: ctx.now }
  const { code } = await insertCase(ctx, {
    ...kase,
    kind: input.kind,
    subject: input.subject || subjectFrom(input.text),
    text: input.text,
    channel: input.channel,
    categoryId: input.categoryId ?? null,
    severity,
    mood,
    ownerId: input.ownerId ?? null,
    interactionId,
    direction: 'inbound',
    authorName: customer.fullName,
    clocks: await plannedClocks(ctx, clocks),
  })
  await insertAttachments(ctx, customer.id, kase.id, interactionId, input.files ?? [])
  audit(ctx, {
    action: 'openCase',
    entity: 'case',
    entityId: kase.id,
    customerId: customer.id,
    branchId: input.branchId,
    after: { kind: input.kind, severity, channel: input.channel },
  })
  emit(ctx, caseFact('case.opened', { ...kase, ownerId: input.ownerId ?? null }))
  return { customerId: customer.id, caseId: kase.id, code }
}

/** An owner works here and sees the branch of the case. */
async function requireColleague(ctx: Context, personId: string, branchId: string): Promise<void> {
  const person = await ctx.db
    .selectFrom('people')
    .select(['branch_id', 'role', 'is_active'])
    .where('id', '=', personId)
    .executeTakeFirst()
  const seesAll = person?.role === 'administrator'
  if (
    !person?.is_active ||
    person.role === 'auditor' ||
    person.role === 'analyst' ||
    (!seesAll && person.branch_id !== branchId)
  )
    throw invalid('owner_not_in_branch')
}

export interface Reply {
  text: string
  next: 'wait' | 'keep' | 'solve'
  outcome?: string | undefined
  rootCause?: string | undefined
  files?: StoredFile[]
}

/** Answers the customer. The first reply stops the first clock; then the ball is theirs, stays ours, or it is solved. */
export async function replyToCase(
  ctx: Context,
  customerId: string,
  caseId: string,
  reply: Reply,
): Promise<{ interactionId: string }> {
  const kase = await accessCase(ctx, customerId, caseId, 'case.reply', { lock: true })
  const person = personOf(ctx)
  if (!mayReply(kase.status as CaseStatus)) throw conflict('case_already_judged')
  if (reply.next === 'solve') checkSolve(kase, reply)

  const interactionId = await insertInteraction(ctx, {
    customerId,
    caseId,
    kind: 'message',
    direction: 'outbound',
    channel: kase.channel,
    body: reply.text,
  })
  await insertAttachments(ctx, customerId, caseId, interactionId, reply.files ?? [])
  const isFirst = kase.first_replied_at === null
  const status = reply.next === 'wait' ? 'waiting' : reply.next === 'solve' ? 'solved' : 'open'
  const turn = reply.next === 'keep' ? 'us' : 'customer'
  await ctx.db
    .updateTable('cases')
    .set({
      status,
      turn,
      last_message_at: ctx.now,
      updated_at: ctx.now,
      version: kase.version + 1,
      ...(turn === kase.turn ? {} : { turn_since: ctx.now }),
      ...(isFirst ? { first_replied_at: ctx.now } : {}),
      // Whoever answers an unowned case takes it: the customer is told a name.
      ...(kase.owner_id === null ? { owner_id: person.id } : {}),
      ...(reply.next === 'solve'
        ? { solved_at: ctx.now, outcome: reply.outcome ?? null, root_cause: reply.rootCause ?? null }
        : {}),
    })
    .where('customer_id', '=', customerId)
    .where('id', '=', caseId)
    .execute()
  await touchCustomer(ctx, customerId)
  if (isFirst) await stopClock(ctx, { customerId, caseId }, 'first_reply', ctx.now)
  if (reply.next === 'wait' && kase.status !== 'waiting')
    await pauseClocks(ctx, { customerId, caseId }, ctx.now)
  if (reply.next === 'keep' && kase.status === 'waiting')
    await resumeClocks(ctx, { customerId, caseId }, ctx.now)
  if (reply.next === 'solve') await stopClock(ctx, { customerId, caseId }, 'resolution', ctx.now)
  if (status !== kase.status)
    await insertChange(
      ctx,
      customerId,
      caseId,
      status === 'solved' ? 'solved' : 'status',
      { status: kase.status },
      { status, outcome: reply.outcome, rootCause: reply.rootCause },
    )
  audit(ctx, {
    action: 'replyToCase',
    entity: 'case',
    entityId: caseId,
    customerId,
    branchId: kase.branch_id,
    before: { status: kase.status },
    after: { status, interactionId },
  })
  emit(ctx, factOf(kase, 'case.replied'))
  if (status === 'solved') emit(ctx, factOf(kase, 'case.solved', { outcome: reply.outcome }))
  return { interactionId }
}

function checkSolve(
  kase: CaseRow,
  input: { outcome?: string | undefined; rootCause?: string | undefined },
): void {
  if (!maySolve(kase.status as CaseStatus)) throw conflict('case_already_solved')
  if (!input.outcome) throw invalid('outcome_required', {}, { outcome: 'outcome_required' })
  if (needsRootCause(kase.kind as CaseKind) && !input.rootCause)
    throw invalid('root_cause_required', {}, { rootCause: 'root_cause_required' })
}

/** Says the case is solved, without a message. The customer's verdict closes it. */
export async function solveCase(
  ctx: Context,
  customerId: string,
  caseId: string,
  input: { outcome: string; rootCause?: string | undefined },
): Promise<void> {
  const kase = await accessCase(ctx, customerId, caseId, 'case.manage', { lock: true })
  checkSolve(kase, input)
  // ISO 10002 7.8: the customer is told the decision; a case nobody answered can not be called solved.
  if (kase.first_replied_at === null && kase.kind !== 'praise') throw conflict('case_never_answered')
  await ctx.db
    .updateTable('cases')
    .set({
      status: 'solved',
      turn: 'customer',
      turn_since: ctx.now,
      solved_at: ctx.now,
      outcome: input.outcome,
      root_cause: input.rootCause ?? null,
      updated_at: ctx.now,
      version: kase.version + 1,
    })
    .where('customer_id', '=', customerId)
    .where('id', '=', caseId)
    .execute()
  await stopClock(ctx, { customerId, caseId }, 'first_reply', ctx.now)
  await stopClock(ctx, { customerId, caseId }, 'resolution', ctx.now)
  await insertChange(
    ctx,
    customerId,
    caseId,
    'solved',
    { status: kase.status },
    { status: 'solved', ...input },
  )
  audit(ctx, {
    action: 'solveCase',
    entity: 'case',
    entityId: caseId,
    customerId,
    branchId: kase.branch_id,
    before: { status: kase.status },
    after: { status: 'solved', ...input },
  })
  emit(ctx, factOf(kase, 'case.solved', { outcome: input.outcome }))
}

/** Takes a solved or judged case up again; the resolution clock starts anew. */
export async function reopenCase(
  ctx: Context,
  customerId: string,
  caseId: string,
  reason: string,
): Promise<void> {
  const kase = await accessCase(ctx, customerId, caseId, 'case.manage', { lock: true })
  if (!mayReopen(kase.status as CaseStatus)) throw conflict('case_not_closed')
  await reopenRow(ctx, kase, reason)
}

/** The writes of a reopening, for an employee's click, a customer's message and a bad verdict alike. */
export async function reopenRow(ctx: Context, kase: CaseRow, reason: string): Promise<void> {
  const { customer_id: customerId, id: caseId } = kase
  if (kase.status === 'judged') await countOpenCases(ctx, customerId, 1)
  await ctx.db
    .updateTable('cases')
    .set({
      status: 'open',
      turn: 'us',
      turn_since: ctx.now,
      solved_at: null,
      judged_at: null,
      verdict_score: null,
      outcome: null,
      reopened_count: kase.reopened_count + 1,
      updated_at: ctx.now,
      version: kase.version + 1,
    })
    .where('customer_id', '=', customerId)
    .where('id', '=', caseId)
    .execute()
  const { tier } = await ctx.db
    .selectFrom('customers')
    .select('tier')
    .where('id', '=', customerId)
    .executeTakeFirstOrThrow()
  await restartResolution(
    ctx,
    {
      customerId,
      id: caseId,
      branchId: kase.branch_id,
      kind: kase.kind,
      severity: kase.severity,
      tier,
    },
    ctx.now,
  )
  await insertChange(ctx, customerId, caseId, 'reopened', { status: kase.status }, { status: 'open', reason })
  audit(ctx, {
    action: 'reopenCase',
    entity: 'case',
    entityId: caseId,
    customerId,
    branchId: kase.branch_id,
    before: { status: kase.status },
    after: { status: 'open', reason },
  })
  emit(ctx, factOf(kase, 'case.reopened'))
}

/** An internal note, or a call or visit that took place. Never shown to the customer. */
export async function logInteraction(
  ctx: Context,
  customerId: string,
  caseId: string,
  input: { kind: 'note' | 'call' | 'visit'; text: string; direction: 'inbound' | 'outbound' | 'internal' },
): Promise<{ interactionId: string }> {
  const kase = await accessCase(ctx, customerId, caseId, 'case.reply')
  const direction = input.kind === 'note' ? 'internal' : input.direction
  const channel = input.kind === 'call' ? 'phone' : input.kind === 'visit' ? 'in_person' : kase.channel
  const interactionId = await insertInteraction(ctx, {
    customerId,
    caseId,
    kind: input.kind,
    direction,
    channel,
    body: input.text,
    authorName: personOf(ctx).fullName,
  })
  audit(ctx, {
    action: 'logInteraction',
    entity: 'case',
    entityId: caseId,
    customerId,
    branchId: kase.branch_id,
    after: { kind: input.kind, interactionId },
  })
  emit(ctx, factOf(kase, 'case.noted'))
  if (input.kind === 'visit') emit(ctx, factOf(kase, 'customer.visited', { interactionId }))
  return { interactionId }
}

export interface CaseUpdate {
  version: number
  subject?: string | undefined
  kind?: CaseKind | undefined
  severity?: Severity | undefined
  categoryId?: string | null | undefined
  ownerId?: string | null | undefined
  branchId?: string | undefined
  mood?: Mood | undefined
  tags?: string[] | undefined
}

/** Changes what the case is about or who works on it; each change is a line of its history. */
export async function updateCase(
  ctx: Context,
  customerId: string,
  caseId: string,
  input: CaseUpdate,
): Promise<{ version: number }> {
  const kase = await accessCase(ctx, customerId, caseId, 'case.manage', { lock: true })
  if (kase.version !== input.version) throw conflict('version_conflict')
  const branchId = input.branchId ?? kase.branch_id
  // A case may be handed to any branch that exists; afterwards only that branch sees it.
  if (input.ownerId) await requireColleague(ctx, input.ownerId, branchId)
  const ownerId =
    input.ownerId !== undefined ? input.ownerId : branchId !== kase.branch_id ? null : kase.owner_id
  const before: Record<string, unknown> = {
    subject: kase.subject,
    kind: kase.kind,
    severity: kase.severity,
    category_id: kase.category_id,
    owner_id: kase.owner_id,
    branch_id: kase.branch_id,
    mood: kase.mood,
    tags: kase.tags,
  }
  const wanted: Record<string, unknown> = { ...before, owner_id: ownerId, branch_id: branchId }
  if (input.subject !== undefined) wanted.subject = input.subject
  if (input.kind !== undefined) wanted.kind = input.kind
  if (input.severity !== undefined) wanted.severity = input.severity
  if (input.categoryId !== undefined) wanted.category_id = input.categoryId
  if (input.mood !== undefined) wanted.mood = input.mood
  if (input.tags !== undefined) wanted.tags = input.tags
  const changed = Object.keys(wanted).filter(
    (name) => JSON.stringify(wanted[name]) !== JSON.stringify(before[name]),
  )
  if (changed.length === 0) return { version: kase.version }
  const pick = (from: Record<string, unknown>) =>
    Object.fromEntries(changed.map((name) => [name, from[name]]))
  // Taking a new case in hand is the start of work on it.
  const status =
    kase.status === 'new' && changed.includes('owner_id') && ownerId !== null ? { status: 'open' } : {}
  const version = kase.version + 1
  await ctx.db
    .updateTable('cases')
    .set({ ...(pick(wanted) as object), ...status, updated_at: ctx.now, version })
    .where('customer_id', '=', customerId)
    .where('id', '=', caseId)
    .execute()
  if (changed.some((name) => name === 'kind' || name === 'severity' || name === 'branch_id')) {
    const { tier } = await ctx.db
      .selectFrom('customers')
      .select('tier')
      .where('id', '=', customerId)
      .executeTakeFirstOrThrow()
    await retargetClocks(ctx, {
      customerId,
      id: caseId,
      branchId,
      kind: wanted.kind as string,
      severity: wanted.severity as string,
      tier,
    })
  }
  if (changed.includes('mood'))
    await ctx.db
      .updateTable('customer_activity')
      .set({ mood: wanted.mood as string, mood_at: ctx.now })
      .where('customer_id', '=', customerId)
      .execute()
  await insertChange(ctx, customerId, caseId, 'updated', pick(before), pick(wanted))
  audit(ctx, {
    action: 'updateCase',
    entity: 'case',
    entityId: caseId,
    customerId,
    branchId,
    before: pick(before),
    after: pick(wanted),
  })
  emit(
    ctx,
    factOf(
      { ...kase, branch_id: branchId, owner_id: ownerId },
      changed.includes('owner_id') ? 'case.assigned' : 'case.updated',
    ),
  )
  if (branchId !== kase.branch_id) emit(ctx, factOf(kase, 'case.updated'))
  return { version }
}

/** Takes a case for oneself; refused when a colleague was faster. */
export async function takeCase(
  ctx: Context,
  customerId: string,
  caseId: string,
): Promise<{ version: number }> {
  const kase = await accessCase(ctx, customerId, caseId, 'case.manage', { lock: true })
  const person = personOf(ctx)
  if (kase.owner_id !== null && kase.owner_id !== person.id) throw conflict('case_already_taken')
  if (person.role === 'auditor' || person.role === 'analyst') throw forbidden()
  return updateCase(ctx, customerId, caseId, { version: kase.version, ownerId: person.id })
}
