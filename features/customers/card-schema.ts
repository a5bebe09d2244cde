import { z } from 'zod'
import { day, id, instant, rials } from '../../server/lib/fields.ts'
import { consent, contactPoint, customer, facet, need, relation, stage } from './schema.ts'
import { timelinePageSchema } from './timeline-schema.ts'

export const customerValue = z
  .object({
    purchaseCount: z.int(),
    purchaseTotalRials: rials,
    averageBasketRials: rials.nullable(),
    firstPurchaseOn: day.nullable(),
    lastPurchaseOn: day.nullable(),
    daysSinceLastPurchase: z.int().nullable(),
  })
  .meta({ id: 'CustomerValue' })

export const customerCard = z
  .object({
    customer,
    // What the purchases suggest; a person decides.
    suggestedStage: stage,
    value: customerValue,
    contactPoints: z.array(contactPoint),
    // The one in force of each channel and purpose.
    consents: z.array(consent),
    relations: z.array(relation),
    facets: z.array(facet),
    needs: z.array(need),
    openCaseCount: z.int(),
    // The twenty newest that the asker may see.
    openCases: z.array(
      z.object({
        id,
        code: z.string(),
        kind: z.string(),
        status: z.string(),
        severity: z.string(),
        turn: z.enum(['us', 'customer', 'nobody']),
        turnSince: instant,
        subject: z.string(),
        ownerName: z.string().nullable(),
        openedAt: instant,
        clocks: z.array(
          z.object({
            metric: z.enum(['first_reply', 'resolution']),
            dueAt: instant,
            nearAt: instant,
            pausedAt: instant.nullable(),
            breachedAt: instant.nullable(),
          }),
        ),
      }),
    ),
    // Open ones first, by their time; then the newest of the others.
    promises: z.array(
      z.object({
        id,
        caseId: id.nullable(),
        text: z.string(),
        keeperId: id,
        keeperName: z.string(),
        dueAt: instant,
        status: z.enum(['open', 'kept', 'late', 'broken', 'withdrawn']),
        madeAt: instant,
        closedAt: instant.nullable(),
      }),
    ),
    compensations: z.object({
      grantedCount: z.int(),
      grantedTotalRials: rials,
      pendingCount: z.int(),
      lastGrantedAt: instant.nullable(),
    }),
    lastContactAt: instant.nullable(),
    timeline: timelinePageSchema,
  })
  .meta({ id: 'CustomerCard' })
