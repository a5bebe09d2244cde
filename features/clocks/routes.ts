import { z } from 'zod'
import { id } from '../../server/lib/fields.ts'
import { defineRoute } from '../../server/lib/route.ts'
import { listClocks } from './list-clocks.ts'
import { clock } from './schema.ts'

export const clockRoutes = [
  defineRoute({
    method: 'GET',
    path: '/customers/:customerId/cases/:caseId/clocks',
    operationId: 'listClocks',
    summary: 'The clocks of a case, with what they show now',
    access: { permission: 'case.read' },
    params: z.object({ customerId: id, caseId: id }),
    answer: z.object({ items: z.array(clock) }),
    handle: async (ctx, { params }) => ({ items: await listClocks(ctx, params) }),
  }),
]
