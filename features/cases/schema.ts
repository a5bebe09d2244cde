import { z } from 'zod'
import {
  day,
  id,
  instant,
  line,
  listOf,
  optionalLine,
  pageQuery,
  prose,
  rials,
} from '../../server/lib/fields.ts'

export const KINDS = ['complaint', 'request', 'question', 'suggestion', 'praise', 'warranty_claim'] as const
export const STATUSES = ['new', 'open', 'waiting', 'solved', 'judged'] as const
export const SEVERITIES = ['low', 'normal', 'high', 'critical'] as const
export const MOODS = ['unknown', 'angry', 'upset', 'neutral', 'happy'] as const
export const CHANNELS = ['portal', 'phone', 'email', 'sms', 'bale', 'in_person', 'webchat'] as const
export const OUTCOMES = [
  'win_win',
  'customer_favoured',
  'company_favoured',
  'no_resolution',
  'refused',
] as const
export const ROOT_CAUSES = [
  'product_defect',
  'delivery_delay',
  'staff_behaviour',
  'billing_error',
  'process_gap',
  'lack_of_information',
  'supplier',
  'customer_misuse',
  'other',
] as const

export const caseKind = z.enum(KINDS)
export const caseStatus = z.enum(STATUSES)
export const severity = z.enum(SEVERITIES)
export const mood = z.enum(MOODS)
export const channel = z.enum(CHANNELS)
export const outcome = z.enum(OUTCOMES)
export const rootCause = z.enum(ROOT_CAUSES)

export type CaseKind = (typeof KINDS)[number]
export type Severity = (typeof SEVERITIES)[number]
export type Mood = (typeof MOODS)[number]

export const caseParams = z.object({ customerId: id, caseId: id })

export const caseListItem = z
  .object({
    id,
    customerId: id,
    customerName: z.string(),
    code: z.string(),
    kind: caseKind,
    status: caseStatus,
    turn: z.enum(['us', 'customer', 'nobody']),
    turnSince: instant,
    subject: z.string(),
    channel,
    branchId: id,
    categoryId: id.nullable(),
    severity,
    mood,
    ownerId: id.nullable(),
    ownerName: z.string().nullable(),
    openedAt: instant,
    lastMessageAt: instant,
    verdictScore: z.int().nullable(),
  })
  .meta({ id: 'CaseListItem' })

export const caseListQuery = z.object({
  ...pageQuery,
  'filter[status]': listOf(STATUSES).optional(),
  'filter[kind]': listOf(KINDS).optional(),
  'filter[severity]': listOf(SEVERITIES).optional(),
  'filter[owner]': z.union([id, z.literal('me'), z.literal('nobody')]).optional(),
  'filter[branch]': id.optional(),
  'filter[category]': z.union([id, z.literal('none')]).optional(),
  'filter[turn]': z.enum(['us', 'customer', 'nobody']).optional(),
  // A running clock past its time or near it; `today`: any clock that passed its time today, stopped since or not.
  'filter[breached]': z.enum(['yes', 'near', 'today']).optional(),
  'filter[refusal]': z.literal('pending').optional(),
  'filter[openedFrom]': day.optional(),
  'filter[openedTo]': day.optional(),
  // A verdict was given in these days, whatever became of the case since.
  'filter[judgedFrom]': day.optional(),
  'filter[judgedTo]': day.optional(),
  q: optionalLine(100).optional(),
  sort: z.enum(['-opened', 'opened', '-lastMessage']).default('-opened'),
})

export const casePage = z
  .object({ items: z.array(caseListItem), nextCursor: z.string().nullable() })
  .meta({ id: 'CasePage' })

export const attachment = z
  .object({
    id,
    interactionId: id.nullable(),
    fileName: z.string(),
    mediaType: z.string(),
    byteSize: z.int(),
  })
  .meta({ id: 'Attachment' })

export const interaction = z
  .object({
    id,
    kind: z.enum(['message', 'note', 'call', 'visit', 'system']),
    direction: z.enum(['inbound', 'outbound', 'internal']),
    channel: z.string(),
    personId: id.nullable(),
    authorName: z.string(),
    body: z.string(),
    occurredAt: instant,
  })
  .meta({ id: 'Interaction' })

export const caseChange = z
  .object({
    id,
    at: instant,
    actorName: z.string(),
    change: z.string(),
    before: z.unknown(),
    after: z.unknown(),
  })
  .meta({ id: 'CaseChange' })

export const refusal = z
  .object({
    id,
    status: z.enum(['pending', 'confirmed', 'rejected']),
    reason: z.string(),
    message: z.string(),
    requestedBy: id,
    requestedByName: z.string(),
    requestedAt: instant,
    decidedByName: z.string().nullable(),
    decidedAt: instant.nullable(),
    decisionNote: z.string(),
  })
  .meta({ id: 'Refusal' })

export const verdict = z
  .object({
    id,
    round: z.int(),
    score: z.int(),
    comment: z.string(),
    via: z.enum(['portal', 'phone', 'in_person']),
    givenAt: instant,
  })
  .meta({ id: 'Verdict' })

