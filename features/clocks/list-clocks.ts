import type { Context } from '../../server/lib/context.ts'
import type { CaseKey } from './actions.ts'
import { clockSettings } from './calendars.ts'
import { clocksOf } from './queries.ts'
import { clockState } from './rules.ts'

/** The clocks of a case, oldest first, with what they show now. Whoever calls it has let the asker in. */
export async function listClocks(ctx: Context, { customerId, caseId }: CaseKey) {
  const settings = await clockSettings(ctx)
  const clocks = await clocksOf(ctx.db, customerId, [caseId])
  return clocks.map((clock) => ({
    ...clock,
    ...clockState(clock, ctx.now, settings.calendarOf(clock.branchId)),
  }))
}
