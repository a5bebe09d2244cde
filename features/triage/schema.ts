import { z } from 'zod'
import { id, instant } from '../../server/lib/fields.ts'

export const queueScope = z.enum(['me', 'team', 'branch', 'all'])
export const queueQuery = z.strictObject({
  scope: queueScope.default('me'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const queueItem = z
  .object({
    customerId: id,
    caseId: id,
    code: z.string(),
    subject: z.string(),
    kind: z.enum(['complaint', 'request', 'question', 'suggestion', 'praise', 'warranty_claim']),
    status: z.enum(['new', 'open', 'waiting', 'solved', 'judged']),
    severity: z.enum(['low', 'normal', 'high', 'critical']),
    mood: z.enum(['unknown', 'angry', 'upset', 'neutral', 'happy']),
    channel: z.string(),
    customerName: z.string(),
    tier: z.enum(['normal', 'silver', 'gold']),
    branchId: id,
    branchName: z.string(),
    ownerId: id.nullable(),
    ownerName: z.string().nullable(),
    turnSince: instant,
    /** Business seconds since it became our turn. */
    waitingSeconds: z.int(),
    isPastFloor: z.boolean(),
    /** Points per hour, see features/triage/rules.ts. */
    score: z.number(),
    whyFirst: z.array(
      z.object({
        code: z.enum([
          'past_floor',
          'severity',
          'complaint',
          'value',
          'mood',
          'clock_near',
          'clock_breached',
          'waiting',
          'reopened',
          'promise_near',
          'promise_overdue',
        ]),
        weight: z.number(),
        params: z.record(z.string(), z.union([z.string(), z.number()])),
      }),
    ),
    clock: z
      .object({
        metric: z.enum(['first_reply', 'resolution']),
        dueAt: instant,
        nearAt: instant,
        targetSeconds: z.int(),
        isPaused: z.boolean(),
        isBreached: z.boolean(),
      })
      .nullable(),
    promiseDueAt: instant.nullable(),
    lastMessage: z
      .object({
        text: z.string(),
        direction: z.enum(['inbound', 'outbound', 'internal']),
        authorName: z.string(),
        at: instant,
      })
      .nullable(),
  })
  .meta({ id: 'QueueItem' })

export const queue = z
  .object({
    items: z.array(queueItem),
    /** Cases in each scope I may see; 1000 means 1000 or more. */
    counts: z.object({
      me: z.int(),
      team: z.int(),
      branch: z.int(),
      all: z.int().nullable(),
    }),
    floorSeconds: z.int(),
  })
  .meta({ id: 'Queue' })

export const nextCase = z
  .object({ item: z.object({ customerId: id, caseId: id }).nullable() })
  .meta({ id: 'NextCase' })
