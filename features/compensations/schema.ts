import { z } from 'zod'
import { id, instant, optionalLine, pageQuery, prose, rials, rialsInput } from '../../server/lib/fields.ts'

export const compensationKind = z.enum(['apology', 'replacement', 'refund', 'discount', 'gift', 'points'])
export const compensationStatus = z.enum(['granted', 'pending', 'approved', 'rejected', 'reversed'])

export const caseParams = z.strictObject({ customerId: id, caseId: id })
export const compensationParams = z.strictObject({ customerId: id, compensationId: id })

export const compensation = z
  .object({
    id,
    customerId: id,
    caseId: id,
    kind: compensationKind,
    amountRials: rials,
    reason: z.string(),
    status: compensationStatus,
    branchId: id,
    requestedBy: id,
    requestedByName: z.string(),
    requestedAt: instant,
    decidedBy: id.nullable(),
    decidedByName: z.string().nullable(),
    decidedAt: instant.nullable(),
    decisionNote: z.string(),
  })
  .meta({ id: 'Compensation' })

export const grantCompensationInput = z
  .strictObject({ kind: compensationKind, amountRials: rialsInput, reason: prose(2_000) })
  .meta({ id: 'GrantCompensationRequest' })

export const grantCompensationAnswer = z
  .object({
    compensation,
    /** Why it waits for approval: above the single limit, or above what is left of the month. Null: granted. */
    limit: z.enum(['single', 'budget']).nullable(),
  })
  .meta({ id: 'GrantCompensationAnswer' })

export const compensationNote = z.strictObject({ note: optionalLine(1_000).default('') })
export const compensationReason = z.strictObject({ note: prose(1_000) })

export const caseCompensations = z.object({ items: z.array(compensation) }).meta({ id: 'CaseCompensations' })

export const compensationListQuery = z.strictObject({
  ...pageQuery,
  'filter[status]': z.literal('pending').default('pending'),
})

export const compensationPage = z
  .object({
    items: z.array(
      z.object({
        ...compensation.shape,
        customerName: z.string(),
        caseCode: z.string(),
        caseSubject: z.string(),
        /** May the asker decide it: not their own request, inside their scope and single limit. */
        mayDecide: z.boolean(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'CompensationPage' })

export const authority = z
  .object({
    monthOn: z.iso.date(),
    maxSingleRials: rials,
    monthlyBudgetRials: rials,
    spentThisMonthRials: rials,
    leftThisMonthRials: rials,
  })
  .meta({ id: 'Authority' })
