import { z } from 'zod'
import { day, id, pageQuery, rials } from '../../server/lib/fields.ts'

export const purchase = z
  .object({
    id,
    source: z.string(),
    number: z.string(),
    purchasedOn: day,
    totalRials: rials,
    branchId: id.nullable(),
    branchName: z.string().nullable(),
    items: z.array(z.object({ product: z.string(), quantity: z.number(), amountRials: rials.nullable() })),
  })
  .meta({ id: 'Purchase' })

export const purchasePage = z
  .object({ items: z.array(purchase), nextCursor: z.string().nullable() })
  .meta({ id: 'PurchasePage' })

export const purchaseQuery = z.strictObject({
  ...pageQuery,
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
