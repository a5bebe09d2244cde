import { defineRoute } from '../../server/lib/route.ts'
import { accessCustomer } from '../customers/access.ts'
import { customerParams } from '../customers/schema.ts'
import { listPurchases } from './queries.ts'
import { purchasePage, purchaseQuery } from './schema.ts'

export const purchaseRoutes = [
  defineRoute({
    method: 'GET',
    path: '/customers/:customerId/purchases',
    operationId: 'listPurchases',
    summary: 'Purchases of a customer with their items, newest first',
    access: { permission: 'purchase.read' },
    params: customerParams,
    query: purchaseQuery,
    answer: purchasePage,
    async handle(ctx, { params, query }) {
      await accessCustomer(ctx, params.customerId, 'purchase.read')
      return listPurchases(ctx, params.customerId, query)
    },
  }),
]