export const caseDetail = z
  .object({
    id,
    customerId: id,
    customerName: z.string(),
    code: z.string(),
    kind: caseKind,
    status: caseStatus,
    turn: z.enum(['us', 'customer', 'nobody']),
    turnSince: instant,
    subject: z.string(),
    channel,
    branchId: id,
    branchName: z.string(),
    categoryId: id.nullable(),
    categoryName: z.string().nullable(),
    severity,
    mood,
    ownerId: id.nullable(),
    ownerName: z.string().nullable(),
    openedAt: instant,
    firstRepliedAt: instant.nullable(),
    lastMessageAt: instant,
    solvedAt: instant.nullable(),
    judgedAt: instant.nullable(),
    reopenedCount: z.int(),
    outcome: outcome.nullable(),
    rootCause: rootCause.nullable(),
    verdictScore: z.int().nullable(),
    tags: z.array(z.string()),
    version: z.int(),
    interactions: z.array(interaction),
    attachments: z.array(attachment),
    changes: z.array(caseChange),
    refusals: z.array(refusal),
    verdicts: z.array(verdict),
    clocks: z.array(
      z.object({
        id,
        metric: z.enum(['first_reply', 'resolution']),
        startedAt: instant,
        dueAt: instant,
        nearAt: instant,
        pausedAt: instant.nullable(),
        stoppedAt: instant.nullable(),
        breachedAt: instant.nullable(),
        targetSeconds: z.int(),
        elapsedSeconds: z.int().nullable(),
        elapsedBusinessSeconds: z.int().nullable(),
      }),
    ),
    promises: z.array(
      z.object({
        id,
        text: z.string(),
        keeperId: id,
        keeperName: z.string(),
        dueAt: instant,
        status: z.enum(['open', 'kept', 'late', 'broken', 'withdrawn']),
        reason: z.string(),
        version: z.int(),
      }),
    ),
    compensations: z.array(
      z.object({
        id,
        kind: z.enum(['apology', 'replacement', 'refund', 'discount', 'gift', 'points']),
        amountRials: rials,
        reason: z.string(),
        status: z.enum(['granted', 'pending', 'approved', 'rejected', 'reversed']),
        requestedBy: id,
        requestedByName: z.string(),
        decidedByName: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'CaseDetail' })

export const openCaseInput = z
  .object({
    customerId: id.optional(),
    // A caller not known yet: found by phone or made.
    customer: z.object({ fullName: line(120), phone: line(40) }).optional(),
    kind: caseKind,
    subject: optionalLine(200).optional(),
    text: prose(20_000),
    channel: channel.default('phone'),
    branchId: id.optional(),
    categoryId: id.nullable().optional(),
    severity: severity.optional(),
    mood: mood.optional(),
    ownerId: id.nullable().optional(),
  })
  .refine((input) => (input.customerId === undefined) !== (input.customer === undefined), {
    path: ['customerId'],
  })
  .meta({ id: 'OpenCaseRequest' })

export const openedCase = z
  .object({ customerId: id, caseId: id, code: z.string() })
  .meta({ id: 'OpenedCase' })

export const replyInput = z
  .object({
    text: prose(20_000),
    // What happens after the reply: wait for the customer, keep working, or say it is solved.
    next: z.enum(['wait', 'keep', 'solve']).default('wait'),
    outcome: outcome.exclude(['refused']).optional(),
    rootCause: rootCause.optional(),
    promise: z
      .object({ text: line(500), dueAt: z.iso.datetime({ offset: true }), keeperId: id.optional() })
      .optional(),
  })
  .meta({ id: 'ReplyRequest' })

export const solveInput = z
  .object({ outcome: outcome.exclude(['refused']), rootCause: rootCause.optional() })
  .meta({ id: 'SolveRequest' })
export const reasonInput = z.object({ reason: prose(2_000) }).meta({ id: 'ReasonRequest' })
export const verdictInput = z
  .object({
    score: z.int().min(1).max(10),
    comment: z.string().max(4_000).default(''),
    isSolved: z.boolean().default(true),
    via: z.enum(['phone', 'in_person']),
  })
  .meta({ id: 'VerdictRequest' })
export const refusalInput = z
  .object({ reason: prose(2_000), message: prose(5_000) })
  .meta({ id: 'RefusalRequest' })
export const refusalDecision = z
  .object({ isConfirmed: z.boolean(), note: z.string().max(2_000).default('') })
  .meta({ id: 'RefusalDecision' })
export const caseUpdate = z
  .object({
    version: z.int(),
    subject: line(200).optional(),
    kind: caseKind.optional(),
    severity: severity.optional(),
    categoryId: id.nullable().optional(),
    ownerId: id.nullable().optional(),
    branchId: id.optional(),
    mood: mood.optional(),
    tags: z.array(line(40)).max(20).optional(),
  })
  .meta({ id: 'CaseUpdate' })
export const logInput = z
  .object({
    kind: z.enum(['note', 'call', 'visit']),
    text: prose(20_000),
    direction: z.enum(['inbound', 'outbound', 'internal']).default('internal'),
  })
  .meta({ id: 'LogRequest' })
