import { z } from 'zod'
import { day, id, instant, pageQuery, rials } from '../../server/lib/fields.ts'
import { facetKind } from './schema.ts'

export const TIMELINE_KINDS = [
  'interaction',
  'case',
  'promise',
  'compensation',
  'verdict',
  'purchase',
  'survey',
  'facet',
  'need',
] as const
export type TimelineKind = (typeof TIMELINE_KINDS)[number]

// Two facts of one row (a promise made, a promise kept) share its id; kind, id and change together are unique.
const common = { id, at: instant }
const aboutCase = { caseId: id.nullable() }

/** One fact of a customer's story. */
export const timelineEntry = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('interaction'),
      ...common,
      ...aboutCase,
      caseCode: z.string().nullable(),
      interactionKind: z.enum(['message', 'note', 'call', 'visit', 'system']),
      direction: z.enum(['inbound', 'outbound', 'internal']),
      channel: z.string(),
      authorName: z.string(),
      text: z.string(),
      // The text is longer; the case shows all of it.
      isExcerpt: z.boolean(),
    }),
    z.object({
      kind: z.literal('case'),
      ...common,
      change: z.enum(['opened', 'solved', 'judged', 'reopened', 'refused']),
      actorName: z.string().nullable(),
      caseId: id,
      caseCode: z.string(),
      caseKind: z.string(),
      subject: z.string(),
      severity: z.string(),
    }),
    z.object({
      kind: z.literal('promise'),
      ...common,
      ...aboutCase,
      change: z.enum(['made', 'kept', 'late', 'broken', 'withdrawn']),
      text: z.string(),
      keeperName: z.string(),
      dueAt: instant,
      reason: z.string(),
    }),
    z.object({
      kind: z.literal('compensation'),
      ...common,
      caseId: id,
      compensationKind: z.string(),
      amountRials: rials,
      status: z.enum(['granted', 'pending', 'approved', 'rejected', 'reversed']),
      reason: z.string(),
      requestedByName: z.string(),
    }),
    z.object({
      kind: z.literal('verdict'),
      ...common,
      caseId: id,
      caseCode: z.string(),
      score: z.int(),
      comment: z.string(),
      via: z.enum(['portal', 'phone', 'in_person']),
      round: z.int(),
    }),
    z.object({
      kind: z.literal('purchase'),
      ...common,
      purchasedOn: day,
      number: z.string(),
      totalRials: rials,
      // The first three.
      products: z.array(z.string()),
    }),
    z.object({
      kind: z.literal('survey'),
      ...common,
      answeredOn: day,
      // The instrument; empty when the file did not name it.
      survey: z.string(),
      // Everything answered that day, at most fifty.
      answers: z.array(z.object({ question: z.string(), answer: z.string(), score: z.number().nullable() })),
    }),
    z.object({
      kind: z.literal('facet'),
      ...common,
      facetKind,
      value: z.string(),
      source: z.string(),
      observedOn: day,
    }),
    z.object({
      kind: z.literal('need'),
      ...common,
      change: z.enum(['recorded', 'fulfilled', 'declined']),
      text: z.string(),
      isWant: z.boolean(),
    }),
  ])
  .meta({ id: 'TimelineEntry' })

export const timelinePageSchema = z
  .object({ items: z.array(timelineEntry), nextCursor: z.string().nullable() })
  .meta({ id: 'TimelinePage' })

export const timelineQuery = z.strictObject({
  ...pageQuery,
  limit: z.coerce.number().int().min(1).max(100).default(30),
  'filter[kind]': z.enum(TIMELINE_KINDS).optional(),
})
