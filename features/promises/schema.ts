import { z } from 'zod'
import { id, instant, line, pageQuery, prose } from '../../server/lib/fields.ts'

export const promiseStatus = z.enum(['open', 'kept', 'late', 'broken', 'withdrawn'])

export const promise = z
  .object({
    id,
    customerId: id,
    customerName: z.string(),
    caseId: id.nullable(),
    caseCode: z.string().nullable(),
    caseSubject: z.string().nullable(),
    interactionId: id.nullable(),
    text: z.string(),
    keeperId: id,
    keeperName: z.string(),
    branchId: id,
    dueAt: instant,
    status: promiseStatus,
    isOverdue: z.boolean(),
    madeBy: id,
    madeByName: z.string(),
    madeAt: instant,
    closedAt: instant.nullable(),
    closedByName: z.string().nullable(),
    reason: z.string(),
    version: z.int(),
  })
  .meta({ id: 'Promise' })

export const customerParams = z.strictObject({ customerId: id })
export const promiseParams = z.strictObject({ customerId: id, promiseId: id })

export const makePromiseInput = z
  .strictObject({
    text: line(500),
    dueAt: z.iso.datetime({ offset: true }),
    /** Absent: I keep it myself. */
    keeperId: id.optional(),
    caseId: id.optional(),
    interactionId: id.optional(),
  })
  .meta({ id: 'MakePromiseRequest' })

export const madePromise = z
  .object({
    promise,
    /** The keeper already has more open promises for that day than one can keep (R99). */
    warning: z.object({ code: z.literal('keeper_day_full'), count: z.int() }).nullable(),
  })
  .meta({ id: 'MadePromise' })

export const keepPromiseInput = z.strictObject({ version: z.int() }).meta({ id: 'KeepPromiseRequest' })
export const endPromiseInput = z
  .strictObject({ version: z.int(), reason: prose(1_000) })
  .meta({ id: 'EndPromiseRequest' })

export const promiseListQuery = z.strictObject({
  ...pageQuery,
  /** `ended`: kept, late and broken ones of the last thirty days, the newest first. */
  'filter[due]': z.enum(['today', 'overdue', 'open', 'ended']).default('open'),
  'filter[keeper]': z.union([z.literal('me'), id]).optional(),
  'filter[branch]': id.optional(),
})
export const promisePage = z
  .object({ items: z.array(promise), nextCursor: z.string().nullable() })
  .meta({ id: 'PromisePage' })

export const promiseHistory = z
  .object({
    items: z.array(
      z.object({
        id,
        at: instant,
        actorId: id.nullable(),
        actorName: z.string().nullable(),
        status: promiseStatus,
        reason: z.string(),
      }),
    ),
  })
  .meta({ id: 'PromiseHistory' })
