import { z } from 'zod'
import { id, instant, listOf, pageQuery } from '../../server/lib/fields.ts'

const STATUSES = ['waiting', 'sent', 'opened', 'answered', 'refused', 'expired', 'unreachable'] as const
export const invitationStatus = z.enum(STATUSES)
const channel = z.enum(['link', 'sms', 'email', 'phone', 'paper', 'kiosk'])

export const invitation = z
  .object({
    id,
    customerId: id,
    customerName: z.string(),
    honorific: z.string(),
    phone: z.string().nullable(),
    surveyId: id,
    branchId: id,
    causeId: id.nullable(),
    channel,
    status: invitationStatus,
    assignedTo: id.nullable(),
    assignedToName: z.string().nullable(),
    callCount: z.int(),
    callAgainAt: instant.nullable(),
    createdAt: instant,
    sentAt: instant.nullable(),
    openedAt: instant.nullable(),
    answeredAt: instant.nullable(),
    needsReminder: z.boolean(),
    expiresAt: instant,
  })
  .meta({ id: 'Invitation' })

export const invitationParams = z.strictObject({ customerId: id, invitationId: id })
export const invitationListQuery = z.strictObject({
  ...pageQuery,
  'filter[status]': listOf(STATUSES).optional(),
  'filter[channel]': channel.optional(),
  'filter[assigned]': z.union([z.literal('me'), z.literal('nobody'), id]).optional(),
  'filter[reminder]': z.literal('due').optional(),
  'filter[branch]': id.optional(),
})
export const invitationPage = z
  .object({ items: z.array(invitation), nextCursor: z.string().nullable() })
  .meta({ id: 'InvitationPage' })

export const handOutInput = z
  .strictObject({
    /** Chosen ones; absent: everybody who waits, or who is due for a reminder. */
    invitationIds: z.array(id).min(1).max(5_000).optional(),
    which: z.enum(['waiting', 'reminder']).default('waiting'),
    limit: z.int().min(1).max(5_000).default(5_000),
  })
  .meta({ id: 'HandOutLinksRequest' })
export const handedLink = z.object({ url: z.string(), expiresAt: instant }).meta({ id: 'HandedLink' })

export const nextCall = z
  .object({
    /** Null when nobody is to be called now. */
    call: invitation.nullable(),
    /** People rest at this hour; whoever calls anyway should have been asked to. */
    isQuietHour: z.boolean(),
  })
  .meta({ id: 'NextCall' })

export const callOutcomeInput = z
  .strictObject({
    outcome: z.enum(['no_answer', 'later', 'refused', 'unreachable']),
    /** When to call again; the customer's wish with 'later', else a few hours from now. */
    callAgainAt: z.iso.datetime({ offset: true }).optional(),
  })
  .meta({ id: 'CallOutcomeRequest' })
