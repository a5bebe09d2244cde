import type { Context } from '../../server/lib/context.ts'
import { personOf } from '../../server/lib/context.ts'
import { notFound } from '../../server/lib/errors.ts'
import { isInScope } from '../people/access.ts'
import type { CaseKey } from './actions.ts'
import { clockSettings } from './calendars.ts'
import { clocksOf } from './queries.ts'
import { clockState } from './rules.ts'

/**
 * The clocks of a case the person may read, oldest first, with what they show now; 404 otherwise. The cases slice
 * starts our clocks, so its `accessCase` can not be called from here: the scope is checked on the row itself.
 */
export async function listClocks(ctx: Context, { customerId, caseId }: CaseKey) {
  const kase = await ctx.db
    .selectFrom('cases')
    .select(['branch_id', 'owner_id'])
    .where('customer_id', '=', customerId)
    .where('id', '=', caseId)
    .executeTakeFirst()
  if (!kase || !isInScope(personOf(ctx), 'case.read', kase)) throw notFound('case_not_found')
  const settings = await clockSettings(ctx)
  const clocks = await clocksOf(ctx.db, customerId, [caseId])
  return clocks.map((clock) => ({
    ...clock,
    ...clockState(clock, ctx.now, settings.calendarOf(clock.branchId)),
  }))
}
